/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pages.h"

#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Made by tools/embed.c from the lists in meson.build. */
extern const struct embedded web_pages[], web_static[];
extern const size_t web_pages_count, web_static_count;

struct pages {
	bool strict;
	struct templates *templates;
	struct embedded *file;          /* static ones, by hashed names */
	size_t nfiles;
};

/* The file as it lies in the folder now. */
static enum rc
read_anew(struct err *err, struct arena *a, const char *folder,
    const char *kind, struct embedded *e)
{
	const char *path = arena_fmt(a, "%s/%s/%s", folder, kind, e->name);
	struct buf b = { .arena = a };
	FILE *f = fopen(path, "rb");
	char part[4096], hex[HEX];

	if (!f)
		return err_set(err, RC_INVALID, "%s: %s", path,
		    strerror(errno));
	for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;)
		buf_add(&b, part, n);
	fclose(f);
	hash_hex_of(buf_text(&b), b.len, hex);
	e->text = buf_text(&b);
	e->len = b.len;
	e->hash = arena_dup(a, hex, 16);
	return RC_OK;
}

/* "muster.css" becomes "muster.HASH.css". */
static const char *
hashed_name(struct arena *a, const struct embedded *e)
{
	const char *dot = strrchr(e->name, '.');

	return arena_fmt(a, "%.*s.%s%s", (int)(dot - e->name), e->name,
	    e->hash, dot);
}

static enum rc
load_files(struct err *err, struct arena *a, const char *folder,
    struct pages *p, struct pair *constant)
{
	enum rc rc = RC_OK;

	p->nfiles = web_static_count;
	p->file = arena_alloc(a, p->nfiles * sizeof(*p->file));
	for (size_t i = 0; i < p->nfiles && !rc; i++) {
		struct embedded *e = &p->file[i];

		*e = web_static[i];
		if (folder)
			rc = read_anew(err, a, folder, "static", e);
		constant[i].name = e->name;
		e->name = hashed_name(a, e);
		constant[i].value = arena_fmt(a, "/static/%s", e->name);
	}
	return rc;
}

static enum rc
load_templates(struct err *err, struct arena *a, const char *folder,
    struct pages *p, const struct pair *constant)
{
	size_t n = web_pages_count;
	struct template_source *source = arena_alloc(a, n * sizeof(*source));

	for (size_t i = 0; i < n; i++) {
		struct embedded e = web_pages[i];
		enum rc rc = folder ?
		    read_anew(err, a, folder, "pages", &e) : RC_OK;

		if (rc)
			return rc;
		/* Parts stand within lines, so the last line has no end. */
		e.len -= e.len && e.text[e.len - 1] == '\n';
		source[i] = (struct template_source){ arena_dup(a, e.name,
		    strlen(e.name) - strlen(".html")), e.text, e.len };
	}
	return templates_new(err, a, source, n, constant, p->nfiles,
	    &p->templates);
}

enum rc
pages_new(struct err *err, struct arena *a, const char *folder, bool strict,
    struct pages **out)
{
	struct pages *p = arena_alloc(a, sizeof(*p));
	struct pair *constant = arena_alloc(a,
	    web_static_count * sizeof(*constant));
	enum rc rc;

	p->strict = strict;
	rc = load_files(err, a, folder, p, constant);
	if (rc)
		return rc;
	rc = load_templates(err, a, folder, p, constant);
	if (!rc)
		*out = p;
	return rc;
}

const struct embedded *
pages_file(const struct pages *p, const char *name)
{
	for (size_t i = 0; i < p->nfiles; i++)
		if (str_eq(p->file[i].name, name))
			return &p->file[i];
	return NULL;
}

const char *
pages_type(const char *name)
{
	static const struct pair type[] = {
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" },
		{ ".html", "text/html; charset=utf-8" },
	};

	for (size_t i = 0; i < NELEMS(type); i++)
		if (str_ends(name, type[i].name))
			return type[i].value;
	return "application/octet-stream";
}

static const struct template *
find(const struct pages *p, const char *name)
{
	const struct template *t = template_find(p->templates, name);

	assert(t && "a page names a template that does not exist");
	return t;
}

enum rc
pages_fill(const struct pages *p, struct err *err, struct html *out,
    const char *frame, const char *name, const struct view *v)
{
	const struct template *inner = find(p, name), *t = inner;

	if (frame)
		t = find(p, frame);
	else
		inner = NULL;
	if (p->strict)
		return template_fill_strictly(err, out, t, inner, v);
	template_fill(out, t, inner, v);
	return RC_OK;
}
