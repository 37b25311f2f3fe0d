/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * scope.c - what the rights of the model mean as a condition on rows.
 *
 * A record type's rights are rows "these roles may this, within these
 * limits".  The condition is true for a row if one of them applies to the
 * asking person: he holds one of the roles at the row's anchor, and the
 * limits hold.
 *
 * Keeps R-6.4.2-02: observers and guides have no right to papers, evidence
 * and findings, whatever the audit.
 * Keeps N-03: those who manage see papers and evidence by a grant (SPECIAL).
 * Keeps N-04: an auditee sees what it gave (GAVE) and what was PRESENTED.
 * Keeps N-06: so do supplier and customer of a second-party audit; without
 * the client's duty it is an EXTRACT.
 */
#include "access.h"

#include "base/text.h"
#include "model/choices.h"

#include <string.h>

/* --- what the limits mean for single record types --------------------------- */

/*
 * The condition of a limit.  $t stands for the row's table; $p for the
 * asking person.  The first row that fits counts; "*" fits every type.
 */
struct meaning { unsigned limit; const char *entity, *sql; };

#define SHOWN "SELECT id FROM finding WHERE presented_at <> 0"
#define OF_SHOWN "SELECT audit FROM finding WHERE presented_at <> 0"
/* reporting, completed, closed, terminated */
#define AFTER_CLOSING "SELECT id FROM audit WHERE state IN (10, 11, 12, 16)"
#define MY_PLACES "SELECT anchor FROM reach WHERE person = $p AND kind = 1"
/* Papers on which the reader works for somebody else. */
#define MY_PAPERS "SELECT w.working_paper FROM work_assignment w " \
	"JOIN team_assignment m ON m.id = w.member WHERE m.person = $p " \
	"UNION SELECT x.id FROM working_paper x JOIN work_assignment w " \
	"ON w.session = x.session JOIN team_assignment m ON m.id = w.member " \
	"WHERE m.person = $p"
/*
 * Those who manage the reader's programmes, or may manage one: his client
 * alone reads how they were evaluated.  Keeps R-7.1-02.
 */
#define MY_MANAGERS "SELECT manager FROM programme WHERE client_person = $p " \
	"UNION SELECT person FROM role_grant WHERE duty = 2 AND state = 1 " \
	"AND (scope = 1 OR organization IN (" MY_PLACES ") " \
	"OR programme IN (" MY_PLACES "))"

static const struct meaning meanings[] = {
	{ PRESENTED, "finding", "$t.presented_at <> 0" },
	/* Not even that there is a draft. */
	{ EXTRACT, "finding", "$t.presented_at <> 0" },
	{ PRESENTED, "finding_criterion", "$t.finding IN (" SHOWN ")" },
	{ PRESENTED, "conclusion", "$t.at IN (" AFTER_CLOSING ")" },
	{ PRESENTED, "overall_conclusion", "$t.at IN (" AFTER_CLOSING ")" },
	{ PRESENTED, "*", "$t.at IN (" OF_SHOWN ")" },
	{ CLOSED, "*", "$t.at IN (" AFTER_CLOSING ")" },
	/* issued, superseded */
	{ ISSUED, "*", "$t.state IN (4, 5)" },
	{ OF_MANAGER, "evaluation", "($t.person IN (" MY_MANAGERS ") OR "
	    "$t.evaluator IN (" MY_MANAGERS "))" },
	{ OF_MANAGER, "complaint", "$t.about_person IN (" MY_MANAGERS ")" },
	{ OF_MANAGER, "evaluation_method_use", "$t.evaluation IN (SELECT id "
	    "FROM evaluation WHERE person IN (" MY_MANAGERS "))" },
	{ OF_MANAGER, "evaluation_rating", "$t.evaluation IN (SELECT id "
	    "FROM evaluation WHERE person IN (" MY_MANAGERS "))" },
	{ OF_MANAGER, "behaviour_rating", "$t.evaluation IN (SELECT id "
	    "FROM evaluation WHERE person IN (" MY_MANAGERS "))" },
	{ OF_MANAGER, "*", "$t.person IN (" MY_MANAGERS ")" },
	{ ASSIGNED, "organization", "($t.id IN (" MY_PLACES ") OR "
	    "($t.duties & 2) = 0)" },
	{ ASSIGNED, "*", NULL },
	/* Those who audit us are known by name. */
	{ OURS, "person", "($t.id = $p OR $t.employer IN (" MY_PLACES ") OR "
	    "$t.id IN (SELECT person FROM team_assignment WHERE audit IN ("
	    MY_PLACES ")) OR $t.id IN (SELECT manager FROM programme "
	    "WHERE id IN (" MY_PLACES ")))" },
	/* One's own, and those that are nobody's auditee (2). */
	{ OURS, "organization", "($t.id IN (" MY_PLACES ") OR "
	    "$t.parent IN (" MY_PLACES ") OR ($t.duties & 2) = 0 OR "
	    "$t.id IN (SELECT employer FROM person WHERE id = $p))" },
	{ OURS, "*", NULL },
	{ OWN, "finding_criterion", "$t.finding IN (SELECT id FROM finding "
	    "WHERE drafted_by = $p)" },
	{ OWN, "checklist_item", "($t.paper IN (SELECT id FROM working_paper "
	    "WHERE owner = $p) OR $t.paper IN (" MY_PAPERS "))" },
	{ OWN, "working_paper", "$t.id IN (" MY_PAPERS ")" },
	{ OWN, "audit_experience", "$t.audit IN (SELECT audit FROM "
	    "team_assignment WHERE person = $p AND duty = 1)" },
	{ OWN, "person", "$t.id = $p" },
	{ OWN, "evaluation_rating", "$t.evaluation IN (SELECT id FROM "
	    "evaluation WHERE person = $p OR evaluator = $p)" },
	{ OWN, "behaviour_rating", "$t.evaluation IN (SELECT id FROM "
	    "evaluation WHERE person = $p OR evaluator = $p)" },
	/* The client decides where the manager may not (R-5.4.1-05). */
	{ OWN, "objection", "$t.audit IN (SELECT a.id FROM audit a JOIN "
	    "programme p ON p.id = a.programme WHERE p.client_person = $p)" },
	{ OWN, "evaluation_method_use", "$t.evaluation IN (SELECT id FROM "
	    "evaluation WHERE person = $p OR evaluator = $p)" },
};

static const struct meaning *
meaning_of(const struct entity *e, unsigned limit)
{
	for (size_t i = 0; i < NELEMS(meanings); i++)
		if (meanings[i].limit == limit &&
		    (str_eq(meanings[i].entity, "*") ||
		    str_eq(meanings[i].entity, e->name)))
			return &meanings[i];
	return NULL;
}

static void
add_meaning(struct ctx *cx, struct sql *q, const char *sql, const char *t)
{
	for (const char *s = sql; *s; s++) {
		if (s[0] == '$' && s[1] == 'p')
			sql_int(q, cx->person);
		else if (s[0] == '$' && s[1] == 't')
			sql_str(q, t);
		else {
			buf_char(&q->b, *s);
			continue;
		}
		s++;
	}
}

/* --- own records -------------------------------------------------------------- */

static void
add_own_field(struct ctx *cx, struct sql *q, const struct entity *e,
    const struct field *f, const char *t)
{
	bool member = strcmp(f->ref->name, "team_assignment") == 0;

	if (f->kind == KIND_refs)
		sql_fmt(q, " OR EXISTS (SELECT 1 FROM %s__%s x WHERE "
		    "x.id = %s.id AND x.target ", e->name, f->name, t);
	else
		sql_fmt(q, " OR %s.%s ", t, f->name);
	if (member) {
		sql_str(q, "IN (SELECT id FROM team_assignment "
		    "WHERE person = ");
		sql_int(q, cx->person);
		sql_str(q, ")");
	} else {
		sql_str(q, "= ");
		sql_int(q, cx->person);
	}
	if (f->kind == KIND_refs)
		sql_str(q, ")");
}

static void
add_own(struct ctx *cx, struct sql *q, const struct entity *e, const char *t)
{
	const struct meaning *m = meaning_of(e, OWN);

	sql_fmt(q, "(%s.created_by = ", t);
	sql_int(q, cx->account);
	if (m) {
		sql_str(q, " OR ");
		add_meaning(cx, q, m->sql, t);
	}
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].ref && e->own &&
		    word_in(e->own, e->fields[i].name))
			add_own_field(cx, q, e, &e->fields[i], t);
	sql_str(q, ")");
}

/* What people of the reader's own organizations put in. */
static void
add_gave(struct ctx *cx, struct sql *q, const char *t)
{
	sql_fmt(q, "%s.created_by IN (SELECT u.id FROM user_account u JOIN "
	    "person p ON p.id = u.person WHERE p.id = ", t);
	sql_int(q, cx->person);
	add_meaning(cx, q, " OR p.employer IN (" MY_PLACES "))", t);
}

/* --- access grants (N-03, N-09, N-12) --------------------------------------------- */

static int64_t
area_of(const struct entity *e)
{
	static const struct { const char *subject; int64_t area; } areas[] = {
		{ "plan", RECORD_AREA_PLAN },
		{ "working_paper", RECORD_AREA_WORKING_PAPERS },
		{ "sampling", RECORD_AREA_WORKING_PAPERS },
		{ "isms", RECORD_AREA_WORKING_PAPERS },
		{ "evidence", RECORD_AREA_EVIDENCE },
		{ "finding", RECORD_AREA_FINDINGS },
		{ "report", RECORD_AREA_REPORT },
		{ "follow_up", RECORD_AREA_ACTIONS },
	};

	for (size_t i = 0; i < NELEMS(areas); i++)
		if (str_eq(areas[i].subject, e->subject))
			return (int64_t)1 << (areas[i].area - 1);
	return 0;
}

static const char *
grant_list(const struct entity *e)
{
	if (str_eq(e->name, "report"))
		return "reports";
	if (str_eq(e->name, "evidence"))
		return "evidence";
	if (str_eq(e->name, "working_paper"))
		return "working_papers";
	return NULL;
}

static void
add_special(struct ctx *cx, struct sql *q, const struct entity *e,
    const char *t)
{
	const char *list = grant_list(e);

	sql_fmt(q, "EXISTS (SELECT 1 FROM access_grant g WHERE g.audit = "
	    "%s.at AND g.person = ", t);
	sql_int(q, cx->person);
	sql_str(q, " AND g.state = 2 AND g.valid_from <= ");
	sql_int(q, cx->now);
	sql_str(q, " AND g.valid_until >= ");
	sql_int(q, cx->now);
	sql_str(q, " AND ((g.areas & ");
	sql_int(q, area_of(e));
	sql_str(q, ") <> 0");
	if (list)
		sql_fmt(q, " OR EXISTS (SELECT 1 FROM access_grant__%s x "
		    "WHERE x.id = g.id AND x.target = %s.id)", list, t);
	sql_str(q, "))");
}

/* --- the condition ------------------------------------------------------------------ */

static void
add_limits(struct ctx *cx, struct sql *q, const struct entity *e,
    unsigned limits, const char *t)
{
	static const unsigned by_table[] = { PRESENTED, EXTRACT, CLOSED,
		ISSUED, OF_MANAGER, OURS, ASSIGNED };

	if (limits & OWN) {
		sql_str(q, " AND ");
		add_own(cx, q, e, t);
	}
	if (limits & GAVE) {
		sql_str(q, " AND ");
		add_gave(cx, q, t);
	}
	if (limits & SPECIAL) {
		sql_str(q, " AND ");
		add_special(cx, q, e, t);
	}
	for (size_t i = 0; i < NELEMS(by_table); i++) {
		const struct meaning *m = limits & by_table[i]
		    ? meaning_of(e, by_table[i]) : NULL;

		if (m && m->sql) {
			sql_str(q, " AND ");
			add_meaning(cx, q, m->sql, t);
		}
	}
}

static bool
anchored(const struct entity *e, const char *kind)
{
	for (const char *s = e->belongs; s && *s; s = strstr(s, "; "),
	    s = s ? s + 2 : NULL)
		if (str_starts(s, kind))
			return true;
	return false;
}

/* Every role held anywhere counts at a person or at the system. */
static bool
anywhere(const struct entity *e)
{
	return anchored(e, "person ") || anchored(e, "system ");
}

static bool
somewhere(const struct entity *e)
{
	return anchored(e, "audit ") || anchored(e, "programme ") ||
	    anchored(e, "organization ");
}

static void
add_reach(struct ctx *cx, struct sql *q, unsigned roles, bool candidates,
    const char *t)
{
	sql_fmt(q, "%s.at IN (SELECT anchor FROM reach WHERE person = ", t);
	sql_int(q, cx->person);
	sql_str(q, candidates ? " AND kind > 0" : " AND kind = 1");
	sql_str(q, " AND since <= ");
	sql_int(q, cx->today);
	sql_str(q, " AND until >= ");
	sql_int(q, cx->today);
	sql_str(q, " AND (roles & ");
	sql_int(q, roles);
	sql_str(q, ") <> 0)");
}

/* Does he hold one of the roles where the row belongs? */
static bool
add_place(struct ctx *cx, struct sql *q, const struct entity *e,
    const struct right *r, const char *t)
{
	bool open = str_eq(e->name, "organization") &&
	    !(r->limits & ~(unsigned)(OURS | ASSIGNED));
	unsigned held = access_candidate(e) ? cx->who_all | cx->who_candidate
	    : cx->who_all;
	bool free = (open || anywhere(e)) && (held & r->roles);

	if (cx->who_system & r->roles || (free && (open || !somewhere(e)))) {
		sql_str(q, "1 = 1");
		return true;
	}
	if (!somewhere(e))
		return false;
	sql_str(q, "(");
	if (free)
		sql_fmt(q, "%s.at_kind IN (%d, %d) OR ", t, ANCHOR_PERSON,
		    ANCHOR_SYSTEM);
	add_reach(cx, q, r->roles, access_candidate(e), t);
	sql_str(q, ")");
	return true;
}

/* Rows alike but for their roles are one term. */
static bool
merged_before(const struct entity *e, size_t i, unsigned may)
{
	for (size_t k = 0; k < i; k++)
		if (e->rights[k].limits == e->rights[i].limits &&
		    e->rights[k].may & may)
			return true;
	return false;
}

static struct right
merged(const struct entity *e, size_t i, unsigned may)
{
	struct right all = e->rights[i];

	for (size_t k = i + 1; k < ROLES && e->rights[k].roles; k++)
		if (e->rights[k].limits == all.limits &&
		    e->rights[k].may & may)
			all.roles |= e->rights[k].roles;
	return all;
}

/*
 * Strictly confidential: its writer, the leader, or a special grant (N-01);
 * the manager plans with what an auditee has, so he knows that it is there.
 */
static void
add_class(struct ctx *cx, struct sql *q, const struct entity *e, const char *t)
{
	const struct field *f = field_find(e, "class");

	if (!f || f->kind != KIND_class)
		return;
	sql_fmt(q, " AND (%s.class < %d OR ", t, CLASS_STRICTLY_CONFIDENTIAL);
	add_own(cx, q, e, t);
	sql_str(q, " OR ");
	add_reach(cx, q, ATL, false, t);
	if (anchored(e, "organization ") && cx->who_all & APM)
		sql_fmt(q, " OR %s.at_kind = %d", t, ANCHOR_ORGANIZATION);
	sql_str(q, " OR ");
	add_special(cx, q, e, t);
	sql_str(q, ")");
}

/*
 * Without a right there is no row, in lists, counts, searches and references
 * alike.  Keeps N-01, Keeps N-05 and Keeps N-14 by that.
 */
void
access_scope(struct ctx *cx, struct sql *q, const struct entity *e,
    unsigned may, const char *t)
{
	const char *or = "";

	if (!cx->account) {
		sql_str(q, "1 = 1");
		return;
	}
	sql_str(q, "((");
	for (size_t i = 0; i < ROLES && e->rights[i].roles; i++) {
		struct right r;
		size_t back = q->b.len;

		if (!(e->rights[i].may & may) || merged_before(e, i, may))
			continue;
		r = merged(e, i, may);
		if (!(r.roles & (cx->who_all | cx->who_candidate)))
			continue;
		sql_fmt(q, "%s(", or);
		if (!add_place(cx, q, e, &r, t)) {
			q->b.len = back;
			continue;
		}
		add_limits(cx, q, e, r.limits, t);
		sql_str(q, ")");
		or = " OR ";
	}
	sql_str(q, *or ? ")" : "1 = 0)");
	add_class(cx, q, e, t);
	sql_str(q, ")");
}
