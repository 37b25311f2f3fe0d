/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/sites.h"

#include "decide/tail.h"

int64_t
root_up(int64_t n)
{
	int64_t lo = 0, hi = 1;

	assert(n >= 0 && n <= INT64_C(1000000000000));
	while (hi * hi < n)
		hi *= 2;
	while (hi - lo > 1) {
		int64_t k = lo + (hi - lo) / 2;

		if (k * k >= n)
			hi = k;
		else
			lo = k;
	}
	return n == 0 ? 0 : hi;
}

/* The least y with (10 y)^2 >= tenths^2 x: the share times the root of x. */
static int64_t
share_of_root(int64_t x, int64_t tenths)
{
	int64_t root = root_up(tenths * tenths * x);

	return (root + 9) / 10;
}

static int64_t
by_rule(const struct sites_ask *ask)
{
	int64_t x = ask->sites;

	switch (ask->kind) {
	case SITES_INITIAL:
		return ask->all ? x : share_of_root(x, 10);
	case SITES_SURVEILLANCE:
		return ask->all ? (x * 3 + 9) / 10 : share_of_root(x, 6);
	case SITES_RECERTIFICATION:
		break;
	}
	return ask->all ? x : share_of_root(x, ask->unproven ? 10 : 8);
}

enum rc
sites_of(struct err *err, const struct sites_ask *ask, struct sites *out)
{
	if (ask->sites < 1 || ask->sites > SITES_MOST)
		return err_field(err, "sites", "there are 1 to %d sites",
		    SITES_MOST);
	if (ask->more < 0 || ask->more > SITES_MOST)
		return err_field(err, "more",
		    "the sites added for risk are 0 to %d", SITES_MOST);
	int64_t rule = by_rule(ask), sample = rule + ask->more;

	if (sample > ask->sites)
		sample = ask->sites;
	*out = (struct sites){ .sample = sample, .rule = rule,
		.random_minimum = (sample + 3) / 4, .central = 1 };
	return RC_OK;
}

double
sites_missed(int64_t sites, int64_t bad, int64_t sample)
{
	return hyper_lower(0, sample, sites, bad);
}
