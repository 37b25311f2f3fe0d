/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "signer.h"

#include "base/file.h"
#include "base/hash.h"
#include "proof/base64.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = "PRIVATE+KEY+";

enum { LINE_MAX_BYTES = 512 };  /* longer than any key's line */

struct signer {
	struct key key;
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

_Static_assert(crypto_sign_BYTES == KEY_SIGNATURE &&
    crypto_sign_PUBLICKEYBYTES == KEY_PUBLIC &&
    crypto_sign_SEEDBYTES == KEY_PUBLIC, "Ed25519 as RFC 8032 has it");

static void *
locked(size_t n)
{
	int started = sodium_init();
	void *p;

	assert(started >= 0);
	(void)started;
	p = sodium_malloc(n);
	if (!p) {
		fputs("muster: no locked memory for a signing key\n", stderr);
		abort();
	}
	return memset(p, 0, n);
}

struct signer *
signer_new(const char *name, enum key_type type)
{
	struct signer *s = locked(sizeof(*s));

	assert(key_name_valid(name, strlen(name)));
	assert(type == KEY_NOTE || type == KEY_COSIGNER);
	memcpy(s->key.name, name, strlen(name));
	s->key.type = type;
	crypto_sign_keypair(s->key.public, s->secret);
	s->key.id = key_id(&s->key);
	return s;
}

void
signer_free(struct signer *s)
{
	sodium_free(s);
}

const struct key *
signer_key(const struct signer *s)
{
	return &s->key;
}

void
signer_sign(const struct signer *s, const void *p, size_t n,
    unsigned char sig[KEY_SIGNATURE])
{
	crypto_sign_detached(sig, NULL, p, n, s->secret);
}

char *
signer_minisign(struct arena *a, const struct signer *s,
    const unsigned char sig[KEY_SIGNATURE], const char *comment)
{
	struct buf both = { .arena = a };
	unsigned char second[KEY_SIGNATURE];

	assert(!strchr(comment, '\n'));
	buf_add(&both, (const char *)sig, KEY_SIGNATURE);
	buf_str(&both, comment);
	signer_sign(s, both.s, both.len, second);
	return arena_fmt(a, "%strusted comment: %s\n%s\n",
	    key_signify_sig(a, &s->key, sig), comment,
	    base64_text(a, second, sizeof(second)));
}

/* --- the file ------------------------------------------------------------- */

enum rc
signer_save(struct err *err, const struct signer *s, const char *path)
{
	unsigned char *raw = locked(1 + KEY_PUBLIC);
	char *line = locked(LINE_MAX_BYTES);
	size_t n;
	enum rc rc;

	raw[0] = (unsigned char)s->key.type;
	memcpy(raw + 1, s->secret, KEY_PUBLIC);
	n = (size_t)snprintf(line, LINE_MAX_BYTES, "%s%s+%08x+", mark,
	    s->key.name, (unsigned)s->key.id);
	sodium_bin2base64(line + n, LINE_MAX_BYTES - n, raw, 1 + KEY_PUBLIC,
	    sodium_base64_VARIANT_ORIGINAL);
	n = strlen(line);
	line[n++] = '\n';
	rc = file_write(err, path, line, n, 0400, FILE_NEW);
	sodium_free(raw);
	sodium_free(line);
	return rc;
}

static enum rc
open_private(struct err *err, const char *path, int *out)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return err_set(err, errno == ENOENT ? RC_MISSING : RC_DENIED,
		    "the key %s cannot be opened: %s", path, strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077)) {
		close(fd);
		err_set(err, RC_DENIED, "the key %s is not its owner's alone",
		    path);
		err_hint(err, "Only its owner may read a key: chmod 0400.");
		return RC_DENIED;
	}
	*out = fd;
	return RC_OK;
}

/* Not by file_read: the line must lie in locked memory only. */
static bool
read_line(int fd, char line[LINE_MAX_BYTES])
{
	ssize_t got = 1;
	size_t n = 0;

	while (got > 0 && n < LINE_MAX_BYTES - 1) {
		got = read(fd, line + n, LINE_MAX_BYTES - 1 - n);
		if (got < 0)
			return false;
		n += (size_t)got;
	}
	if (n == 0 || line[n - 1] != '\n' || memchr(line, 0, n))
		return false;
	line[n - 1] = '\0';
	return true;
}

static bool
parse_line(const char *line, struct signer *s)
{
	unsigned char *seed = locked(KEY_PUBLIC);
	bool fits = strncmp(line, mark, sizeof(mark) - 1) == 0 &&
	    key_split(line + sizeof(mark) - 1, &s->key, seed);

	if (fits) {
		crypto_sign_seed_keypair(s->key.public, s->secret, seed);
		fits = s->key.id == key_id(&s->key);
	}
	sodium_free(seed);
	return fits;
}

enum rc
signer_load(struct err *err, const char *path, struct signer **out)
{
	struct signer *s;
	char *line;
	bool good;
	int fd = -1;
	enum rc rc;

	rc = open_private(err, path, &fd);
	if (rc)
		return rc;
	s = locked(sizeof(*s));
	line = locked(LINE_MAX_BYTES);
	good = read_line(fd, line) && parse_line(line, s);
	close(fd);
	sodium_free(line);
	if (!good) {
		signer_free(s);
		return err_set(err, RC_INVALID, "%s is no signing key", path);
	}
	*out = s;
	return RC_OK;
}
