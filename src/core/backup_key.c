/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup_key.c - who a backup is sealed to. */
#include "backup_stream.h"

#include "base/file.h"
#include "base/text.h"
#include "proof/base64.h"

#include <string.h>
#include <sys/stat.h>

enum { MOST = 256 };

static const char public_word[] = "muster-recipient+";
static const char secret_word[] = "PRIVATE+muster-recipient+";

static char *
line_of(struct arena *a, const char *word, const unsigned char *p, size_t n)
{
	return arena_fmt(a, "%s%s", word, base64_text(a, p, n));
}

static bool
take_line(struct arena *a, const char *text, const char *word, void *out,
    size_t n)
{
	const char *s = text_trim(a, text);
	size_t got;

	return str_starts(s, word) && base64_read(s + strlen(word),
	    strlen(s + strlen(word)), out, n, &got) && got == n;
}

enum rc
backup_key_make(struct err *err, struct arena *a, const char *path,
    const char **out)
{
	struct backup_key k;
	char *line;
	enum rc rc;

	crypto_box_keypair(k.public, k.secret);
	line = arena_fmt(a, "%s\n", line_of(a, secret_word, k.secret,
	    sizeof(k.secret)));
	rc = file_write(err, path, line, strlen(line), 0400, FILE_NEW);
	sodium_memzero(line, strlen(line));
	sodium_memzero(k.secret, sizeof(k.secret));
	if (!rc)
		*out = line_of(a, public_word, k.public, sizeof(k.public));
	return rc;
}

/* A key that others can read seals nothing. */
static enum rc
check_mode(struct err *err, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO)) {
		err_set(err, RC_DENIED, "others can read the key %.150s",
		    path);
		err_hint(err, "chmod 0400 it; if it lay open for long, make "
		    "another.");
		return RC_DENIED;
	}
	return RC_OK;
}

enum rc
backup_key_load(struct err *err, struct arena *a, const char *path,
    struct backup_key *out)
{
	struct backup_key k;
	char *text;
	size_t n;
	enum rc rc = check_mode(err, path);

	if (!rc)
		rc = file_read(err, a, path, MOST, &text, &n);
	if (rc)
		return rc;
	if (!take_line(a, text, secret_word, k.secret, sizeof(k.secret)))
		rc = err_set(err, RC_INVALID, "%.150s is no key for backups",
		    path);
	sodium_memzero(text, n);
	if (rc)
		return rc;
	crypto_scalarmult_base(k.public, k.secret);
	*out = k;
	return RC_OK;
}

enum rc
backup_recipient_take(struct err *err, struct arena *a, const char *text,
    struct backup_recipient *out)
{
	struct backup_recipient r;
	char *file;
	size_t n;
	enum rc rc;

	if (!str_starts(text, public_word)) {
		rc = file_read(err, a, text, MOST, &file, &n);
		if (rc)
			return rc;
		text = file;
	}
	if (!take_line(a, text, public_word, r.public, sizeof(r.public)))
		return err_set(err, RC_INVALID, "that is no recipient of "
		    "backups: a line that begins with %s is wanted",
		    public_word);
	*out = r;
	return RC_OK;
}
