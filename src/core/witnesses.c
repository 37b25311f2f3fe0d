/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "witnesses.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_MOST = 64 * 1024, STATE_MOST = 4096 };

static const char *
state_path(struct arena *a, const char *dir, const char *url)
{
	char hex[HEX];

	hash_hex_of(url, strlen(url), hex);
	return arena_fmt(a, "%s/witness-%.16s", dir, hex);
}

/* "SIZE TIME TROUBLE"; what cannot be read is as if it was never tried. */
static void
load_state(struct arena *a, const char *dir, struct witness_state *w)
{
	struct err lost;
	char *text, *time, *trouble;
	size_t n;

	w->trouble = "";
	if (file_read(&lost, a, state_path(a, dir, w->url), STATE_MOST, &text,
	    &n))
		return;
	time = strchr(text, ' ');
	trouble = time ? strchr(time + 1, ' ') : NULL;
	if (!trouble)
		return;
	*time = *trouble = '\0';
	if (int_parse(text, 0, INT64_MAX, &w->size) &&
	    int_parse(time + 1, 0, INT64_MAX, &w->time))
		w->trouble = text_trim(a, trouble + 1);
}

enum rc
witnesses_note(struct err *err, struct arena *a, const char *dir,
    const struct witness_state *w)
{
	const char *text = arena_fmt(a, "%lld %lld %s\n", (long long)w->size,
	    (long long)w->time, w->trouble);

	return file_write(err, state_path(a, dir, w->url), text, strlen(text),
	    0600, FILE_REPLACE);
}

static const char *
list_path(struct arena *a, const char *dir)
{
	return arena_fmt(a, "%s/witnesses", dir);
}

static enum rc
take_line(struct err *err, struct arena *a, const char *line,
    struct witness_state *w)
{
	size_t n = strcspn(line, " ");

	*w = (struct witness_state){ .url = arena_dup(a, line, n) };
	if (!line[n])
		return err_set(err, RC_INVALID, "the witness %.80s has no key",
		    w->url);
	return key_parse(err, line + n + 1, &w->key);
}

enum rc
witnesses_load(struct err *err, struct arena *a, const char *dir,
    struct witness_state **out, size_t *n)
{
	struct witness_state *w = arena_alloc(a, WITNESSES * sizeof(*w));
	size_t k = 0, len;
	char *s;
	enum rc rc = file_read(err, a, list_path(a, dir), LIST_MOST, &s, &len);

	if (rc == RC_MISSING) {
		s = arena_str(a, "");
		rc = RC_OK;
	}
	for (; !rc && *s && k < WITNESSES; k++) {
		size_t line = strcspn(s, "\n");
		bool more = s[line] == '\n';

		s[line] = '\0';
		rc = take_line(err, a, s, &w[k]);
		if (!rc)
			load_state(a, dir, &w[k]);
		s += line + more;
	}
	if (rc)
		return rc;
	*out = w;
	*n = k;
	return RC_OK;
}

static enum rc
check_new(struct err *err, const struct witness_state *w, size_t n,
    const char *url, const char *key)
{
	struct key parsed;

	for (size_t i = 0; i < n; i++)
		if (str_eq(w[i].url, url))
			return err_set(err, RC_CONFLICT, "%.80s is a witness "
			    "already", url);
	if (n == WITNESSES)
		return err_set(err, RC_LIMIT, "at most %d witnesses",
		    WITNESSES);
	if (!(str_starts(url, "https://") || str_starts(url, "http://")) ||
	    strpbrk(url, " \n"))
		return err_field(err, "url", "a witness has an address that "
		    "begins with https://");
	return key_parse(err, key, &parsed);
}

enum rc
witnesses_add(struct err *err, struct arena *a, const char *dir,
    const char *url, const char *key)
{
	struct buf b = { .arena = a };
	struct witness_state *w;
	size_t n;
	enum rc rc = witnesses_load(err, a, dir, &w, &n);

	if (!rc)
		rc = check_new(err, w, n, url, key);
	if (rc)
		return rc;
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_set(err, file_rc(errno), "cannot make %.100s", dir);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s %s\n", w[i].url, key_text(a, &w[i].key));
	buf_fmt(&b, "%s %s\n", url, key);
	return file_write(err, list_path(a, dir), b.s, b.len, 0600,
	    FILE_REPLACE);
}
