/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "backup_stream.h"

#include "base/file.h"
#include "base/hash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STREAM(name) crypto_secretstream_xchacha20poly1305_##name

enum {
	BOX = crypto_box_SEALBYTES + STREAM(KEYBYTES),
	MORE = STREAM(ABYTES),
	SEALED = BACKUP_PIECE + MORE
};

static const char sealed_line[] = "muster-sealed-backup/1\n";
enum { LINE = sizeof(sealed_line) - 1 };

typedef STREAM(state) stream_state;

/* The last block: what all before it was. */
static void
write_last(char out[BACKUP_BLOCK], struct hash *h)
{
	unsigned char sum[HASH];
	char hex[HEX];

	hash_end(h, sum);
	hash_hex(sum, hex);
	memset(out, 0, BACKUP_BLOCK);
	snprintf(out, BACKUP_BLOCK, "muster-backup-end sha256 %s\n", hex);
}

/* --- writing ------------------------------------------------------------------ */

struct backup_out {
	int fd;
	bool sealed;
	stream_state state;
	struct hash *hash;
	size_t n;
	char piece[BACKUP_PIECE];
	unsigned char box[SEALED];
};

static enum rc
write_out(struct backup_out *o, struct err *err, const void *p, size_t n)
{
	if (file_write_all(o->fd, p, n))
		return RC_OK;
	return err_set(err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the backup could not be written: %s", strerror(errno));
}

static enum rc
begin_sealed(struct backup_out *o, struct err *err,
    const struct backup_recipient *to)
{
	unsigned char key[STREAM(KEYBYTES)], box[BOX];
	unsigned char head[STREAM(HEADERBYTES)];
	enum rc rc;

	o->sealed = true;
	STREAM(keygen)(key);
	if (crypto_box_seal(box, key, sizeof(key), to->public) ||
	    STREAM(init_push)(&o->state, head, key))
		rc = err_set(err, RC_INVALID, "the recipient's key is none");
	else
		rc = write_out(o, err, sealed_line, LINE);
	sodium_memzero(key, sizeof(key));
	if (!rc)
		rc = write_out(o, err, box, sizeof(box));
	return rc ? rc : write_out(o, err, head, sizeof(head));
}

enum rc
backup_out_new(struct err *err, int fd, const struct backup_recipient *to,
    struct backup_out **out)
{
	struct backup_out *o = must_alloc(sizeof(*o));
	enum rc rc = RC_OK;

	o->fd = fd;
	o->hash = hash_new();
	if (to)
		rc = begin_sealed(o, err, to);
	if (rc)
		backup_out_free(o);
	else
		*out = o;
	return rc;
}

void
backup_out_free(struct backup_out *o)
{
	if (!o)
		return;
	hash_free(o->hash);
	sodium_memzero(&o->state, sizeof(o->state));
	free(o);
}

static enum rc
flush(struct backup_out *o, struct err *err, bool last)
{
	size_t n = o->n;

	o->n = 0;
	if (!o->sealed)
		return write_out(o, err, o->piece, n);
	STREAM(push)(&o->state, o->box, NULL, (unsigned char *)o->piece, n,
	    NULL, 0, last ? STREAM(TAG_FINAL) : 0);
	return write_out(o, err, o->box, n + MORE);
}

static enum rc
put(struct backup_out *o, struct err *err, const char *p, size_t n)
{
	enum rc rc = RC_OK;

	while (n && !rc) {
		size_t k = BACKUP_PIECE - o->n < n ? BACKUP_PIECE - o->n : n;

		memcpy(o->piece + o->n, p, k);
		o->n += k;
		p += k;
		n -= k;
		if (o->n == BACKUP_PIECE)
			rc = flush(o, err, false);
	}
	return rc;
}

enum rc
backup_out_put(struct backup_out *o, struct err *err, const void *p, size_t n)
{
	hash_add(o->hash, p, n);
	return put(o, err, p, n);
}

enum rc
backup_out_end(struct backup_out *o, struct err *err)
{
	char last[BACKUP_BLOCK];
	enum rc rc;

	write_last(last, o->hash);
	o->hash = NULL;
	rc = put(o, err, last, sizeof(last));
	if (!rc)
		rc = flush(o, err, true);
	if (!rc && fsync(o->fd))
		rc = err_set(err, RC_DB, "the backup could not be made "
		    "durable: %s", strerror(errno));
	return rc;
}

/* --- reading -------------------------------------------------------------------- */

/*
 * The last block is no part of what is read, and nobody knows that it is the
 * last before the end: so one block always stays behind, at the front of room.
 */
struct backup_in {
	int fd;
	bool sealed, ended;
	stream_state state;
	struct hash *hash;
	size_t kept;            /* bytes at the front that were not given yet */
	char room[BACKUP_BLOCK + BACKUP_PIECE];
	unsigned char box[SEALED];
};

static enum rc
broken(struct err *err, const char *what)
{
	err_set(err, RC_INVALID, "the backup cannot be used: %s", what);
	err_hint(err, "Nothing was restored.  Take another copy of it.");
	return RC_INVALID;
}

/* As much of n bytes as there is. */
static enum rc
fill(struct backup_in *b, struct err *err, void *p, size_t n, size_t *got)
{
	*got = 0;
	while (*got < n) {
		ssize_t k = read(b->fd, (char *)p + *got, n - *got);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_set(err, RC_DB, "the backup cannot be "
			    "read: %s", strerror(errno));
		if (k == 0)
			break;
		*got += (size_t)k;
	}
	return RC_OK;
}

static enum rc
open_sealed(struct backup_in *b, struct err *err, const struct backup_key *k)
{
	unsigned char box[BOX], head[STREAM(HEADERBYTES)];
	unsigned char key[STREAM(KEYBYTES)];
	size_t got;
	enum rc rc;

	if (!k) {
		err_set(err, RC_DENIED, "the backup is sealed to a recipient");
		err_hint(err, "Give the file of the recipient's key.");
		return RC_DENIED;
	}
	rc = fill(b, err, box, sizeof(box), &got);
	if (!rc && got == sizeof(box))
		rc = fill(b, err, head, sizeof(head), &got);
	if (rc)
		return rc;
	if (got != sizeof(head))
		return broken(err, "its beginning is cut off");
	if (crypto_box_seal_open(key, box, sizeof(box), k->public, k->secret))
		return err_set(err, RC_DENIED, "the backup is sealed to "
		    "another recipient, or its beginning was changed");
	b->sealed = true;
	if (STREAM(init_pull)(&b->state, head, key))
		rc = broken(err, "its beginning was changed");
	sodium_memzero(key, sizeof(key));
	return rc;
}

enum rc
backup_in_new(struct err *err, int fd, const struct backup_key *key,
    struct backup_in **out)
{
	struct backup_in *b = must_alloc(sizeof(*b));
	char line[LINE];
	size_t got;
	enum rc rc;

	b->fd = fd;
	b->hash = hash_new();
	rc = lseek(fd, 0, SEEK_SET) < 0 ? err_set(err, RC_DB,
	    "the backup cannot be read: %s", strerror(errno))
	    : fill(b, err, line, LINE, &got);
	if (!rc && got == LINE && memcmp(line, sealed_line, LINE) == 0)
		rc = open_sealed(b, err, key);
	else if (!rc && lseek(fd, 0, SEEK_SET) < 0)
		rc = err_set(err, RC_DB, "the backup cannot be read: %s",
		    strerror(errno));
	if (rc)
		backup_in_free(b);
	else
		*out = b;
	return rc;
}

void
backup_in_free(struct backup_in *b)
{
	if (!b)
		return;
	hash_free(b->hash);
	sodium_memzero(&b->state, sizeof(b->state));
	free(b);
}

static enum rc
read_piece(struct backup_in *b, struct err *err, char *p, size_t *n)
{
	unsigned char tag;
	unsigned long long len;
	size_t got;
	enum rc rc;

	if (!b->sealed) {
		rc = fill(b, err, p, BACKUP_PIECE, n);
		b->ended = *n < BACKUP_PIECE;
		return rc;
	}
	rc = fill(b, err, b->box, SEALED, &got);
	if (rc)
		return rc;
	if (got < MORE || STREAM(pull)(&b->state, (unsigned char *)p, &len,
	    &tag, b->box, got, NULL, 0))
		return broken(err, "it was changed or cut off");
	*n = (size_t)len;
	b->ended = tag == STREAM(TAG_FINAL);
	if (b->ended && !fill(b, err, b->box, 1, &got) && got)
		return broken(err, "there is something behind its end");
	return RC_OK;
}

/* The piece that was read joins what was kept; all but a block is given. */
enum rc
backup_in_more(struct backup_in *b, struct err *err, const char **p,
    size_t *n)
{
	size_t got = 0;
	enum rc rc;

	*n = 0;
	if (b->kept > BACKUP_BLOCK) {
		size_t given = b->kept - BACKUP_BLOCK;

		memmove(b->room, b->room + given, BACKUP_BLOCK);
		b->kept = BACKUP_BLOCK;
	}
	while (!b->ended && b->kept <= BACKUP_BLOCK) {
		rc = read_piece(b, err, b->room + b->kept, &got);
		if (rc)
			return rc;
		b->kept += got;
	}
	if (b->kept <= BACKUP_BLOCK)
		return RC_OK;
	*p = b->room;
	*n = b->kept - BACKUP_BLOCK;
	hash_add(b->hash, *p, *n);
	return RC_OK;
}

enum rc
backup_in_end(struct backup_in *b, struct err *err)
{
	char want[BACKUP_BLOCK];
	const char *p;
	size_t n;
	enum rc rc;

	do
		rc = backup_in_more(b, err, &p, &n);
	while (!rc && n);
	if (rc)
		return rc;
	write_last(want, b->hash);
	b->hash = NULL;
	if (b->kept != BACKUP_BLOCK || memcmp(b->room, want, BACKUP_BLOCK))
		return broken(err, "it was changed, or its end is missing");
	return RC_OK;
}
