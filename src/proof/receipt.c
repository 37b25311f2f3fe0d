/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "receipt.h"

#include "base/text.h"
#include "proof/base64.h"

#include <string.h>

static const char first_line[] = "c2sp.org/tlog-proof@v1\n";

char *
receipt_text(struct arena *a, const struct receipt *r)
{
	struct buf out = { .arena = a };

	assert(r->index >= 0 && r->path.n < PATH_MAX_HASHES);
	buf_str(&out, first_line);
	if (r->nextra) {
		buf_str(&out, "extra ");
		base64_add(&out, r->extra, r->nextra);
		buf_char(&out, '\n');
	}
	buf_fmt(&out, "index %lld\n", (long long)r->index);
	for (size_t i = 0; i < r->path.n; i++) {
		base64_add(&out, r->path.hash[i], HASH);
		buf_char(&out, '\n');
	}
	buf_char(&out, '\n');
	buf_add(&out, r->checkpoint, r->ncheckpoint);
	return out.s;
}

/* The line at *p without its LF, and *p behind it. */
static char *
take_line(char **p)
{
	char *line = *p, *lf = strchr(line, '\n');

	if (!lf)
		return NULL;
	*lf = '\0';
	*p = lf + 1;
	return line;
}

static bool
read_extra(struct arena *a, const char *s, struct receipt *r)
{
	unsigned char *raw = arena_alloc(a, RECEIPT_EXTRA);

	r->extra = raw;
	return base64_read(s, strlen(s), raw, RECEIPT_EXTRA, &r->nextra) &&
	    r->nextra > 0;
}

static bool
read_index(const char *line, int64_t *out)
{
	static const char key[] = "index ";
	const char *s = line + sizeof(key) - 1;

	return str_starts(line, key) && (s[0] != '0' || s[1] == '\0') &&
	    int_parse(s, 0, INT64_MAX, out);
}

static bool
read_path(char **p, struct path *path)
{
	char *line = take_line(p);

	for (; line && *line; line = take_line(p))
		if (path->n == PATH_MAX_HASHES - 1 ||
		    !base64_hash(line, strlen(line), path->hash[path->n++]))
			return false;
	return line != NULL;
}

enum rc
receipt_parse(struct err *err, struct arena *a, const char *s, size_t n,
    struct receipt *out)
{
	struct receipt r = { 0 };
	char *copy, *p, *line;

	if (n > NOTE_MAX)
		return err_set(err, RC_LIMIT, "a proof has at most %d bytes",
		    NOTE_MAX);
	copy = p = arena_dup(a, s, n);
	if (strlen(p) != n || !str_starts(p, first_line))
		return err_set(err, RC_INVALID, "not a tlog-proof@v1");
	p += sizeof(first_line) - 1;
	line = take_line(&p);
	if (line && str_starts(line, "extra ")) {
		if (!read_extra(a, line + strlen("extra "), &r))
			return err_field(err, "extra",
			    "the extra data of the proof are malformed");
		line = take_line(&p);
	}
	if (!line || !read_index(line, &r.index))
		return err_field(err, "index", "the proof has no valid index");
	if (!read_path(&p, &r.path))
		return err_field(err, "path",
		    "the hashes of the proof are malformed");
	r.checkpoint = p;
	r.ncheckpoint = n - (size_t)(p - copy);
	*out = r;
	return RC_OK;
}

enum rc
receipt_verify(struct err *err, struct arena *a, const struct receipt *r,
    const unsigned char leaf[HASH], const struct key *key,
    struct checkpoint *out)
{
	struct checkpoint cp;
	enum rc rc;

	rc = checkpoint_open(err, a, r->checkpoint, r->ncheckpoint, key, &cp,
	    NULL);
	if (rc)
		return rc;
	if (!path_includes(&r->path, r->index, cp.size, leaf, cp.root))
		return err_set(err, RC_DENIED,
		    "entry %lld is not in the log of %lld entries",
		    (long long)r->index, (long long)cp.size);
	if (out)
		*out = cp;
	return RC_OK;
}
