/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/decimal.h"

#include <stdio.h>
#include <string.h>

/* A number in text: its digits without the point, and where the point is. */
struct digits { char d[40]; int n, point; bool minus; };

static bool
take_exponent(const char *s, int *out)
{
	bool minus = *s == '-';
	int v = 0, n = 0;

	if (*s == '-' || *s == '+')
		s++;
	for (; *s >= '0' && *s <= '9' && n < 4; s++, n++)
		v = v * 10 + (*s - '0');
	if (*s || n == 0)
		return false;
	*out = minus ? -v : v;
	return true;
}

static bool
take_digits(const char *s, struct digits *x)
{
	bool seen_point = false, seen_digit = false;
	int e = 0;

	*x = (struct digits){ .minus = *s == '-' };
	if (*s == '-')
		s++;
	for (; *s && *s != 'e' && *s != 'E'; s++) {
		if (*s == '.' && !seen_point) {
			seen_point = true;
			continue;
		}
		if (*s < '0' || *s > '9' || x->n == (int)sizeof(x->d))
			return false;
		seen_digit = true;
		if (x->n || *s != '0')
			x->d[x->n++] = *s;
		else if (seen_point)
			x->point--;
		if (!seen_point && x->n)
			x->point++;
	}
	if (!seen_digit || (*s && !take_exponent(s + 1, &e)))
		return false;
	x->point += e;
	return true;
}

bool
dec_parse(const char *s, struct dec *out)
{
	const int most = 19;            /* digits of an int64_t */
	struct digits x;
	uint64_t v = 0;

	if (!take_digits(s, &x))
		return false;
	while (x.n && x.d[x.n - 1] == '0')
		x.n--;
	if (x.n == 0) {
		out->v = 0;
		return true;
	}
	int whole = x.point + DEC_PLACES;

	if (x.n > whole || whole > most)
		return false;
	for (int i = 0; i < whole; i++)
		v = v * 10 + (uint64_t)(i < x.n ? x.d[i] - '0' : 0);
	if (v > (uint64_t)INT64_MAX)
		return false;
	out->v = x.minus ? -(int64_t)v : (int64_t)v;
	return true;
}

void
dec_write(char out[DEC_LEN], struct dec d)
{
	uint64_t u = d.v < 0 ? 0 - (uint64_t)d.v : (uint64_t)d.v;
	uint64_t unit = (uint64_t)DEC_UNIT;
	int n = snprintf(out, DEC_LEN, "%s%llu.%09llu", d.v < 0 ? "-" : "",
	    (unsigned long long)(u / unit), (unsigned long long)(u % unit));

	while (out[n - 1] == '0')
		out[--n] = '\0';
	if (out[n - 1] == '.')
		out[--n] = '\0';
}

double
dec_real(struct dec d)
{
	return (double)d.v / (double)DEC_UNIT;
}

int64_t
dec_times_down(struct dec r, int64_t n)
{
	assert(r.v >= 0 && r.v <= DEC_UNIT && n >= 0);
	assert(n <= INT64_MAX / DEC_UNIT);
	return r.v * n / DEC_UNIT;
}

int64_t
dec_times_up(struct dec r, int64_t n)
{
	assert(r.v >= 0 && r.v <= DEC_UNIT && n >= 0);
	assert(n <= INT64_MAX / DEC_UNIT - 1);
	return (r.v * n + DEC_UNIT - 1) / DEC_UNIT;
}

int64_t
dec_most_for(struct dec r, int64_t k)
{
	assert(r.v > 0 && k >= 0 && k <= INT64_MAX / DEC_UNIT);
	return k * DEC_UNIT / r.v;
}

int64_t
dec_most_below(struct dec r, int64_t k)
{
	assert(r.v > 0 && k >= 0 && k <= INT64_MAX / DEC_UNIT);
	return k == 0 ? -1 : (k * DEC_UNIT - 1) / r.v;
}
