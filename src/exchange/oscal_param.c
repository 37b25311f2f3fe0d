/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "oscal_param.h"

#include "base/text.h"
#include "oscal_text.h"

#include <stdlib.h>
#include <string.h>

/* A choice may name a parameter, whose choice may name another. */
enum { DEPTH = 4 };

struct param { const char *id; const struct json *json; };

struct oscal_params {
	size_t n;
	struct param *list;             /* by id */
};

/* --- gathering ------------------------------------------------------------- */

struct gather {
	struct err *err;
	struct param *list;             /* NULL while they are counted */
	size_t n;
};

static const char *const holders[] = { "groups", "controls" };

static enum rc
gather(struct gather *g, const struct json *from)
{
	const struct json *list = NULL;
	enum rc rc = json_may(g->err, from, "params", J_LIST, &list);

	for (const struct json *p = list ? list->first : NULL; p && !rc;
	    p = p->next) {
		const char *id = NULL;

		rc = json_want_text(g->err, p, "id", &id);
		if (!rc && g->list)
			g->list[g->n] = (struct param){ id, p };
		g->n++;
	}
	for (size_t i = 0; i < NELEMS(holders) && !rc; i++) {
		rc = json_may(g->err, from, holders[i], J_LIST, &list);
		for (const struct json *m = !rc && list ? list->first : NULL;
		    m && !rc; m = m->next)
			rc = gather(g, m);
	}
	return rc;
}

static int
by_id(const void *a, const void *b)
{
	const struct param *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static bool
stands_before(const struct json *x, const struct json *y)
{
	return x->line != y->line ? x->line < y->line : x->column < y->column;
}

enum rc
oscal_params_read(struct err *err, struct arena *a, const struct json *catalog,
    struct oscal_params **out)
{
	struct oscal_params *ps = arena_alloc(a, sizeof(*ps));
	struct gather g = { .err = err };
	enum rc rc = gather(&g, catalog);

	if (rc)
		return rc;
	ps->list = g.list = arena_alloc(a, (g.n + 1) * sizeof(*g.list));
	g.n = 0;
	rc = gather(&g, catalog);
	if (rc)
		return rc;
	ps->n = g.n;
	qsort(ps->list, ps->n, sizeof(*ps->list), by_id);
	for (size_t i = 1; i < ps->n; i++) {
		const struct json *x = ps->list[i - 1].json;
		const struct json *y = ps->list[i].json;

		if (strcmp(ps->list[i - 1].id, ps->list[i].id) == 0)
			return json_fault(err, stands_before(x, y) ? y : x,
			    "two parameters have the id %s", ps->list[i].id);
	}
	*out = ps;
	return RC_OK;
}

/* --- writing ------------------------------------------------------------- */

static void write_prose(struct buf *out, const struct oscal_params *params,
	const char *prose, int depth);

static void
write_list(struct buf *out, const struct oscal_params *params,
    const struct json *first, const char *between, int depth)
{
	for (const struct json *m = first; m && out->len <= OSCAL_PROSE;
	    m = m->next) {
		if (m != first)
			buf_str(out, between);
		if (m->kind == J_TEXT)
			write_prose(out, params, m->text, depth);
	}
}

static void
write_param(struct buf *out, const struct oscal_params *params,
    const struct param *p, int depth)
{
	const struct json *values = oscal_first(p->json, "values");
	const struct json *select = json_get(p->json, "select");
	const struct json *choice = oscal_first(select, "choice");
	const char *label = oscal_text(p->json, "label");

	if (values) {
		write_list(out, params, values, ", ", depth);
	} else if (choice) {
		buf_str(out, str_eq(oscal_text(select, "how-many"),
		    "one-or-more") ? "[Selection (one or more): " :
		    "[Selection: ");
		write_list(out, params, choice, "; ", depth);
		buf_char(out, ']');
	} else {
		buf_str(out, "[Assignment: ");
		write_prose(out, params, label ? label : p->id, depth);
		buf_char(out, ']');
	}
}

static void
write_insert(struct buf *out, const struct oscal_params *params,
    const char *id, size_t n, int depth)
{
	struct param key = { .id = arena_dup(out->arena, id, n) };
	const struct param *p = params->n ? bsearch(&key, params->list,
	    params->n, sizeof(key), by_id) : NULL;

	if (p && depth < DEPTH)
		write_param(out, params, p, depth + 1);
	else
		buf_fmt(out, "[%s]", key.id);
}

/* The id within {{ ... }}, and its length; what else stands there is kept. */
static const char *
insert_id(const char *s, size_t *n)
{
	static const char word[] = "insert:", param[] = "param,";
	const char *end;

	s += strspn(s, " ");
	if (str_starts(s, word)) {
		s += strlen(word);
		s += strspn(s, " ");
		if (!str_starts(s, param))
			return NULL;
		s += strlen(param);
		s += strspn(s, " ");
	}
	end = s + strcspn(s, " {}\n");
	*n = (size_t)(end - s);
	end += strspn(end, " ");
	return *n && str_starts(end, "}}") ? s : NULL;
}

static void
write_prose(struct buf *out, const struct oscal_params *params,
    const char *prose, int depth)
{
	const char *open;

	while (out->len <= OSCAL_PROSE && (open = strstr(prose, "{{"))) {
		size_t n = 0;
		const char *id = insert_id(open + 2, &n);

		buf_add(out, prose, (size_t)(open - prose));
		if (!id) {
			buf_str(out, "{{");
			prose = open + 2;
			continue;
		}
		write_insert(out, params, id, n, depth);
		prose = strstr(id, "}}") + 2;
	}
	buf_str(out, prose);
}

void
oscal_prose(struct buf *out, const struct oscal_params *params,
    const char *prose)
{
	write_prose(out, params, prose, 0);
}
