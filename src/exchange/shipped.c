/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shipped.h"

#include "base/embed.h"
#include "base/text.h"
#include "csv.h"

#include <string.h>

extern const struct embedded shipped_files[];
extern const size_t shipped_files_count;

static enum rc
table(struct err *err, struct arena *a, const char *name, const char *columns,
    struct csv_table *out)
{
	enum rc rc = err_set(err, RC_MISSING, "%s is not built in", name);

	for (size_t i = 0; i < shipped_files_count; i++) {
		const struct embedded *f = &shipped_files[i];

		if (strcmp(f->name, name) == 0)
			rc = csv_table_read(err, a, f->text, f->len, NULL, out);
	}
	return rc ? rc : csv_expect(err, out, columns);
}

static enum rc
read_edition(struct err *err, struct arena *a, const char *label,
    struct shipped_edition *out)
{
	const char *name = arena_fmt(a, "iso27001-%s", label);
	struct shipped_item *items;
	struct csv_table t;
	size_t n = 0;
	enum rc rc = table(err, a, arena_fmt(a, "%s.csv", name),
	    "id parent title kind", &t);

	if (rc)
		return rc;
	items = arena_alloc(a, (t.n + 1) * sizeof(*items));
	for (const struct csv_row *r = t.rows; r; r = r->next)
		items[n++] = (struct shipped_item){ r->cells[0], r->cells[1],
			r->cells[2], r->cells[3] };
	*out = (struct shipped_edition){ name, label, items, n };
	return RC_OK;
}

static enum rc
read_maps(struct err *err, struct arena *a, struct shipped *out)
{
	struct shipped_map *maps;
	struct csv_table t;
	size_t n = 0;
	enum rc rc = table(err, a, "iso27001-2013-2022-map.csv",
	    "from to relation", &t);

	if (rc)
		return rc;
	maps = arena_alloc(a, (t.n + 1) * sizeof(*maps));
	for (const struct csv_row *r = t.rows; r; r = r->next)
		maps[n++] = (struct shipped_map){ r->cells[0], r->cells[1],
			r->cells[2] };
	out->maps = maps;
	out->nmaps = n;
	return RC_OK;
}

static enum rc
add_hints(struct err *err, const struct csv_table *t, const char *file,
    struct shipped_hint *hints, size_t *n)
{
	for (const struct csv_row *r = t->rows; r; r = r->next) {
		struct shipped_hint *h = &hints[(*n)++];

		*h = (struct shipped_hint){ .clause = r->cells[0],
			.clause_2013 = r->cells[1], .list = r->cells[2],
			.method = r->cells[4], .text = r->cells[5] };
		if (!int_parse(r->cells[3], 1, 10000, &h->seq))
			return err_set(err, RC_INVALID, "%s line %zu: \"seq\" "
			    "is no number", file, r->line);
	}
	return RC_OK;
}

static enum rc
read_hints(struct err *err, struct arena *a, struct shipped *out)
{
	static const char columns[] = "clause clause_2013 list seq method text";
	static const char *const files[] = { "annex-a.csv", "controls.csv" };
	struct csv_table t[NELEMS(files)];
	struct shipped_hint *hints;
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < NELEMS(files) && !rc; i++) {
		rc = table(err, a, files[i], columns, &t[i]);
		n += rc ? 0 : t[i].n;
	}
	if (rc)
		return rc;
	hints = arena_alloc(a, (n + 1) * sizeof(*hints));
	n = 0;
	for (size_t i = 0; i < NELEMS(files) && !rc; i++)
		rc = add_hints(err, &t[i], files[i], hints, &n);
	out->hints = hints;
	out->nhints = n;
	return rc;
}

const char *
shipped_mark(struct arena *a)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < shipped_files_count; i++)
		buf_fmt(&b, "%s%s", i ? " " : "", shipped_files[i].hash);
	return buf_text(&b);
}

enum rc
shipped_read(struct err *err, struct arena *a, struct shipped *out)
{
	struct shipped s = { 0 };
	enum rc rc = read_edition(err, a, "2013", &s.edition[0]);

	if (!rc)
		rc = read_edition(err, a, "2022", &s.edition[1]);
	if (!rc)
		rc = read_maps(err, a, &s);
	if (!rc)
		rc = read_hints(err, a, &s);
	if (rc)
		return rc;
	*out = s;
	return RC_OK;
}
