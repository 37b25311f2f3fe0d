/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* checkpoint.c - heads of the log, and receipts that lead to them. */
#include "unit.h"

#include "base/text.h"
#include "log.h"
#include "proof/receipt.h"

#include <stdlib.h>

static const char origin[] = "audit.example.org/journal";

struct world {
	struct arena *a;
	struct signer *log_key;
	struct log log;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->a = arena_new();
	w->log_key = signer_new(origin, KEY_NOTE);
	log_make(&w->log, "entry", 1000);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	signer_free(w->log_key);
	arena_free(w->a);
	free(w);
	return 0;
}

/* --- checkpoints ---------------------------------------------------------- */

static void
a_checkpoint_has_three_lines(void **state)
{
	static const char want[] = "audit.example.org/journal\n0\n"
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
	struct world *w = *state;
	struct checkpoint cp = log_checkpoint(&w->log, origin, 0), back;
	struct err err;

	assert_string_equal(checkpoint_text(w->a, &cp), want);
	assert_int_equal(checkpoint_parse(&err, w->a, want, sizeof(want) - 1,
	    &back), RC_OK);
	assert_string_equal(back.origin, origin);
	assert_int_equal(back.size, 0);
	assert_memory_equal(back.root, cp.root, HASH);
}

static void
other_texts_are_no_checkpoints(void **state)
{
	static const char hash[] =
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
	static const struct { const char *fmt; bool good; } form[] = {
		{ "x\n0\n%s\n", true },
		{ "x\n9223372036854775807\n%s\n", true },
		{ "x\n0\n%s\nmore\nlines\n", true },
		{ "x\n9223372036854775808\n%s\n", false },
		{ "x\n00\n%s\n", false }, { "x\n01\n%s\n", false },
		{ "x\n-1\n%s\n", false }, { "x\n\n%s\n", false },
		{ "\n0\n%s\n", false }, { "x\n0\n%s", false },
		{ "x\n0\n%s\n\n", false }, { "x\n0\n%s\n\nmore\n", false },
		{ "x\n0\n%s\nmore", false }, { "x\n0\n%s=\n", false },
		{ "x\n0\n%s \n", false }, { "x y\n0\n%s\n", false },
		{ "x+y\n0\n%s\n", false }, { "x\n0 \n%s\n", false },
		{ "x\n0\nA%s\n", false },
	};
	struct world *w = *state;

	for (size_t i = 0; i < NELEMS(form); i++) {
		struct buf b = { .arena = w->a };
		const char *at = strstr(form[i].fmt, "%s");
		struct checkpoint cp;
		struct err err;

		buf_add(&b, form[i].fmt, (size_t)(at - form[i].fmt));
		buf_fmt(&b, "%s%s", hash, at + 2);
		if ((checkpoint_parse(&err, w->a, b.s, b.len, &cp) == RC_OK) !=
		    form[i].good)
			fail_msg("%s", b.s);
	}
}

static void
only_its_own_log_can_sign_it(void **state)
{
	struct world *w = *state;
	struct checkpoint cp = log_checkpoint(&w->log, origin, 700), out;
	struct signer *other = signer_new("other.example/log", KEY_NOTE);
	const char *s = checkpoint_sign(w->a, &cp, w->log_key);
	struct note note;
	struct err err;

	assert_int_equal(checkpoint_open(&err, w->a, s, strlen(s),
	    signer_key(w->log_key), &out, &note), RC_OK);
	assert_int_equal(out.size, 700);
	assert_int_equal(note.nsigs, 1);
	s = checkpoint_sign(w->a, &cp, other);
	assert_int_equal(checkpoint_open(&err, w->a, s, strlen(s),
	    signer_key(other), &out, NULL), RC_DENIED);
	signer_free(other);
}

/* --- receipts ------------------------------------------------------------- */

static struct receipt
make(struct world *w, int64_t index, int64_t size)
{
	struct checkpoint cp = log_checkpoint(&w->log, origin, size);
	struct receipt r = { .index = index };

	r.path = log_inclusion(&w->log, index, size);
	r.checkpoint = checkpoint_sign(w->a, &cp, w->log_key);
	r.ncheckpoint = strlen(r.checkpoint);
	return r;
}

static enum rc
check(struct world *w, struct arena *a, const char *s, size_t n, int64_t entry)
{
	struct receipt r;
	struct err err;
	enum rc rc;

	rc = receipt_parse(&err, a, s, n, &r);
	if (rc)
		return rc;
	return receipt_verify(&err, a, &r, w->log.node[0][entry],
	    signer_key(w->log_key), NULL);
}

static void
a_receipt_proves_its_entry_alone(void **state)
{
	struct world *w = *state;

	for (int64_t i = 0; i < 1000; i += 37) {
		struct receipt r = make(w, i, 1000);
		const char *s = receipt_text(w->a, &r);

		assert_int_equal(check(w, w->a, s, strlen(s), i), RC_OK);
		assert_int_equal(check(w, w->a, s, strlen(s), (i + 1) % 1000),
		    RC_DENIED);
		assert_true(strlen(s) < 1024);
	}
}

static void
extra_data_are_carried(void **state)
{
	static const unsigned char extra[] = "who is asking";
	struct world *w = *state;
	struct receipt r = make(w, 3, 9), back;
	struct err err;
	const char *s;

	r.extra = extra;
	r.nextra = sizeof(extra);
	s = receipt_text(w->a, &r);
	assert_int_equal(receipt_parse(&err, w->a, s, strlen(s), &back), RC_OK);
	assert_int_equal(back.nextra, sizeof(extra));
	assert_memory_equal(back.extra, extra, sizeof(extra));
	assert_int_equal(check(w, w->a, s, strlen(s), 3), RC_OK);
	assert_string_equal(receipt_text(w->a, &back), s);
}

static void
malformed_receipts_are_refused(void **state)
{
	static const struct { const char *from, *to; } wrong[] = {
		{ "proof@v1", "proof@v2" }, { "index 3", "index 03" },
		{ "index 3", "index -3" }, { "index 3", "Index 3" },
		{ "index 3\n", "" }, { "index 3", "index 3 " },
		{ "index 3\n", "index 3\n\n" },
		{ "index 3\n", "index 3\nAA\n" },
		{ "index", "extra AAAA\nextra AAAA\nindex" },
		{ "index", "extra \nindex" }, { "index", "extra A\nindex" },
		{ "v1\n", "v1\r\n" }, { "=\n\naudit", "=\naudit" },
		{ "\n5\n", "\n6\n" },
	};
	struct world *w = *state;
	struct receipt r = make(w, 3, 5);
	const char *s = receipt_text(w->a, &r);

	for (size_t i = 0; i < NELEMS(wrong); i++) {
		const char *at = strstr(s, wrong[i].from);
		struct buf b = { .arena = w->a };

		assert_non_null(at);
		buf_add(&b, s, (size_t)(at - s));
		buf_fmt(&b, "%s%s", wrong[i].to, at + strlen(wrong[i].from));
		if (check(w, w->a, b.s, b.len, 3) == RC_OK)
			fail_msg("%s", b.s);
	}
}

static void
no_changed_receipt_is_accepted(void **state)
{
	struct world *w = *state;
	struct receipt r = make(w, 333, 1000);
	const char *whole = receipt_text(w->a, &r);
	size_t n = strlen(whole);

	for (size_t i = 0; i < 8 * n; i++) {
		struct arena *a = arena_new();
		char *s = arena_dup(a, whole, n);

		s[i / 8] = (char)(s[i / 8] ^ 1 << i % 8);
		if (check(w, a, s, n, 333) == RC_OK)
			fail_msg("bit %zu: %s", i, s);
		arena_free(a);
	}
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(check(w, w->a, whole, i, 333), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_checkpoint_has_three_lines),
		cmocka_unit_test(other_texts_are_no_checkpoints),
		cmocka_unit_test(only_its_own_log_can_sign_it),
		cmocka_unit_test(a_receipt_proves_its_entry_alone),
		cmocka_unit_test(extra_data_are_carried),
		cmocka_unit_test(malformed_receipts_are_refused),
		cmocka_unit_test(no_changed_receipt_is_accepted),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
