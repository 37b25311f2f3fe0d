/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_time.c - audit time as a record: persons and ratings of the profile,
 * numbers of the library, a reason for each factor.  For internal audits the
 * table is a benchmark, and an own figure with a reason is always allowed.
 */
#include "reckon.h"

#include "base/text.h"
#include "decide/audit_time.h"
#include "model/entities.h"
#include "model/isms.h"
#include "model/programme.h"

#include <string.h>

struct work {
	struct ctx *cx;
	struct audit_time_calculation *t;
	const struct isms_profile *profile;
	bool certifies;
	int64_t group[AUDIT_TIME_GROUPS];
	size_t groups;
	int64_t alike;                  /* persons in the groups */
};

static enum rc
wrong(struct ctx *cx, const char *field, const char *what, const char *hint)
{
	return refuse(cx, "audit_time_calculation.create", field, what, hint);
}

static int64_t
value_of(const struct entity *e, const void *rec, const char *field)
{
	return field_int(field_find(e, field), rec);
}

/* --- what the profile says ----------------------------------------------------- */

/* Groups of identical work count for the whole that the profile describes. */
static enum rc
find_groups(struct work *w)
{
	struct list l;
	enum rc rc = store_of(w->cx, &person_group_entity, "profile",
	    w->profile->rec.id, &l);

	if (rc || w->t->persons != w->profile->persons_total)
		return rc;
	for (size_t i = 0; i < l.n && w->groups < AUDIT_TIME_GROUPS; i++) {
		const struct person_group *g = l.rec[i];

		if (!g->identical_work)
			continue;
		if (text_blank(g->reason))
			return wrong(w->cx, "profile", arena_fmt(w->cx->arena,
			    "%s counts as identical work without a reason",
			    g->rec.code), "Say what makes the work simple and "
			    "alike, or take the mark off.");
		w->group[w->groups++] = g->persons;
		w->alike += g->persons;
	}
	return w->alike <= w->t->persons ? RC_OK : wrong(w->cx, "persons",
	    "the groups of identical work have more persons than there are",
	    "Mend the profile.");
}

static enum rc
open_work(struct ctx *cx, struct audit_time_calculation *t, struct work *w)
{
	struct programme *p;
	struct isms_profile *profile;
	enum rc rc = of_ref(cx, &isms_profile_entity, t->profile, &profile);

	*w = (struct work){ .cx = cx, .t = t, .profile = profile };
	if (!rc)
		rc = of_ref(cx, &programme_entity, t->programme, &p);
	if (rc)
		return rc;
	w->certifies = p->certification_like;
	if (t->persons == UNSET)
		t->persons = profile->persons_total;
	return find_groups(w);
}

/* Ratings that were left out are those of the profile. */
static void
take_profile(struct work *w)
{
	for (size_t i = 0; i < AUDIT_TIME_FACTORS; i++) {
		const char *name = audit_time_factor[i];

		if (value_of(&audit_time_calculation_entity, w->t, name) ==
		    UNSET)
			field_set_int(field_find(
			    &audit_time_calculation_entity, name), w->t,
			    value_of(&isms_profile_entity, w->profile, name));
	}
}

static const char *
reason_of(const struct audit_time_calculation *t, const char *factor,
    struct arena *a)
{
	return field_text(field_find(&audit_time_calculation_entity,
	    arena_fmt(a, "%s_reason", factor)), t);
}

static enum rc
judge_factors(struct work *w)
{
	for (size_t i = 0; i < AUDIT_TIME_FACTORS; i++) {
		const char *name = audit_time_factor[i];
		const struct field *f = field_find(
		    &audit_time_calculation_entity, name);

		if (field_int(f, w->t) == value_of(&isms_profile_entity,
		    w->profile, name) || !text_blank(reason_of(w->t, name,
		    w->cx->arena)))
			continue;
		return wrong(w->cx, arena_fmt(w->cx->arena, "%s_reason",
		    name), arena_fmt(w->cx->arena, "\"%s\" is not rated as in "
		    "the profile and has no reason", f->label), "Say why it "
		    "is rated so, or take the rating of the profile.");
	}
	return RC_OK;
}

/* --- the numbers -------------------------------------------------------------------- */

static bool
is_own(const struct audit_time_calculation *t)
{
	return t->method == TIME_METHOD_OWN;
}

static const char *
edition_name(const struct audit_time_calculation *t)
{
	return t->method == TIME_METHOD_ISO_27006_2015 ? "27006:2015"
	    : "27006-1:2024";
}

static void
keep_times(struct work *w, const struct audit_time *r, int edition)
{
	struct audit_time_calculation *t = w->t;
	const char *title = audit_time_edition[edition].title;

	t->effective_persons = r->effective;
	t->table_time = r->table;
	t->business_band = (int64_t)r->business + LEVEL_LOW;
	t->infrastructure_band = (int64_t)r->it + LEVEL_LOW;
	t->adjusted_time = r->adjusted;
	t->initial_time = r->initial;
	t->least_audit_time = r->onsite_minimum;
	t->surveillance_time = r->surveillance;
	t->recertification_time = r->recertification;
	if (!is_own(t))
		t->adjustment = r->adjust;
	t->edition = is_own(t) ? arena_fmt(w->cx->arena, "Own estimate; "
	    "benchmark %s", title) : w->certifies ? title : arena_fmt(
	    w->cx->arena, "%s; a benchmark only", title);
	t->software = "muster " MUSTER_VERSION;
}

static struct audit_time_ask
ask_of(const struct work *w)
{
	const struct audit_time_calculation *t = w->t;
	struct audit_time_ask ask = { .edition = audit_time_find(
		edition_name(t)), .persons = t->persons - w->alike,
		.group = w->group, .groups = w->groups, .rated = true,
		.adjusted = t->adjustment != UNSET && !is_own(t),
		.reason = text_blank(t->reasons) ? NULL : t->reasons };

	ask.adjust = ask.adjusted ? (int)t->adjustment : 0;
	ask.integration = t->integration == UNSET ? 0 : (int)t->integration;
	ask.remote = t->remote_share == UNSET ? 0 : (int)t->remote_share;
	for (int i = 0; i < AUDIT_TIME_FACTORS; i++)
		ask.factor[i] = (int)value_of(&audit_time_calculation_entity,
		    t, audit_time_factor[i]);
	return ask;
}

/* The library names its own fields. */
static const char *
field_here(const char *theirs)
{
	static const char *const names[][2] = { { "adjust", "adjustment" },
		{ "reason", "reasons" }, { "integration", "integration" },
		{ "remote", "remote_share" }, { "persons", "persons" } };

	for (size_t i = 0; i < NELEMS(names); i++)
		if (str_eq(names[i][0], theirs))
			return names[i][1];
	return NULL;
}

static enum rc
judge_own(struct work *w)
{
	if (is_own(w->t) && w->t->own_time == UNSET)
		return wrong(w->cx, "own_time", "an own estimate has its "
		    "figure", "Enter the days.");
	if (w->t->own_time != UNSET && text_blank(w->t->own_reason))
		return wrong(w->cx, "own_reason", "the own figure has no "
		    "reason", "Say what it rests on.");
	return RC_OK;
}

static bool
complete(const struct work *w)
{
	bool all = w->t->persons != UNSET && w->t->persons > 0;

	for (size_t i = 0; i < AUDIT_TIME_FACTORS; i++)
		all = all && value_of(&audit_time_calculation_entity, w->t,
		    audit_time_factor[i]) != UNSET;
	return all;
}

/* Prepares create and update; what is missing is told by the model's check. */
static enum rc
reckon(struct ctx *cx, struct change *ch)
{
	struct audit_time_calculation *t = ch->after;
	struct audit_time_ask ask;
	struct audit_time r;
	struct work *w = arena_alloc(cx->arena, sizeof(*w));
	enum rc rc;

	if (!t->profile || !t->method)
		return RC_OK;
	rc = open_work(cx, t, w);
	if (rc)
		return rc;
	take_profile(w);
	rc = judge_own(w);
	if (!rc && !is_own(t))
		rc = judge_factors(w);
	if (rc || !complete(w))
		return rc;
	ask = ask_of(w);
	rc = audit_time_of(&cx->err, &ask, &r);
	if (rc) {
		const char *text = arena_str(cx->arena, cx->err.text);
		const char *hint = arena_str(cx->arena, cx->err.hint);

		return wrong(cx, cx->err.field ? field_here(cx->err.field)
		    : NULL, text, *hint ? hint : "Stay within the limit, or "
		    "enter an own figure with its reason.");
	}
	keep_times(w, &r, ask.edition);
	return RC_OK;
}

/* --- the question, for the sheet ---------------------------------------------------------- */

static void
add_percent(struct buf *b, const char *name, int64_t bp)
{
	if (bp != UNSET && bp)
		buf_fmt(b, ",\"%s\":\"%s%lld.%02lld\"", name, bp < 0 ? "-"
		    : "", (long long)(bp < 0 ? -bp : bp) / 100,
		    (long long)(bp < 0 ? -bp : bp) % 100);
}

static void
add_factors(struct work *w, struct buf *b)
{
	const struct audit_time_calculation *t = w->t;

	buf_str(b, ",\"factors\":{");
	for (size_t i = 0; i < AUDIT_TIME_FACTORS; i++)
		buf_fmt(b, "%s\"%s\":%lld", i ? "," : "",
		    audit_time_factor[i], (long long)value_of(
		    &audit_time_calculation_entity, t, audit_time_factor[i]));
	buf_str(b, "},\"reasons\":[");
	for (size_t i = 0; i < AUDIT_TIME_FACTORS; i++) {
		const char *own = reason_of(t, audit_time_factor[i],
		    w->cx->arena);

		buf_fmt(b, "%s{\"factor\":\"%s\",\"reason\":", i ? "," : "",
		    audit_time_factor[i]);
		buf_json(b, !text_blank(own) ? own : is_own(t) &&
		    !text_blank(t->own_reason) ? "see the own figure"
		    : arena_fmt(w->cx->arena, "as rated in the profile %s",
		    w->profile->rec.code));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

enum rc
audit_time_question(struct ctx *cx, const struct audit_time_calculation *t,
    struct buf *out)
{
	struct audit_time_calculation copy = *t;
	struct work *w = arena_alloc(cx->arena, sizeof(*w));
	enum rc rc = open_work(cx, &copy, w);

	if (rc)
		return rc;
	buf_fmt(out, "{\"persons\":%lld,\"edition\":\"%s\",\"purpose\":\"%s\"",
	    (long long)(t->persons - w->alike), edition_name(t), w->certifies
	    ? "certification" : "internal");
	for (size_t i = 0; i < w->groups; i++)
		buf_fmt(out, "%s%lld%s", i ? "," : ",\"groups\":[",
		    (long long)w->group[i], i + 1 == w->groups ? "]" : "");
	add_factors(w, out);
	if (!is_own(t))
		add_percent(out, "adjust", t->adjustment);
	if (!is_own(t) && t->adjustment == 0)
		buf_str(out, ",\"adjust\":\"0\"");
	add_percent(out, "integration", t->integration);
	add_percent(out, "remote", t->remote_share);
	if (!text_blank(t->reasons)) {
		buf_str(out, ",\"reason\":");
		buf_json(out, t->reasons);
	}
	buf_char(out, '}');
	return RC_OK;
}

static const struct judge prepares[] = {
	{ "audit_time_calculation.create", reckon },
	{ "audit_time_calculation.update", reckon },
	{ NULL, NULL }
};

const struct domain_part audit_time_part = { "audit_time", NULL, prepares,
	NULL };
