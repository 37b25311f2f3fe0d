/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: a story is read, its names found and its orders played in one place. */
#include "story.h"

#include "base/text.h"
#include "core/blob.h"
#include "core/pairs.h"
#include "core/query.h"
#include "model/account.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 64 * 1024 * 1024 };

/* --- names ----------------------------------------------------------------------- */

struct known {
	const char *name;
	int64_t id, account;    /* account: of a person who acted */
	const struct entity *entity;
	struct known *next;
};

enum { BUCKETS = 4096 };

struct story {
	struct ctx *cx;
	const struct story_config *cf;
	struct arena *names;            /* outlives the single orders */
	struct arena *keep;             /* outlives the story */
	struct known *bucket[BUCKETS];
	struct story_result *result;
	const char *at;                 /* what is left of the text */
	const char *end;
	enum rc rc;
	struct err err;
};

static unsigned
bucket_of(const char *name)
{
	unsigned h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h % BUCKETS;
}

static struct known *
known_find(struct story *s, const char *name)
{
	struct known *k = s->bucket[bucket_of(name)];

	while (k && strcmp(k->name, name) != 0)
		k = k->next;
	return k;
}

static void
known_add(struct story *s, const char *name, const struct entity *e,
    int64_t id)
{
	struct known *k = arena_alloc(s->names, sizeof(*k));
	unsigned b = bucket_of(name);

	*k = (struct known){ .name = arena_str(s->names, name), .id = id,
		.entity = e, .next = s->bucket[b] };
	s->bucket[b] = k;
}

static bool
claimed(const struct story *s, const struct entity *e, int64_t id)
{
	for (size_t b = 0; b < BUCKETS; b++)
		for (const struct known *k = s->bucket[b]; k; k = k->next)
			if (k->entity == e && k->id == id)
				return true;
	return false;
}

/* --- dates move by whole weeks ------------------------------------------------------ */

static bool
digit_beside(const char *s, const char *from, size_t n)
{
	return (s > from && s[-1] >= '0' && s[-1] <= '9') ||
	    (s[n] >= '0' && s[n] <= '9');
}

static const char *
shifted(struct arena *a, const char *text, int64_t days)
{
	char *out = arena_str(a, text), day[DATE_LEN + 1];
	size_t n = strlen(out);
	int64_t v;

	for (size_t i = 0; days && i + DATE_LEN <= n; i++) {
		memcpy(day, out + i, DATE_LEN);
		day[DATE_LEN] = '\0';
		if (digit_beside(out + i, out, DATE_LEN) ||
		    !day_parse(day, &v))
			continue;
		day_write(day, v + days);
		memcpy(out + i, day, DATE_LEN);
		i += DATE_LEN - 1;
	}
	return out;
}

/* --- files --------------------------------------------------------------------------- */

static enum rc
copy_in(struct story *s, const char *path, struct upload *up)
{
	struct ctx *cx = s->cx;
	FILE *f = fopen(path, "rb");
	struct blob_in *b;
	char chunk[16384];
	size_t n;
	enum rc rc;

	if (!f)
		return err_set(&cx->err, RC_INVALID, "%.120s: %s", path,
		    strerror(errno));
	rc = blob_begin(s->cf->blobs, FILE_MOST, &cx->err, &b);
	while (!rc && (n = fread(chunk, 1, sizeof(chunk), f)) > 0) {
		rc = blob_take(b, &cx->err, chunk, n);
		if (rc)
			blob_give_up(b);
	}
	fclose(f);
	return rc ? rc : blob_end(b, &cx->err, up);
}

static enum rc
copy_built_in(struct story *s, const char *path, struct upload *up)
{
	const char *slash = strrchr(path, '/');
	struct ctx *cx = s->cx;
	struct blob_in *b;

	for (size_t i = 0; i < s->cf->nfiles; i++) {
		const struct embedded *f = &s->cf->files[i];
		enum rc rc;

		if (!str_eq(f->name, slash ? slash + 1 : path))
			continue;
		rc = blob_begin(s->cf->blobs, FILE_MOST, &cx->err, &b);
		if (rc)
			return rc;
		rc = blob_take(b, &cx->err, f->text, f->len);
		if (!rc)
			return blob_end(b, &cx->err, up);
		blob_give_up(b);
		return rc;
	}
	return err_set(&cx->err, RC_INVALID, "there is no file %.120s", path);
}

/* The place of a file is that of the record it is for. */
static enum rc
store_file(struct story *s, const char *path, const struct pair *set, size_t n,
    int64_t *id)
{
	const char *base = strrchr(path, '/');
	struct pair in[3] = { { "name", base ? base + 1 : path } };
	struct order o = { .command = "stored_file.create", .in = in, .n = 1 };
	struct upload up;
	struct done d;
	enum rc rc = s->cf->folder ? copy_in(s, arena_fmt(s->cx->arena, "%s/%s",
	    s->cf->folder, path), &up) : copy_built_in(s, path, &up);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (str_eq(set[i].name, "audit") ||
		    str_eq(set[i].name, "organization"))
			in[o.n++] = set[i];
	s->cx->upload = &up;
	rc = command_run(s->cx, &o, 1, &d, NULL);
	s->cx->upload = NULL;
	if (!rc)
		*id = d.id;
	return rc;
}

/* --- one line -------------------------------------------------------------------------- */

struct line {
	const char *at, *by, *command, *on, *ref, *code, *reason;
	const struct json *set;
};

static enum rc
read_line(struct story *s, const char *text, size_t n, struct line *l)
{
	struct ctx *cx = s->cx;
	const struct json *j;
	struct err *err = &cx->err;
	enum rc rc = json_parse(err, cx->arena, text, n, NULL, &j);

	*l = (struct line){ 0 };
	if (!rc)
		rc = json_may_text(err, j, "at", &l->at);
	if (!rc)
		rc = json_may_text(err, j, "by", &l->by);
	if (!rc)
		rc = json_want_text(err, j, "do", &l->command);
	if (!rc)
		rc = json_may_text(err, j, "on", &l->on);
	if (!rc)
		rc = json_may_text(err, j, "ref", &l->ref);
	if (!rc)
		rc = json_may_text(err, j, "code", &l->code);
	if (!rc)
		rc = json_may_text(err, j, "reason", &l->reason);
	if (!rc)
		rc = json_may(err, j, "set", J_OBJECT, &l->set);
	return rc;
}

static enum rc
set_value(struct story *s, struct pair *p)
{
	struct ctx *cx = s->cx;
	const struct known *k;

	if (p->value[0] != '@') {
		p->value = shifted(cx->arena, p->value, s->cf->shift);
		return RC_OK;
	}
	k = known_find(s, p->value + 1);
	if (k)
		p->value = arena_fmt(cx->arena, "%lld", (long long)k->id);
	return RC_OK;
}

/* Values of plain kinds; files are stored and become references. */
static enum rc
read_set(struct story *s, const struct json *set, struct pair **out, size_t *n)
{
	struct ctx *cx = s->cx;
	struct json *copy = arena_alloc(cx->arena, sizeof(*copy)), **end;
	const struct json *file = NULL;
	struct pair *p = NULL;
	enum rc rc = RC_OK;
	int64_t id = 0;

	*copy = (struct json){ .kind = J_OBJECT };
	end = (struct json **)(void *)&copy->first;
	for (const struct json *j = set ? set->first : NULL; j; j = j->next) {
		struct json *one = arena_alloc(cx->arena, sizeof(*one));

		if (j->kind == J_OBJECT) {
			file = j;
			continue;
		}
		*one = *j;
		one->next = NULL;
		*end = one;
		end = (struct json **)(void *)&one->next;
	}
	rc = pairs_from_json(&cx->err, cx->arena, copy, &p, n);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = set_value(s, &p[i]);
	if (!rc && file) {
		const char *path;
		struct pair *more = arena_alloc(cx->arena,
		    (*n + 1) * sizeof(*more));

		rc = json_want_text(&cx->err, file, "file", &path);
		if (!rc)
			rc = store_file(s, path, p, *n, &id);
		if (*n)
			memcpy(more, p, *n * sizeof(*p));
		more[*n] = (struct pair){ file->name,
			arena_fmt(cx->arena, "%lld", (long long)id) };
		p = more;
		*n += 1;
	}
	*out = p;
	return rc;
}

static enum rc
set_actor(struct story *s, const char *by)
{
	struct ctx *cx = s->cx;
	struct known *k;

	cx->account = cx->person = 0;
	if (!by || str_eq(by, "system"))
		return access_load(cx);
	k = known_find(s, by);
	if (!k)
		return err_set(&cx->err, RC_INVALID, "nobody is named "
		    "\"%.60s\"", by);
	if (!k->account) {
		struct rows r;
		enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
		    "SELECT id FROM user_account WHERE person = $1",
		    ARGS(INT(k->id)));

		if (rc)
			return rc;
		if (!r.nrows)
			return err_set(&cx->err, RC_INVALID, "\"%.60s\" has "
			    "no account", by);
		k->account = rows_at(&r, 0, 0)->i;
	}
	cx->person = k->id;
	cx->account = k->account;
	return access_load(cx);
}

static enum rc
set_clock(struct story *s, const char *at)
{
	struct ctx *cx = s->cx;

	cx->now = clock_now();
	if (s->cf->clock && (!at || !time_parse(shifted(cx->arena, at,
	    s->cf->shift), &cx->now)))
		return err_set(&cx->err, RC_INVALID, "an order needs a time");
	cx->today = day_of_time(cx->now);
	return RC_OK;
}

/* --- what the program did by itself ------------------------------------------------------ */

static bool
fits(const struct entity *e, const void *rec, const struct pair *in, size_t n,
    struct ctx *cx)
{
	for (size_t i = 0; i < n; i++) {
		const struct field *f = field_find(e, in[i].name);

		if (!f || (f->kind != KIND_ref && f->kind != KIND_pick &&
		    f->kind != KIND_int))
			continue;
		if ((f->flags & FIXED || f->kind == KIND_ref) &&
		    !field_empty(f, rec) &&
		    !str_eq(field_show(cx->arena, f, rec), in[i].value))
			return false;
	}
	return true;
}

static enum rc
find_made(struct story *s, const struct entity *e, const struct pair *in,
    size_t n, int64_t *id)
{
	struct ctx *cx = s->cx;
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	*id = 0;
	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	sql_fmt(q, " FROM %s t WHERE t.created_by = 0 AND t.created_at = ",
	    e->name);
	sql_int(q, cx->now);
	sql_str(q, " ORDER BY t.id");
	rc = sql_query(cx, q, &r);
	for (size_t i = 0; !rc && i < r.nrows && !*id; i++) {
		const struct record *rec = store_take(cx, e,
		    rows_at(&r, i, 0));

		if (fits(e, rec, in, n, cx) && !claimed(s, e, rec->id))
			*id = rec->id;
	}
	return rc;
}

/* Does the program go on from one state to the other by itself? */
static bool
goes_on(const struct machine *m, int64_t from, int64_t to, int depth)
{
	if (from == to)
		return true;
	for (size_t i = 0; depth && i < m->nsteps; i++)
		if (m->steps[i].from == from && m->steps[i].who == SYS &&
		    goes_on(m, m->steps[i].to, to, depth - 1))
			return true;
	return false;
}

static enum rc
already(struct story *s, const struct entity *e, const struct line *l,
    const struct pair *in, size_t n, bool *done)
{
	const char *verb = strchr(l->command, '.') + 1;
	const struct known *k = l->on ? known_find(s, l->on) : NULL;
	const struct step *step;
	int64_t id;
	void *rec;
	enum rc rc;

	*done = false;
	if (str_eq(verb, "create")) {
		rc = find_made(s, e, in, n, &id);
		if (rc || !id)
			return rc;
		if (l->ref)
			known_add(s, l->ref, e, id);
		*done = true;
		return RC_OK;
	}
	if (!k || !e->machine || str_eq(verb, "update"))
		return RC_OK;
	rc = store_peek(s->cx, e, k->id, &rec);
	if (rc)
		return rc;
	step = machine_step(e->machine, record_state(e, rec), verb);
	for (size_t i = 0; i < e->machine->nsteps && !step; i++)
		*done |= str_eq(e->machine->steps[i].verb, verb) &&
		    goes_on(e->machine, e->machine->steps[i].to,
		    record_state(e, rec), 3);
	return RC_OK;
}

/* --- playing ------------------------------------------------------------------------------ */

static enum rc
perform(struct story *s, const struct line *l, const struct pair *in, size_t n)
{
	const struct known *k = l->on ? known_find(s, l->on) : NULL;
	struct order o = { .command = l->command, .code = l->code,
		.reason = l->reason, .in = in, .n = n };
	struct done d;
	enum rc rc;

	if (l->on)
		o.on = k ? arena_fmt(s->cx->arena, "%lld", (long long)k->id)
		    : l->on;
	s->cx->reason = NULL;
	rc = command_run(s->cx, &o, 1, &d, NULL);
	if (rc)
		return rc;
	s->result->made++;
	if (l->ref) {
		known_add(s, l->ref, d.entity, d.id);
		if (s->cf->named)
			s->cf->named(s->cf->arg, l->ref, &d);
	}
	return RC_OK;
}

static enum rc
play_line(struct story *s, const char *text, size_t n)
{
	struct ctx *cx = s->cx;
	const struct entity *e;
	struct pair *in = NULL;
	size_t nin = 0;
	bool done = false;
	struct line l;
	enum rc rc = read_line(s, text, n, &l);

	if (!rc)
		rc = set_clock(s, l.at);
	if (!rc)
		rc = set_actor(s, l.by);
	if (!rc)
		rc = read_set(s, l.set, &in, &nin);
	if (rc)
		return rc;
	e = entity_find(arena_dup(cx->arena, l.command,
	    strcspn(l.command, ".")));
	if (!cx->account && e && strchr(l.command, '.'))
		rc = already(s, e, &l, in, nin, &done);
	if (rc || done) {
		s->result->skipped += done;
		return rc;
	}
	return perform(s, &l, in, nin);
}

/* Its field and rule may lie in the arena that ends with the order. */
static void
keep_error(struct story *s)
{
	if (!s->rc)
		return;
	s->err = s->cx->err;
	s->err.field = arena_str(s->keep, s->err.field);
	s->err.rule = arena_str(s->keep, s->err.rule);
	if (s->cf->failed) {
		s->cf->failed(s->cf->arg, s->result->line, &s->err);
		s->rc = RC_OK;
	}
}

static void
play_next(struct story *s)
{
	const char *nl = memchr(s->at, '\n', (size_t)(s->end - s->at));
	size_t n = (size_t)((nl ? nl : s->end) - s->at);

	s->result->line++;
	if (n > 1) {
		s->result->orders++;
		s->rc = play_line(s, s->at, n);
		keep_error(s);
	}
	s->at += n + (nl != NULL);
	arena_reset(s->cx->arena);
}

static void
play_all(void *arg, size_t i)
{
	struct story *s = arg;

	(void)i;
	while (!s->rc && s->at < s->end)
		play_next(s);
}

enum rc
story_play(struct ctx *cx, const struct story_config *cf, const char *text,
    size_t n, struct story_result *out)
{
	struct story *s = must_alloc(sizeof(*s));
	struct ctx batch = *cx, each = *cx;
	enum rc rc = RC_OK;

	*out = (struct story_result){ 0 };
	each.arena = arena_new();
	*s = (struct story){ .cx = &each, .cf = cf, .names = arena_new(),
		.keep = cx->arena,
		.result = out, .at = text, .end = text + n };
	if (db_shared(cx->db))
		play_all(s, 0);
	else
		rc = command_batch(&batch, 1, play_all, s);
	cx->err = s->rc ? s->err : batch.err;
	rc = s->rc ? s->rc : rc;
	arena_free(s->names);
	arena_free(each.arena);
	free(s);
	return rc;
}
