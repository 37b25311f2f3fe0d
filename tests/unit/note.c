/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* note.c - signed notes: other people's, ours, and what nobody signed. */
#include "unit.h"

#include "base/text.h"
#include "proof/base64.h"
#include "proof/note.h"
#include "tool.h"

#include <string.h>

/* --- a note of somebody else ---------------------------------------------- */

/* Of the documentation of golang.org/x/mod/sumdb/note. */
static void
an_external_note_verifies(void **state)
{
	static const char folder[] = TEST_REFERENCE "/data/interop/signed-note";
	char path[4096], line[256] = "", s[1024];
	struct arena *a = arena_new();
	struct note note;
	struct key key;
	struct err err;
	size_t n;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/peter.vkey", folder);
	f = fopen(path, "r");
	if (!f) {
		arena_free(a);
		skip();
		return;
	}
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	assert_int_equal(key_parse(&err, line, &key), RC_OK);
	assert_string_equal(key.name, "PeterNeumann");
	assert_string_equal(key_text(a, &key), line);
	snprintf(path, sizeof(path), "%s/peter.note", folder);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(s, 1, sizeof(s), f);
	fclose(f);
	assert_int_equal(note_open(&err, a, s, n, &key, &note), RC_OK);
	assert_int_equal(note.nsigs, 1);
	for (size_t i = 0; i < n; i++) {
		struct note other;

		s[i] ^= 1;
		assert_int_not_equal(note_open(&err, a, s, n, &key, &other),
		    RC_OK);
		s[i] ^= 1;
	}
	arena_free(a);
}

/* --- our own -------------------------------------------------------------- */

static const char text[] = "audit.example.org/journal\n5\n"
    "fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n";

struct world {
	struct arena *a;
	struct signer *log, *other, *witness;
	char *signed_note;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->a = arena_new();
	w->log = signer_new("audit.example.org/journal", KEY_NOTE);
	w->other = signer_new("audit.example.org/journal", KEY_NOTE);
	w->witness = signer_new("witness.example/w1", KEY_COSIGNER);
	w->signed_note = note_sign(w->a, text, w->log);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	signer_free(w->log);
	signer_free(w->other);
	signer_free(w->witness);
	arena_free(w->a);
	free(w);
	return 0;
}

static enum note_state
check(struct world *w, const char *s, const struct signer *by, int64_t *time)
{
	struct note note;
	struct err err;

	if (note_parse(&err, w->a, s, strlen(s), &note))
		fail_msg("%s", err.text);
	assert_string_equal(note.text, text);
	return note_check(&note, signer_key(by), time);
}

static void
what_was_signed_verifies(void **state)
{
	struct world *w = *state;
	struct note note;
	struct err err;

	assert_int_equal(check(w, w->signed_note, w->log, NULL), NOTE_GOOD);
	assert_int_equal(check(w, w->signed_note, w->other, NULL),
	    NOTE_UNSIGNED);
	assert_int_equal(note_open(&err, w->a, w->signed_note,
	    strlen(w->signed_note), signer_key(w->other), &note), RC_DENIED);
}

/* The text may hold empty lines; the last one is where it ends. */
static void
the_text_ends_at_the_last_empty_line(void **state)
{
	struct world *w = *state;
	char *s = note_sign(w->a, "one\n\ntwo\n", w->log);
	struct note note;
	struct err err;

	assert_int_equal(note_open(&err, w->a, s, strlen(s),
	    signer_key(w->log), &note), RC_OK);
	assert_string_equal(note.text, "one\n\ntwo\n");
}

static void
unknown_signatures_are_passed_over(void **state)
{
	struct world *w = *state;
	struct buf b = { .arena = w->a };

	buf_fmt(&b, "%s\n— x Zm9vYmFy\n— Größe.example/ü Zm9vYmFyYmF6\n", text);
	note_add_signature(&b, text, w->other);
	note_add_signature(&b, text, w->log);
	assert_int_equal(check(w, b.s, w->log, NULL), NOTE_GOOD);
	assert_int_equal(check(w, b.s, w->other, NULL), NOTE_GOOD);
}

/* One good line does not make up for a bad one of the same key. */
static void
every_signature_of_a_known_key_must_hold(void **state)
{
	struct world *w = *state;
	struct buf b = { .arena = w->a };

	buf_str(&b, w->signed_note);
	note_add_signature(&b, "another text\n", w->log);
	assert_int_equal(check(w, b.s, w->log, NULL), NOTE_WRONG);
}

static void
a_witness_signs_time_and_text(void **state)
{
	struct world *w = *state;
	struct buf b = { .arena = w->a };
	int64_t time = 0;
	char *s;

	buf_str(&b, w->signed_note);
	note_add_cosignature(&b, text, w->witness, 1789554667);
	assert_int_equal(check(w, b.s, w->witness, &time), NOTE_GOOD);
	assert_int_equal(time, 1789554667);
	assert_int_equal(check(w, b.s, w->log, NULL), NOTE_GOOD);
	/* Its time is under the signature: "AAAAAGqo" holds part of it. */
	s = strstr(b.s, "witness.example/w1 ");
	s = strchr(s, ' ') + 1;
	s[12] = s[12] == 'B' ? 'C' : 'B';
	assert_int_equal(check(w, b.s, w->witness, NULL), NOTE_WRONG);
}

/* A witness's signature must never pass for the log's, with the same key. */
static void
types_of_keys_are_kept_apart(void **state)
{
	struct world *w = *state;
	struct key key = *signer_key(w->log);

	key.type = KEY_COSIGNER;
	assert_int_not_equal(key_id(&key), signer_key(w->log)->id);
	key.id = signer_key(w->log)->id;
	{
		struct note note;
		struct err err;

		assert_int_equal(note_parse(&err, w->a, w->signed_note,
		    strlen(w->signed_note), &note), RC_OK);
		assert_int_equal(note_check(&note, &key, NULL), NOTE_WRONG);
	}
}

/* Whatever byte stands wherever: what is read is written again as it was. */
static void
base64_has_one_form(void **state)
{
	static const char *const forms[] = { "Zm9vYmFy", "Zm9vYmE=",
		"Zm9vYg==" };
	struct world *w = *state;
	size_t read = 0;

	for (size_t i = 0; i < NELEMS(forms); i++)
		for (size_t k = 0; k < 8 * 256; k++) {
			char s[9], raw[6];
			size_t n;

			memcpy(s, forms[i], 9);
			s[k / 256] = (char)(k % 256);
			if (!base64_read(s, 8, raw, 6, &n))
				continue;
			assert_string_equal(base64_text(w->a, raw, n), s);
			read++;
		}
	/* Letters, and where padding begins those with zero bits behind. */
	assert_int_equal(read, 8 * 64 + (6 * 64 + 16 + 65) +
	    (5 * 64 + 4 + 17 + 1));
}

static void
malformed_notes_are_refused(void **state)
{
	static const char *const bad[] = {
		"", "\n", "\n\n", "text\n", "text\n\n", "text\n\n— x Zm9vYmFy",
		"text\n\n— x Zm9vYmFy\n\n", "text\n\n- x Zm9vYmFy\n",
		"text\n\n—x Zm9vYmFy\n", "text\n\n—  Zm9vYmFy\n",
		"text\n\n— x Zm9v\n", "text\n\n— x Zm9vYm\n",
		"text\n\n— x Zm9vYmFy \n", "text\n\n— x+y Zm9vYmFy\n",
		"text\n\n— x y Zm9vYmFy\n", "te\txt\n\n— x Zm9vYmFy\n",
		"te\rxt\n\n— x Zm9vYmFy\n", "te\xffxt\n\n— x Zm9vYmFy\n",
		"text\n\n— x\xc2\xa0y Zm9vYmFy\n", "text\n\n— x Zm9vYmFz=\n",
		"text\n\n— x Zm9vYmF_\n", "text\n\n— x Zm9vYmZ=\n",
		"text\n\n— x Zm9vYmFy\n\n— x Zm9vYmF\n",
		"text\n\n— x Zm9v\nYmFy\n", "\n— x Zm9vYmFy\n",
	};
	struct world *w = *state;

	for (size_t i = 0; i < NELEMS(bad); i++) {
		struct note note = { .len = 77 };
		struct err err;

		if (note_parse(&err, w->a, bad[i], strlen(bad[i]), &note) ==
		    RC_OK)
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(note.len, 77);
	}
}

static void
a_note_has_limits(void **state)
{
	struct world *w = *state;
	struct buf b = { .arena = w->a };
	struct note note;
	struct err err;

	buf_str(&b, "text\n\n");
	for (int i = 0; i < NOTE_SIGNATURES; i++)
		buf_str(&b, "— x Zm9vYmFy\n");
	assert_int_equal(note_parse(&err, w->a, b.s, b.len, &note), RC_OK);
	assert_int_equal(note.nsigs, NOTE_SIGNATURES);
	buf_str(&b, "— x Zm9vYmFy\n");
	assert_int_equal(note_parse(&err, w->a, b.s, b.len, &note), RC_LIMIT);
	assert_int_equal(note_parse(&err, w->a, b.s, NOTE_MAX + 1, &note),
	    RC_LIMIT);
}

static void
no_changed_note_is_accepted(void **state)
{
	struct world *w = *state;
	size_t n = strlen(w->signed_note);
	uint32_t seed = 5;

	for (int round = 0; round < 3000; round++) {
		struct arena *a = arena_new();
		char *s = arena_dup(a, w->signed_note, n);
		struct note note;
		struct err err;
		size_t at;

		seed = seed * 1664525u + 1013904223u;
		at = (seed >> 8) % n;
		if (round % 3 == 0)
			s[at] = (char)(s[at] ^ 1 << (seed >> 4) % 8);
		else if (round % 3 == 1)
			memmove(s + at, s + at + 1, n - at);
		else
			memmove(s + at + 1, s + at, n - at - 1);
		if (memcmp(s, w->signed_note, n) != 0)
			assert_int_not_equal(note_open(&err, a, s, strlen(s),
			    signer_key(w->log), &note), RC_OK);
		arena_free(a);
	}
}

/* --- keys ----------------------------------------------------------------- */

static void
verifier_keys_are_read_back(void **state)
{
	struct world *w = *state;
	char *s = key_text(w->a, signer_key(w->witness));
	struct key key;
	struct err err;

	assert_int_equal(key_parse(&err, s, &key), RC_OK);
	assert_true(key_equal(&key, signer_key(w->witness)));
	assert_false(key_equal(&key, signer_key(w->log)));
	for (size_t i = 0; s[i]; i++) {
		char was = s[i];

		s[i] ^= 1;
		assert_int_equal(key_parse(&err, s, &key), RC_INVALID);
		s[i] = was;
	}
	assert_int_equal(key_parse(&err, "", &key), RC_INVALID);
	assert_int_equal(key_parse(&err, "a+b+c", &key), RC_INVALID);
}

static void
key_files_are_their_owners_alone(void **state)
{
	struct world *w = *state;
	struct signer *s = NULL;
	struct tool_folder f;
	unsigned char sig[2][KEY_SIGNATURE];
	struct stat st;
	struct err err;
	const char *path;

	tool_folder_make(&f);
	path = tool_path(&f, "key");
	assert_int_equal(signer_load(&err, path, &s), RC_MISSING);
	assert_int_equal(signer_save(&err, w->log, path), RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
	assert_int_equal(signer_save(&err, w->other, path), RC_CONFLICT);
	assert_int_equal(signer_load(&err, path, &s), RC_OK);
	assert_true(key_equal(signer_key(s), signer_key(w->log)));
	signer_sign(s, "x", 1, sig[0]);
	signer_sign(w->log, "x", 1, sig[1]);
	assert_memory_equal(sig[0], sig[1], KEY_SIGNATURE);
	signer_free(s);
	chmod(path, 0440);
	assert_int_equal(signer_load(&err, path, &s), RC_DENIED);
	chmod(path, 0600);
	tool_text(&f, "key", "PRIVATE+KEY+x+00000000+AAAA\n");
	assert_int_equal(signer_load(&err, path, &s), RC_INVALID);
	tool_text(&f, "key", "");
	assert_int_equal(signer_load(&err, path, &s), RC_INVALID);
	assert_int_equal(symlink(path, tool_path(&f, "link")), 0);
	assert_int_equal(signer_load(&err, tool_path(&f, "link"), &s),
	    RC_DENIED);
	tool_folder_remove(&f);
}

/* --- other people's programs ---------------------------------------------- */

/* Files of the note's text, keys and signatures in each program's form. */
static void
write_forms(struct world *w, const struct tool_folder *f)
{
	const struct key *key = signer_key(w->log);
	unsigned char sig[KEY_SIGNATURE];
	struct note note;
	struct err err;

	assert_int_equal(note_parse(&err, w->a, w->signed_note,
	    strlen(w->signed_note), &note), RC_OK);
	assert_true(note_raw(&note, key, sig));
	assert_false(note_raw(&note, signer_key(w->other), sig));
	tool_text(f, "text", text);
	tool_text(f, "wrong", "audit.example.org/journal\n6\n");
	tool_file(f, "raw", sig, sizeof(sig));
	tool_text(f, "pem", key_pem(w->a, key));
	tool_text(f, "key.pub", key_signify(w->a, key));
	tool_text(f, "text.sig", key_signify_sig(w->a, key, sig));
	tool_text(f, "text.minisig", signer_minisign(w->a, w->log, sig,
	    "checkpoint 5"));
	tool_text(f, "wrong.minisig", signer_minisign(w->a, w->log, sig,
	    "checkpoint 5"));
}

static void
openssl_verifies(void **state)
{
	struct tool_folder f;

	if (!tool_here("openssl")) {
		skip();
		return;
	}
	tool_folder_make(&f);
	write_forms(*state, &f);
	assert_int_equal(TOOL("openssl", "pkeyutl", "-verify", "-pubin",
	    "-inkey", tool_path(&f, "pem"), "-rawin", "-in",
	    tool_path(&f, "text"), "-sigfile", tool_path(&f, "raw")), 0);
	assert_int_not_equal(TOOL("openssl", "pkeyutl", "-verify", "-pubin",
	    "-inkey", tool_path(&f, "pem"), "-rawin", "-in",
	    tool_path(&f, "wrong"), "-sigfile", tool_path(&f, "raw")), 0);
	tool_folder_remove(&f);
}

static void
signify_verifies(void **state)
{
	struct tool_folder f;

	if (!tool_here("signify-openbsd")) {
		skip();
		return;
	}
	tool_folder_make(&f);
	write_forms(*state, &f);
	assert_int_equal(TOOL("signify-openbsd", "-V", "-p",
	    tool_path(&f, "key.pub"), "-x", tool_path(&f, "text.sig"), "-m",
	    tool_path(&f, "text")), 0);
	assert_int_not_equal(TOOL("signify-openbsd", "-V", "-p",
	    tool_path(&f, "key.pub"), "-x", tool_path(&f, "text.sig"), "-m",
	    tool_path(&f, "wrong")), 0);
	tool_folder_remove(&f);
}

static void
minisign_verifies(void **state)
{
	struct tool_folder f;

	if (!tool_here("minisign")) {
		skip();
		return;
	}
	tool_folder_make(&f);
	write_forms(*state, &f);
	assert_int_equal(TOOL("minisign", "-V", "-p", tool_path(&f, "key.pub"),
	    "-m", tool_path(&f, "text")), 0);
	assert_int_not_equal(TOOL("minisign", "-V", "-p",
	    tool_path(&f, "key.pub"), "-m", tool_path(&f, "wrong")), 0);
	tool_folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_external_note_verifies),
		cmocka_unit_test(what_was_signed_verifies),
		cmocka_unit_test(the_text_ends_at_the_last_empty_line),
		cmocka_unit_test(unknown_signatures_are_passed_over),
		cmocka_unit_test(every_signature_of_a_known_key_must_hold),
		cmocka_unit_test(a_witness_signs_time_and_text),
		cmocka_unit_test(types_of_keys_are_kept_apart),
		cmocka_unit_test(base64_has_one_form),
		cmocka_unit_test(malformed_notes_are_refused),
		cmocka_unit_test(a_note_has_limits),
		cmocka_unit_test(no_changed_note_is_accepted),
		cmocka_unit_test(verifier_keys_are_read_back),
		cmocka_unit_test(key_files_are_their_owners_alone),
		cmocka_unit_test(openssl_verifies),
		cmocka_unit_test(signify_verifies),
		cmocka_unit_test(minisign_verifies),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
