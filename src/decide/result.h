/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result.h - a result before it is JSON, text or a page.
 *
 * A list of items in the order in which a person reads them: one value, a
 * list of values, or a table.  Each has a name (for programs) and a label (for
 * people), so that the three forms cannot say different things.
 *
 * In JSON a real number is a decimal string, so that no reader rounds it; a
 * time in days is a number with at most two decimals; a count is a number.
 */
#ifndef RESULT_H
#define RESULT_H

#include "base/base.h"
#include "base/json.h"

enum cell_kind {
	CELL_NONE, CELL_INT, CELL_REAL, CELL_DAYS, CELL_TEXT, CELL_BOOL
};

struct cell {
	enum cell_kind kind;
	int64_t number;                 /* int; days: hundredths; bool */
	double real;                    /* always finite */
	const char *text;
};

struct column { const char *name, *label; };

enum item_shape { ITEM_ONE, ITEM_LIST, ITEM_TABLE };

struct item {
	const char *name, *label;
	enum item_shape shape;
	struct cell *cell;              /* of a table: row by row */
	size_t rows;
	const struct column *column;
	size_t columns;
	struct item *next;
};

struct result {
	struct arena *arena;
	const char *title;
	struct item *first, *last;
	const struct json *inputs;
};

struct result *result_new(struct arena *a, const char *title,
	const struct json *inputs);

/* Names, labels and columns are kept as pointers, texts too. */
void result_int(struct result *w, const char *name, const char *label,
	int64_t v);
void result_real(struct result *w, const char *name, const char *label,
	double v);
void result_days(struct result *w, const char *name, const char *label,
	int64_t days100);
void result_bool(struct result *w, const char *name, const char *label, bool v);
void result_text(struct result *w, const char *name, const char *label,
	const char *fmt, ...) PRINTF_LIKE(4, 5);
void result_none(struct result *w, const char *name, const char *label);

/* Cells to fill: rows of one, or rows times columns; zeroed (CELL_NONE). */
struct cell *result_list(struct result *w, const char *name, const char *label,
	size_t n);
struct cell *result_table(struct result *w, const char *name,
	const char *label, const struct column *column, size_t columns,
	size_t rows);

struct cell cell_int(int64_t v);
struct cell cell_real(double v);
struct cell cell_days(int64_t days100);
struct cell cell_text(const char *s);
struct cell cell_bool(bool v);

/* NULL when there is none of the name. */
const struct item *result_item(const struct result *w, const char *name);

/* One line of JSON without line end. */
void result_json(const struct result *w, struct buf *out);

/* Lines for a terminal or a sheet of paper; tables in columns. */
void result_write(const struct result *w, struct buf *out);

/* A cell as people read it: "yes", "8.5", "0.04928165433". */
void cell_write(const struct cell *c, struct buf *out);

/* A finite number in at most 13 digits, without exponent where it can be. */
void real_write(double v, struct buf *out);

#endif
