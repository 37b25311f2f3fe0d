/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "exchange/csv.h"

#include <stdlib.h>
#include <string.h>

/* What was read, written and read again, is the same. */
static void
comes_back(struct arena *a, const struct csv_table *t)
{
	struct buf b = { .arena = a };
	struct csv_table again = { 0 };
	const struct csv_row *x = t->rows, *y;
	struct err err;

	for (size_t i = 0; i < t->columns; i++) {
		csv_text(&b, t->header[i]);
		(i + 1 < t->columns ? csv_next : csv_line)(&b);
	}
	for (; x; x = x->next) {
		for (size_t i = 0; i < t->columns; i++) {
			csv_text(&b, x->cells[i]);
			(i + 1 < t->columns ? csv_next : csv_line)(&b);
		}
	}
	if (csv_table_read(&err, a, b.s, b.len, NULL, &again))
		abort();
	y = again.rows;
	for (x = t->rows; x && y; x = x->next, y = y->next) {
		for (size_t i = 0; i < t->columns; i++)
			assert(strcmp(x->cells[i], y->cells[i]) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct csv_limits limits = { 1 << 16, 200, 20, 1000 };
	struct arena *a = arena_new_capped(1 << 20);
	struct err err = { .code = RC_OK };
	struct csv_table t = { 0 };
	enum rc rc = csv_table_read(&err, a, (const char *)data, n, &limits,
	    &t);

	assert((rc == RC_OK) == (t.columns > 0));
	assert(rc == RC_OK || (err.code == rc && *err.text));
	if (rc == RC_OK)
		comes_back(a, &t);
	arena_free(a);
	return 0;
}
