/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * attack.c - somebody can write to the whole database and all files, and has
 * not the key.  Whatever he changes is found by an outsider with the public
 * key and one checkpoint that he kept.  Beside each attack stands whether a
 * verifier without them would find it too: the control, which shows what the
 * checkpoint is for.
 */
#include "unit.h"

#include "attack.h"
#include "base/text.h"
#include "core/journal.h"
#include "core/seal.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALONE_TOO = true, ONLY_OUTSIDER = false };

#define SITE(v) (long long)(v)->site[0]

/* --- rows ---------------------------------------------------------------------- */

static void
edit_field(struct victim *v)
{
	attack_sql(v, "UPDATE site SET kind = 2 WHERE id = %lld", SITE(v));
}

static void
edit_field_and_value(struct victim *v)
{
	attack_sql(v, "UPDATE site SET name = 'Vault', name_key = 'vault' "
	    "WHERE id = %lld", SITE(v));
	attack_value(v, v->site[0], "name", "Vault", false);
}

static void
edit_with_commitment(struct victim *v)
{
	attack_sql(v, "UPDATE site SET time_zone = 'CET' WHERE id = %lld",
	    SITE(v));
	attack_value(v, v->site[0], "time_zone", "CET", true);
}

static void
edit_with_sum(struct victim *v)
{
	edit_with_commitment(v);
	attack_sum(v, v->site[0]);
}

static void
edit_and_recompute(struct victim *v)
{
	edit_with_sum(v);
	attack_recompute(v);
}

static void
drop_row(struct victim *v)
{
	attack_sql(v, "DELETE FROM site WHERE id = %lld; DELETE FROM search "
	    "WHERE rowid = %lld", (long long)v->site[1],
	    (long long)v->site[1]);
}

static void
drop_row_and_entries(struct victim *v)
{
	drop_row(v);
	attack_sql(v, "DELETE FROM journal_value WHERE entry IN (SELECT id "
	    "FROM journal WHERE record = %lld); DELETE FROM journal WHERE "
	    "record = %lld", (long long)v->site[1], (long long)v->site[1]);
}

static void
drop_and_recompute(struct victim *v)
{
	drop_row_and_entries(v);
	attack_recompute(v);
}

static void
insert_row(struct victim *v)
{
	const struct entity *e = entity_find("site");
	struct buf b = { .arena = v->st->arena };

	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].kind != KIND_refs)
			buf_fmt(&b, ", %s", e->fields[i].name);
	attack_sql(v, "INSERT INTO site (id, rev, code, at, at_kind, "
	    "created_at, created_by, changed_at, changed_by%s) SELECT id + "
	    "500000, rev, code || '9', at, at_kind, created_at, created_by, "
	    "changed_at, changed_by%s FROM site WHERE id = %lld", b.s, b.s,
	    SITE(v));
}

static void
swap_rows(struct victim *v)
{
	attack_sql(v, "UPDATE site SET name = CASE WHEN id = %lld THEN "
	    "'Hall 1' ELSE 'Hall zero' END, name_key = CASE WHEN id = %lld "
	    "THEN 'hall 1' ELSE 'hall zero' END WHERE id IN (%lld, %lld)",
	    SITE(v), SITE(v), SITE(v), (long long)v->site[1]);
}

static void
put_back_old_row(struct victim *v)
{
	attack_sql(v, "UPDATE site SET rev = 1, name = 'Hall 0', name_key = "
	    "'hall 0', changed_at = created_at, changed_by = created_by "
	    "WHERE id = %lld", SITE(v));
}

static void
move_row(struct victim *v)
{
	attack_sql(v, "UPDATE baseline SET audit = %lld, at = %lld WHERE "
	    "id = %lld", (long long)v->audit[1], (long long)v->audit[1],
	    (long long)v->baseline);
}

static void
move_row_and_entries(struct victim *v)
{
	move_row(v);
	attack_value(v, v->baseline, "audit", arena_fmt(v->st->arena, "%lld",
	    (long long)v->audit[1]), true);
	attack_sum(v, v->baseline);
	attack_sql(v, "UPDATE journal SET audit = %lld WHERE record = %lld",
	    (long long)v->audit[1], (long long)v->baseline);
}

static void
move_and_recompute(struct victim *v)
{
	move_row_and_entries(v);
	attack_recompute(v);
}

static void
drop_link(struct victim *v)
{
	attack_sql(v, "DELETE FROM programme__auditees");
}

static void
add_link(struct victim *v)
{
	attack_sql(v, "INSERT INTO programme__auditees (id, position, target) "
	    "SELECT id, position + 1, target FROM programme__auditees");
}

/* --- the journal ---------------------------------------------------------------- */

static void
backdate_entry(struct victim *v)
{
	attack_sql(v, "UPDATE journal SET time = time - 86400 WHERE record = "
	    "%lld", (long long)v->site[1]);
}

static void
backdate_and_recompute(struct victim *v)
{
	backdate_entry(v);
	attack_sql(v, "UPDATE site SET created_at = created_at - 86400, "
	    "changed_at = changed_at - 86400 WHERE id = %lld",
	    (long long)v->site[1]);
	attack_recompute(v);
}

static void
swap_values(struct victim *v)
{
	attack_sql(v, "UPDATE journal_value SET after = CASE after WHEN "
	    "'Hall 1' THEN 'Hall 2' ELSE 'Hall 1' END WHERE name = 'name' "
	    "AND after IN ('Hall 1', 'Hall 2')");
}

static void
swap_places(struct victim *v)
{
	attack_sql(v, "UPDATE journal SET place = -1 WHERE place = 2; "
	    "UPDATE journal SET place = 2 WHERE place = 3; "
	    "UPDATE journal SET place = 3 WHERE place = -1");
}

/* Another did it: the actor in entry and rows. */
static void
blame_another(struct victim *v)
{
	long long other = (long long)v->st->account[0];

	attack_sql(v, "UPDATE journal SET actor = %lld WHERE record = %lld; "
	    "UPDATE site SET created_by = %lld, changed_by = %lld WHERE "
	    "id = %lld", other, (long long)v->site[1], other, other,
	    (long long)v->site[1]);
	attack_recompute(v);
}

/* The end, with its rows, back to before the kept checkpoint. */
static void
cut_the_end(struct victim *v)
{
	for (int i = 2; i < 4; i++) {
		long long id = (long long)v->site[i];

		attack_sql(v, "DELETE FROM site WHERE id = %lld; DELETE FROM "
		    "search WHERE rowid = %lld; DELETE FROM journal_value "
		    "WHERE entry IN (SELECT id FROM journal WHERE record = "
		    "%lld); DELETE FROM journal WHERE record = %lld", id, id,
		    id, id);
	}
	attack_recompute(v);
}

static void
forget_the_tree(struct victim *v)
{
	attack_sql(v, "UPDATE tree SET edge = replace(edge, substr(edge, 1, "
	    "4), 'abab')");
}

static void
forge_a_subtree(struct victim *v)
{
	attack_sql(v, "UPDATE subtree SET hash = (SELECT leaf FROM journal "
	    "WHERE place = 0) WHERE position = 0");
}

static void
erase_beside_the_law(struct victim *v)
{
	attack_sql(v, "UPDATE journal_value SET salt = NULL, before = NULL, "
	    "after = NULL WHERE name = 'name' AND after = 'Hall 0'");
}

static void
change_before(struct victim *v)
{
	attack_sql(v, "UPDATE journal_value SET before = 'Cellar' WHERE "
	    "name = 'name' AND before = 'Hall 0'");
}

static void
blank_before(struct victim *v)
{
	attack_sql(v, "UPDATE journal_value SET before = '' WHERE "
	    "name = 'name' AND before = 'Hall 0'");
}

/* --- whole stores ------------------------------------------------------------------ */

static void
put_back_old_store(struct victim *v)
{
	victim_older(v);
}

static void
fork_the_store(struct victim *v)
{
	victim_older(v);
	for (int i = 0; i < 9; i++)
		stand_must(v->st, -1, "organization.create", NULL,
		    arena_fmt(v->st->arena, "name=New %d|duties=client", i));
	attack_sql(v, "DELETE FROM checkpoint");
	attack_recompute(v);
}

/* --- files --------------------------------------------------------------------------- */

static void
replace_blob(struct victim *v)
{
	FILE *f = fopen(v->blob, "w");

	assert_non_null(f);
	fputs("three doors shut\n", f);
	fclose(f);
}

static const char *
new_hash(struct victim *v)
{
	char hex[HEX];

	hash_hex_of("three doors shut\n", 17, hex);
	return arena_str(v->st->arena, hex);
}

static void
replace_blob_and_row(struct victim *v)
{
	replace_blob(v);
	attack_sql(v, "UPDATE stored_file SET sha256 = '%s' WHERE id = %lld",
	    new_hash(v), (long long)v->file);
}

static void
replace_blob_row_and_value(struct victim *v)
{
	replace_blob_and_row(v);
	attack_value(v, v->file, "sha256", new_hash(v), true);
	attack_sum(v, v->file);
	attack_sql(v, "UPDATE journal SET blob = '%s' WHERE record = %lld",
	    new_hash(v), (long long)v->file);
}

static void
replace_blob_and_recompute(struct victim *v)
{
	replace_blob_row_and_value(v);
	attack_recompute(v);
}

static void
drop_blob(struct victim *v)
{
	unlink(v->blob);
}

/* --- what is no record ------------------------------------------------------------------ */

static void
change_password(struct victim *v)
{
	attack_sql(v, "UPDATE credential SET password = replace(password, "
	    "'$argon2id$', '$argon2i$')");
}

static void
add_token(struct victim *v)
{
	attack_sql(v, "INSERT INTO api_token (token, account, label, made_at, "
	    "ends_at) SELECT 'f' || substr(token, 2), account, label, "
	    "made_at, ends_at FROM api_token WHERE substr(token, 1, 1) <> 'f' "
	    "UNION ALL SELECT '0' || substr(token, 2), account, label, "
	    "made_at, ends_at FROM api_token WHERE substr(token, 1, 1) = 'f'");
}

static void
take_a_role(struct victim *v)
{
	attack_sql(v, "UPDATE reach SET roles = 1");
}

static void
hide_from_search(struct victim *v)
{
	attack_sql(v, "DELETE FROM search WHERE rowid = %lld", SITE(v));
}

static void
add_a_trigger(struct victim *v)
{
	if (!db_shared(v->st->db))
		attack_sql(v, "CREATE TRIGGER hide AFTER INSERT ON site BEGIN "
		    "DELETE FROM search WHERE rowid = new.id; END");
	else
		attack_sql(v, "CREATE RULE hide AS ON DELETE TO site DO "
		    "INSTEAD NOTHING");
}

static void
drop_an_index(struct victim *v)
{
	attack_sql(v, "DROP INDEX journal_record");
}

/* --- checkpoints and keys ------------------------------------------------------------------ */

static void
change_a_checkpoint(struct victim *v)
{
	attack_sql(v, "UPDATE checkpoint SET note = replace(note, 'ab', "
	    "'ba')");
}

/* His own key in place of the store's, and all hashes anew. */
static void
sign_with_own_key(struct victim *v)
{
	struct ctx cx = stand_as(v->st, -1);
	struct signer *s = signer_new(v->key.name, KEY_NOTE);
	const char *text = key_text(cx.arena, signer_key(s));

	edit_with_sum(v);
	attack_value(v, 0, "verifier:", text, true);
	attack_sum(v, 0);
	attack_sql(v, "UPDATE meta SET value = '%s' WHERE name = 'verifier'",
	    text);
	attack_recompute(v);
	signer_free(s);
}

/* --- all of them ----------------------------------------------------------------------------- */

static const struct attack {
	const char *name;
	void (*run)(struct victim *v);
	bool alone;             /* found without key and checkpoint too */
} attacks[] = {
	{ "a field of a row is edited", edit_field, ALONE_TOO },
	{ "a field and its value", edit_field_and_value, ALONE_TOO },
	{ "... with the commitment", edit_with_commitment, ALONE_TOO },
	{ "... with the sum of the entry", edit_with_sum, ALONE_TOO },
	{ "... with all hashes anew", edit_and_recompute, ONLY_OUTSIDER },
	{ "a row is deleted", drop_row, ALONE_TOO },
	{ "a row and its entries", drop_row_and_entries, ALONE_TOO },
	{ "... with all hashes anew", drop_and_recompute, ONLY_OUTSIDER },
	{ "a row is inserted", insert_row, ALONE_TOO },
	{ "two rows are swapped", swap_rows, ALONE_TOO },
	{ "an old row is put back", put_back_old_row, ALONE_TOO },
	{ "a row is moved to another audit", move_row, ALONE_TOO },
	{ "... with its entries", move_row_and_entries, ALONE_TOO },
	{ "... with all hashes anew", move_and_recompute, ONLY_OUTSIDER },
	{ "a link is deleted", drop_link, ALONE_TOO },
	{ "a link is added", add_link, ALONE_TOO },
	{ "an entry is dated back", backdate_entry, ALONE_TOO },
	{ "... with its row and all hashes anew", backdate_and_recompute,
	    ONLY_OUTSIDER },
	{ "two values are swapped", swap_values, ALONE_TOO },
	{ "two entries change places", swap_places, ALONE_TOO },
	{ "another is named as the one who did it", blame_another,
	    ONLY_OUTSIDER },
	{ "the end is cut off", cut_the_end, ONLY_OUTSIDER },
	{ "the head of the tree is changed", forget_the_tree, ALONE_TOO },
	{ "a hash of the tree is changed", forge_a_subtree, ALONE_TOO },
	{ "a value is erased beside the law", erase_beside_the_law,
	    ALONE_TOO },
	{ "the value before is changed", change_before, ALONE_TOO },
	{ "the value before is blanked", blank_before, ALONE_TOO },
	{ "a file is replaced", replace_blob, ALONE_TOO },
	{ "a file and its row", replace_blob_and_row, ALONE_TOO },
	{ "a file, its row and its entry", replace_blob_row_and_value,
	    ALONE_TOO },
	{ "... with all hashes anew", replace_blob_and_recompute,
	    ONLY_OUTSIDER },
	{ "a file is deleted", drop_blob, ALONE_TOO },
	{ "a password is changed", change_password, ALONE_TOO },
	{ "a token is added", add_token, ALONE_TOO },
	{ "a role is taken", take_a_role, ALONE_TOO },
	{ "a record is hidden from the search", hide_from_search,
	    ALONE_TOO },
	{ "a trigger is added", add_a_trigger, ALONE_TOO },
	{ "an index is dropped", drop_an_index, ALONE_TOO },
	{ "a checkpoint in the store is changed", change_a_checkpoint,
	    ALONE_TOO },
	{ "all is signed with another key", sign_with_own_key,
	    ONLY_OUTSIDER },
	/* These two last: there is no way back from them. */
	{ "a whole old store is put back", put_back_old_store,
	    ONLY_OUTSIDER },
	{ "a fork goes on from an old copy", fork_the_store, ONLY_OUTSIDER },
};

static void
nothing_is_found_in_a_clean_store(struct victim *v)
{
	const char *first;

	if (attack_found(v, true, &first) || attack_found(v, false, &first))
		fail_msg("false alarm: %s", first);
}

static void
every_attack_is_found(struct stand *st)
{
	struct victim v;
	const char *first, *alone;

	victim_make(&v, st);
	nothing_is_found_in_a_clean_store(&v);
	for (size_t i = 0; i < NELEMS(attacks); i++) {
		const struct attack *a = &attacks[i];

		victim_begin(&v);
		a->run(&v);
		if (!attack_found(&v, true, &first))
			fail_msg("not found: %zu %s", i, a->name);
		print_message("# %s: %s\n", a->name, first);
		if ((attack_found(&v, false, &alone) != 0) != a->alone)
			fail_msg("without checkpoint: %zu %s: %s", i, a->name,
			    alone ? alone : "nothing found");
		victim_end(&v);
	}
}

static void
test_every_attack_is_found(void **state)
{
	(void)state;
	stand_on_both(every_attack_is_found, "attack");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_attack_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
