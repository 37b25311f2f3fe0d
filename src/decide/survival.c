/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/survival.h"

#include "decide/special.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
by_time(const void *a, const void *b)
{
	const struct lifetime *x = a, *y = b;

	return (x->time.v > y->time.v) - (x->time.v < y->time.v);
}

static enum rc
check(struct err *err, const struct lifetime *life, size_t n)
{
	if (n < 1 || n > SURVIVAL_MOST)
		return err_field(err, "times", "there are 1 to %d times",
		    SURVIVAL_MOST);
	for (size_t i = 0; i < n; i++)
		if (life[i].time.v < 0 || life[i].group < 0
		    || life[i].group >= SURVIVAL_GROUPS)
			return err_field(err, "times", "a time is 0 or more, "
			    "in one of %d groups", SURVIVAL_GROUPS);
	return RC_OK;
}

/* The lifetimes of a group (-1: all), in order of time. */
static struct lifetime *
sorted(struct arena *a, const struct lifetime *life, size_t n, int group,
    size_t *count)
{
	struct lifetime *l = arena_alloc(a, (n + 1) * sizeof(*l));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (group < 0 || life[i].group == group)
			l[k++] = life[i];
	qsort(l, k, sizeof(*l), by_time);
	*count = k;
	return l;
}

static double
clip(double p)
{
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

static void
bound(struct survival_step *s, double greenwood, enum survival_limits limits,
    double z)
{
	double e = sqrt(greenwood), c;

	s->bounded = s->survival > 0;
	if (!s->bounded)
		return;
	switch (limits) {
	case SURVIVAL_PLAIN:
		s->low = clip(s->survival - z * s->error);
		s->high = clip(s->survival + z * s->error);
		return;
	case SURVIVAL_LOG:
		s->low = clip(s->survival * exp(-z * e));
		s->high = clip(s->survival * exp(z * e));
		return;
	case SURVIVAL_LOGLOG:
		break;
	}
	/* Before the first event there is no scale to stand on. */
	s->low = s->high = 1;
	if (s->survival >= 1)
		return;
	c = z * e / log(s->survival);
	s->low = pow(s->survival, exp(-c));
	s->high = pow(s->survival, exp(c));
}

/*
 * The first time at which a curve is at or below a half; where it stays at
 * exactly a half, the middle of that stretch.
 */
static bool
half_time(const struct survival *s, double (*curve)(const struct survival_step
    *), double *out)
{
	const double half = 0.5, near = 1e-9;

	for (size_t i = 0; i < s->steps; i++) {
		double v = curve(&s->step[i]);

		if (v < 0 || v > half + near)
			continue;
		*out = s->step[i].time;
		if (v < half - near)
			return true;
		for (size_t j = i + 1; j < s->steps; j++) {
			if (s->step[j].events) {
				*out = (*out + s->step[j].time) / 2;
				break;
			}
		}
		return true;
	}
	return false;
}

static double
curve_at(const struct survival_step *s)
{
	return s->survival;
}

static double
low_at(const struct survival_step *s)
{
	return s->bounded ? s->low : -1;
}

static double
high_at(const struct survival_step *s)
{
	return s->bounded ? s->high : -1;
}

enum rc
survival_of(struct err *err, struct arena *a, const struct lifetime *life,
    size_t n, int group, enum survival_limits limits, double confidence,
    struct survival *out)
{
	struct survival s = { 0 };
	enum rc rc = check(err, life, n);
	double alive = 1, greenwood = 0;
	size_t count;

	if (rc)
		return rc;
	if (!(confidence > 0 && confidence < 1))
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	double z = normal_quantile(0.5 + confidence / 2);
	struct lifetime *l = sorted(a, life, n, group, &count);

	s.step = arena_alloc(a, (count + 1) * sizeof(*s.step));
	s.n = (int64_t)count;
	for (size_t i = 0; i < count;) {
		struct survival_step *t = &s.step[s.steps++];
		int64_t day = l[i].time.v;

		*t = (struct survival_step){ .time = dec_real(l[i].time),
			.at_risk = (int64_t)(count - i) };
		for (; i < count && l[i].time.v == day; i++) {
			t->events += l[i].event;
			t->censored += !l[i].event;
		}
		double risk = (double)t->at_risk, d = (double)t->events;

		alive *= (risk - d) / risk;
		greenwood += risk > d ? d / (risk * (risk - d)) : 0;
		s.events += t->events;
		t->survival = alive;
		t->error = alive * sqrt(greenwood);
		bound(t, greenwood, limits, z);
	}
	s.has_median = half_time(&s, curve_at, &s.median);
	s.has_low = half_time(&s, low_at, &s.median_low);
	s.has_high = half_time(&s, high_at, &s.median_high);
	*out = s;
	return RC_OK;
}

/* --- comparing groups ---------------------------------------------------- */

enum { SQUARE = SURVIVAL_GROUPS * SURVIVAL_GROUPS };

struct sums { double gap[SURVIVAL_GROUPS], var[SQUARE]; };

/* Solves var x = gap for the first k groups and answers gap . x. */
static bool
quadratic_form(struct sums *s, int k, double *out)
{
	double b[SURVIVAL_GROUPS], sum = 0, scale = 0;

	memcpy(b, s->gap, sizeof(b));
	for (int i = 0; i < k; i++)
		scale += s->var[i * SURVIVAL_GROUPS + i];
	for (int i = 0; i < k; i++) {
		double *row = &s->var[i * SURVIVAL_GROUPS];

		if (!(row[i] > scale * 1e-13))
			return false;
		sum += b[i] * b[i] / row[i];
		for (int j = i + 1; j < k; j++) {
			double *other = &s->var[j * SURVIVAL_GROUPS];
			double f = other[i] / row[i];

			b[j] -= f * b[i];
			for (int c = i; c < k; c++)
				other[c] -= f * row[c];
		}
	}
	*out = sum;
	return true;
}

/* One moment: d events among all at risk, by group. */
static void
add_moment(struct logrank *r, struct sums *s, int groups, const int64_t *risk,
    const int64_t *events, double weight)
{
	double n = 0, d = 0;

	for (int g = 0; g < groups; g++) {
		n += (double)risk[g];
		d += (double)events[g];
	}
	for (int g = 0; g < groups; g++) {
		double share = (double)risk[g] / n;

		r->observed[g] += weight * (double)events[g];
		r->expected[g] += weight * d * share;
		s->gap[g] += weight * ((double)events[g] - d * share);
		for (int h = 0; h < groups && n > 1; h++)
			s->var[g * SURVIVAL_GROUPS + h] += weight * weight * d
			    * (n - d) / (n - 1) * share
			    * ((g == h) - (double)risk[h] / n);
	}
}

enum rc
survival_compare(struct err *err, struct arena *a, const struct lifetime *life,
    size_t n, int groups, int rho, struct logrank *out)
{
	struct logrank r = { .df = groups - 1 };
	struct sums s = { { 0 }, { 0 } };
	int64_t risk[SURVIVAL_GROUPS] = { 0 };
	enum rc rc = check(err, life, n);
	double alive = 1;
	size_t count;

	if (rc)
		return rc;
	if (groups < 2 || groups > SURVIVAL_GROUPS)
		return err_field(err, "groups", "2 to %d groups are compared",
		    SURVIVAL_GROUPS);
	struct lifetime *l = sorted(a, life, n, -1, &count);

	for (size_t i = 0; i < count; i++)
		risk[l[i].group]++;
	memcpy(r.n, risk, sizeof(risk));
	for (size_t i = 0; i < count;) {
		int64_t events[SURVIVAL_GROUPS] = { 0 }, day = l[i].time.v;
		int64_t gone[SURVIVAL_GROUPS] = { 0 };
		double all = (double)(count - i), d = 0;

		for (; i < count && l[i].time.v == day; i++) {
			events[l[i].group] += l[i].event;
			d += l[i].event;
			gone[l[i].group]++;
		}
		if (d > 0)
			add_moment(&r, &s, groups, risk, events,
			    rho ? alive : 1);
		alive *= (all - d) / all;
		for (int g = 0; g < groups; g++)
			risk[g] -= gone[g];
	}
	if (!quadratic_form(&s, groups - 1, &r.chi2))
		return err_field(err, "groups", "nothing happened that could "
		    "tell the groups apart");
	r.p = chi2_upper(r.chi2 > 0 ? r.chi2 : 0, r.df);
	*out = r;
	return RC_OK;
}
