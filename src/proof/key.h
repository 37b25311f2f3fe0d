/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * key.h - verifier keys: who signs notes, after c2sp.org/signed-note.
 *
 * A verifier key is one line, NAME+ID+BASE64, Ed25519, and public.  What
 * signs is in signer.h.
 */
#ifndef KEY_H
#define KEY_H

#include "base/base.h"

enum {
	KEY_NAME_MAX = 200,     /* bytes */
	KEY_PUBLIC = 32,
	KEY_SIGNATURE = 64
};

/* What a key's signatures say; the value is the byte in the key's id. */
enum key_type {
	KEY_NOTE = 0x01,        /* signs the text of a note */
	KEY_COSIGNER = 0x04,    /* a witness: signs a time and the text */
};

struct key {
	char name[KEY_NAME_MAX + 1];
	enum key_type type;
	uint32_t id;
	unsigned char public[KEY_PUBLIC];
};

/* UTF-8 without any blank, control or "+", 1 to KEY_NAME_MAX bytes. */
bool key_name_valid(const char *s, size_t n);

/* The id that name, type and public bytes give. */
uint32_t key_id(const struct key *key);

enum rc key_parse(struct err *err, const char *text, struct key *out) MUST_USE;
char *key_text(struct arena *a, const struct key *key);

/*
 * The line without its test: NAME+ID+BASE64 of a type and 32 bytes.  Public
 * it is only when the id fits, which key_parse looks at.
 */
bool key_split(const char *text, struct key *key,
	unsigned char bytes[KEY_PUBLIC]) MUST_USE;
bool key_equal(const struct key *a, const struct key *b);

/* Is this the key's signature of the bytes? */
bool key_verify(const struct key *key, const void *p, size_t n,
	const unsigned char sig[KEY_SIGNATURE]) MUST_USE;

/* --- the same key and signature for other programs ------------------------ */

/*
 * The signature is the plain Ed25519 one of a note, over its text.
 *   openssl pkeyutl -verify -pubin -inkey PEM -rawin -in TEXT -sigfile RAW
 *   signify-openbsd -V -p SIGNIFY.pub -x TEXT.sig -m TEXT
 *   minisign -V -p MINISIGN.pub -m TEXT           (reads TEXT.minisig)
 * The public keys of signify and minisign have one and the same form; the
 * signature for minisign is signer_minisign's work.
 */
char *key_pem(struct arena *a, const struct key *key);
char *key_signify(struct arena *a, const struct key *key);
char *key_signify_sig(struct arena *a, const struct key *key,
	const unsigned char sig[KEY_SIGNATURE]);

#endif
