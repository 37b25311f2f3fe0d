/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify_values.c - what the entries say: each value gives its commitment,
 * the commitments give that of the entry, and the entries of a record, one
 * after another, give what its row must be.
 */
#include "verify_own.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const char verify_erased[] = "";

enum { MOST_VALUES = 4096 };    /* of one entry */

/* Columns of the one stream, in order of record and arrival. */
enum { ID, TIME, ACTOR, COMMAND, TYPE, RECORD, REV, AUDIT, OUTCOME, SUM,
	BLOB, NAME, SALT_OF, BEFORE, AFTER, GIVEN };

struct telling {                /* the entry at hand */
	int64_t id, time, actor, record, rev, audit, outcome, account;
	const char *command, *type, *sum, *blob;
	const char *verifier, *store, *secret, *token;
	struct commitment *c;
	size_t n;
	bool erases, counts;    /* counts: it changed the record */
};

struct gone { const char *name; struct gone *next; };

struct stream {
	struct verifier *v;
	struct telling at;
	struct replay *now;     /* of the record at hand, or NULL */
	struct gone *erased;    /* names no entry has accounted for */
	struct replay batch[REPLAYS];
	size_t n;
	int64_t done, all;
};

static void
wrong(struct stream *s, const char *text)
{
	const struct telling *t = &s->at;

	verify_fault(s->v, t->type ? t->type : "journal", t->type ? t->record
	    : t->id, t->audit, "entry %s (id %lld): %s", t->command,
	    (long long)t->id, text);
}

/* --- a record, by its entries ------------------------------------------------------ */

static enum rc
flush(struct stream *s)
{
	enum rc rc = verify_rows(s->v, s->batch, s->n);

	s->n = 0;
	s->now = NULL;
	if (!rc)
		arena_reset(s->v->cx.arena);
	return rc;
}

static void
begin_record(struct stream *s)
{
	const struct telling *t = &s->at;
	const struct entity *e = entity_find(t->type);

	s->now = NULL;
	if (!e) {
		wrong(s, "no such type of record");
		return;
	}
	s->now = &s->batch[s->n++];
	*s->now = (struct replay){ .entity = e, .id = t->record,
		.code = "", .created_at = t->time, .created_by = t->actor,
		.blob = t->blob };
	s->now->value = arena_alloc(s->v->cx.arena,
	    e->nfields * sizeof(*s->now->value));
}

/* An entry that changed the record; others only tell of it. */
static void
begin_change(struct stream *s)
{
	const struct telling *t = &s->at;
	struct replay *r;

	if (!s->now || s->now->id != t->record)
		begin_record(s);
	r = s->now;
	if (!r)
		return;
	if (!str_eq(r->entity->name, t->type))
		wrong(s, "the record is of another type");
	else if (t->rev != r->rev + 1)
		wrong(s, "its revision does not follow the one before");
	else if (r->gone)
		wrong(s, "the record was discarded before");
	r->rev = t->rev;
	r->audit = t->audit;
	r->changed_at = t->time;
	r->changed_by = t->actor;
	r->gone = str_ends(t->command, ".discard");
}

/* What the field was before this entry; NULL: nobody knows any more. */
static const char *
value_before(struct stream *s, size_t i)
{
	const struct replay *r = s->now;
	const struct field *f = &r->entity->fields[i];
	struct arena *a = s->v->cx.arena;

	if (r->rev == 1 || s->at.erases)
		return "";
	if (!r->value[i])
		return field_show(a, f, record_new(a, r->entity));
	return r->value[i] == verify_erased ? NULL : r->value[i];
}

static void
set_field(struct stream *s, size_t i, const char *before, const char *after,
    bool erased)
{
	const char *was = value_before(s, i);

	if (!erased && was && !str_eq(was, before))
		wrong(s, "the value before is not the one that was set");
	s->now->value[i] = erased ? verify_erased
	    : arena_str(s->v->cx.arena, after);
}

static void
replay_value(struct stream *s, const char *name, const char *before,
    const char *after, bool erased)
{
	struct replay *r = s->now;

	if (str_eq(name, "code")) {
		if (r->rev != 1)
			wrong(s, "a code is given once");
		r->code = arena_str(s->v->cx.arena, after);
		return;
	}
	for (size_t i = 0; i < r->entity->nfields; i++)
		if (str_eq(r->entity->fields[i].name, name)) {
			set_field(s, i, before, after, erased);
			return;
		}
	if (!strchr(name, ':'))
		wrong(s, "it sets a field that the record does not have");
}

/* --- erased values: a later entry must own up to them ------------------------------ */

static void
note_erased(struct stream *s, const char *name)
{
	struct gone *g = arena_alloc(s->v->cx.arena, sizeof(*g));

	s->v->n.erased++;
	g->name = arena_str(s->v->cx.arena, name);
	g->next = s->erased;
	s->erased = g;
}

static void
account_for(struct stream *s, const char *name)
{
	for (struct gone **g = &s->erased; *g;) {
		if (str_eq((*g)->name, name))
			*g = (*g)->next;
		else
			g = &(*g)->next;
	}
}

static void
end_record(struct stream *s)
{
	if (s->at.record && s->erased)
		wrong(s, arena_fmt(s->v->cx.arena, "the value of %.60s was "
		    "erased, and no entry says so", s->erased->name));
	s->erased = NULL;
}

/* --- one value ------------------------------------------------------------------------ */

static bool
name_valid(const char *name)
{
	return *name && strlen(name) <= ENTRY_NAME && !strpbrk(name, " \n");
}

static void
check_commitment(struct stream *s, const struct value *row,
    const unsigned char given[HASH])
{
	unsigned char salt[HASH], c[HASH];
	const char *after = verify_word(&row[AFTER]);

	if (!hash_parse(verify_word(&row[SALT_OF]), salt) ||
	    row[AFTER].type != V_TEXT) {
		wrong(s, "a value has lost its salt or its words");
		return;
	}
	entry_commit(salt, verify_word(&row[NAME]), after, strlen(after), c);
	if (memcmp(c, given, HASH) != 0)
		wrong(s, arena_fmt(s->v->cx.arena, "the value of %.60s was "
		    "changed", verify_word(&row[NAME])));
}

/* What later passes want to know of entries without a record. */
static void
take_word(struct stream *s, const char *name, const char *after)
{
	struct telling *t = &s->at;
	const char *word = arena_str(s->v->keep, after);

	if (str_eq(name, "secret:"))
		t->secret = word;
	else if (str_eq(name, "token:"))
		t->token = word;
	else if (str_eq(name, "store:"))
		t->store = word;
	else if (str_eq(name, "account:") &&
	    !int_parse(word, 1, INT64_MAX, &t->account))
		wrong(s, "it names no account");
}

static void
take_value(struct stream *s, const struct value *row)
{
	struct telling *t = &s->at;
	const char *name = verify_word(&row[NAME]);
	bool erased = row[SALT_OF].type == V_NULL &&
	    row[BEFORE].type == V_NULL && row[AFTER].type == V_NULL;
	struct commitment *c = &t->c[t->n];

	s->v->n.values++;
	if (!name_valid(name) || t->n == MOST_VALUES ||
	    !hash_parse(verify_word(&row[GIVEN]), c->c)) {
		wrong(s, "one of its values is none");
		return;
	}
	c->name = arena_str(s->v->cx.arena, name);
	t->n++;
	if (t->erases)
		account_for(s, name);
	if (erased)
		note_erased(s, name);
	else
		check_commitment(s, row, c->c);
	if (t->counts && s->now)
		replay_value(s, name, verify_word(&row[BEFORE]),
		    verify_word(&row[AFTER]), erased);
	else if (!t->type && !erased)
		take_word(s, name, verify_word(&row[AFTER]));
}

/* --- one entry ------------------------------------------------------------------------- */

static const char *
word_or_none(struct arena *a, const struct value *v)
{
	return v->type == V_TEXT ? arena_str(a, v->s) : NULL;
}

static void
begin_entry(struct stream *s, const struct value *row)
{
	struct arena *a = s->v->cx.arena;
	struct telling *t = &s->at;
	struct commitment *room = t->c;

	*t = (struct telling){ .c = room };
	t->id = verify_int(&row[ID]);
	t->time = verify_int(&row[TIME]);
	t->actor = verify_int(&row[ACTOR]);
	t->record = verify_int(&row[RECORD]);
	t->rev = verify_int(&row[REV]);
	t->audit = verify_int(&row[AUDIT]);
	t->outcome = verify_int(&row[OUTCOME]);
	t->command = arena_str(a, verify_word(&row[COMMAND]));
	t->sum = arena_str(a, verify_word(&row[SUM]));
	t->type = word_or_none(a, &row[TYPE]);
	t->blob = word_or_none(a, &row[BLOB]);
	t->counts = t->type && t->outcome == OUTCOME_DONE;
	t->erases = t->counts && str_ends(t->command, ".erase");
	if (t->counts)
		begin_change(s);
}

static void
vouch(struct verifier *v, struct vouched_list *l, int64_t account,
    const char *hash)
{
	if (l->n == l->cap) {
		struct vouched *row;

		l->cap = l->cap ? l->cap * 2 : 64;
		row = arena_alloc(v->keep, l->cap * sizeof(*row));
		if (l->n)
			memcpy(row, l->row, l->n * sizeof(*row));
		l->row = row;
	}
	l->row[l->n++] = (struct vouched){ account, hash };
}

static void
end_entry(struct stream *s)
{
	struct telling *t = &s->at;
	char sum[HEX];

	if (!t->command)
		return;
	entry_values(s->v->cx.arena, t->c, t->n, sum);
	if (!str_eq(sum, t->sum))
		wrong(s, "its values are not those that it commits to");
	if (t->secret && str_eq(t->command, "password.set"))
		vouch(s->v, &s->v->passwords, t->account, t->secret);
	if (t->token && str_eq(t->command, "token.make"))
		vouch(s->v, &s->v->tokens, t->account, t->token);
	if (t->store && str_eq(t->command, "key.make") &&
	    !str_eq(t->store, s->v->store))
		wrong(s, "it is of another store");
}

static enum rc
next_record(struct stream *s)
{
	end_record(s);
	s->now = NULL;
	s->at.command = NULL;
	return s->n == REPLAYS || arena_used(s->v->cx.arena) > 32u << 20
	    ? flush(s) : RC_OK;
}

/* Entries without a record are one long group, and leave nothing behind. */
static void
make_room(struct stream *s, const struct value *row)
{
	if (verify_int(&row[RECORD]) == 0 && s->n == 0 &&
	    arena_used(s->v->cx.arena) > 8u << 20) {
		s->erased = NULL;
		arena_reset(s->v->cx.arena);
	}
}

static enum rc
take_row(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct stream *s = arg;
	bool first = !s->at.command;
	enum rc rc = RC_OK;

	(void)n;
	if (first || verify_int(&row[ID]) != s->at.id) {
		end_entry(s);
		if (!first && verify_int(&row[RECORD]) != s->at.record)
			rc = next_record(s);
		if (rc) {
			*err = s->v->cx.err;
			return rc;
		}
		make_room(s, row);
		begin_entry(s, row);
		if (++s->done % 1000 == 0)
			verify_progress(s->v, "records", s->done, s->all);
	}
	if (row[NAME].type != V_NULL)
		take_value(s, row);
	return RC_OK;
}

static enum rc
run(struct stream *s)
{
	struct verifier *v = s->v;
	enum rc rc = verify_number(v, "SELECT count(*) FROM journal", &s->all);

	if (!rc)
		rc = db_each(v->cx.db, &v->cx.err, v->cx.arena,
		    "SELECT j.id, j.time, j.actor, j.command, j.type, "
		    "j.record, j.rev, j.audit, j.outcome, j.commitment, "
		    "j.blob, v.name, v.salt, v.before, v.after, v.commitment "
		    "FROM journal j LEFT JOIN journal_value v "
		    "ON v.entry = j.id ORDER BY j.record, j.arrived, v.name",
		    NO_ARGS, take_row, s);
	if (rc)
		return rc;
	end_entry(s);
	if (s->at.command)
		end_record(s);
	rc = flush(s);
	verify_progress(v, "records", s->done, s->done);
	if (!rc)
		rc = verify_tables(v);
	return rc ? rc : verify_none(v, "journal_value", "SELECT entry FROM "
	    "journal_value v WHERE NOT EXISTS (SELECT 1 FROM journal j "
	    "WHERE j.id = v.entry)", "a value of no entry");
}

enum rc
verify_records(struct verifier *v)
{
	struct stream *s = must_alloc(sizeof(*s));
	enum rc rc;

	s->v = v;
	s->at.c = must_alloc((MOST_VALUES + 1) * sizeof(*s->at.c));
	rc = run(s);
	free(s->at.c);
	free(s);
	return rc;
}
