/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* read.c - what the API reads, under the scope of who asks. */
#include "api/api.h"

#include "base/text.h"
#include "core/journal.h"
#include "core/query.h"
#include "core/search.h"
#include "model/choices.h"
#include "model/evidence.h"
#include "model/entities.h"

#include <string.h>

enum rc
api_record(struct call *c, const struct entity **e, unsigned ask,
    struct seen *seen)
{
	int64_t id;
	enum rc rc = api_entity(c, e);

	if (!rc)
		rc = store_id(&c->cx, *e, c->arg[1], &id);
	return rc ? rc : store_get(&c->cx, *e, id, ask, false, seen);
}

static void
etag(struct call *c, const struct record *r)
{
	response_header(c->rq, "ETag", arena_fmt(c->cx.arena, "\"%lld\"",
	    (long long)r->rev));
}

enum rc
api_get(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	const struct entity *e;
	struct seen seen;
	const char *have = request_header(c->rq, "If-None-Match");
	enum rc rc = api_record(c, &e, 0, &seen);

	if (rc)
		return rc;
	etag(c, seen.rec);
	if (have && str_eq(have, arena_fmt(c->cx.arena, "\"%lld\"",
	    (long long)((struct record *)seen.rec)->rev))) {
		api_json(c, 304, &b);
		return RC_OK;
	}
	model_json(&b, e, seen.rec, &seen.view);
	buf_char(&b, '\n');
	api_json(c, 200, &b);
	return RC_OK;
}

/* --- lists ---------------------------------------------------------------------- */

static enum rc
read_query(struct call *c, struct query *q)
{
	struct pair *filter = arena_alloc(c->cx.arena,
	    (c->rq->nargs + 1) * sizeof(*filter));
	int64_t limit;

	q->filter = filter;
	q->links = true;
	for (size_t i = 0; i < c->rq->nargs; i++) {
		const struct pair *p = &c->rq->args[i];

		if (str_eq(p->name, "sort"))
			q->sort = p->value;
		else if (str_eq(p->name, "cursor"))
			q->cursor = p->value;
		else if (!str_eq(p->name, "limit"))
			filter[q->nfilters++] = *p;
		else if (int_parse(p->value, 1, QUERY_MOST, &limit))
			q->limit = (size_t)limit;
		else
			return err_field(&c->cx.err, "limit", "a page has 1 "
			    "to %d records", QUERY_MOST);
	}
	return RC_OK;
}

enum rc
api_list(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	struct query q = { 0 };
	struct page page;
	enum rc rc = api_entity(c, &q.entity);

	if (!rc)
		rc = read_query(c, &q);
	if (!rc)
		rc = query_run(&c->cx, &q, &page);
	if (rc)
		return rc;
	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; i < page.n; i++) {
		buf_str(&b, i ? ",\n" : "\n");
		model_json(&b, q.entity, page.rec[i], &page.view[i]);
	}
	buf_str(&b, "],\"next\":");
	buf_json(&b, page.next);
	buf_str(&b, "}\n");
	api_json(c, 200, &b);
	return RC_OK;
}

enum rc
api_search(struct call *c)
{
	const char *words = request_arg(c->rq, "q");
	const char *type = request_arg(c->rq, "record");
	struct buf b = { .arena = c->cx.arena };
	struct hit *hit;
	size_t n;
	enum rc rc;

	if (type && !entity_find(type))
		return err_field(&c->cx.err, "record", "there is no record "
		    "type \"%.60s\"", type);
	rc = search_find(&c->cx, words ? words : "", type ? entity_find(type)
	    : NULL, SEARCH_HITS, &hit, &n);
	if (rc)
		return rc;
	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "%s\n{\"record\":\"%s\",\"id\":%lld,\"code\":",
		    i ? "," : "", hit[i].entity->name, (long long)hit[i].id);
		buf_json(&b, hit[i].code);
		buf_str(&b, ",\"title\":");
		buf_json(&b, hit[i].title);
		buf_char(&b, '}');
	}
	buf_str(&b, "]}\n");
	api_json(c, 200, &b);
	return RC_OK;
}

/* --- history ---------------------------------------------------------------------- */

static void
write_entry(struct buf *b, const struct entry_seen *s)
{
	char at[TIME_LEN + 1];

	time_write(at, s->entry.time);
	buf_fmt(b, "{\"arrived\":%lld,\"time\":\"%s\",\"actor\":%lld,"
	    "\"command\":\"%s\",\"rev\":%lld,\"outcome\":\"%s\",\"rule\":",
	    (long long)s->entry.arrived, at, (long long)s->entry.actor,
	    s->entry.command, (long long)s->entry.rev,
	    outcome_name(s->entry.outcome));
	buf_json(b, s->entry.rule);
	if (s->placed)
		buf_fmt(b, ",\"index\":%lld,\"leaf\":\"%s\"",
		    (long long)s->entry.index, s->leaf);
	buf_str(b, ",\"values\":{");
	for (size_t i = 0; i < s->ndelta; i++) {
		buf_str(b, i ? "," : "");
		buf_json(b, s->delta[i].name);
		buf_str(b, ":[");
		buf_json(b, s->delta[i].before);
		buf_char(b, ',');
		buf_json(b, s->delta[i].after);
		buf_char(b, ']');
	}
	buf_str(b, "}}");
}

enum rc
api_journal(struct call *c)
{
	enum { PAGE = 100 };
	const char *before = request_arg(c->rq, "before");
	struct buf b = { .arena = c->cx.arena };
	const struct entity *e;
	struct entry_seen *list;
	int64_t id, from = 0;
	size_t n;
	enum rc rc = api_entity(c, &e);

	if (before && !int_parse(before, 1, INT64_MAX, &from))
		return err_field(&c->cx.err, "before", "not the number of an "
		    "entry");
	if (!rc)
		rc = store_id(&c->cx, e, c->arg[1], &id);
	if (!rc)
		rc = journal_of(&c->cx, e, id, from, PAGE, &list, &n);
	if (rc)
		return rc;
	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? ",\n" : "\n");
		write_entry(&b, &list[i]);
	}
	buf_str(&b, "]}\n");
	api_json(c, 200, &b);
	return RC_OK;
}

/* --- what is missing ---------------------------------------------------------------- */

static enum rc
write_gates(struct call *c, struct buf *b, const struct entity *e,
    const struct seen *seen, const struct step *step)
{
	static const char *const forces[] = { "block", "warn", "inform" };
	struct gate *g;
	size_t n;
	enum rc rc = command_gates(&c->cx, e, seen, step, &g, &n);

	if (rc)
		return rc;
	if (step)
		buf_fmt(b, ",\"to\":\"%s\"",
		    choice_find(e->machine->states, step->to)->name);
	buf_str(b, ",\"missing\":[");
	for (size_t i = 0; i < n; i++) {
		buf_fmt(b, "%s{\"rule\":", i ? "," : "");
		buf_json(b, g[i].rule);
		buf_fmt(b, ",\"force\":\"%s\",\"field\":", forces[g[i].force]);
		buf_json(b, g[i].field);
		buf_str(b, ",\"text\":");
		buf_json(b, g[i].text);
		buf_str(b, ",\"hint\":");
		buf_json(b, g[i].hint);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	return RC_OK;
}

enum rc
api_gates(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	const struct entity *e;
	struct offer *offer;
	struct seen seen;
	size_t n;
	enum rc rc = api_record(c, &e, UPDATE | STEP, &seen);

	if (!rc)
		rc = command_offers(&c->cx, e, &seen, &offer, &n);
	if (rc)
		return rc;
	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; i < n && !rc; i++) {
		buf_fmt(&b, "%s\n{\"verb\":\"%s\"", i ? "," : "",
		    offer[i].verb);
		rc = write_gates(c, &b, e, &seen, offer[i].step);
		buf_char(&b, '}');
	}
	buf_str(&b, "]}\n");
	if (!rc)
		api_json(c, 200, &b);
	return rc;
}

/* --- the rest ------------------------------------------------------------------------ */

enum rc
api_schema(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };
	const struct entity *e;
	enum rc rc = api_entity(c, &e);

	if (rc)
		return rc;
	model_schema(&b, e, SCHEMA_OUT);
	buf_char(&b, '\n');
	api_json(c, 200, &b);
	return RC_OK;
}

enum rc
api_model(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };

	model_print(&b);
	api_json(c, 200, &b);
	return RC_OK;
}

enum rc
api_who(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	const char *comma = "";

	buf_fmt(&b, "{\"account\":%lld,\"person\":%lld,\"login\":",
	    (long long)c->session.account, (long long)c->session.person);
	buf_json(&b, c->session.login);
	buf_str(&b, ",\"name\":");
	buf_json(&b, c->session.name);
	buf_str(&b, ",\"roles\":[");
	for (const struct choice *r = role_choices; r->name; r++)
		if (c->cx.who_all >> (r->value - 1) & 1) {
			buf_fmt(&b, "%s\"%s\"", comma, r->name);
			comma = ",";
		}
	buf_str(&b, "]}\n");
	api_json(c, 200, &b);
	return RC_OK;
}

/* Evidence that may not leave has no bytes here (N-10). */
enum rc
api_content(struct call *c)
{
	const struct entity *e = &stored_file_entity;
	struct stored_file *f;
	int64_t id;
	int fd;
	enum rc rc = store_id(&c->cx, e, c->arg[0], &id);

	if (!rc)
		rc = store_load(&c->cx, e, id, &f);
	if (!rc)
		rc = blob_open(server_blobs(c->srv), f->key_number,
		    &c->cx.err, &fd);
	if (rc)
		return rc;
	answer_file(c, fd, f->size, "application/octet-stream", f->name);
	return RC_OK;
}
