/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * independence.c - I-01 to I-05 and I-11: one function that finds the ties of
 * a person with an area, from declarations and from what the records say.
 */
#include "independence.h"
#include "demand.h"

#include "base/text.h"
#include "model/entities.h"
#include "model/isms.h"
#include "model/organization.h"
#include "model/people.h"
#include "model/programme.h"

struct search {
	const struct audit *audit;
	struct list items;
	int64_t person, day, months;
	struct ties *out;
};

enum rc
scope_of(struct ctx *cx, int64_t audit, struct refs items, struct list *out)
{
	const struct baseline *b;
	struct list l;
	enum rc rc = last_in(cx, &baseline_entity, "audit", audit,
	    IN(BASELINE_STATE_DRAFT) | IN(BASELINE_STATE_APPROVED), &b);

	*out = (struct list){ 0 };
	if (rc || !b)
		return rc;
	rc = store_of(cx, &audit_scope_item_entity, "baseline", b->rec.id, &l);
	if (rc)
		return rc;
	out->rec = arena_alloc(cx->arena, (l.n + 1) * sizeof(*out->rec));
	for (size_t i = 0; i < l.n; i++) {
		const struct audit_scope_item *s = l.rec[i];
		bool wanted = !items.n;

		for (size_t k = 0; k < items.n; k++)
			wanted |= items.id[k] == s->rec.id;
		if (wanted && s->included == ANSWER_YES)
			out->rec[out->n++] = l.rec[i];
	}
	return RC_OK;
}

static void
add_tie(struct ctx *cx, struct search *s, const char *rule, bool direct,
    const char *facts)
{
	struct ties *t = s->out;

	for (size_t i = 0; i < t->n; i++) {
		if (!str_eq(t->tie[i].rule, rule))
			continue;
		if (direct && !t->tie[i].direct)
			t->tie[i] = (struct tie){ rule, direct, facts };
		return;
	}
	assert(t->n < TIES_MOST);
	t->tie[t->n++] = (struct tie){ rule, direct,
		arena_str(cx->arena, facts) };
}

/* --- what was declared ----------------------------------------------------------- */

static const char *
rule_of(const struct search *s, const struct interest_declaration *d)
{
	switch (d->kind) {
	case INTEREST_KIND_RESPONSIBILITY:
		return "I-01";
	case INTEREST_KIND_CONSULTANCY:
		return s->audit->party == PARTY_SECOND ||
		    s->audit->certification_like ? "I-11" : "I-02";
	case INTEREST_KIND_DESIGN:
	case INTEREST_KIND_OPERATION:
		return "I-02";
	case INTEREST_KIND_OWNERSHIP_OF_RISK:
	case INTEREST_KIND_OWNERSHIP_OF_CONTROL:
		return "I-03";
	case INTEREST_KIND_REPORTING_LINE:
		return "I-04";
	case INTEREST_KIND_PERSONAL:
	case INTEREST_KIND_FINANCIAL:
		return "I-05";
	default:
		return NULL;
	}
}

/* Past work counts for the cooling-off time, other ties while they last. */
static bool
cools_off(const char *rule)
{
	return str_eq(rule, "I-01") || str_eq(rule, "I-02") ||
	    str_eq(rule, "I-11");
}

static bool
over(const struct search *s, const struct interest_declaration *d,
    const char *rule)
{
	if (!d->ends_on)
		return false;
	return cools_off(rule) ? months_after(d->ends_on, s->months) <= s->day
	    : d->ends_on < s->day;
}

static bool
among(struct refs r, int64_t id)
{
	for (size_t i = 0; id && i < r.n; i++)
		if (r.id[i] == id)
			return true;
	return false;
}

static bool
meets_item(const struct interest_declaration *d,
    const struct audit_scope_item *i)
{
	return among(d->org_units, i->org_unit) ||
	    among(d->processes, i->process) || among(d->systems, i->system) ||
	    among(d->sites, i->site) ||
	    (d->organization && d->organization == i->supplier);
}

static enum rc
meets_process(struct ctx *cx, const struct interest_declaration *d,
    const struct audit_scope_item *i, bool *met)
{
	struct isms_process *p;
	enum rc rc = of_ref(cx, &isms_process_entity, i->process, &p);

	for (size_t k = 0; !rc && p && k < p->org_units.n; k++)
		*met |= among(d->org_units, p->org_units.id[k]);
	return rc;
}

/* A tie to the auditee as a whole, with nothing in it named. */
static bool
meets_auditee(const struct search *s, const struct interest_declaration *d)
{
	bool named = d->org_units.n || d->processes.n || d->systems.n ||
	    d->sites.n || d->controls.n;

	return d->organization && d->organization == s->audit->auditee &&
	    (!named || s->audit->party != PARTY_FIRST);
}

static const char *
declared_facts(struct ctx *cx, const struct search *s,
    const struct interest_declaration *d, const char *rule)
{
	const char *kind = choice_find(interest_kind_choices, d->kind)->label;
	char day[DATE_LEN + 1];

	if (!d->ends_on)
		return arena_fmt(cx->arena, "%s: %s, not ended", d->rec.code,
		    kind);
	day_write(day, d->ends_on);
	if (!cools_off(rule))
		return arena_fmt(cx->arena, "%s: %s until %s", d->rec.code,
		    kind, day);
	return arena_fmt(cx->arena, "%s: %s until %s; counts for %lld months",
	    d->rec.code, kind, day, (long long)s->months);
}

static enum rc
one_declaration(struct ctx *cx, struct search *s,
    const struct interest_declaration *d)
{
	const char *rule = rule_of(s, d);
	bool direct = meets_auditee(s, d), met = false;
	enum rc rc = RC_OK;

	if (!rule || d->state != DECLARATION_STATE_SIGNED ||
	    d->any_interest != ANSWER_YES || over(s, d, rule))
		return RC_OK;
	for (size_t i = 0; i < s->items.n && !rc; i++) {
		direct |= meets_item(d, s->items.rec[i]);
		rc = meets_process(cx, d, s->items.rec[i], &met);
	}
	if (!rc && (direct || met))
		add_tie(cx, s, rule, direct, declared_facts(cx, s, d, rule));
	return rc;
}

static enum rc
declared(struct ctx *cx, struct search *s)
{
	struct list l;
	enum rc rc = store_of(cx, &interest_declaration_entity, "person",
	    s->person, &l);

	for (size_t i = 0; i < l.n && !rc; i++)
		rc = one_declaration(cx, s, l.rec[i]);
	return rc;
}

/* --- what the records say ---------------------------------------------------------- */

/* Does a report to b, directly or at the second level? */
static enum rc
reports_to(struct ctx *cx, int64_t a, int64_t b, bool *yes)
{
	struct person *p;
	enum rc rc = of_ref(cx, &person_entity, a, &p);

	for (int level = 0; level < 2 && !rc && p && !*yes; level++) {
		*yes = b && p->line_manager == b;
		if (!*yes)
			rc = of_ref(cx, &person_entity, p->line_manager, &p);
	}
	return rc;
}

static enum rc
tie_to_unit(struct ctx *cx, struct search *s, int64_t unit)
{
	struct org_unit *u;
	bool line = false;
	enum rc rc = of_ref(cx, &org_unit_entity, unit, &u);

	if (rc || !u || !u->head)
		return rc;
	if (u->head == s->person) {
		add_tie(cx, s, "I-01", true, arena_fmt(cx->arena,
		    "heads %s", u->name));
		return RC_OK;
	}
	rc = reports_to(cx, s->person, u->head, &line);
	if (!rc && !line)
		rc = reports_to(cx, u->head, s->person, &line);
	if (!rc && line)
		add_tie(cx, s, "I-04", true, arena_fmt(cx->arena,
		    "reporting line with the head of %s", u->name));
	return rc;
}

static enum rc
tie_to_item(struct ctx *cx, struct search *s, const struct audit_scope_item *i)
{
	struct isms_process *p;
	struct information_system *y;
	enum rc rc = tie_to_unit(cx, s, i->org_unit);

	if (!rc)
		rc = of_ref(cx, &isms_process_entity, i->process, &p);
	if (!rc && p && p->owner == s->person)
		add_tie(cx, s, "I-03", true, arena_fmt(cx->arena,
		    "owns the process %s", p->name));
	if (!rc)
		rc = of_ref(cx, &information_system_entity, i->system, &y);
	if (!rc && y && y->owner == s->person)
		add_tie(cx, s, "I-03", true, arena_fmt(cx->arena,
		    "owns the system %s", y->name));
	return rc;
}

static enum rc
owned_risks(struct ctx *cx, struct search *s)
{
	struct list l;
	enum rc rc = store_of(cx, &isms_risk_entity, "owner", s->person, &l);

	for (size_t i = 0; i < l.n && !rc; i++) {
		const struct isms_risk *r = l.rec[i];

		for (size_t k = 0; k < s->items.n && !r->ended_on; k++) {
			const struct audit_scope_item *t = s->items.rec[k];

			if (among(r->processes, t->process) ||
			    among(r->systems, t->system) ||
			    among(r->sites, t->site))
				add_tie(cx, s, "I-03", true, arena_fmt(
				    cx->arena, "owns the risk %s",
				    r->rec.code));
		}
	}
	return rc;
}

static enum rc
cooling_off(struct ctx *cx, const struct audit *a, int64_t *months)
{
	struct programme *p;
	enum rc rc = of_ref(cx, &programme_entity, a->programme, &p);

	if (rc)
		return rc;
	if (p && p->independence_months != UNSET && p->independence_months) {
		*months = p->independence_months;
		return RC_OK;
	}
	return setting_get(cx, "independence_months", a->rec.id, a->programme,
	    months);
}

enum rc
ties_find(struct ctx *cx, int64_t person, const struct audit *a,
    struct refs items, struct ties *out)
{
	struct search s = { .audit = a, .person = person, .out = out,
		.day = a->planned_from > cx->today ? a->planned_from
		: cx->today };
	enum rc rc = cooling_off(cx, a, &s.months);

	*out = (struct ties){ .n = 0 };
	if (!rc)
		rc = scope_of(cx, a->rec.id, items, &s.items);
	if (!rc)
		rc = declared(cx, &s);
	for (size_t i = 0; i < s.items.n && !rc; i++)
		rc = tie_to_item(cx, &s, s.items.rec[i]);
	return rc ? rc : owned_risks(cx, &s);
}

enum rc
tie_waived(struct ctx *cx, const struct team_assignment *t, const char *rule,
    bool *waived)
{
	struct independence_waiver *w;
	enum rc rc = of_ref(cx, &independence_waiver_entity, t->waiver, &w);
	int n = rule[3] - '0';

	*waived = !rc && w && w->state == WAIVER_STATE_APPROVED &&
	    w->person == t->person && w->audit == t->audit && rule[2] == '0' &&
	    n >= 1 && n <= 5 && w->rules & 1 << (n - 1);
	return rc;
}
