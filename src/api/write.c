/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* write.c - what the API changes: always by a command. */
#include "api/api.h"

#include "base/hash.h"
#include "base/text.h"
#include "core/pairs.h"

#include <stdio.h>
#include <string.h>

enum { ORDERS_MOST = 5000 };

/* --- reading the request -------------------------------------------------------- */

/* "application/json", or a kind of it: "application/merge-patch+json". */
static bool
says_json(const struct request *rq)
{
	const char *type = request_header(rq, "Content-Type");
	size_t n = type ? strcspn(type, "; ") : 0;

	return n >= 5 && str_starts(type, "application/") &&
	    (memcmp(type + n - 5, "/json", 5) == 0 ||
	    memcmp(type + n - 5, "+json", 5) == 0);
}

static enum rc
read_body(struct call *c, const struct json **out)
{
	*out = NULL;
	if (!c->rq->len)
		return RC_OK;
	if (!says_json(c->rq)) {
		err_set(&c->cx.err, RC_MEDIA, "the body is to be JSON");
		err_hint(&c->cx.err, "Send it with Content-Type: "
		    "application/json.");
		return RC_MEDIA;
	}
	return json_parse(&c->cx.err, c->cx.arena, c->rq->body, c->rq->len,
	    NULL, out);
}

/* Words stand in quotes: 7 and true are none. */
static enum rc
check_words(struct err *err, const struct entity *e, const struct json *set)
{
	for (const struct json *j = set->first; j; j = j->next) {
		const struct field *f = field_find(e, j->name);

		if (f && (j->kind == J_INT || j->kind == J_BOOL) &&
		    (f->kind == KIND_text || f->kind == KIND_markdown))
			return err_field(err, f->name, "%s: words in quotes "
			    "are wanted", f->label);
	}
	return RC_OK;
}

static enum rc
read_pairs(struct call *c, const struct entity *e, struct order *o)
{
	const struct json *j;
	struct pair *p = NULL;
	enum rc rc = read_body(c, &j);

	if (!rc && j && j->kind == J_OBJECT)
		rc = check_words(&c->cx.err, e, j);
	if (rc || !j)
		return rc;
	rc = pairs_from_json(&c->cx.err, c->cx.arena, j, &p, &o->n);
	if (!rc)
		o->reason = pairs_take(p, &o->n, "go_on");
	o->in = p;
	return rc;
}

static enum rc
read_match(struct call *c, int64_t *rev)
{
	const char *m = request_header(c->rq, "If-Match");
	size_t n = m ? strlen(m) : 0;

	*rev = 0;
	if (!m || str_eq(m, "*"))
		return RC_OK;
	if (n > 2 && m[0] == '"' && m[n - 1] == '"' &&
	    int_parse(arena_dup(c->cx.arena, m + 1, n - 2), 1, INT64_MAX, rev))
		return RC_OK;
	return err_set(&c->cx.err, RC_INVALID, "If-Match is not the ETag of a "
	    "record");
}

/* The same request under the same key has one effect. */
static void
read_key(struct call *c)
{
	const char *key = request_header(c->rq, "Idempotency-Key");
	struct buf b = { .arena = c->cx.arena };
	char hex[HEX];

	if (!key || !*key)
		return;
	buf_fmt(&b, "%s %s\n", method_names[c->rq->method], c->rq->target);
	buf_add(&b, c->rq->body, c->rq->len);
	hash_hex_of(b.s, b.len, hex);
	c->cx.key = key;
	c->cx.digest = arena_str(c->cx.arena, hex);
}

/* --- answering -------------------------------------------------------------------- */

static void
write_remarks(struct call *c, struct buf *b)
{
	if (!c->cx.remarks)
		return;
	buf_str(b, ",\"remarks\":[");
	for (const struct remark *m = c->cx.remarks; m; m = m->next) {
		buf_fmt(b, "%s{\"rule\":\"%s\",\"text\":",
		    m == c->cx.remarks ? "" : ",", m->rule);
		buf_json(b, m->text);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* As the actor sees it now; what he no longer sees is named alone. */
static enum rc
answer_done(struct call *c, int status, const struct done *d)
{
	struct buf b = { .arena = c->cx.arena };
	struct seen seen;
	const struct entity *e = d->entity;

	if (d->id && !store_get(&c->cx, e, d->id, 0, false, &seen)) {
		model_json(&b, e, seen.rec, &seen.view);
		b.len--;
	} else {
		buf_fmt(&b, "{\"id\":%lld,\"rev\":%lld,\"code\":",
		    (long long)d->id, (long long)d->rev);
		buf_json(&b, d->code);
	}
	write_remarks(c, &b);
	buf_str(&b, "}\n");
	response_header(c->rq, "ETag", arena_fmt(c->cx.arena, "\"%lld\"",
	    (long long)d->rev));
	if (status == 201)
		response_header(c->rq, "Location", arena_fmt(c->cx.arena,
		    "/api/v1/%s/%lld", e->name, (long long)d->id));
	/* Its receipt, as soon as a checkpoint covers it. */
	if (status == 201)
		response_header(c->rq, "Link", arena_fmt(c->cx.arena,
		    "</api/v1/%s/%lld/proof>; rel=\"receipt\"", e->name,
		    (long long)d->id));
	api_json(c, status, &b);
	return RC_OK;
}

static enum rc
run(struct call *c, const char *verb, const char *on, int status)
{
	const struct entity *e;
	struct order o = { .on = on };
	struct done d;
	enum rc rc = api_entity(c, &e);

	if (!rc)
		rc = read_match(c, &o.rev);
	if (!rc)
		rc = read_pairs(c, e, &o);
	if (rc)
		return rc;
	read_key(c);
	o.command = arena_fmt(c->cx.arena, "%s.%s", e->name, verb);
	rc = command_run(&c->cx, &o, 1, &d, NULL);
	return rc ? rc : answer_done(c, status, &d);
}

enum rc
api_create(struct call *c)
{
	return run(c, "create", NULL, 201);
}

enum rc
api_update(struct call *c)
{
	return run(c, "update", c->arg[1], 200);
}

enum rc
api_discard(struct call *c)
{
	return run(c, "discard", c->arg[1], 200);
}

enum rc
api_step(struct call *c)
{
	if (str_eq(c->arg[2], "create") || str_eq(c->arg[2], "update"))
		return err_set(&c->cx.err, RC_INVALID, "\"%s\" is no step: "
		    "POST to the list or PATCH the record", c->arg[2]);
	return run(c, c->arg[2], c->arg[1], 200);
}

/* --- several at once ------------------------------------------------------------------ */

static enum rc
read_order(struct call *c, const struct json *j, struct order *o)
{
	struct err *err = &c->cx.err;
	const struct json *set, *rev;
	const struct entity *e;
	struct pair *p = NULL;
	enum rc rc = json_want_text(err, j, "do", &o->command);

	if (!rc)
		rc = json_may_text(err, j, "on", &o->on);
	if (!rc)
		rc = json_may_text(err, j, "ref", &o->name);
	if (!rc)
		rc = json_may_text(err, j, "reason", &o->reason);
	if (!rc)
		rc = json_may(err, j, "rev", J_INT, &rev);
	if (!rc)
		rc = json_may(err, j, "set", J_OBJECT, &set);
	if (rc)
		return rc;
	o->rev = rev ? rev->number : 0;
	e = entity_find(arena_dup(c->cx.arena, o->command,
	    strcspn(o->command, ".")));
	if (set && e)
		rc = check_words(err, e, set);
	if (set && !rc)
		rc = pairs_from_json(err, c->cx.arena, set, &p, &o->n);
	o->in = p;
	return rc;
}

static enum rc
read_orders(struct call *c, struct order **out, size_t *n)
{
	const struct json *j;
	struct order *o;
	size_t k = 0;
	enum rc rc = read_body(c, &j);

	if (rc)
		return rc;
	if (!j || j->kind != J_LIST || !j->count || j->count > ORDERS_MOST)
		return err_set(&c->cx.err, RC_INVALID, "a list of 1 to %d "
		    "orders is wanted", ORDERS_MOST);
	o = arena_alloc(c->cx.arena, j->count * sizeof(*o));
	for (const struct json *one = j->first; one && !rc; one = one->next)
		rc = read_order(c, one, &o[k++]);
	*out = o;
	*n = k;
	return rc;
}

/* All or nothing: which one is at fault stands before what is wrong. */
static void
name_order(struct err *err, size_t at, size_t n)
{
	char text[sizeof(err->text)];

	if (n < 2)
		return;
	snprintf(text, sizeof(text), "order %zu: %.200s", at + 1, err->text);
	memcpy(err->text, text, sizeof(text));
}

enum rc
api_orders(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	struct order *o = NULL;
	struct done *d;
	size_t n = 0, at = 0;
	enum rc rc = read_orders(c, &o, &n);

	if (rc)
		return rc;
	read_key(c);
	d = arena_alloc(c->cx.arena, n * sizeof(*d));
	rc = command_run(&c->cx, o, n, d, &at);
	if (rc) {
		name_order(&c->cx.err, at, n);
		return rc;
	}
	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "%s\n{\"record\":\"%s\",\"id\":%lld,\"rev\":%lld,"
		    "\"code\":", i ? "," : "", d[i].entity->name,
		    (long long)d[i].id, (long long)d[i].rev);
		buf_json(&b, d[i].code);
		buf_char(&b, '}');
	}
	buf_str(&b, "]");
	write_remarks(c, &b);
	buf_str(&b, "}\n");
	api_json(c, 200, &b);
	return RC_OK;
}

/* --- files ------------------------------------------------------------------------------ */

enum rc
api_upload(struct call *c)
{
	static const char *const places[] = { "audit", "organization" };
	const char *name = request_arg(c->rq, "name");
	struct pair in[3];
	struct order o = { .command = "stored_file.create", .in = in };
	struct done d;
	enum rc rc;

	if (!name)
		name = c->upload_name;
	if (!c->upload || !name) {
		err_field(&c->cx.err, "name", "a file with a name is wanted");
		err_hint(&c->cx.err, "POST the bytes to /api/v1/upload?name=..."
		    "&audit=...");
		return RC_INVALID;
	}
	in[o.n++] = (struct pair){ "name", name };
	for (size_t i = 0; i < NELEMS(places); i++) {
		const char *v = request_arg(c->rq, places[i]);

		if (v)
			in[o.n++] = (struct pair){ places[i], v };
	}
	rc = command_run(&c->cx, &o, 1, &d, NULL);
	return rc ? rc : answer_done(c, 201, &d);
}
