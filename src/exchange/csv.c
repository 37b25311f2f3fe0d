/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"

#include "base/text.h"

#include <csv.h>
#include <string.h>

const struct csv_limits csv_limits = {
	.bytes = 64 * 1024 * 1024,
	.rows = 200000,
	.columns = 200,
	.cell = 32 * 1024,
};

static const char mark[] = "\xef\xbb\xbf";         /* of the byte order */

/* --- guard against formulas --------------------------------------------------- */

/* What a spreadsheet takes for the begin of a formula, wide forms too. */
static bool
starts_formula(const char *s)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };

	if (*s && strchr("=+-@\t\r\n", *s))
		return true;
	for (size_t i = 0; i < NELEMS(wide); i++) {
		if (str_starts(s, wide[i]))
			return true;
	}
	return false;
}

/* Apostrophes before a formula count too, or reading would strip one. */
static bool
wants_guard(const char *s)
{
	return starts_formula(s + strspn(s, "'"));
}

static const char *
without_guard(const char *s)
{
	return *s == '\'' && wants_guard(s) ? s + 1 : s;
}

/* --- in ----------------------------------------------------------------------- */

struct reader {
	struct err *err;
	struct arena *arena;
	const struct csv_limits *limits;
	enum rc rc;
	size_t line, line_here;         /* where the row began; where we are */
	size_t n, columns, rows;        /* n: cells of the row so far */
	const char **cells;             /* room for limits->columns */
	const char **header;
	struct csv_row *first, **tail;
};

/* Libcsv trims blanks unless it is told that there are none. */
static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void *
get(struct reader *r, size_t n)
{
	void *p = arena_try(r->arena, n);

	if (!p && !r->rc)
		r->rc = err_set(r->err, RC_LIMIT, "the table needs more memory "
		    "than one piece of work may have");
	return p;
}

static void
on_cell(void *s, size_t n, void *arg)
{
	struct reader *r = arg;
	char *copy;

	if (r->rc)
		return;
	if (n > r->limits->cell) {
		r->rc = err_set(r->err, RC_LIMIT, "line %zu, column %zu: the "
		    "cell has %zu bytes, at most %zu are read", r->line,
		    r->n + 1, n, r->limits->cell);
		return;
	}
	if (r->n >= (r->header ? r->columns : r->limits->columns)) {
		r->rc = err_set(r->err, RC_INVALID, "line %zu has more than "
		    "%zu cells", r->line,
		    r->header ? r->columns : r->limits->columns);
		return;
	}
	copy = get(r, n + 1);
	if (!copy)
		return;
	if (n)
		memcpy(copy, s, n);
	r->cells[r->n++] = without_guard(copy);
}

static const char **
take_cells(struct reader *r)
{
	const char **cells = get(r, (r->n + 1) * sizeof(*cells));

	if (cells)
		memcpy(cells, r->cells, r->n * sizeof(*cells));
	return cells;
}

static void
take_header(struct reader *r)
{
	r->columns = r->n;
	r->header = take_cells(r);
	for (size_t i = 0; i < r->n && !r->rc; i++) {
		if (!*r->cells[i])
			r->rc = err_set(r->err, RC_INVALID, "line %zu: column "
			    "%zu has no name", r->line, i + 1);
		for (size_t k = 0; k < i && !r->rc; k++) {
			if (strcmp(r->cells[i], r->cells[k]) == 0)
				r->rc = err_set(r->err, RC_INVALID, "line %zu: "
				    "columns %zu and %zu have the same name",
				    r->line, k + 1, i + 1);
		}
	}
}

static void
take_row(struct reader *r)
{
	struct csv_row *row;

	if (r->n != r->columns) {
		r->rc = err_set(r->err, RC_INVALID, "line %zu has %zu cells, "
		    "the header has %zu", r->line, r->n, r->columns);
		return;
	}
	if (++r->rows > r->limits->rows) {
		r->rc = err_set(r->err, RC_LIMIT, "the table has more than %zu "
		    "rows", r->limits->rows);
		return;
	}
	row = get(r, sizeof(*row));
	if (!row)
		return;
	row->line = r->line;
	row->cells = take_cells(r);
	*r->tail = row;
	r->tail = &row->next;
}

static void
on_row(int c, void *arg)
{
	struct reader *r = arg;

	(void)c;
	if (!r->rc && !r->header)
		take_header(r);
	else if (!r->rc)
		take_row(r);
	r->n = 0;
	r->line = r->line_here + 1;
}

/* Whichever of the three stands most often in the first line. */
static char
find_separator(const char *s, size_t n)
{
	static const char marks[] = ",;\t";
	size_t counts[3] = { 0 };
	size_t best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n && (quoted || s[i] != '\n'); i++) {
		const char *m = s[i] ? strchr(marks, s[i]) : NULL;

		quoted ^= s[i] == '"';
		if (m && !quoted)
			counts[m - marks]++;
	}
	for (size_t i = 1; i < NELEMS(counts); i++)
		best = counts[i] > counts[best] ? i : best;
	return marks[best];
}

static size_t
line_length(const char *s, size_t n)
{
	const char *end = memchr(s, '\n', n);

	return end ? (size_t)(end - s) + 1 : n;
}

static enum rc
parse_lines(struct reader *r, struct csv_parser *p, const char *s, size_t n)
{
	while (n && !r->rc) {
		size_t k = line_length(s, n);

		r->line_here++;
		if (!utf8_valid(s, k)) {
			err_set(r->err, RC_INVALID, "line %zu is not UTF-8 "
			    "text", r->line_here);
			err_hint(r->err, "Save the table as CSV UTF-8.");
			return RC_INVALID;
		}
		if (csv_parse(p, s, k, on_cell, on_row, r) != k && !r->rc)
			return err_set(r->err, RC_INVALID, "line %zu: a "
			    "quotation mark stands where none may",
			    r->line_here);
		s += k;
		n -= k;
	}
	if (!r->rc && csv_fini(p, on_cell, on_row, r) != 0 && !r->rc)
		return err_set(r->err, RC_INVALID, "line %zu: the cell that "
		    "begins in this row has no closing quotation mark",
		    r->line);
	return r->rc;
}

static enum rc
read_table(struct reader *r, const char *s, size_t n, struct csv_table *out)
{
	struct csv_parser p;
	char separator;
	enum rc rc;

	while (n >= 3 && memcmp(s, mark, 3) == 0) {
		s += 3;
		n -= 3;
	}
	separator = find_separator(s, n);
	if (n >= 6 && memcmp(s, "sep=", 4) == 0 && strchr(",;\t", s[4])) {
		size_t k = line_length(s, n);

		separator = s[4];
		s += k;
		n -= k;
		r->line_here++;
		r->line++;
	}
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_set(r->err, RC_LIMIT, "no memory for the table");
	csv_set_delim(&p, (unsigned char)separator);
	csv_set_space_func(&p, no_blank);
	rc = parse_lines(r, &p, s, n);
	csv_free(&p);
	if (!rc && !r->header)
		rc = err_set(r->err, RC_INVALID, "the table is empty");
	if (rc)
		return rc;
	*out = (struct csv_table){ .columns = r->columns, .n = r->rows,
	    .header = r->header, .rows = r->first };
	return RC_OK;
}

enum rc
csv_table_read(struct err *err, struct arena *a, const char *s, size_t n,
    const struct csv_limits *limits, struct csv_table *out)
{
	struct reader r = { .err = err, .arena = a, .line = 1 };

	r.limits = limits ? limits : &csv_limits;
	r.tail = &r.first;
	if (n > r.limits->bytes)
		return err_set(err, RC_LIMIT, "the table has %zu bytes, at "
		    "most %zu are read", n, r.limits->bytes);
	r.cells = arena_alloc(a, r.limits->columns * sizeof(*r.cells));
	return read_table(&r, s, n, out);
}

ptrdiff_t
csv_column(const struct csv_table *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++) {
		if (strcmp(t->header[i], name) == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

enum rc
csv_expect(struct err *err, const struct csv_table *t, const char *names)
{
	const char *s = names;

	for (size_t i = 0; i < t->columns; i++) {
		size_t k = strcspn(s, " ");

		if (strlen(t->header[i]) != k || memcmp(t->header[i], s, k))
			return err_set(err, RC_INVALID, "the columns are to be "
			    "%s; column %zu is %s", names, i + 1,
			    t->header[i]);
		s += k + (s[k] == ' ');
	}
	if (*s)
		return err_set(err, RC_INVALID, "the columns are to be %s; "
		    "there are only %zu", names, t->columns);
	return RC_OK;
}

/* --- out --------------------------------------------------------------------- */

void
csv_text(struct buf *out, const char *s)
{
	bool quoted;

	if (!s)
		return;
	/*
	 * At the head of a table the last two would be taken for its own, and
	 * a line with nothing in it for none.
	 */
	quoted = !*s || strpbrk(s, ",;\t\"\r\n") || str_starts(s, mark) ||
	    str_starts(s, "sep=");
	if (quoted)
		buf_char(out, '"');
	if (wants_guard(s))
		buf_char(out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	if (quoted)
		buf_char(out, '"');
}

void
csv_int(struct buf *out, int64_t v)
{
	if (v != UNSET)
		buf_int(out, v);
}

void
csv_next(struct buf *out)
{
	buf_char(out, ',');
}

void
csv_line(struct buf *out)
{
	buf_str(out, "\r\n");
}
