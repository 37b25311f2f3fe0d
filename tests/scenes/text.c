/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* text.c - a scene as entries with fields. */
#include "unit.h"
#include "scene.h"

#include "base/file.h"

#include <string.h>

enum { TEXT_MOST = 1 << 20, ENTRIES = 1024, FIELDS = 40 };

static void
field_add(struct text *t, char *line, size_t at)
{
	struct entry *e = t->n ? &t->entry[t->n - 1] : NULL;
	char *colon = strstr(line, ": ");

	if (!e || !colon || e->n == FIELDS)
		fail_msg("%s:%zu: no field: %s", t->path, at, line);
	*colon = '\0';
	e->in[e->n++] = (struct pair){ line, colon + 2 };
}

/* A line that is indented once more goes on with the value above it. */
static void
field_go_on(struct arena *a, struct text *t, const char *line, size_t at)
{
	struct entry *e = t->n ? &t->entry[t->n - 1] : NULL;

	if (!e || !e->n)
		fail_msg("%s:%zu: nothing goes on here", t->path, at);
	e->in[e->n - 1].value = arena_fmt(a, "%s %s", e->in[e->n - 1].value,
	    line);
}

static void
line_add(struct arena *a, struct text *t, char *line, size_t at)
{
	if (!*line || *line == '#' || strncmp(line, "==", 2) == 0)
		return;
	if (strncmp(line, "\t\t", 2) == 0) {
		field_go_on(a, t, line + 2, at);
	} else if (*line == '\t') {
		field_add(t, line + 1, at);
	} else {
		if (t->n == ENTRIES)
			fail_msg("%s is too long", t->path);
		t->entry[t->n++] = (struct entry){ .line = at, .head = line,
			.in = arena_alloc(a, FIELDS * sizeof(struct pair)) };
	}
}

struct text
text_read(struct arena *a, const char *path)
{
	struct text t = { .path = path,
		.entry = arena_alloc(a, ENTRIES * sizeof(*t.entry)) };
	struct err err;
	char *s, *next;
	size_t n;

	if (file_read(&err, a, path, TEXT_MOST, &s, &n))
		fail_msg("%s: %s", path, err.text);
	for (size_t at = 1; s; s = next, at++) {
		next = strchr(s, '\n');
		if (next)
			*next++ = '\0';
		line_add(a, &t, s, at);
	}
	return t;
}
