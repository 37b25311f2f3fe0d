/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Roles: from grants and team assignments into reach, and back out. */
#include "access.h"

#include "base/text.h"
#include "model/account.h"
#include "model/audit.h"
#include "model/finding.h"
#include "model/people.h"
#include "model/team.h"
#include "setting.h"

#include <string.h>

const char access_ddl[] =
	"CREATE TABLE reach (\n\tperson BIGINT NOT NULL,\n"
	"\tkind BIGINT NOT NULL,\n\tanchor BIGINT NOT NULL,\n"
	"\tsince BIGINT NOT NULL,\n\tuntil BIGINT NOT NULL,\n"
	"\troles BIGINT NOT NULL,\n"
	"\tPRIMARY KEY (person, kind, anchor, since, until)\n);\n"
	"CREATE INDEX reach_anchor ON reach (anchor);\n";

/* kind of a row of reach */
enum { WHOLE, PLACE, CANDIDATE };

enum { FOR_EVER = 9999999 };            /* a day far after all others */

/* --- reading ------------------------------------------------------------------ */

enum rc
access_load(struct ctx *cx)
{
	struct rows r;
	enum rc rc;

	cx->who_all = cx->who_system = cx->who_candidate = 0;
	if (!cx->account) {
		cx->who_all = cx->who_system = SYS;
		return RC_OK;
	}
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT DISTINCT kind, roles FROM reach "
	    "WHERE person = $1 AND since <= $2 AND until >= $2",
	    ARGS(INT(cx->person), INT(cx->today)));
	if (rc)
		return rc;
	for (size_t i = 0; i < r.nrows; i++) {
		unsigned roles = (unsigned)rows_at(&r, i, 1)->i;

		if (rows_at(&r, i, 0)->i == CANDIDATE)
			cx->who_candidate |= roles;
		else
			cx->who_all |= roles;
		if (rows_at(&r, i, 0)->i == WHOLE)
			cx->who_system |= roles;
	}
	return RC_OK;
}

bool
access_candidate(const struct entity *e)
{
	return e == &team_assignment_entity ||
	    e == &interest_declaration_entity ||
	    e == &conduct_declaration_entity;
}

enum rc
access_roles(struct ctx *cx, const struct entity *e, int64_t at_kind,
    int64_t at, unsigned *who)
{
	struct rows r;
	unsigned roles = cx->who_system;
	enum rc rc;

	if (!cx->account) {
		*who = SYS;
		return RC_OK;
	}
	if (at_kind == ANCHOR_PERSON || at_kind == ANCHOR_SYSTEM || !at ||
	    e == &organization_entity)
		roles |= cx->who_all |
		    (access_candidate(e) ? cx->who_candidate : 0);
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT kind, roles FROM reach WHERE person = $1 AND anchor = $2 "
	    "AND kind > 0 AND since <= $3 AND until >= $3",
	    ARGS(INT(cx->person), INT(at), INT(cx->today)));
	if (rc)
		return rc;
	for (size_t i = 0; i < r.nrows; i++)
		if (rows_at(&r, i, 0)->i == PLACE || access_candidate(e))
			roles |= (unsigned)rows_at(&r, i, 1)->i;
	*who = roles;
	return RC_OK;
}

unsigned
access_holders(const struct entity *e, unsigned may)
{
	unsigned who = 0;

	for (size_t i = 0; i < ROLES && e->rights[i].roles; i++)
		if (e->rights[i].may & may)
			who |= e->rights[i].roles;
	return who;
}

bool
access_extract(const struct entity *e, unsigned who)
{
	bool any = false;

	if (who & SYS)
		return false;
	for (size_t i = 0; i < ROLES && e->rights[i].roles; i++) {
		const struct right *r = &e->rights[i];

		if (!(r->roles & who) || !(r->may & READ))
			continue;
		if (!(r->limits & EXTRACT))
			return false;
		any = true;
	}
	return any;
}

/* --- working it out ------------------------------------------------------------- */

/*
 * All that a person's grants and assignments reach: kind, anchor, role
 * number, from, until.  Grants of the whole programme reach its audits only
 * for those who run it; an organization's people reach what is about it.
 * Keeps R-5.5.1-02: nobody else sees a programme, and of its parts only what
 * the rights of their record types allow.
 * Observers and guides lose an audit at its closing, trainees and experts at
 * its completion, auditors 30 days later (N-11).
 */
static const char reach_grants[] =
	"SELECT g.kind, g.anchor, g.duty, g.since, g.until FROM ("
	"SELECT 0 AS kind, 0 AS anchor, duty, valid_from AS since, "
	"valid_until AS until FROM role_grant "
	"WHERE person = $1 AND state = 1 AND scope = 1 "
	"UNION ALL SELECT 1, programme, duty, valid_from, valid_until "
	"FROM role_grant WHERE person = $1 AND state = 1 AND scope = 2 "
	"UNION ALL SELECT 1, p.client, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN programme p ON p.id = g.programme "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 2 "
	"UNION ALL SELECT 1, x.target, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN programme__auditees x ON x.id = g.programme "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 2 "
	"UNION ALL SELECT 1, a.id, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN audit a ON a.programme = g.programme "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 2 "
	"AND g.duty IN (2, 3, 13) "
	"UNION ALL SELECT 1, organization, duty, valid_from, valid_until "
	"FROM role_grant WHERE person = $1 AND state = 1 AND scope = 4 "
	"UNION ALL SELECT 1, p.id, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN programme p ON p.client = g.organization "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 4 "
	"UNION ALL SELECT 1, x.id, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN programme__auditees x "
	"ON x.target = g.organization "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 4 "
	"UNION ALL SELECT 1, a.id, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN audit a ON a.auditee = g.organization "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 4 "
	"UNION ALL SELECT 1, a.id, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN audit a ON a.id = g.audit "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 3 "
	"AND (g.duty NOT IN (8, 9) OR a.state < 10 OR a.state = 13) "
	"UNION ALL SELECT 1, a.programme, g.duty, g.valid_from, g.valid_until "
	"FROM role_grant g JOIN audit a ON a.id = g.audit "
	"WHERE g.person = $1 AND g.state = 1 AND g.scope = 3 "
	"AND g.duty IN (3, 10, 11)) g";

static const char reach_team[] =
	"SELECT t.state, t.duty, t.valid_from, t.changed_at, a.id, "
	"a.programme, a.auditee, a.state, a.completed_at "
	"FROM team_assignment t JOIN audit a ON a.id = t.audit "
	"WHERE t.person = $1 AND t.state IN (1, 2, 3, 4, 6)";

/* Whoever follows a finding up in a later audit sees the earlier one. */
static const char reach_continued[] =
	"SELECT DISTINCT f.audit, t.duty FROM team_assignment t "
	"JOIN finding f ON f.continued_in = t.audit "
	"WHERE t.person = $1 AND t.state IN (3, 4)";

struct reach { int64_t kind, anchor, since, until, roles; };
struct reaches { struct reach *row; size_t n, cap; };

static void
reach_add(struct arena *a, struct reaches *all, struct reach r)
{
	if (!r.anchor && r.kind != WHOLE)
		return;
	for (size_t i = 0; i < all->n; i++) {
		struct reach *o = &all->row[i];

		if (o->kind == r.kind && o->anchor == r.anchor &&
		    o->since == r.since && o->until == r.until) {
			o->roles |= r.roles;
			return;
		}
	}
	if (all->n == all->cap) {
		size_t cap = all->cap ? all->cap * 2 : 32;
		struct reach *row = arena_alloc(a, cap * sizeof(*row));

		if (all->n)
			memcpy(row, all->row, all->n * sizeof(*row));
		all->row = row;
		all->cap = cap;
	}
	all->row[all->n++] = r;
}

static enum rc
grants_reach(struct ctx *cx, int64_t person, struct reaches *all)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, reach_grants,
	    ARGS(INT(person)));

	for (size_t i = 0; !rc && i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		reach_add(cx->arena, all, (struct reach){ v[0].i, v[1].i,
		    v[3].i, v[4].i ? v[4].i : FOR_EVER,
		    (int64_t)1 << (v[2].i - 1) });
	}
	return rc;
}

static int64_t
team_role(int64_t duty)
{
	switch (duty) {
	case TEAM_DUTY_LEADER:
		return ATL;
	case TEAM_DUTY_AUDITOR:
	case TEAM_DUTY_ACTING_LEADER:
		return AUD;
	case TEAM_DUTY_TRAINEE:
		return AIT;
	case TEAM_DUTY_EXPERT:
		return TEX;
	default:
		return 0;
	}
}

/*
 * Keeps N-11: the last day of a member's access.  Auditors follow up until
 * the audit is closed or they are released.  Keeps R-6.6-04.
 */
static int64_t
team_until(int64_t roles, int64_t state, int64_t changed, int64_t audit_state,
    int64_t completed, int64_t days)
{
	bool over = audit_state == AUDIT_STATE_CLOSED ||
	    audit_state == AUDIT_STATE_TERMINATED ||
	    (audit_state == AUDIT_STATE_COMPLETED && !(roles & (ATL | AUD)));
	int64_t end = completed > changed ? completed : changed;

	if (!over && state != ASSIGNMENT_STATE_RELEASED)
		return FOR_EVER;
	return day_of_time(end) + (roles & (ATL | AUD) ? days : 0);
}

static enum rc
team_reaches(struct ctx *cx, int64_t person, struct reaches *all)
{
	struct rows rows;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &rows, reach_team,
	    ARGS(INT(person)));

	for (size_t i = 0; !rc && i < rows.nrows; i++) {
		const struct value *v = rows_at(&rows, i, 0);
		int64_t roles = team_role(v[1].i);
		bool proposed = v[0].i == ASSIGNMENT_STATE_PROPOSED ||
		    v[0].i == ASSIGNMENT_STATE_DECLARED;
		struct reach r = { proposed ? CANDIDATE : PLACE, v[4].i, 0,
		    FOR_EVER, roles };
		int64_t days;

		if (!roles)
			continue;
		rc = setting_get(cx, "team_access_days", v[4].i, v[5].i,
		    &days);
		if (rc)
			return rc;
		r.until = team_until(roles, v[0].i, v[3].i, v[7].i, v[8].i,
		    days);
		reach_add(cx->arena, all, r);
		if (proposed)
			continue;
		r.anchor = v[5].i;
		reach_add(cx->arena, all, r);
		r.anchor = v[6].i;
		reach_add(cx->arena, all, r);
	}
	return rc;
}

static enum rc
continued_reach(struct ctx *cx, int64_t person, struct reaches *all)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    reach_continued, ARGS(INT(person)));

	for (size_t i = 0; !rc && i < r.nrows; i++)
		if (team_role(rows_at(&r, i, 1)->i))
			reach_add(cx->arena, all, (struct reach){ PLACE,
			    rows_at(&r, i, 0)->i, 0, FOR_EVER,
			    team_role(rows_at(&r, i, 1)->i) });
	return rc;
}

static enum rc
all_reaches(struct ctx *cx, int64_t person, struct reaches *all)
{
	enum rc rc = grants_reach(cx, person, all);

	if (!rc)
		rc = team_reaches(cx, person, all);
	return rc ? rc : continued_reach(cx, person, all);
}

static bool
reach_known(const struct reaches *all, const struct value *v)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct reach *r = &all->row[i];

		if (r->kind == v[0].i && r->anchor == v[1].i &&
		    r->since == v[2].i && r->until == v[3].i &&
		    r->roles == v[4].i)
			return true;
	}
	return false;
}

enum rc
access_same(struct ctx *cx, int64_t person, bool *same)
{
	struct reaches all = { 0 };
	struct rows r;
	enum rc rc = all_reaches(cx, person, &all);

	if (!rc)
		rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT kind, "
		    "anchor, since, until, roles FROM reach WHERE person = $1",
		    ARGS(INT(person)));
	if (rc)
		return rc;
	*same = r.nrows == all.n;
	for (size_t i = 0; i < r.nrows; i++)
		*same = *same && reach_known(&all, rows_at(&r, i, 0));
	return RC_OK;
}

enum rc
access_refresh(struct ctx *cx, int64_t person)
{
	struct reaches all = { 0 };
	enum rc rc = all_reaches(cx, person, &all);

	if (!rc)
		rc = db_run(cx->db, &cx->err,
		    "DELETE FROM reach WHERE person = $1", ARGS(INT(person)));
	for (size_t i = 0; !rc && i < all.n; i++) {
		const struct reach *r = &all.row[i];

		rc = db_run(cx->db, &cx->err, "INSERT INTO reach "
		    "(person, kind, anchor, since, until, roles) "
		    "VALUES ($1, $2, $3, $4, $5, $6)", ARGS(INT(person),
		    INT(r->kind), INT(r->anchor), INT(r->since), INT(r->until),
		    INT(r->roles)));
	}
	return rc;
}

/* Everybody whose rights can depend on this audit or programme. */
static enum rc
refresh_all(struct ctx *cx, const char *sql, int64_t id)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, sql,
	    ARGS(INT(id)));

	for (size_t i = 0; !rc && i < r.nrows; i++)
		rc = access_refresh(cx, rows_at(&r, i, 0)->i);
	return rc;
}

enum rc
access_follow(struct ctx *cx, const struct entity *e, const void *rec)
{
	const struct record *r = rec;

	if (e == &role_grant_entity)
		return access_refresh(cx,
		    ((const struct role_grant *)rec)->person);
	if (e == &team_assignment_entity)
		return access_refresh(cx,
		    ((const struct team_assignment *)rec)->person);
	if (e == &finding_entity && ((const struct finding *)rec)->continued_in)
		return refresh_all(cx, "SELECT person FROM team_assignment "
		    "WHERE audit = $1", ((const struct finding *)rec)->
		    continued_in);
	if (e == &audit_entity)
		return refresh_all(cx, "SELECT DISTINCT g.person "
		    "FROM role_grant g JOIN audit a ON a.id = $1 "
		    "WHERE g.state = 1 AND g.scope > 1 AND "
		    "(g.programme = a.programme OR g.audit = a.id "
		    "OR g.organization = a.auditee) "
		    "UNION SELECT person FROM team_assignment "
		    "WHERE audit = $1", r->id);
	if (e == &programme_entity)
		return refresh_all(cx, "SELECT DISTINCT g.person "
		    "FROM role_grant g JOIN programme p ON p.id = $1 "
		    "WHERE g.state = 1 AND g.scope > 1 AND (g.programme = p.id "
		    "OR g.organization = p.client OR g.organization IN "
		    "(SELECT target FROM programme__auditees WHERE id = $1))",
		    r->id);
	return RC_OK;
}
