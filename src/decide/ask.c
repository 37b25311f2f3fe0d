/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/ask.h"

#include "base/text.h"
#include "decide/ask_inside.h"

const struct ask_name *const ask_names[] = {
	&ask_sample_size, &ask_sample_evaluate, &ask_sample_plan,
	&ask_sample_draw, &ask_sample_redraw, &ask_sample_seal,
	&ask_sample_seed, &ask_sample_bayes, &ask_sample_mus,
	&ask_sample_weights, &ask_time, &ask_sites, &ask_allocate, &ask_agree,
	&ask_trend, &ask_risk_rank, &ask_risk_intervals, &ask_risk_budget,
	&ask_risk_coverage, NULL,
};

const struct ask_name *
ask_find(const char *name)
{
	for (size_t i = 0; ask_names[i]; i++)
		if (str_eq(ask_names[i]->name, name))
			return ask_names[i];
	return NULL;
}

const struct ask_field *
ask_field_of(const struct ask_name *n, const char *name)
{
	for (size_t i = 0; i < n->fields; i++)
		if (str_eq(n->field[i].name, name))
			return &n->field[i];
	return NULL;
}

/* --- asking -------------------------------------------------------------- */

static const char *
names_of(struct arena *a, const struct ask_name *n)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < n->fields; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", n->field[i].name);
	return buf_text(&b);
}

static enum rc
check_names(struct err *err, struct arena *a, const struct ask_name *n,
    const struct json *in)
{
	if (in->kind != J_OBJECT)
		return err_set(err, RC_INVALID, "a question is an object");
	for (const struct json *j = in->first; j; j = j->next) {
		if (ask_field_of(n, j->name))
			continue;
		err_field(err, arena_str(a, j->name), "there is no field %s",
		    utf8_cut(a, j->name, 40));
		err_hint(err, "the fields are %.200s", names_of(a, n));
		return RC_INVALID;
	}
	for (size_t i = 0; i < n->fields; i++) {
		const struct json *j = json_get(in, n->field[i].name);

		if (!(n->field[i].flags & ASK_NEEDED)
		    || (j && j->kind != J_NULL))
			continue;
		err_field(err, n->field[i].name, "%s is needed",
		    n->field[i].name);
		err_hint(err, "%.60s: %.150s", n->field[i].label,
		    n->field[i].help);
		return RC_INVALID;
	}
	return RC_OK;
}

enum rc
decide_result(struct err *err, struct arena *a, const char *name,
    const char *json, size_t n, struct result **out)
{
	const struct json_limits limits = { 16 * 1024 * 1024, 16, 500000 };
	const struct ask_name *which = ask_find(name);
	const struct json *in;
	enum rc rc;

	if (!which)
		return err_set(err, RC_MISSING, "there is no such decision");
	rc = json_parse(err, a, json, n, &limits, &in);
	if (rc == RC_OK)
		rc = check_names(err, a, which, in);
	if (rc)
		return rc;
	struct question q = { a, err, RC_OK, which, in };
	struct result *w = result_new(a, which->title, in);

	which->run(&q, w);
	if (q.rc == RC_OK)
		*out = w;
	return q.rc;
}

enum rc
decide_ask(struct err *err, struct arena *a, const char *name,
    const char *json, size_t n, struct buf *out)
{
	struct result *w;
	enum rc rc = decide_result(err, a, name, json, n, &w);

	if (rc == RC_OK)
		result_json(w, out);
	return rc;
}

enum rc
decide_text(struct err *err, struct arena *a, const char *name,
    const char *json, size_t n, struct buf *out)
{
	struct result *w;
	enum rc rc = decide_result(err, a, name, json, n, &w);

	if (rc == RC_OK)
		result_write(w, out);
	return rc;
}

enum rc
decide_line(struct err *err, struct arena *a, const char *name,
    const char *json, size_t n, struct buf *out)
{
	enum rc rc = decide_ask(err, a, name, json, n, out);

	if (rc) {
		buf_str(out, "{\"error\":{\"code\":");
		buf_json(out, err_table[rc].name);
		buf_str(out, ",\"field\":");
		buf_json(out, err->field);
		buf_str(out, ",\"text\":");
		buf_json(out, err->text);
		buf_str(out, ",\"hint\":");
		buf_json(out, err->hint);
		buf_str(out, "}}");
	}
	buf_char(out, '\n');
	return rc;
}
