/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * csv.h - tables as text after RFC 4180, in and out.
 *
 * In: UTF-8 with or without a byte order mark; separated by comma, semicolon
 * or tab, told by a first line "sep=;" or found in the header.  Blanks in
 * cells are kept.  Every row has as many cells as the header, or the row is
 * named in the refusal.
 *
 * Out: a cell that a spreadsheet would take for a formula gets an apostrophe
 * in front (CWE-1236; quotes alone do not help), and reading strips exactly
 * that one, so that a round trip keeps the value.
 */
#ifndef CSV_TABLE_H
#define CSV_TABLE_H

#include "base/base.h"

struct csv_limits { size_t bytes, rows, columns, cell; };
extern const struct csv_limits csv_limits;

struct csv_row {
	size_t line;                    /* of the file, where it begins */
	const char **cells;             /* as many as csv_table.columns */
	struct csv_row *next;
};

struct csv_table {
	size_t columns, n;              /* rows, without the header */
	const char *const *header;
	const struct csv_row *rows;
};

/* NULL for the limits: csv_limits. */
enum rc csv_table_read(struct err *err, struct arena *a,
    const char *s, size_t n, const struct csv_limits *limits,
    struct csv_table *out) MUST_USE;

/* The place of a column, or -1. */
ptrdiff_t csv_column(const struct csv_table *t, const char *name);
/* RC_INVALID unless the header is exactly these names, blank-separated. */
enum rc csv_expect(struct err *err, const struct csv_table *t,
	const char *names) MUST_USE;

/* One cell, and between cells a comma by the caller's csv_next. */
void csv_text(struct buf *out, const char *s);  /* guarded; NULL: nothing */
void csv_int(struct buf *out, int64_t v);       /* UNSET is empty */
void csv_next(struct buf *out);
void csv_line(struct buf *out);

#endif
