/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ship_indicator.c - the indicators of a programme, as records of a store. */
#include "ship.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ">= 95", "<= 10", "70..130" */
static void
bounds(struct ctx *cx, const char *s, const char **low, const char **high)
{
	const char *dots = strstr(s, "..");

	*low = *high = "";
	if (dots) {
		*low = arena_dup(cx->arena, s, (size_t)(dots - s));
		*high = dots + 2;
	} else if (str_starts(s, ">= ")) {
		*low = s + 3;
	} else if (str_starts(s, "<= ")) {
		*high = s + 3;
	}
	if (strspn(*low, "0123456789-") != strlen(*low))
		*low = "";
	if (strspn(*high, "0123456789-") != strlen(*high))
		*high = "";
}

static const char *
unit_of(const char *unit)
{
	return word_in("per_cent days hours count score per_day", unit) ? unit
	    : "count";
}

enum rc
ship_indicators(struct ctx *cx)
{
	struct order o[64];
	struct done done[64];
	size_t n = 0;

	for (const struct indicator_row *i = indicator_rows; i->id; i++) {
		const char *low, *high;
		struct pair *in = arena_alloc(cx->arena, 8 * sizeof(*in));

		assert(n < NELEMS(o));
		bounds(cx, i->target, &low, &high);
		in[0] = (struct pair){ "short_name", i->id };
		in[1] = (struct pair){ "label", i->label };
		in[2] = (struct pair){ "question", i->question };
		in[3] = (struct pair){ "unit", unit_of(i->unit) };
		in[4] = (struct pair){ "direction", *low && *high ? "band"
		    : *high ? "down" : "up" };
		in[5] = (struct pair){ "target_low", low };
		in[6] = (struct pair){ "target_high", high };
		in[7] = (struct pair){ "period", "month" };
		o[n++] = (struct order){ .command = "indicator.create",
			.name = i->id, .lasting = true, .in = in, .n = 8 };
	}
	return command_alone(cx, o, n, done, NULL);
}
