/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story_file.c - the files that orders of a story bring along. */
#include "story_parts.h"

#include "base/text.h"
#include "core/blob.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MOST = 64 * 1024 * 1024 };

static enum rc
copy_in(struct story *s, const char *path, struct upload *up)
{
	struct ctx *cx = s->cx;
	FILE *f = fopen(path, "rb");
	struct blob_in *b;
	char chunk[16384];
	size_t n;
	enum rc rc;

	if (!f)
		return err_set(&cx->err, RC_INVALID, "%.120s: %s", path,
		    strerror(errno));
	rc = blob_begin(s->cf->blobs, FILE_MOST, &cx->err, &b);
	while (!rc && (n = fread(chunk, 1, sizeof(chunk), f)) > 0) {
		rc = blob_take(b, &cx->err, chunk, n);
		if (rc)
			blob_give_up(b);
	}
	fclose(f);
	return rc ? rc : blob_end(b, &cx->err, up);
}

static enum rc
copy_built_in(struct story *s, const char *path, struct upload *up)
{
	const char *slash = strrchr(path, '/');
	struct ctx *cx = s->cx;
	struct blob_in *b;

	for (size_t i = 0; i < s->cf->nfiles; i++) {
		const struct embedded *f = &s->cf->files[i];
		enum rc rc;

		if (!str_eq(f->name, slash ? slash + 1 : path))
			continue;
		rc = blob_begin(s->cf->blobs, FILE_MOST, &cx->err, &b);
		if (rc)
			return rc;
		rc = blob_take(b, &cx->err, f->text, f->len);
		if (!rc)
			return blob_end(b, &cx->err, up);
		blob_give_up(b);
		return rc;
	}
	return err_set(&cx->err, RC_INVALID, "there is no file %.120s", path);
}

enum rc
story_file(struct story *s, const char *path, const struct pair *set, size_t n,
    int64_t *id)
{
	const char *base = strrchr(path, '/');
	struct pair in[3] = { { "name", base ? base + 1 : path } };
	struct order o = { .command = "stored_file.create", .in = in, .n = 1 };
	struct upload up;
	struct done d;
	enum rc rc = s->cf->folder ? copy_in(s, arena_fmt(s->cx->arena, "%s/%s",
	    s->cf->folder, path), &up) : copy_built_in(s, path, &up);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (str_eq(set[i].name, "audit") ||
		    str_eq(set[i].name, "organization"))
			in[o.n++] = set[i];
	s->cx->upload = &up;
	rc = command_run(s->cx, &o, 1, &d, NULL);
	s->cx->upload = NULL;
	if (!rc)
		*id = d.id;
	return rc;
}
