/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* settings.c - the numbers that rules call default, for the whole house. */
#include "web/screen.h"

#include "base/text.h"
#include "core/setting.h"
#include "model/system.h"

#include <inttypes.h>

static enum rc
add_settings(struct ask *ask, struct view *v, const struct err *err)
{
	struct view *g = view_item(v, "groups");

	view_text(g, "id", "h-house");
	view_text(g, "title", "For the whole house");
	view_text(g, "intro", "A programme or an audit may have its own; see "
	    "the records of type Setting.");
	view_list(g, "fields");
	for (const struct setting_row *s = setting_rows; s->name; s++) {
		struct view *f = field_new(g, "fields", s->name, s->label);
		int64_t now;
		bool wrong = err && err->field && str_eq(err->field, s->name);
		enum rc rc = setting_get(ask->cx, s->name, 0, 0, &now);

		if (rc)
			return rc;
		field_line(f, "text", err ? ask_field(ask, s->name)
		    : arena_fmt(ask->cx->arena, "%" PRId64, now), 20);
		view_text(f, "mode", "numeric");
		view_text(f, "unit", s->unit);
		field_notes(f, arena_fmt(ask->cx->arena, "%s %" PRId64 " to %"
		    PRId64 ", normally %" PRId64 ".", s->help ? s->help : "",
		    s->min, s->max, s->standard), wrong ? err->text : NULL,
		    s->rules);
	}
	return RC_OK;
}

static enum rc
settings_page(struct ask *ask, const struct err *err)
{
	struct view *v = frame_page(ask, "Settings", "/settings");
	enum rc rc = add_settings(ask, v, err);

	view_url(v, "action", "/settings");
	view_flag(v, "may", access_holders(&setting_entity, CREATE | UPDATE) &
	    ask->cx->who_all);
	if (str_eq(ask_arg(ask, "done"), "update"))
		page_notice(v, "good", "Saved.");
	page_do(v, "gear", "All settings as records", url_new(
	    ask->cx->arena, "/setting"), false);
	if (err) {
		page_error(v, err->field && setting_find(err->field)
		    ? err->field : NULL, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	frame_show(ask, v, "settings");
	return rc;
}

enum rc
page_settings(struct ask *ask)
{
	return settings_page(ask, NULL);
}

/* The house's own record of a setting, or NULL. */
static const struct setting *
house_setting(const struct page *rows, const char *name)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct setting *s = rows->rec[i];

		if (!s->audit && !s->programme && str_eq(s->name, name))
			return s;
	}
	return NULL;
}

static enum rc
add_order(struct ask *ask, const struct page *rows,
    const struct setting_row *s, const char *value)
{
	const struct setting *old = house_setting(rows, s->name);
	struct pair *in = arena_alloc(ask->cx->arena, 2 * sizeof(*in));
	struct order *o = &ask->order[ask->norders++];
	int64_t v;

	if (!int_parse(value, s->min, s->max, &v))
		return err_field(&ask->cx->err, s->name, "%s takes a whole "
		    "number from %" PRId64 " to %" PRId64, s->label, s->min,
		    s->max);
	in[0] = (struct pair){ "value", value };
	in[1] = (struct pair){ "name", s->name };
	*o = (struct order){ .command = old ? "setting.update"
	    : "setting.create", .in = in, .n = old ? 1 : 2,
		.on = old ? old->rec.code : NULL };
	return RC_OK;
}

enum rc
send_settings(struct ask *ask)
{
	struct page rows;
	const struct query q = { .entity = &setting_entity,
		.limit = QUERY_MOST };
	enum rc rc = query_run(ask->cx, &q, &rows);
	size_t most = 1;

	for (const struct setting_row *s = setting_rows; s->name; s++)
		most++;
	ask->order = arena_alloc(ask->cx->arena, most * sizeof(*ask->order));
	for (const struct setting_row *s = setting_rows; s->name && !rc; s++) {
		const char *value = request_field(ask->rq, s->name);
		int64_t now;

		if (!value)
			continue;
		rc = setting_get(ask->cx, s->name, 0, 0, &now);
		if (!rc && !str_eq(value, arena_fmt(ask->cx->arena, "%" PRId64,
		    now)))
			rc = add_order(ask, &rows, s, value);
	}
	return rc;
}

enum rc
then_settings(struct ask *ask, enum rc rc)
{
	if (rc)
		return settings_page(ask, ask_err(ask));
	ask->location = url_new(ask->cx->arena, "/settings?done=update");
	return RC_OK;
}
