/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Days and civil dates by eras of 400 years of 146,097 days from 1 March. */
int64_t
day_of(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
day_split(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t m = mp < 10 ? mp + 3 : mp - 9;

	*year = (int)(yoe + era * 400 + (m <= 2));
	*month = (int)m;
	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
}

/* Exactly n digits, then advance. */
static bool
digits(const char **s, int n, int *out)
{
	int v = 0;

	for (int i = 0; i < n; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		v = v * 10 + (**s - '0');
	}
	*out = v;
	return true;
}

static bool
mark(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
civil(const char **s, int64_t *days)
{
	int y, m, d, y2, m2, d2;

	if (!digits(s, 4, &y) || !mark(s, '-') || !digits(s, 2, &m) ||
	    !mark(s, '-') || !digits(s, 2, &d) || y < 1 || m < 1 || m > 12)
		return false;
	*days = day_of(y, m, d);
	day_split(*days, &y2, &m2, &d2);
	return y2 == y && m2 == m && d2 == d;
}

bool
day_parse(const char *s, int64_t *days)
{
	int64_t v;

	if (!civil(&s, &v) || *s)
		return false;
	*days = v;
	return true;
}

static bool
offset(const char **s, int *seconds)
{
	int sign = **s == '-' ? -1 : 1, h, m;

	*seconds = 0;
	if (mark(s, 'Z'))
		return true;
	if (!mark(s, '+') && !mark(s, '-'))
		return false;
	if (!digits(s, 2, &h) || !mark(s, ':') || !digits(s, 2, &m) ||
	    h > 23 || m > 59)
		return false;
	*seconds = sign * (h * 3600 + m * 60);
	return true;
}

bool
time_parse(const char *s, int64_t *seconds)
{
	int h, m, sec, off;
	int64_t days;

	if (!civil(&s, &days) || (!mark(&s, 'T') && !mark(&s, ' ')) ||
	    !digits(&s, 2, &h) || !mark(&s, ':') || !digits(&s, 2, &m) ||
	    !mark(&s, ':') || !digits(&s, 2, &sec) || h > 23 || m > 59 ||
	    sec > 59)
		return false;
	if (mark(&s, '.'))
		s += strspn(s, "0123456789");
	if (!offset(&s, &off) || *s)
		return false;
	*seconds = days * DAY_SECONDS + h * 3600 + m * 60 + sec - off;
	return true;
}

/* Two digits and what stands behind them; snprintf takes ten times as long. */
static char *
put_two(char *p, unsigned v, char behind)
{
	p[0] = (char)('0' + v / 10 % 10);
	p[1] = (char)('0' + v % 10);
	p[2] = behind;
	return p + 3;
}

void
day_write(char out[DATE_LEN + 1], int64_t days)
{
	int y, m, d;

	day_split(days, &y, &m, &d);
	put_two(out, (unsigned)y / 100, ' ');
	out = put_two(out + 2, (unsigned)y, '-');
	out = put_two(out, (unsigned)m, '-');
	put_two(out, (unsigned)d, '\0');
}

int64_t
day_of_time(int64_t seconds)
{
	return (seconds >= 0 ? seconds : seconds - (DAY_SECONDS - 1)) /
	    DAY_SECONDS;
}

void
time_write(char out[TIME_LEN + 1], int64_t seconds)
{
	int64_t day = day_of_time(seconds);
	unsigned rest = (unsigned)(seconds - day * DAY_SECONDS);

	day_write(out, day);
	out[DATE_LEN] = 'T';
	out = put_two(out + DATE_LEN + 1, rest / 3600, ':');
	out = put_two(out, rest / 60 % 60, ':');
	put_two(out, rest % 60, 'Z')[0] = '\0';
}

int
weekday(int64_t days)
{
	int64_t d = (days + 3) % 7;     /* 1970-01-01 was a Thursday */

	return (int)(d < 0 ? d + 7 : d);
}

static struct timespec
reading(clockid_t which)
{
	struct timespec ts = { 0 };

	clock_gettime(which, &ts);
	return ts;
}

#ifdef TOLD_TIME
/* Test builds are told the time, so that a test can live through months. */
static int64_t
told_time(int64_t now)
{
	const char *path = getenv("MUSTER_CLOCK");
	FILE *f = path ? fopen(path, "r") : NULL;
	char text[TIME_LEN + 1] = "";
	int64_t told;

	if (!f)
		return now;
	if (!fgets(text, sizeof(text), f) || !time_parse(text, &told))
		told = now;
	fclose(f);
	return told;
}
#else
static int64_t
told_time(int64_t now)
{
	return now;
}
#endif

int64_t
clock_now(void)
{
	return told_time(reading(CLOCK_REALTIME).tv_sec);
}

int64_t
clock_ms(void)
{
	struct timespec ts = reading(CLOCK_MONOTONIC);

	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
