/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ask.h - the decisions by name: a JSON object in, an answer out.
 *
 * The command line, the API, pages and scripts all go through here, so they
 * cannot disagree.  Each name has its fields with label, help and example;
 * flags, forms, schema and manual are made of the same table.  Functions of
 * the library behind it stay usable by themselves.
 *
 * Callers run inside arena_run: a question may be as large as the arena's cap.
 * Every answer carries method, edition, assumptions, inputs and software.
 * Unknown fields are refused: a typing mistake must not become a default.
 */
#ifndef DECIDE_ASK_H
#define DECIDE_ASK_H

#include "decide/result.h"
#include "decide/decimal.h"

enum ask_kind {
	ASK_INT,        /* a whole number */
	ASK_RATE,       /* a decimal 0 to 1 as text: "0.05"; "5 %" too */
	ASK_DECIMAL,    /* a decimal as text, or a number */
	ASK_PICK,       /* one of choices */
	ASK_FLAG,       /* true or false */
	ASK_TEXT,
	ASK_INTS, ASK_DECIMALS, ASK_TEXTS,      /* lists of these */
	ASK_ROWS,       /* a list of objects or lists; help names its shape */
	ASK_NAMED       /* an object of whole numbers by name */
};

enum { ASK_NEEDED = 1 };

struct ask_field {
	const char *name, *label, *help;
	const char *example;            /* as JSON */
	enum ask_kind kind;
	unsigned flags;
	const char *choices;            /* ASK_PICK: "a|b|c", first: default */
};

struct question;                        /* one, being answered */

struct ask_name {
	const char *name;               /* "sample size" */
	const char *title, *help;
	const struct ask_field *field;
	size_t fields;
	void (*run)(struct question *q, struct result *w);
};

extern const struct ask_name *const ask_names[];        /* ends with NULL */

const struct ask_name *ask_find(const char *name);      /* or NULL */

/* The answer, to be written by result_json, result_write or a page. */
enum rc decide_result(struct err *err, struct arena *a, const char *name,
	const char *json, size_t n, struct result **out) MUST_USE;

/* The same, written: one line of JSON, or text for people. */
enum rc decide_ask(struct err *err, struct arena *a, const char *name,
	const char *json, size_t n, struct buf *out) MUST_USE;
enum rc decide_text(struct err *err, struct arena *a, const char *name,
	const char *json, size_t n, struct buf *out) MUST_USE;

/*
 * For --batch: always one line and its LF; a refusal is the object
 * {"error":{"code":..., "field":..., "text":..., "hint":...}}.
 */
enum rc decide_line(struct err *err, struct arena *a, const char *name,
	const char *json, size_t n, struct buf *out);

/*
 * Flags and form fields as the JSON of a question: "a,b" becomes a list,
 * rows and named numbers are JSON already, an empty value is left out.
 */
enum rc ask_from_pairs(struct err *err, const struct ask_name *name,
	const struct pair *pair, size_t n, struct buf *out) MUST_USE;

/* The manual of one name, or of all: Markdown. */
void ask_manual(const struct ask_name *name, struct buf *out);
void ask_manual_all(struct buf *out);

/* JSON Schema of the object that a name takes. */
void ask_schema(const struct ask_name *name, struct buf *out);

#endif
