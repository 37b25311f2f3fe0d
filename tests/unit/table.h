/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * table.h - the reference tables under tests/data, row by row.
 *
 * For tests only: a table that cannot be read, a column or a number that is
 * not there, fails the test that asked.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "decide/decimal.h"
#include "unit.h"

enum { TABLE_COLUMNS = 16, TABLE_ROWS = 512 };

struct table {
	size_t columns, rows;
	char *cell[TABLE_ROWS + 1][TABLE_COLUMNS];      /* row 0: names */
};

/* One row; quoted cells may hold commas.  Cuts the line into its cells. */
static inline size_t
table_split(char *line, char **cell)
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *p = line; p; n++) {
		bool quoted = *p == '"';

		assert_true(n < TABLE_COLUMNS);
		cell[n] = p += quoted;
		p = strpbrk(p, quoted ? "\"" : ",");
		if (!p)
			return n + 1;
		if (quoted)
			*p++ = '\0';
		p = *p == ',' || !quoted ? p : NULL;
		if (p)
			*p++ = '\0';
	}
	return n;
}

static inline struct table *
table_read(struct arena *a, const char *name)
{
	struct table *t = arena_alloc(a, sizeof(*t));
	char path[512], line[4096];
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/tests/data/%s", TEST_SOURCE, name);
	FILE *f = fopen(path, "r");

	if (!f)
		fail_msg("cannot read %s", path);
	while (fgets(line, sizeof(line), f)) {
		assert_true(n <= TABLE_ROWS);
		t->columns = table_split(arena_str(a, line), t->cell[n++]);
	}
	fclose(f);
	assert_true(n > 1);
	t->rows = n - 1;
	return t;
}

/* Rows count from 1. */
static inline const char *
table_text(const struct table *t, size_t row, const char *column)
{
	for (size_t i = 0; i < t->columns; i++)
		if (!strcmp(t->cell[0][i], column))
			return t->cell[row][i] ? t->cell[row][i] : "";
	fail_msg("no column %s", column);
	return "";
}

static inline struct dec
table_dec(const struct table *t, size_t row, const char *column)
{
	struct dec d = { 0 };

	if (!dec_parse(table_text(t, row, column), &d))
		fail_msg("row %zu, %s: no decimal", row, column);
	return d;
}

static inline int64_t
table_int(const struct table *t, size_t row, const char *column)
{
	const char *s = table_text(t, row, column);

	return *s ? table_dec(t, row, column).v / DEC_UNIT : 0;
}

static inline double
table_real(const struct table *t, size_t row, const char *column)
{
	return strtod(table_text(t, row, column), NULL);
}

/* Equal within tol of the larger; says which row when not. */
static inline void
same(double got, double want, double tol, const char *where, size_t row)
{
	double gap = got > want ? got - want : want - got;
	double size = want < 0 ? -want : want;

	if (!(gap <= tol * size) && !(gap < 1e-300))
		fail_msg("%s row %zu: got %.17g, want %.17g", where, row, got,
		    want);
}

/* Equal as far as so many printed decimals tell. */
static inline void
same_printed(double got, double want, int decimals, const char *where,
    size_t row)
{
	double half = 0.500001, gap = got > want ? got - want : want - got;

	while (decimals-- > 0)
		half /= 10;
	if (!(gap <= half))
		fail_msg("%s row %zu: got %.17g, want %.17g", where, row, got,
		    want);
}

#endif
