/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/take.h"

#include "base/text.h"
#include "model/evidence.h"
#include "web/form.h"

#include <inttypes.h>

/* Fields of evidence that are asked for, and what is offered first. */
static const struct { const char *name, *standard; } asked[] = {
	{ "title", "" },
	{ "source", "" },
	{ "source_kind", "document" },
	{ "method", "document_review" },
	{ "verification", "none" },
	{ "held", "copy" },
};

static const char *
name_of(struct ask *ask, const char *field)
{
	return arena_fmt(ask->cx->arena, "ev_%s", field);
}

enum rc
take_controls(struct ask *ask, struct view *v, const char *list)
{
	view_list(v, list);
	for (size_t i = 0; i < NELEMS(asked); i++) {
		const struct field *f = field_find(&evidence_entity,
		    asked[i].name);
		const char *name = name_of(ask, f->name);
		const char *now = ask_field(ask, name);
		struct view *c = field_new(v, list, name, f->label);

		if (!*now)
			now = asked[i].standard;
		if (field_is_text(f)) {
			field_line(c, "text", now, f->max);
			continue;
		}
		field_pick(c, "");
		for (const struct choice *o = f->choices; o->name; o++)
			field_option(c, o->name, o->label,
			    str_eq(o->name, now));
	}
	return RC_OK;
}

static void
file_order(struct ask *ask, const char *audit)
{
	struct order *o = &ask->order[ask->norders++];
	struct pair *in = arena_alloc(ask->cx->arena, 2 * sizeof(*in));

	in[0] = (struct pair){ "name", ask->call->upload_name };
	in[1] = (struct pair){ "audit", audit };
	*o = (struct order){ .command = "stored_file.create", .in = in,
		.n = 2 };
}

static void
evidence_order(struct ask *ask, const char *audit)
{
	struct arena *a = ask->cx->arena;
	struct order *o = &ask->order[ask->norders++];
	struct pair *in = arena_alloc(a, 16 * sizeof(*in));
	char now[TIME_LEN + 1];
	size_t n = 0;

	time_write(now, ask->cx->now);
	in[n++] = (struct pair){ "audit", audit };
	in[n++] = (struct pair){ "file", "@1" };
	in[n++] = (struct pair){ "collected_at", arena_str(a, now) };
	in[n++] = (struct pair){ "collected_by", arena_fmt(a, "%" PRId64,
	    ask->cx->person) };
	in[n++] = (struct pair){ "degree", "medium" };
	in[n++] = (struct pair){ "class", "internal" };
	for (size_t i = 0; i < NELEMS(asked); i++) {
		const char *v = ask_field(ask, name_of(ask, asked[i].name));

		if (!*v && str_eq(asked[i].name, "title"))
			v = ask->call->upload_name;
		if (!*v && str_eq(asked[i].name, "source"))
			v = ask->call->upload_name;
		in[n++] = (struct pair){ asked[i].name, *v ? v
		    : asked[i].standard };
	}
	*o = (struct order){ .command = "evidence.create", .in = in, .n = n };
}

bool
take_orders(struct ask *ask, int64_t audit)
{
	const char *id = arena_fmt(ask->cx->arena, "%" PRId64, audit);

	if (!ask->call->upload || !ask->call->upload_name ||
	    !*ask->call->upload_name)
		return false;
	assert(ask->norders == 0);
	file_order(ask, id);
	evidence_order(ask, id);
	return true;
}
