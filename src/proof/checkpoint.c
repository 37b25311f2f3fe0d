/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "checkpoint.h"

#include "base/text.h"
#include "proof/base64.h"

#include <string.h>

char *
checkpoint_text(struct arena *a, const struct checkpoint *cp)
{
	assert(cp->size >= 0 &&
	    key_name_valid(cp->origin, strlen(cp->origin)));
	return arena_fmt(a, "%s\n%lld\n%s\n", cp->origin, (long long)cp->size,
	    base64_text(a, cp->root, HASH));
}

char *
checkpoint_sign(struct arena *a, const struct checkpoint *cp,
    const struct signer *s)
{
	return note_sign(a, checkpoint_text(a, cp), s);
}

/* "0", or digits of which the first is no zero. */
static bool
read_size(const char *s, int64_t *out)
{
	return (s[0] != '0' || s[1] == '\0') &&
	    int_parse(s, 0, INT64_MAX, out);
}

/* The three lines of a copy, cut at their ends; rest is behind them. */
static bool
cut_lines(char *s, char *line[3], char **rest)
{
	for (int i = 0; i < 3; i++) {
		char *lf = strchr(s, '\n');

		if (!lf || lf == s)
			return false;
		*lf = '\0';
		line[i] = s;
		s = lf + 1;
	}
	*rest = s;
	return true;
}

static bool
extensions_valid(const char *s)
{
	return s[0] != '\n' && !strstr(s, "\n\n") &&
	    (s[0] == '\0' || str_ends(s, "\n"));
}

enum rc
checkpoint_parse(struct err *err, struct arena *a, const char *text, size_t n,
    struct checkpoint *out)
{
	struct checkpoint cp;
	char *line[3], *rest;

	if (!note_text_valid(text, n) ||
	    !cut_lines(arena_dup(a, text, n), line, &rest) ||
	    !extensions_valid(rest))
		return err_set(err, RC_INVALID,
		    "a checkpoint has three lines that are not empty");
	cp.origin = line[0];
	if (!key_name_valid(cp.origin, strlen(cp.origin)))
		return err_field(err, "origin",
		    "the first line of the checkpoint is no name of a log");
	if (!read_size(line[1], &cp.size))
		return err_field(err, "size",
		    "the second line of the checkpoint is no number of "
		    "entries");
	if (!base64_hash(line[2], strlen(line[2]), cp.root))
		return err_field(err, "root",
		    "the third line of the checkpoint is no hash");
	*out = cp;
	return RC_OK;
}

enum rc
checkpoint_open(struct err *err, struct arena *a, const char *s, size_t n,
    const struct key *key, struct checkpoint *out, struct note *note)
{
	struct checkpoint cp;
	struct note whole;
	enum rc rc;

	rc = note_open(err, a, s, n, key, &whole);
	if (rc)
		return rc;
	rc = checkpoint_parse(err, a, whole.text, whole.len, &cp);
	if (rc)
		return rc;
	if (!str_eq(cp.origin, key->name))
		return err_set(err, RC_DENIED,
		    "the checkpoint is of %s, the key of %s", cp.origin,
		    key->name);
	*out = cp;
	if (note)
		*note = whole;
	return RC_OK;
}
