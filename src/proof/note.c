/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "note.h"

#include "base/text.h"
#include "proof/base64.h"

#include <string.h>

enum {
	ID = 4, TIME = 8,
	SIGNATURE_MAX = 8192    /* bytes; ML-DSA-44 has 2,420 */
};

static const char dash[] = "\xe2\x80\x94 ";

/* --- reading -------------------------------------------------------------- */

bool
note_text_valid(const char *text, size_t n)
{
	if (n == 0 || text[n - 1] != '\n' || !utf8_valid(text, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < ' ' && c != '\n')
			return false;
	}
	return true;
}

static uint64_t
big_endian(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* One line without its LF. */
static bool
read_signature(struct arena *a, const char *line, size_t n,
    struct note_signature *out)
{
	size_t name, len, cap;
	const char *blank;
	unsigned char *raw;

	if (n < sizeof(dash) - 1 || memcmp(line, dash, sizeof(dash) - 1) != 0)
		return false;
	line += sizeof(dash) - 1;
	n -= sizeof(dash) - 1;
	blank = memchr(line, ' ', n);
	if (!blank)
		return false;
	name = (size_t)(blank - line);
	cap = (n - name - 1) / 4 * 3;
	if (!key_name_valid(line, name) || cap > SIGNATURE_MAX)
		return false;
	raw = arena_alloc(a, cap + 1);
	if (!base64_read(blank + 1, n - name - 1, raw, cap, &len) || len <= ID)
		return false;
	*out = (struct note_signature){
		.name = arena_dup(a, line, name),
		.id = (uint32_t)big_endian(raw, ID),
		.bytes = raw + ID,
		.n = len - ID,
	};
	return true;
}

/* Where the last empty line stands, which is where the signatures begin. */
static const char *
last_empty_line(const char *s, size_t n)
{
	while (n-- > 1)
		if (s[n] == '\n' && s[n - 1] == '\n')
			return s + n;
	return NULL;
}

static enum rc
read_signatures(struct err *err, struct arena *a, const char *s,
    const char *end, struct note *note)
{
	size_t lines = 0;

	for (const char *p = s; p < end; p++)
		lines += *p == '\n';
	if (lines == 0)
		return err_set(err, RC_INVALID, "the note is not signed");
	if (lines > NOTE_SIGNATURES)
		return err_set(err, RC_LIMIT,
		    "a note has at most %d signatures", NOTE_SIGNATURES);
	note->sig = arena_alloc(a, lines * sizeof(*note->sig));
	while (s < end) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));

		if (!read_signature(a, s, (size_t)(lf - s),
		    &note->sig[note->nsigs]))
			return err_set(err, RC_INVALID,
			    "line %zu of the note's signatures is malformed",
			    note->nsigs + 1);
		note->nsigs++;
		s = lf + 1;
	}
	return RC_OK;
}

enum rc
note_parse(struct err *err, struct arena *a, const char *s, size_t n,
    struct note *out)
{
	struct note note = { 0 };
	const char *empty;
	enum rc rc;

	if (n > NOTE_MAX)
		return err_set(err, RC_LIMIT, "a note has at most %d bytes",
		    NOTE_MAX);
	if (!note_text_valid(s, n))
		return err_set(err, RC_INVALID,
		    "a note is UTF-8 without controls and ends with a line "
		    "feed");
	empty = last_empty_line(s, n);
	if (!empty)
		return err_set(err, RC_INVALID,
		    "the note has no empty line before its signatures");
	rc = read_signatures(err, a, empty + 1, s + n, &note);
	if (rc)
		return rc;
	note.len = (size_t)(empty - s);
	note.text = arena_dup(a, s, note.len);
	*out = note;
	return RC_OK;
}

/* --- checking ------------------------------------------------------------- */

/* What a witness signs: two lines, and the text of the checkpoint. */
static void
cosigned(struct buf *out, const char *text, uint64_t time)
{
	buf_fmt(out, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
	buf_str(out, text);
}

static bool
cosignature_holds(const struct note *note, const struct key *key,
    const struct note_signature *sig, int64_t *time)
{
	struct buf message = { .arena = arena_new() };
	uint64_t when;
	bool holds = false;

	if (sig->n == TIME + KEY_SIGNATURE) {
		when = big_endian(sig->bytes, TIME);
		cosigned(&message, note->text, when);
		holds = when > 0 && when <= INT64_MAX &&
		    key_verify(key, message.s, message.len, sig->bytes + TIME);
		*time = (int64_t)when;
	}
	arena_free(message.arena);
	return holds;
}

static bool
is_by(const struct note_signature *sig, const struct key *key)
{
	return sig->id == key->id && str_eq(sig->name, key->name);
}

static bool
holds(const struct note *note, const struct key *key,
    const struct note_signature *sig, int64_t *time)
{
	switch (key->type) {
	case KEY_NOTE:
		*time = 0;
		return sig->n == KEY_SIGNATURE &&
		    key_verify(key, note->text, note->len, sig->bytes);
	case KEY_COSIGNER:
		return cosignature_holds(note, key, sig, time);
	}
	return false;
}

enum note_state
note_check(const struct note *note, const struct key *key, int64_t *time)
{
	enum note_state state = NOTE_UNSIGNED;
	int64_t first = 0;

	for (size_t i = 0; i < note->nsigs; i++) {
		int64_t when = 0;

		if (!is_by(&note->sig[i], key))
			continue;
		if (!holds(note, key, &note->sig[i], &when))
			return NOTE_WRONG;
		if (state == NOTE_UNSIGNED)
			first = when;
		state = NOTE_GOOD;
	}
	if (state == NOTE_GOOD && time)
		*time = first;
	return state;
}

enum rc
note_open(struct err *err, struct arena *a, const char *s, size_t n,
    const struct key *key, struct note *out)
{
	struct note note;
	enum rc rc;

	rc = note_parse(err, a, s, n, &note);
	if (rc)
		return rc;
	switch (note_check(&note, key, NULL)) {
	case NOTE_UNSIGNED:
		return err_set(err, RC_DENIED,
		    "the note has no signature of %s", key->name);
	case NOTE_WRONG:
		return err_set(err, RC_DENIED,
		    "the signature of %s does not fit the text", key->name);
	case NOTE_GOOD:
		break;
	}
	*out = note;
	return RC_OK;
}

const struct note_signature *
note_find(const struct note *note, const struct key *key)
{
	for (size_t i = 0; i < note->nsigs; i++)
		if (is_by(&note->sig[i], key))
			return &note->sig[i];
	return NULL;
}

bool
note_raw(const struct note *note, const struct key *key,
    unsigned char sig[KEY_SIGNATURE])
{
	const struct note_signature *s = note_find(note, key);

	if (!s || s->n != KEY_SIGNATURE)
		return false;
	memcpy(sig, s->bytes, KEY_SIGNATURE);
	return true;
}

/* --- making --------------------------------------------------------------- */

static void
put_big_endian(unsigned char *p, uint64_t v, size_t n)
{
	while (n-- > 0) {
		p[n] = (unsigned char)v;
		v >>= 8;
	}
}

void
note_add_line(struct buf *out, const struct note_signature *sig)
{
	unsigned char *raw = arena_alloc(out->arena, ID + sig->n);

	put_big_endian(raw, sig->id, ID);
	memcpy(raw + ID, sig->bytes, sig->n);
	buf_fmt(out, "%s%s ", dash, sig->name);
	base64_add(out, raw, ID + sig->n);
	buf_char(out, '\n');
}

static void
add_line(struct buf *out, const struct key *key, const unsigned char *p,
    size_t n)
{
	note_add_line(out, &(struct note_signature){
		.name = key->name, .id = key->id, .bytes = p, .n = n });
}

void
note_add_signature(struct buf *out, const char *text, const struct signer *s)
{
	unsigned char sig[KEY_SIGNATURE];

	assert(signer_key(s)->type == KEY_NOTE);
	assert(note_text_valid(text, strlen(text)));
	signer_sign(s, text, strlen(text), sig);
	add_line(out, signer_key(s), sig, sizeof(sig));
}

char *
note_sign(struct arena *a, const char *text, const struct signer *s)
{
	struct buf out = { .arena = a };

	buf_fmt(&out, "%s\n", text);
	note_add_signature(&out, text, s);
	return out.s;
}

void
note_add_cosignature(struct buf *out, const char *text, const struct signer *s,
    int64_t time)
{
	struct buf message = { .arena = out->arena };
	unsigned char sig[TIME + KEY_SIGNATURE];

	assert(signer_key(s)->type == KEY_COSIGNER);
	assert(note_text_valid(text, strlen(text)) && time > 0);
	cosigned(&message, text, (uint64_t)time);
	put_big_endian(sig, (uint64_t)time, TIME);
	signer_sign(s, message.s, message.len, sig + TIME);
	add_line(out, signer_key(s), sig, sizeof(sig));
}
