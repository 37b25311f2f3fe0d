/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* witness.c - one history each, and a good memory. */
#include "unit.h"

#include "base/text.h"
#include "log.h"
#include "proof/witness.h"
#include "tool.h"

static const char origin[] = "audit.example.org/journal";
static const int64_t now = 1789554667;

struct world {
	struct arena *a;
	struct signer *key;             /* the log's */
	struct log log, fork;           /* the fork parts at entry 40 */
	struct tool_folder folder;
	struct witness *witness;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct err err;
	char text[64];

	w->a = arena_new();
	w->key = signer_new(origin, KEY_NOTE);
	log_make(&w->log, "entry", 300);
	log_make(&w->fork, "entry", 40);
	for (int i = 40; i < 300; i++) {
		snprintf(text, sizeof(text), "other %d", i);
		log_add(&w->fork, text);
	}
	tool_folder_make(&w->folder);
	assert_int_equal(witness_make(&err, tool_path(&w->folder, "w"),
	    "witness.example/w1"), RC_OK);
	assert_int_equal(witness_open(&err, tool_path(&w->folder, "w"),
	    &w->witness), RC_OK);
	assert_int_equal(witness_trust(&err, w->witness,
	    key_text(w->a, signer_key(w->key))), RC_OK);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	witness_close(w->witness);
	tool_folder_remove(&w->folder);
	signer_free(w->key);
	arena_free(w->a);
	free(w);
	return 0;
}

static const char *
request(struct world *w, struct log *log, int64_t old, int64_t size)
{
	struct checkpoint cp = log_checkpoint(log, origin, size);
	struct witness_request rq = { .old = old };

	rq.proof = log_consistency(log, old, size);
	rq.note = checkpoint_sign(w->a, &cp, w->key);
	rq.len = strlen(rq.note);
	return witness_request_text(w->a, &rq);
}

static struct witness_reply
ask(struct world *w, const char *body)
{
	return witness_answer(w->witness, w->a, body, strlen(body), now);
}

static struct witness_reply
send(struct world *w, struct log *log, int64_t old, int64_t size)
{
	return ask(w, request(w, log, old, size));
}

static void
it_signs_what_extends_what_it_saw(void **state)
{
	static const int64_t sizes[] = { 0, 1, 1, 7, 8, 40, 64, 65, 300, 300 };
	struct world *w = *state;
	int64_t old = 0;

	for (size_t i = 0; i < NELEMS(sizes); i++) {
		struct checkpoint cp = log_checkpoint(&w->log, origin,
		    sizes[i]);
		const char *signed_note = checkpoint_sign(w->a, &cp, w->key);
		struct witness_reply r = send(w, &w->log, old, sizes[i]);
		struct note note;
		struct err err;
		int64_t time;
		char *both;

		assert_int_equal(r.status, 200);
		assert_int_equal(witness_merge(&err, w->a, signed_note, r.body,
		    witness_key(w->witness), &both), RC_OK);
		assert_int_equal(note_parse(&err, w->a, both, strlen(both),
		    &note), RC_OK);
		assert_int_equal(note_check(&note, signer_key(w->key), NULL),
		    NOTE_GOOD);
		assert_int_equal(note_check(&note, witness_key(w->witness),
		    &time), NOTE_GOOD);
		assert_int_equal(time, now);
		old = sizes[i];
	}
}

static void
it_tells_the_size_it_knows(void **state)
{
	struct world *w = *state;
	struct witness_reply r;

	assert_int_equal(send(w, &w->log, 0, 100).status, 200);
	r = send(w, &w->log, 0, 200);
	assert_int_equal(r.status, 409);
	assert_string_equal(r.type, "text/x.tlog.size");
	assert_string_equal(r.body, "100\n");
	/* An older copy of the log, put back from a backup. */
	r = send(w, &w->log, 50, 60);
	assert_int_equal(r.status, 409);
	assert_string_equal(r.body, "100\n");
	assert_int_equal(send(w, &w->log, 100, 200).status, 200);
}

/* Every pair of sizes: before, at and after the fork. */
static void
it_refuses_a_second_history(void **state)
{
	struct world *w = *state;
	struct witness_reply r;
	const char *hex;

	assert_int_equal(send(w, &w->log, 0, 100).status, 200);
	for (int64_t size = 100; size <= 300; size += 25) {
		r = send(w, &w->fork, 100, size);
		assert_int_equal(r.status, 409);
		assert_non_null(strstr(r.body, "two histories"));
		assert_non_null(strstr(r.body, "had 100 entries"));
	}
	hex = tool_path(&w->folder, "w/forks/");
	assert_int_equal(TOOL("test", "-d", hex), 0);
	assert_int_equal(TOOL("rmdir", hex) != 0, 1);
	/* Its memory is what it was. */
	assert_int_equal(send(w, &w->log, 100, 300).status, 200);
}

static void
it_refuses_a_fork_at_a_power_of_two(void **state)
{
	struct world *w = *state;

	assert_int_equal(send(w, &w->log, 0, 64).status, 200);
	assert_int_equal(send(w, &w->fork, 64, 64).status, 409);
	assert_int_equal(send(w, &w->fork, 64, 65).status, 409);
	assert_int_equal(send(w, &w->fork, 64, 300).status, 409);
	assert_int_equal(send(w, &w->log, 64, 300).status, 200);
}

static void
it_refuses_what_proves_nothing(void **state)
{
	struct world *w = *state;
	struct checkpoint cp = log_checkpoint(&w->log, origin, 200);
	struct witness_request rq = { .old = 100 };

	assert_int_equal(send(w, &w->log, 0, 100).status, 200);
	rq.note = checkpoint_sign(w->a, &cp, w->key);
	rq.len = strlen(rq.note);
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 422);
	rq.proof = log_consistency(&w->log, 100, 200);
	rq.proof.hash[1][3] ^= 1;
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 422);
	rq.proof = log_consistency(&w->log, 100, 200);
	rq.proof.n--;
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 422);
	rq.old = 201;
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 400);
}

static void
it_asks_who_signed(void **state)
{
	struct world *w = *state;
	struct signer *other = signer_new(origin, KEY_NOTE);
	struct signer *stranger = signer_new("stranger.example", KEY_NOTE);
	struct checkpoint cp = log_checkpoint(&w->log, origin, 5);
	struct witness_request rq = { .old = 0 };
	char *s;

	rq.note = checkpoint_sign(w->a, &cp, other);
	rq.len = strlen(rq.note);
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 403);
	cp.origin = "stranger.example";
	rq.note = checkpoint_sign(w->a, &cp, stranger);
	rq.len = strlen(rq.note);
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 404);
	cp.origin = origin;
	s = checkpoint_sign(w->a, &cp, w->key);
	s = strstr(s, "\n5\n");
	s[1] = '6';
	rq.note = s - strlen(origin);
	rq.len = strlen(rq.note);
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 403);
	signer_free(other);
	signer_free(stranger);
}

static void
malformed_requests_are_refused(void **state)
{
	static const char *const bad[] = { "", "old 0\n", "old 0\n\n",
		"old 00\n\nx\n", "old -1\n\n", "old\n\n", "0\n\n",
		"old 0\nAAAA\n\n", "old 0\n\nx\n1\nAAAA\n" };
	struct world *w = *state;
	const char *s = request(w, &w->log, 0, 9);
	struct buf many = { .arena = w->a };

	for (size_t i = 0; i < NELEMS(bad); i++)
		assert_int_equal(ask(w, bad[i]).status, 400);
	for (size_t n = 0; n < strlen(s); n++)
		assert_int_not_equal(witness_answer(w->witness, w->a, s, n,
		    now).status, 200);
	buf_str(&many, "old 0\n");
	for (int i = 0; i < PATH_MAX_HASHES; i++)
		buf_str(&many, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
		    "\n");
	buf_str(&many, strchr(s, '\n') + 1);
	assert_int_equal(ask(w, many.s).status, 400);
	assert_int_equal(witness_answer(w->witness, w->a, s, WITNESS_BODY + 1,
	    now).status, 413);
	assert_int_equal(ask(w, s).status, 200);
}

static void
its_memory_lasts(void **state)
{
	struct world *w = *state;
	struct witness *other = NULL;
	const char *path = tool_path(&w->folder, "w");
	struct err err;
	int status;
	pid_t pid;

	assert_int_equal(send(w, &w->log, 0, 100).status, 200);
	pid = fork();
	if (pid == 0)
		_exit(witness_open(&err, path, &other) == RC_BUSY ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	witness_close(w->witness);
	w->witness = NULL;
	assert_int_equal(witness_open(&err, path, &w->witness), RC_OK);
	assert_int_equal(send(w, &w->log, 0, 100).status, 409);
	assert_int_equal(send(w, &w->log, 100, 101).status, 200);
	assert_int_equal(witness_make(&err, path, "again"), RC_CONFLICT);
}

/* A line in the witness's own name must not poison what it remembers. */
static void
its_memory_cannot_be_spoilt(void **state)
{
	struct world *w = *state;
	struct checkpoint cp = log_checkpoint(&w->log, origin, 100);
	struct witness_request rq = { .old = 0 };
	struct buf note = { .arena = w->a };
	struct note_signature forged = {
		.name = witness_key(w->witness)->name,
		.id = witness_key(w->witness)->id,
		.bytes = (const unsigned char *)"nonsense", .n = 8 };
	struct witness_reply r;

	buf_str(&note, checkpoint_sign(w->a, &cp, w->key));
	note_add_line(&note, &forged);
	rq.note = note.s;
	rq.len = note.len;
	assert_int_equal(ask(w, witness_request_text(w->a, &rq)).status, 200);
	assert_int_equal(send(w, &w->log, 100, 200).status, 200);
	r = witness_last(w->witness, w->a, origin);
	assert_int_equal(r.status, 200);
	assert_null(strstr(r.body, "bm9uc2Vuc2U"));
	assert_int_equal(witness_last(w->witness, w->a, "x").status, 404);
}

static void
a_damaged_memory_signs_nothing(void **state)
{
	struct world *w = *state;
	char hex[HEX];
	const char *path;
	FILE *f;

	assert_int_equal(send(w, &w->log, 0, 100).status, 200);
	hash_hex_of(origin, strlen(origin), hex);
	path = tool_path(&w->folder, arena_fmt(w->a, "w/last/%s", hex));
	f = fopen(path, "r+");
	assert_non_null(f);
	fseek(f, (long)strlen(origin) + 1, SEEK_SET);
	fputc('2', f);
	fclose(f);
	assert_int_equal(send(w, &w->log, 200, 300).status, 500);
	assert_int_equal(send(w, &w->log, 100, 300).status, 500);
}

/* What a log takes from a witness's answer is that witness's line alone. */
static void
only_the_witness_line_is_taken(void **state)
{
	struct world *w = *state;
	struct checkpoint cp = log_checkpoint(&w->log, origin, 9);
	const char *note = checkpoint_sign(w->a, &cp, w->key);
	struct witness_reply r = send(w, &w->log, 0, 9);
	struct err err;
	char *out = NULL;

	assert_int_equal(witness_merge(&err, w->a, note,
	    arena_fmt(w->a, "— other.example AAAAAAAA\n%s", r.body),
	    witness_key(w->witness), &out), RC_OK);
	assert_null(strstr(out, "other.example"));
	assert_int_not_equal(witness_merge(&err, w->a, note, "",
	    witness_key(w->witness), &out), RC_OK);
	assert_int_equal(witness_merge(&err, w->a, note,
	    arena_fmt(w->a, "more\n\n%s", r.body),
	    witness_key(w->witness), &out), RC_DENIED);
	cp.size = 8;
	assert_int_equal(witness_merge(&err, w->a,
	    checkpoint_sign(w->a, &cp, w->key), r.body,
	    witness_key(w->witness), &out), RC_DENIED);
}

#define IN_A_WORLD(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(it_signs_what_extends_what_it_saw),
		IN_A_WORLD(it_tells_the_size_it_knows),
		IN_A_WORLD(it_refuses_a_second_history),
		IN_A_WORLD(it_refuses_a_fork_at_a_power_of_two),
		IN_A_WORLD(it_refuses_what_proves_nothing),
		IN_A_WORLD(it_asks_who_signed),
		IN_A_WORLD(malformed_requests_are_refused),
		IN_A_WORLD(its_memory_lasts),
		IN_A_WORLD(its_memory_cannot_be_spoilt),
		IN_A_WORLD(a_damaged_memory_signs_nothing),
		IN_A_WORLD(only_the_witness_line_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
