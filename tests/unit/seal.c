/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* seal.c - the signing key, checkpoints, and proofs out of a store. */
#include "unit.h"

#include "base/file.h"
#include "base/text.h"
#include "core/command.h"
#include "core/erase.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/schema.h"
#include "core/seal.h"
#include "core/sequencer.h"
#include "core/verify.h"
#include "proof/receipt.h"
#include "store_stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *
new_folder(struct stand *st)
{
	char dir[] = "/tmp/muster-seal-XXXXXX";

	assert_non_null(mkdtemp(dir));
	return arena_fmt(st->arena, "%s/seal", dir);
}

static void
name_store(struct stand *st)
{
	struct err err;

	if (db_script(st->db, &err, "INSERT INTO meta (name, value) VALUES "
	    "('store', '0123456789abcdef')"))
		fail_msg("%s", err.text);
}

static void
place_all(struct ctx *cx)
{
	if (db_shared(cx->db) && sequencer_once(cx))
		fail_msg("%s", cx->err.text);
}

static int64_t
add(struct stand *st, const char *name)
{
	int64_t id = stand_must(st, -1, "organization.create", NULL,
	    arena_fmt(st->arena, "name=%s|duties=client", name));
	struct ctx cx = stand_as(st, -1);

	place_all(&cx);
	return id;
}

static struct seal *
open_seal(struct stand *st, const char *dir)
{
	struct ctx cx = stand_as(st, -1);
	struct seal *s;

	if (seal_open(&cx, dir, &s))
		fail_msg("%s", cx.err.text);
	place_all(&cx);
	return s;
}

static void
make(struct stand *st, struct seal *s)
{
	struct ctx cx = stand_as(st, -1);

	if (seal_make(&cx, s))
		fail_msg("%s", cx.err.text);
}

static struct checkpoint
latest(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	struct checkpoint cp;
	struct sealed last;
	struct key key;

	if (seal_latest(&cx, &last) || seal_verifier(&cx, &key) ||
	    checkpoint_open(&cx.err, cx.arena, last.note, strlen(last.note),
	    &key, &cp, NULL))
		fail_msg("%s", cx.err.text);
	assert_int_equal(cp.size, last.size);
	return cp;
}

/* --- the life of a key ---------------------------------------------------------- */

static void
key_is_made_once(struct stand *st)
{
	const char *dir = new_folder(st);
	struct seal *s;
	struct key first;
	struct stat sb;

	name_store(st);
	s = open_seal(st, dir);
	assert_true(seal_signs(s));
	first = *signer_key(seal_signer(s));
	assert_string_equal(first.name, "muster/0123456789abcdef");
	assert_int_equal(stat(arena_fmt(st->arena, "%s/key", dir), &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0400);
	seal_close(s);
	s = open_seal(st, dir);
	assert_true(key_equal(&first, signer_key(seal_signer(s))));
	assert_int_equal(stand_number(st, "SELECT count(*) FROM journal "
	    "WHERE command = 'key.make'"), 1);
	seal_close(s);
}

static void
rotation_is_an_entry(struct stand *st)
{
	const char *dir = new_folder(st);
	struct ctx cx = stand_as(st, -1);
	struct seal *s;
	struct key old;
	struct checkpoint cp;

	name_store(st);
	s = open_seal(st, dir);
	make(st, s);
	old = *signer_key(seal_signer(s));
	if (seal_rotate(&cx, s))
		fail_msg("%s", cx.err.text);
	place_all(&cx);
	make(st, s);
	assert_false(key_equal(&old, signer_key(seal_signer(s))));
	cp = latest(st);
	assert_string_equal(cp.origin, old.name);
	assert_int_equal(cp.size, 2);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM journal "
	    "WHERE command = 'key.rotate'"), 1);
	seal_close(s);
	seal_close(open_seal(st, dir));
}

/* A crash between the entry and the move of the file. */
static void
interrupted_rotation_ends(struct stand *st)
{
	const char *dir = new_folder(st);
	struct ctx cx = stand_as(st, -1);
	struct seal *s;
	struct key now;

	name_store(st);
	s = open_seal(st, dir);
	if (seal_rotate(&cx, s))
		fail_msg("%s", cx.err.text);
	now = *signer_key(seal_signer(s));
	seal_close(s);
	assert_int_equal(rename(arena_fmt(st->arena, "%s/key", dir),
	    arena_fmt(st->arena, "%s/key.new", dir)), 0);
	s = open_seal(st, dir);
	assert_true(key_equal(&now, signer_key(seal_signer(s))));
	seal_close(s);
}

static void
foreign_key_is_refused(struct stand *st)
{
	const char *dir = new_folder(st);
	const char *path = arena_fmt(st->arena, "%s/key", dir);
	struct ctx cx = stand_as(st, -1);
	struct signer *other = signer_new("muster/other", KEY_NOTE);
	struct seal *s;

	name_store(st);
	seal_close(open_seal(st, dir));
	unlink(path);
	assert_int_equal(signer_save(&cx.err, other, path), RC_OK);
	assert_int_equal(seal_open(&cx, dir, &s), RC_CONFLICT);
	signer_free(other);
}

/* --- checkpoints ------------------------------------------------------------------- */

static void
is_due(struct stand *st, const struct seal *s, int64_t later, bool want)
{
	struct ctx cx = stand_as(st, -1);
	bool due;

	cx.now += later;
	if (seal_due(&cx, s, &due))
		fail_msg("%s", cx.err.text);
	assert_int_equal(due, want);
}

static void
checkpoints_follow_changes(struct stand *st)
{
	struct seal *s;

	name_store(st);
	s = open_seal(st, new_folder(st));
	is_due(st, s, 0, true);         /* nothing was ever signed */
	make(st, s);
	assert_int_equal(latest(st).size, 1);
	is_due(st, s, 3600, false);     /* and nothing has changed */
	add(st, "Acme");
	is_due(st, s, 0, false);
	is_due(st, s, SEAL_SECONDS, true);
	make(st, s);
	assert_int_equal(latest(st).size, 2);
	seal_close(s);
}

static void
what_is_handed_out_is_signed_at_once(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	struct event ev = { .command = "report.issue" };
	struct seal *s;

	name_store(st);
	s = open_seal(st, new_folder(st));
	make(st, s);
	if (numbers_ready(&cx, 1) || journal_add(&cx, &ev) ||
	    db_settle(cx.db, &cx.err))
		fail_msg("%s", cx.err.text);
	if (!db_shared(cx.db) && journal_place(&cx))
		fail_msg("%s", cx.err.text);
	place_all(&cx);
	is_due(st, s, 0, true);
	seal_close(s);
}

/* --- a store put back from a copy -------------------------------------------------- */

static void
older_store_is_known(struct stand *st)
{
	const char *dir = new_folder(st);
	struct ctx cx = stand_as(st, -1);
	struct signer *key;
	struct checkpoint newer = { .size = 9 };
	const char *note;
	struct seal *s;

	name_store(st);
	s = open_seal(st, dir);
	make(st, s);
	assert_int_equal(seal_check(&cx, dir), RC_OK);
	newer.origin = signer_key(seal_signer(s))->name;
	if (signer_load(&cx.err, arena_fmt(st->arena, "%s/key", dir), &key))
		fail_msg("%s", cx.err.text);
	note = checkpoint_sign(st->arena, &newer, key);
	if (file_write(&cx.err, arena_fmt(st->arena, "%s/last", dir), note,
	    strlen(note), 0600, FILE_REPLACE))
		fail_msg("%s", cx.err.text);
	assert_int_equal(seal_check(&cx, dir), RC_CONFLICT);
	assert_non_null(strstr(cx.err.text, "checkpoint of 9"));
	assert_int_equal(seal_make(&cx, s), RC_CONFLICT);
	if (seal_restored(&cx, dir))
		fail_msg("%s", cx.err.text);
	place_all(&cx);
	assert_int_equal(seal_check(&cx, dir), RC_OK);
	make(st, s);
	assert_int_equal(latest(st).size, 2);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM journal j "
	    "JOIN journal_value v ON v.entry = j.id WHERE j.command = "
	    "'store.restored' AND v.after LIKE '9 %'"), 1);
	signer_free(key);
	seal_close(s);
}

static void
changed_history_is_not_signed(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	struct seal *s;
	struct err err;

	name_store(st);
	s = open_seal(st, new_folder(st));
	make(st, s);
	add(st, "Acme");
	if (db_shared(st->db) && db_script(st->db, &err,
	    "SET session_replication_role = replica"))
		fail_msg("%s", err.text);
	if (db_script(st->db, &err, "UPDATE journal SET leaf = "
	    "replace(leaf, substr(leaf, 1, 8), '00000000') WHERE place = 0"))
		fail_msg("%s", err.text);
	assert_int_equal(seal_make(&cx, s), RC_CONFLICT);
	assert_int_equal(latest(st).size, 1);
	seal_close(s);
}

/* The copy has no key: a new one, and an entry that says why. */
static void
copy_gets_a_new_key(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	struct seal *s;
	struct key old;

	name_store(st);
	s = open_seal(st, new_folder(st));
	make(st, s);
	old = *signer_key(seal_signer(s));
	seal_close(s);
	s = open_seal(st, new_folder(st));
	if (db_shared(cx.db)) {
		assert_false(seal_signs(s));    /* a server beside others */
	} else {
		assert_false(key_equal(&old, signer_key(seal_signer(s))));
		assert_int_equal(stand_number(st, "SELECT count(*) FROM "
		    "journal WHERE command = 'store.restored'"), 1);
	}
	seal_close(s);
}

/* --- proofs -------------------------------------------------------------------------- */

static void
receipts_verify(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	const char *text;
	struct seal *s;
	struct key key;
	int64_t place, id;

	name_store(st);
	s = open_seal(st, new_folder(st));
	for (int i = 0; i < 40; i++)
		add(st, arena_fmt(st->arena, "Org %d", i));
	id = add(st, "Last");
	make(st, s);
	assert_int_equal(journal_last_change(&cx, id, &place), RC_OK);
	assert_int_equal(place, 41);
	assert_int_equal(seal_verifier(&cx, &key), RC_OK);
	for (place = 0; place < 42; place++) {
		struct receipt r;
		unsigned char leaf[HASH];

		if (seal_receipt(&cx, place, &text) ||
		    receipt_parse(&cx.err, st->arena, text, strlen(text), &r))
			fail_msg("%s", cx.err.text);
		merkle_leaf((const char *)r.extra, r.nextra, leaf);
		if (receipt_verify(&cx.err, st->arena, &r, leaf, &key, NULL))
			fail_msg("%s", cx.err.text);
		assert_int_equal(r.index, place);
		assert_true(strlen(text) < 3072);
	}
	add(st, "Later");
	assert_int_equal(seal_receipt(&cx, 42, &text), RC_BUSY);
	seal_close(s);
}

/* --- erasing ------------------------------------------------------------------------- */

static enum rc
erase(struct ctx *cx, void *arg)
{
	static const char *const field[] = { "name", "email" };
	const int64_t *id = arg;
	const struct erasure e = { entity_find("person"), *id, field, 2,
		"asked for by the person" };

	return erase_values(cx, &e);
}

static void
fail_on_fault(void *arg, const struct verify_fault *f)
{
	(void)arg;
	fail_msg("%s %lld: %s", f->table, (long long)f->id, f->text);
}

static struct verify_counts
verify(struct stand *st)
{
	const struct verify_config cf = { .fault = fail_on_fault };
	struct ctx cx = stand_as(st, -1);
	struct verify_counts n;

	if (verify_run(&cx, &cf, &n))
		fail_msg("%s", cx.err.text);
	return n;
}

/* The words are gone, each proof that was given still holds. */
static void
erasing_leaves_every_proof(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	const char *before, *after;
	struct checkpoint cp;
	struct seal *s;
	int64_t id, org;

	name_store(st);
	s = open_seal(st, new_folder(st));
	org = add(st, "Acme");
	id = stand_must(st, -1, "person.create", NULL, arena_fmt(st->arena,
	    "name=Grace Hopper|email=grace@example.org|employer=%lld|"
	    "languages=english", (long long)org));
	stand_must(st, -1, "person.update", arena_fmt(st->arena, "%lld",
	    (long long)id), "name=G. Hopper");
	place_all(&cx);
	make(st, s);
	cp = latest(st);
	assert_int_equal(seal_receipt(&cx, 2, &before), RC_OK);
	assert_int_equal(verify(st).erased, 0);
	if (command_write_alone(&cx, erase, &id))
		fail_msg("%s", cx.err.text);
	place_all(&cx);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM journal_value "
	    "WHERE after LIKE '%Hopper%' OR before LIKE '%Hopper%' OR "
	    "after LIKE '%grace%'"), 0);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM person "
	    "WHERE name IS NOT NULL OR email IS NOT NULL"), 0);
	assert_int_equal(seal_receipt(&cx, 2, &after), RC_OK);
	assert_string_equal(before, after);
	assert_int_equal(verify(st).erased, 3);
	make(st, s);
	assert_true(latest(st).size > cp.size);
	seal_close(s);
}

static enum rc
erase_duties(struct ctx *cx, void *arg)
{
	static const char *const field[] = { "duties" };
	const struct erasure e = { entity_find("organization"),
		*(int64_t *)arg, field, 1, "because" };

	return erase_values(cx, &e);
}

static void
only_personal_values_are_erased(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	int64_t org = add(st, "Acme");

	assert_int_equal(command_write_alone(&cx, erase_duties, &org),
	    RC_DENIED);
}

/* --- PostgreSQL keeps the journal by itself ---------------------------------------- */

static void
refused(struct db *db, const char *sql, const char *why)
{
	struct err err;

	if (!db_script(db, &err, sql))
		fail_msg("done: %s", sql);
	if (!strstr(err.text, why))
		fail_msg("%s: %s", sql, err.text);
}

static void
journal_is_only_added_to(struct stand *st)
{
	static const char only[] = "only added to", erased[] = "only be erased";
	struct err err;

	if (!db_shared(st->db))
		return;
	add(st, "Acme");
	refused(st->db, "UPDATE journal SET time = 1", only);
	refused(st->db, "UPDATE journal SET place = 7", only);
	refused(st->db, "UPDATE journal SET place = NULL", only);
	refused(st->db, "UPDATE journal SET leaf = previous", only);
	refused(st->db, "DELETE FROM journal", only);
	refused(st->db, "TRUNCATE journal", "");
	refused(st->db, "DELETE FROM journal_value", erased);
	refused(st->db, "UPDATE journal_value SET after = 'x'", erased);
	refused(st->db, "UPDATE journal_value SET salt = NULL", erased);
	assert_int_equal(db_script(st->db, &err, "UPDATE journal_value SET "
	    "salt = NULL, before = NULL, after = NULL"), RC_OK);
}

/* A role that is no superuser, with a schema of its own. */
static void
server_may_not_delete(struct stand *st)
{
	const char *name = arena_fmt(st->arena, "clerk%ld", (long)getpid());
	struct err err;
	struct ctx cx;
	struct db *db;

	if (!db_shared(st->db))
		return;
	if (db_script(st->db, &err, arena_fmt(st->arena, "CREATE ROLE %s "
	    "LOGIN; CREATE SCHEMA AUTHORIZATION %s", name, name)))
		fail_msg("%s", err.text);
	db = db_open(arena_fmt(st->arena, "%s user=%s", st->where, name),
	    DB_WRITE, &err);
	if (!db)
		fail_msg("%s", err.text);
	ctx_begin(&cx, st->arena, db);
	if (schema_create(&cx))
		fail_msg("%s", cx.err.text);
	refused(db, "DELETE FROM journal", "permission denied");
	refused(db, "UPDATE journal SET time = 1", "permission denied");
	refused(db, "TRUNCATE journal_value", "permission denied");
	refused(db, "UPDATE journal_value SET commitment = ''",
	    "permission denied");
	db_close(db);
	if (db_script(st->db, &err, arena_fmt(st->arena, "DROP OWNED BY %s "
	    "CASCADE; DROP ROLE %s", name, name)))
		fail_msg("%s", err.text);
}

#define ON_BOTH(name) \
	static void \
	test_##name(void **state) \
	{ \
		(void)state; \
		stand_on_both(name, "seal"); \
	}

ON_BOTH(key_is_made_once)
ON_BOTH(rotation_is_an_entry)
ON_BOTH(interrupted_rotation_ends)
ON_BOTH(foreign_key_is_refused)
ON_BOTH(checkpoints_follow_changes)
ON_BOTH(what_is_handed_out_is_signed_at_once)
ON_BOTH(older_store_is_known)
ON_BOTH(changed_history_is_not_signed)
ON_BOTH(copy_gets_a_new_key)
ON_BOTH(receipts_verify)
ON_BOTH(erasing_leaves_every_proof)
ON_BOTH(only_personal_values_are_erased)
ON_BOTH(journal_is_only_added_to)
ON_BOTH(server_may_not_delete)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_is_made_once),
		cmocka_unit_test(test_rotation_is_an_entry),
		cmocka_unit_test(test_interrupted_rotation_ends),
		cmocka_unit_test(test_foreign_key_is_refused),
		cmocka_unit_test(test_checkpoints_follow_changes),
		cmocka_unit_test(test_what_is_handed_out_is_signed_at_once),
		cmocka_unit_test(test_older_store_is_known),
		cmocka_unit_test(test_changed_history_is_not_signed),
		cmocka_unit_test(test_copy_gets_a_new_key),
		cmocka_unit_test(test_receipts_verify),
		cmocka_unit_test(test_erasing_leaves_every_proof),
		cmocka_unit_test(test_only_personal_values_are_erased),
		cmocka_unit_test(test_journal_is_only_added_to),
		cmocka_unit_test(test_server_may_not_delete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
