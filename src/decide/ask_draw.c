/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sample draw, redraw, seal, seed: a draw that others can repeat. */
#include "decide/ask_inside.h"

#include "base/text.h"
#include "decide/draw.h"

#include <stdlib.h>
#include <string.h>

static const char *const assumptions[] = {
	"the list was hashed and recorded before any seed existed",
	"the seed could not be chosen by one party alone",
	"every draw was logged and counted",
};

static void
say_draw_basis(struct question *q, struct result *w, bool consistent)
{
	say_basis(q, w, consistent
	    ? "consistent sampler by SHA-256 tickets (Rivest, arXiv 1808.10016)"
	    : "Rivest's sampler of 2011: SHA-256(seed \",\" i) mod N",
	    "SHA-256 of FIPS 180-4; form 1", assumptions,
	    NELEMS(assumptions));
}

#define DRAW_FIELDS \
	{ "sampler", "Sampler", "rivest2011 numbers the list; consistent " \
	    "keeps its order when items come, go or are merged.", \
	    "\"rivest2011\"", ASK_PICK, 0, "rivest2011|consistent" }, \
	{ "seed", "Seed", "Any text; made after the list was frozen.", \
	    "\"3546311556112163624615351222\"", ASK_TEXT, ASK_NEEDED, NULL }, \
	{ "population", "Population", "How many items: they are numbered " \
	    "from 1.", "876", ASK_INT, 0, NULL }, \
	{ "ids", "Names", "The items by name, instead of a population; put " \
	    "in order before they are numbered.", "[\"A-1\", \"A-2\"]", \
	    ASK_TEXTS, 0, NULL }, \
	{ "n", "Items to draw", "Without replacement at most the population.", \
	    "26", ASK_INT, 0, NULL }, \
	{ "drop", "Drop first", "Leaves out so many first picks: an " \
	    "extension goes on where the first draw ended.", "0", ASK_INT, \
	    0, NULL }, \
	{ "replacement", "With replacement", "An item can be drawn again.", \
	    "false", ASK_FLAG, 0, NULL }, \
	{ "strata", "Strata", "consistent only: objects with name, n and ids " \
	    "or population; instead of ids and n.", \
	    "[{\"name\": \"north\", \"ids\": [\"N1\", \"N2\"], \"n\": 1}]", \
	    ASK_ROWS, 0, NULL }

static const struct ask_field draw_field[] = { DRAW_FIELDS };

static const struct ask_field redraw_field[] = {
	DRAW_FIELDS,
	{ "picks", "Picks on record", "What the sheet says was drawn, in "
	    "order.", "[740, 180]", ASK_TEXTS, ASK_NEEDED, NULL },
};

/* What is drawn from, and what came out of it. */
struct urn {
	const char **ids;               /* in order, or NULL: numbers */
	int64_t count, n, drop, draws;
	bool consistent, replacement;
	char list_hex[HEX];             /* "" without names */
	const char *seed;
	struct cell *pick;
	const char **ticket;            /* consistent */
	int64_t taken;
};

static void
read_list(struct question *q, struct urn *u, const char **ids, size_t count)
{
	if (ask_bad(q) || ask_failed(q, draw_list(q->err, q->arena, ids,
	    count, &u->ids, u->list_hex)))
		return;
	u->count = (int64_t)count;
}

static struct urn
read_urn(struct question *q)
{
	struct urn u = { .n = ask_int(q, "n", 0),
		.drop = ask_int(q, "drop", 0),
		.count = ask_int(q, "population", 0),
		.consistent = ask_pick(q, "sampler") == 1,
		.replacement = ask_flag(q, "replacement", false),
		.seed = ask_text(q, "seed", "") };
	size_t n;

	if (ask_has(q, "ids") && ask_has(q, "population"))
		ask_refuse(q, "ids", "give names or a population, not both");
	if (ask_has(q, "ids")) {
		const char **ids = ask_texts(q, "ids", &n);

		read_list(q, &u, ids, n);
	} else if (!ask_has(q, "population") && !ask_has(q, "strata")) {
		ask_refuse(q, "population",
		    "a population or the names of its items are needed");
	}
	return u;
}

static struct cell
name_of(const struct urn *u, int64_t number)
{
	return u->ids ? cell_text(u->ids[number - 1]) : cell_int(number);
}

static void
draw_numbers(struct question *q, struct urn *u)
{
	int64_t *pick = arena_alloc(q->arena, ((size_t)u->n + 1)
	    * sizeof(*pick));

	if (ask_failed(q, draw_rivest(q->err, q->arena, u->seed, u->count,
	    u->drop, u->n, u->replacement, pick, &u->draws)))
		return;
	u->taken = u->n;
	u->pick = arena_alloc(q->arena, ((size_t)u->n + 1)
	    * sizeof(*u->pick));
	for (int64_t i = 0; i < u->n; i++)
		u->pick[i] = name_of(u, pick[i]);
}

static void
draw_tickets(struct question *q, struct urn *u)
{
	struct ticket *t = arena_alloc(q->arena, ((size_t)u->n + 1)
	    * sizeof(*t));
	size_t n;

	if (ask_failed(q, draw_consistent(q->err, q->arena, u->seed,
	    (const char *const *)u->ids, u->count, u->drop, u->n,
	    u->replacement, t, &u->taken)))
		return;
	n = (size_t)u->taken + 1;
	u->draws = u->drop + u->taken;
	u->pick = arena_alloc(q->arena, n * sizeof(*u->pick));
	u->ticket = arena_alloc(q->arena, n * sizeof(*u->ticket));
	for (int64_t i = 0; i < u->taken; i++) {
		u->pick[i] = name_of(u, t[i].item + 1);
		u->ticket[i] = t[i].number;
	}
}

static void
draw(struct question *q, struct urn *u)
{
	if (u->n < 1 || u->n > DRAW_MOST)
		ask_refuse(q, "n", "a sample has 1 to %d items", DRAW_MOST);
	if (!u->replacement && u->n > u->count)
		ask_refuse(q, "n",
		    "the sample is larger than the population");
	if (ask_bad(q))
		return;
	if (u->consistent)
		draw_tickets(q, u);
	else
		draw_numbers(q, u);
}

/* --- draw ---------------------------------------------------------------- */

static void
say_draw(struct question *q, struct result *w, const struct urn *u)
{
	struct cell *c = result_list(w, "picks", "Drawn, in this order",
	    (size_t)u->taken);

	memcpy(c, u->pick, (size_t)u->taken * sizeof(*c));
	if (u->consistent) {
		c = result_list(w, "tickets", "Their tickets",
		    (size_t)u->taken);
		for (int64_t i = 0; i < u->taken; i++)
			c[i] = cell_text(u->ticket[i]);
	}
	result_int(w, "count", "Items drawn from", u->count);
	result_int(w, "draws", "Picks tried", u->draws);
	if (u->list_hex[0])
		result_text(w, "list_hash", "Hash of the list", "%s",
		    u->list_hex);
	struct draw_sheet sheet = { .seed = u->seed, .population = u->count,
		.n = u->n, .drop = u->drop, .consistent = u->consistent,
		.replacement = u->replacement, .listed = u->ids != NULL };
	struct buf script = { .arena = q->arena };

	draw_script(&sheet, &script);
	result_text(w, "script", "To draw again, in Python", "\n%s",
	    buf_text(&script));
	say_draw_basis(q, w, u->consistent);
}

/* One stratum: its own list, the seed of all. */
static struct urn
draw_stratum(struct question *q, const struct json *row, const struct urn *all)
{
	struct urn u = *all;
	const struct json *list = json_get(row, "ids");
	size_t count = 0;

	u.n = row_int(q, "strata", row, "n", 0);
	u.count = row_int(q, "strata", row, "population", 0);
	u.ids = NULL;
	if (list && list->kind == J_LIST) {
		const char **ids = arena_alloc(q->arena, (list->count + 1)
		    * sizeof(*ids));

		for (const struct json *j = list->first; j; j = j->next) {
			if (j->kind != J_TEXT)
				ask_refuse(q, "strata", "ids has texts");
			ids[count++] = j->kind == J_TEXT ? j->text : "";
		}
		read_list(q, &u, ids, count);
	}
	draw(q, &u);
	return u;
}

static void
draw_strata(struct question *q, struct result *w, const struct urn *all)
{
	static const struct column column[] = { { "stratum", "Stratum" },
		{ "pick", "Drawn" }, { "ticket", "Ticket" } };
	size_t n, rows = 0;
	const struct json *row = ask_rows(q, "strata", &n);
	struct urn *u = arena_alloc(q->arena, (n + 1) * sizeof(*u));
	const char **name = arena_alloc(q->arena, (n + 1) * sizeof(*name));

	if (!all->consistent)
		ask_refuse(q, "sampler", "strata go with the consistent "
		    "sampler: it keeps their order when they are merged");
	if (ask_has(q, "ids") || ask_has(q, "population"))
		ask_refuse(q, "strata",
		    "strata bring their own names and populations");
	if (n < 1 || n > 1000)
		ask_refuse(q, "strata", "there are 1 to 1000 strata");
	for (size_t i = 0; row && !ask_bad(q); row = row->next, i++) {
		name[i] = row_text(q, "strata", row, "name", "");
		u[i] = draw_stratum(q, row, all);
		rows += (size_t)u[i].taken;
	}
	if (ask_bad(q))
		return;
	struct cell *c = result_table(w, "picks", "Drawn, by stratum", column,
	    NELEMS(column), rows);

	for (size_t i = 0; i < n; i++) {
		for (int64_t k = 0; k < u[i].taken; k++) {
			*c++ = cell_text(name[i]);
			*c++ = u[i].pick[k];
			*c++ = cell_text(u[i].ticket[k]);
		}
	}
	say_draw_basis(q, w, true);
}

static void
run_draw(struct question *q, struct result *w)
{
	struct urn u = read_urn(q);

	if (ask_bad(q))
		return;
	if (ask_has(q, "strata")) {
		draw_strata(q, w, &u);
		return;
	}
	draw(q, &u);
	if (!ask_bad(q))
		say_draw(q, w, &u);
}

const struct ask_name ask_sample_draw = {
	"sample draw", "Draw a sample that anybody can draw again",
	"The same list and seed give the same picks in any language.",
	draw_field, NELEMS(draw_field), run_draw,
};

/* --- redraw -------------------------------------------------------------- */

static bool
is_pick(struct question *q, const struct cell *c, const char *said)
{
	struct buf b = { .arena = q->arena };

	cell_write(c, &b);
	return str_eq(buf_text(&b), c->kind == CELL_TEXT
	    ? text_nfc(q->arena, text_trim(q->arena, said)) : said);
}

static void
run_redraw(struct question *q, struct result *w)
{
	struct urn u = read_urn(q);
	size_t n, i = 0;
	const char **said = ask_texts(q, "picks", &n);

	if (ask_has(q, "strata"))
		ask_refuse(q, "strata", "draw each stratum again by itself");
	if (!ask_has(q, "n"))
		u.n = n < DRAW_MOST ? (int64_t)n : DRAW_MOST;
	if (ask_bad(q))
		return;
	draw(q, &u);
	if (ask_bad(q))
		return;
	while (i < n && i < (size_t)u.taken && is_pick(q, &u.pick[i], said[i]))
		i++;
	bool same = i == n && n == (size_t)u.taken;

	result_bool(w, "same", "Same as on record", same);
	if (same) {
		result_none(w, "differs_at", "First difference");
	} else {
		result_int(w, "differs_at", "First difference, pick",
		    (int64_t)i + 1);
		result_text(w, "statement", "Statement", "The record does not "
		    "come from this list, seed and sampler.");
	}
	say_draw(q, w, &u);
}

const struct ask_name ask_sample_redraw = {
	"sample redraw", "Check a draw on record",
	"Draws again and compares with what the sheet says.",
	redraw_field, NELEMS(redraw_field), run_redraw,
};

/* --- seal and seed ------------------------------------------------------- */

static const struct ask_field seal_field[] = {
	{ "list_hash", "Hash of the list", "As recorded when the list was "
	    "frozen.", "\"87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fd"
	    "e60c4cf25c7\"", ASK_TEXT, ASK_NEEDED, NULL },
	{ "part", "Part", "At least 20 dice digits or characters, known to "
	    "one party alone.", "\"46136251634152635142\"", ASK_TEXT,
	    ASK_NEEDED, NULL },
};

static const char *const seal_assumptions[] = {
	"each party made its part without knowing the other's",
	"both seals were on record before either part was shown",
};

static void
run_seal(struct question *q, struct result *w)
{
	const char *list = ask_text(q, "list_hash", "");
	const char *part = ask_text(q, "part", "");
	char hex[HEX];

	if (ask_bad(q) || ask_failed(q, draw_seal(q->err, list, part, hex)))
		return;
	result_text(w, "seal", "Seal", "%s", hex);
	say_basis(q, w, "SHA-256 of the lines muster-part/1, list hash, part",
	    "form 1", seal_assumptions, NELEMS(seal_assumptions));
}

const struct ask_name ask_sample_seal = {
	"sample seal", "Seal one party's part of the seed",
	"The seal is told first and binds; the part is shown later.",
	seal_field, NELEMS(seal_field), run_seal,
};

static const struct ask_field seed_field[] = {
	{ "list_hash", "Hash of the list", "As recorded when the list was "
	    "frozen.", "\"87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fd"
	    "e60c4cf25c7\"", ASK_TEXT, ASK_NEEDED, NULL },
	{ "one", "First part", "The auditor's.", "\"46136251634152635142\"",
	    ASK_TEXT, ASK_NEEDED, NULL },
	{ "two", "Second part", "The auditee's.", "\"25142635142613625163\"",
	    ASK_TEXT, ASK_NEEDED, NULL },
	{ "seal_one", "First seal", "Checked when given.",
	    "\"0000000000000000000000000000000000000000000000000000000000000"
	    "000\"", ASK_TEXT, 0, NULL },
	{ "seal_two", "Second seal", "Checked when given.",
	    "\"0000000000000000000000000000000000000000000000000000000000000"
	    "000\"", ASK_TEXT, 0, NULL },
};

static void
check_seal(struct question *q, const char *list, const char *field,
    const char *part)
{
	const char *said = ask_text(q, field, NULL);
	char hex[HEX];

	if (ask_bad(q) || !said
	    || ask_failed(q, draw_seal(q->err, list, part, hex)))
		return;
	if (!str_eq(hex, said))
		ask_refuse(q, field, "the part does not fit this seal");
}

static void
run_seed(struct question *q, struct result *w)
{
	const char *list = ask_text(q, "list_hash", "");
	const char *one = ask_text(q, "one", ""), *two = ask_text(q, "two", "");
	char hex[HEX];

	check_seal(q, list, "seal_one", one);
	check_seal(q, list, "seal_two", two);
	if (ask_bad(q)
	    || ask_failed(q, draw_seed(q->err, list, one, two, hex)))
		return;
	result_text(w, "seed", "Seed", "%s", hex);
	result_bool(w, "seals_checked", "Both seals checked",
	    ask_has(q, "seal_one") && ask_has(q, "seal_two"));
	say_basis(q, w, "SHA-256 of the lines muster-seed/1, list hash, first "
	    "part, second part", "form 1", seal_assumptions,
	    NELEMS(seal_assumptions));
}

const struct ask_name ask_sample_seed = {
	"sample seed", "Make the seed of two parties' parts",
	"Neither party alone could choose it; seals show that none changed "
	"its mind.",
	seed_field, NELEMS(seed_field), run_seed,
};
