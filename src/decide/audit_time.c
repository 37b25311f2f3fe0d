/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/audit_time.h"

#include "decide/audit_time_table.h"
#include "decide/sites.h"

#include <string.h>

#define MD5_LIMITS .most_reduction = 3000, \
	.reduction_clause = "IAF MD 5:2019, as IAF MD 1 7.3.1 quotes it", \
	.onsite = 8000

const struct audit_time_edition audit_time_edition[AUDIT_TIME_EDITIONS] = {
	{ "27006-1:2024", "ISO/IEC 27006-1:2024, annex C", 3000,
	    "ISO/IEC 27006-1:2024 annex C", 7000,
	    "ISO/IEC 27006-1:2024 C.3.4", 0, NULL },
	{ "27006:2015", "ISO/IEC 27006:2015, annex B", 3000,
	    "ISO/IEC 27006:2015 B.3.6", 7000,
	    "ISO/IEC 27006:2015 annex B", 3000, "ISO/IEC 27006:2015 B.3.2" },
	{ "md5:2019 qms", "IAF MD 5:2019, quality", MD5_LIMITS },
	{ "md5:2019 ems high", "IAF MD 5:2019, environment, high", MD5_LIMITS },
	{ "md5:2019 ems medium", "IAF MD 5:2019, environment, medium",
	    MD5_LIMITS },
	{ "md5:2019 ems low", "IAF MD 5:2019, environment, low", MD5_LIMITS },
	{ "md5:2019 ems limited", "IAF MD 5:2019, environment, limited",
	    MD5_LIMITS },
	{ "md5:2019 ohs high", "IAF MD 5:2019, health and safety, high",
	    MD5_LIMITS },
	{ "md5:2019 ohs medium", "IAF MD 5:2019, health and safety, medium",
	    MD5_LIMITS },
	{ "md5:2019 ohs low", "IAF MD 5:2019, health and safety, low",
	    MD5_LIMITS },
};

/* Which table and column an edition reads. */
static const struct { const struct audit_time_row *row; int column; }
source[AUDIT_TIME_EDITIONS] = {
	{ audit_time_isms, 0 }, { audit_time_isms, 0 }, { audit_time_md5, 0 },
	{ audit_time_md5, 1 }, { audit_time_md5, 2 }, { audit_time_md5, 3 },
	{ audit_time_md5, 4 }, { audit_time_md5, 5 }, { audit_time_md5, 6 },
	{ audit_time_md5, 7 },
};

const char *const audit_time_factor[AUDIT_TIME_FACTORS] = {
	"business_type", "process_complexity", "system_maturity",
	"infrastructure", "supplier_dependency", "development",
};

/* By business and IT level, in per cent; the same read either way. */
static const signed char range[3][3][2] = {
	{ { -30, -10 }, { -10, -5 }, { 5, 20 } },
	{ { -10, -5 }, { 0, 0 }, { 10, 50 } },
	{ { 5, 20 }, { 10, 50 }, { 20, 100 } },
};

int
audit_time_find(const char *edition)
{
	for (int i = 0; i < AUDIT_TIME_EDITIONS; i++)
		if (!strcmp(audit_time_edition[i].name, edition))
			return i;
	return -1;
}

bool
audit_time_band(int edition, int band, int64_t *least, int64_t *most,
    int64_t *days100)
{
	const struct audit_time_row *row = source[edition].row;

	for (int i = 0; i < band; i++)
		if (!row[i].most)
			return false;
	if (!row[band].most)
		return false;
	*least = band ? row[band - 1].most + 1 : 1;
	*most = row[band].most;
	*days100 = row[band].days100[source[edition].column];
	return true;
}

int64_t
audit_time_table(int edition, int64_t persons)
{
	int64_t least, most, days;

	for (int i = 0; audit_time_band(edition, i, &least, &most, &days); i++)
		if (persons <= most)
			return days;
	return 0;
}

enum audit_time_level
audit_time_level(const int factor[3])
{
	int sum = factor[0] + factor[1] + factor[2];

	return sum <= 4 ? AUDIT_TIME_LOW : sum <= 6 ? AUDIT_TIME_MEDIUM
	    : AUDIT_TIME_HIGH;
}

void
audit_time_range(enum audit_time_level business, enum audit_time_level it,
    int *least, int *most)
{
	*least = range[business][it][0] * 100;
	*most = range[business][it][1] * 100;
}

int64_t
audit_time_half(int64_t days100)
{
	return (days100 + 25) / 50 * 50;
}

/* --- the steps ----------------------------------------------------------- */

static bool
has_reason(const struct audit_time_ask *ask)
{
	return ask->reason && ask->reason[strspn(ask->reason, " \t\r\n")];
}

static enum rc
count_persons(struct err *err, const struct audit_time_ask *ask,
    const struct audit_time_edition *e, struct audit_time *out)
{
	if (ask->persons < 0 || ask->persons > AUDIT_TIME_PERSONS)
		return err_field(err, "persons", "the persons are 0 to %d",
		    AUDIT_TIME_PERSONS);
	if (ask->groups > AUDIT_TIME_GROUPS)
		return err_field(err, "groups",
		    "there are at most %d groups", AUDIT_TIME_GROUPS);
	if (ask->groups && !e->groups_clause)
		return err_field(err, "groups", "this edition counts every "
		    "person, those with identical work too");
	out->effective = ask->persons;
	for (size_t i = 0; i < ask->groups; i++) {
		if (ask->group[i] < 1 || ask->group[i] > AUDIT_TIME_PERSONS)
			return err_field(err, "groups",
			    "a group has 1 to %d persons", AUDIT_TIME_PERSONS);
		out->effective += root_up(ask->group[i]);
	}
	if (out->effective < 1)
		return err_field(err, "persons", "there is no person");
	return RC_OK;
}

static enum rc
look_up(struct err *err, const struct audit_time_ask *ask,
    struct audit_time *out)
{
	if (ask->own < 0 || ask->own > 100000)
		return err_field(err, "own_days",
		    "an own time is 0 to 1000 days");
	out->table = ask->own ? ask->own
	    : audit_time_table(ask->edition, out->effective);
	if (ask->own && !has_reason(ask))
		return err_field(err, "reason",
		    "an own time needs its reason");
	if (out->table)
		return RC_OK;
	err_field(err, "own_days", "the table ends at 10700 persons");
	err_hint(err, "continue its progression by hand: give own_days and a "
	    "reason");
	return RC_INVALID;
}

static enum rc
find_range(struct err *err, const struct audit_time_ask *ask,
    const struct audit_time_edition *e, struct audit_time *out)
{
	out->least = -e->most_reduction;
	out->most = 10000;
	if (!ask->rated)
		return RC_OK;
	for (int i = 0; i < AUDIT_TIME_FACTORS; i++)
		if (ask->factor[i] < 1 || ask->factor[i] > 3)
			return err_field(err, audit_time_factor[i],
			    "a factor is 1 to 3");
	out->business = audit_time_level(ask->factor);
	out->it = audit_time_level(ask->factor + 3);
	audit_time_range(out->business, out->it, &out->least, &out->most);
	return RC_OK;
}

/* The middle of the range is proposed; outside it stands a reason. */
static enum rc
adjust(struct err *err, const struct audit_time_ask *ask,
    const struct audit_time_edition *e, struct audit_time *out)
{
	out->adjust = ask->adjusted ? ask->adjust
	    : ask->rated ? (out->least + out->most) / 2 : 0;
	if (out->adjust < -e->most_reduction)
		return err_rule(err, "audit-time-reduction", "adjust",
		    "a reduction of more than %d %% is not allowed (%s)",
		    e->most_reduction / 100, e->reduction_clause);
	if (out->adjust > 100000)
		return err_field(err, "adjust",
		    "an increase is at most 1000 %%");
	if (ask->rated && (out->adjust < out->least
	    || out->adjust > out->most) && !has_reason(ask))
		return err_field(err, "reason", "an adjustment outside %d to "
		    "%d %% needs its reason", out->least / 100,
		    out->most / 100);
	out->adjusted = (out->table * (10000 + out->adjust) + 5000) / 10000;
	return RC_OK;
}

/* Nearest half day, but never below what the largest reduction leaves. */
static int64_t
round_above(int64_t days100, int64_t table, int reduction, bool *floored)
{
	int64_t v = audit_time_half(days100);

	for (; v * 10000 < table * (10000 - reduction); v += 50)
		*floored = true;
	return v;
}

static enum rc
reduce(struct err *err, const struct audit_time_ask *ask,
    struct audit_time *out)
{
	if (ask->site_reduction < 0)
		return err_field(err, "site_reduction",
		    "a reduction is 0 or more");
	if (ask->site_reduction > 5000)
		return err_rule(err, "audit-time-site", "site_reduction",
		    "all reductions of a sampled site together are at most "
		    "50 %% (IAF MD 1 7.3.1)");
	if (ask->integration < 0)
		return err_field(err, "integration",
		    "a reduction is 0 or more");
	if (ask->integration > 2000)
		return err_rule(err, "audit-time-integration", "integration",
		    "combined systems save at most 20 %% (IAF MD 11)");
	out->site = audit_time_half((out->adjusted
	    * (10000 - ask->site_reduction) + 5000) / 10000);
	out->combined = audit_time_half((out->initial
	    * (10000 - ask->integration) + 5000) / 10000);
	return RC_OK;
}

static enum rc
split(struct err *err, const struct audit_time_ask *ask,
    const struct audit_time_edition *e, struct audit_time *out)
{
	int64_t v = out->initial, stage1 = ask->stage1 ? ask->stage1 : 3000;

	if (stage1 < 0 || stage1 > 9000)
		return err_field(err, "stage1", "stage 1 takes 0 to 90 %%");
	if (ask->remote < 0 || ask->remote > 10000)
		return err_field(err, "remote",
		    "the remote share is 0 to 100 %%");
	out->stage1 = audit_time_half(v * stage1 / 10000);
	if (out->stage1 < 50)
		out->stage1 = 50;
	if (out->stage1 > v)
		out->stage1 = v;
	out->stage2 = v - out->stage1;
	out->onsite_minimum = (v * e->onsite + 9999) / 10000;
	out->surveillance = (v + 75) / 150 * 50;
	if (out->surveillance < 100)
		out->surveillance = 100;
	out->recertification = (2 * v + 75) / 150 * 50;
	out->remote = (v * ask->remote + 5000) / 10000;
	out->remote_approval = e->remote_limit
	    && ask->remote > e->remote_limit;
	return RC_OK;
}

enum rc
audit_time_of(struct err *err, const struct audit_time_ask *ask,
    struct audit_time *out)
{
	struct audit_time t = { 0 };
	enum rc rc;

	if (ask->edition < 0 || ask->edition >= AUDIT_TIME_EDITIONS)
		return err_field(err, "edition", "there is no such edition");
	const struct audit_time_edition *e = &audit_time_edition[ask->edition];

	rc = count_persons(err, ask, e, &t);
	if (rc == RC_OK)
		rc = look_up(err, ask, &t);
	if (rc == RC_OK)
		rc = find_range(err, ask, e, &t);
	if (rc == RC_OK)
		rc = adjust(err, ask, e, &t);
	if (rc)
		return rc;
	t.initial = round_above(t.adjusted, t.table, e->most_reduction,
	    &t.floored);
	rc = reduce(err, ask, &t);
	if (rc == RC_OK)
		rc = split(err, ask, e, &t);
	if (rc == RC_OK)
		*out = t;
	return rc;
}
