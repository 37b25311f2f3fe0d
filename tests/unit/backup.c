/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup.c - there and back through both databases; damage is refused. */
#include "unit.h"

#include "base/file.h"
#include "core/backup.h"
#include "core/blob.h"
#include "core/number.h"
#include "core/place.h"
#include "core/search.h"
#include "domain/domain.h"
#include "pg/pg.h"
#include "store_stand.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct dirs {
	char base[64];
	struct arena *a;
	const struct backup_recipient *to;      /* NULL: plain */
	const struct backup_key *key;
};

static const char *
at(struct dirs *d, const char *name)
{
	return arena_fmt(d->a, "%s/%s", d->base, name);
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static void
fill(struct stand *st, const char *blobs)
{
	struct upload up;
	struct blob_in *in;
	struct ctx cx;
	struct order o = { .command = "stored_file.create" };
	struct pair pair[2];
	struct done done;
	int64_t org = stand_must(st, -1, "organization.create", NULL,
	    "name=Käserei \"Alp\"\\Berg|duties=auditee");

	stand_person(st, 0, "ada", "programme_manager", org);
	cx = stand_as(st, -1);
	assert_int_equal(blob_begin(blobs, 1000000, &cx.err, &in), RC_OK);
	assert_int_equal(blob_take(in, &cx.err, "some evidence\n", 14), RC_OK);
	assert_int_equal(blob_end(in, &cx.err, &up), RC_OK);
	cx.domain = &muster_domain;
	cx.upload = &up;
	pair[0] = (struct pair){ "name", "evidence.txt" };
	pair[1] = (struct pair){ "organization", arena_fmt(st->arena, "%lld",
	    (long long)org) };
	o.in = pair;
	o.n = 2;
	if (command_alone(&cx, &o, 1, &done, NULL))
		fail_msg("%s", cx.err.text);
}

/* The rows of a backup, without its head: alike means the same row for row. */
static void
take_backup(struct dirs *d, const char *where, const char *blobs,
    const char *file, struct backup_told *told)
{
	struct err err;
	struct db *db = db_open(where, DB_READ, &err);
	struct ctx cx;

	if (!db)
		fail_msg("%s", err.text);
	ctx_begin(&cx, d->a, db);
	cx.now = 1790000000;
	if (backup_take(&cx, blobs, file, d->to, told))
		fail_msg("%s", cx.err.text);
	db_close(db);
}

static void
assert_same_file(struct dirs *d, const char *a, const char *b)
{
	struct err err;
	size_t na, nb;
	char *pa, *pb;

	assert_int_equal(file_read(&err, d->a, a, 1 << 24, &pa, &na), RC_OK);
	assert_int_equal(file_read(&err, d->a, b, 1 << 24, &pb, &nb), RC_OK);
	assert_int_equal(na, nb);
	assert_memory_equal(pa, pb, na);
}

static void
must_restore(struct dirs *d, const char *file, const char *dir,
    const char *url, struct place *p)
{
	struct backup_told told;
	struct err err;

	if (backup_verify(&err, d->a, file, d->key, &told) ||
	    backup_restore(&err, d->a, file, d->key, dir, url, &told))
		fail_msg("%s", err.text);
	assert_int_equal(told.files, 1);
	assert_false(exists(arena_fmt(d->a, "%s.part", dir)));
	assert_int_equal(place_look(&err, d->a, dir, p), RC_OK);
}

/* The restored store is a store: words are found, and it takes new orders. */
static void
goes_on(struct dirs *d, const struct place *p)
{
	struct stand st = { .where = p->where, .arena = d->a };
	struct err err;
	struct hit *hit;
	struct ctx cx;
	size_t n;

	st.db = db_open(p->where, DB_WRITE, &err);
	assert_non_null(st.db);
	st.numbers = numbers_new();
	cx = stand_as(&st, -1);
	assert_int_equal(search_find(&cx, "kase", NULL, 9, &hit, &n), RC_OK);
	assert_int_equal(search_find(&cx, "evidence", NULL, 9, &hit, &n),
	    RC_OK);
	assert_int_equal(n, 1);
	stand_must(&st, -1, "organization.create", NULL, "name=Next|duties=auditee");
	db_close(st.db);
	numbers_free(st.numbers);
}

static void
read_bytes(struct dirs *d, const char *file, char **p, size_t *n)
{
	struct err err;

	assert_int_equal(file_read(&err, d->a, file, 1 << 24, p, n), RC_OK);
}

/* Neither of the two ways takes it, and nothing is left behind. */
static void
refused(struct dirs *d, const char *p, size_t n, enum rc want)
{
	struct dirs own = { .a = arena_new(), .key = d->key };
	const char *bad, *dir;
	struct backup_told told;
	struct err err;
	enum rc rc;

	memcpy(own.base, d->base, sizeof(own.base));
	d = &own;
	bad = at(d, "bad.tar");
	dir = at(d, "never");
	assert_int_equal(file_write(&err, bad, p, n, 0600, FILE_REPLACE),
	    RC_OK);
	rc = backup_restore(&err, d->a, bad, d->key, dir, NULL, &told);
	if (rc != want && !(rc == RC_DENIED && d->key))
		fail_msg("%d: %s", rc, rc ? err.text : "taken");
	rc = backup_verify(&err, d->a, bad, d->key, &told);
	assert_true(rc == want || (rc == RC_DENIED && d->key));
	assert_false(exists(dir));
	assert_false(exists(at(d, "never.part")));
	arena_free(own.a);
}

static void
damaged(struct dirs *d, const char *file, size_t flip, size_t cut)
{
	char *p;
	size_t n;

	read_bytes(d, file, &p, &n);
	assert_true(flip < n && cut < n);
	if (flip)
		p[flip] ^= 1;
	refused(d, p, n - cut, RC_INVALID);
}

static size_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(*seed >> 33);
}

/* Any byte of it, also those that only fill up; any end; parts exchanged. */
static void
any_damage_is_refused(struct dirs *d, const char *file, size_t rounds)
{
	enum { PIECE = BACKUP_PIECE + 17 };
	const char *from = getenv("MUSTER_SEED");
	uint64_t seed = from ? strtoull(from, NULL, 10)
	    : (uint64_t)time(NULL);
	char *p, *copy, *again;
	size_t n;

	print_message("# seed %llu\n", (unsigned long long)seed);
	read_bytes(d, file, &p, &n);
	for (size_t i = 0; i < rounds; i++) {
		size_t k = next(&seed) % n;
		int bit = 1 << next(&seed) % 8;

		p[k] = (char)(p[k] ^ bit);
		refused(d, p, n, RC_INVALID);
		p[k] = (char)(p[k] ^ bit);
		refused(d, p, k, RC_INVALID);
	}
	copy = arena_dup(d->a, p, n);
	again = arena_alloc(d->a, n + PIECE);
	assert_true(n > 3 * PIECE);
	memcpy(copy + n - 2 * PIECE, p + n - 3 * PIECE, PIECE);
	memcpy(copy + n - 3 * PIECE, p + n - 2 * PIECE, PIECE);
	refused(d, copy, n, RC_INVALID);
	memcpy(again, p, n - PIECE);
	memcpy(again + n - PIECE, p + n - 2 * PIECE, 2 * PIECE);
	refused(d, again, n + PIECE, RC_INVALID);
}

static size_t
find(struct dirs *d, const char *file, const char *text)
{
	size_t n, k = strlen(text);
	char *p;

	read_bytes(d, file, &p, &n);
	for (size_t i = 0; i + k <= n; i++)
		if (memcmp(p + i, text, k) == 0)
			return i;
	fail_msg("%s is not there", text);
	return 0;
}

/* Folders two deep, as a store is. */
static void
drop(struct dirs *d, const char *dir, int deep)
{
	DIR *open_dir = opendir(dir);

	for (struct dirent *e; open_dir && (e = readdir(open_dir));) {
		const char *path = arena_fmt(d->a, "%s/%s", dir, e->d_name);

		if (e->d_name[0] != '.' && unlink(path) && deep)
			drop(d, path, deep - 1);
	}
	if (open_dir)
		closedir(open_dir);
	rmdir(dir);
}

/* Sums can be made anew; what the journal says of a record cannot. */
static void
changed_rows_are_refused(struct stand *st, struct dirs *d)
{
	const char *file = at(d, "changed.tar");
	struct backup_told told;
	struct err err;

	stand_number(st, "UPDATE organization SET sector = 'x' RETURNING 1");
	take_backup(d, st->where, at(d, "blobs"), file, &told);
	assert_int_equal(backup_verify(&err, d->a, file, NULL, &told),
	    RC_INVALID);
	assert_non_null(strstr(err.text, "organization"));
	assert_int_equal(backup_restore(&err, d->a, file, NULL,
	    at(d, "never"), NULL, &told), RC_INVALID);
	assert_false(exists(at(d, "never")));
}

/* To a recipient: nobody else opens it, and nothing of it is readable. */
static void
sealed(struct stand *st, struct dirs *d)
{
	const char *file = at(d, "sealed"), *line, *other, *p;
	struct backup_recipient to;
	struct backup_key key, wrong;
	struct backup_told told;
	struct place place;
	struct err err;
	char *s;
	size_t n;

	assert_int_equal(backup_key_make(&err, d->a, at(d, "key"), &line),
	    RC_OK);
	assert_int_equal(backup_key_make(&err, d->a, at(d, "key"), &line),
	    RC_CONFLICT);
	assert_int_equal(backup_key_make(&err, d->a, at(d, "wrong"), &other),
	    RC_OK);
	assert_int_equal(backup_recipient_take(&err, d->a, line, &to), RC_OK);
	assert_int_equal(backup_key_load(&err, d->a, at(d, "key"), &key),
	    RC_OK);
	assert_int_equal(backup_key_load(&err, d->a, at(d, "wrong"), &wrong),
	    RC_OK);
	assert_int_equal(chmod(at(d, "wrong"), 0444), 0);
	assert_int_equal(backup_key_load(&err, d->a, at(d, "wrong"), &wrong),
	    RC_DENIED);
	d->to = &to;
	take_backup(d, st->where, at(d, "blobs"), file, &told);
	assert_int_equal(backup_verify(&err, d->a, file, NULL, &told),
	    RC_DENIED);
	assert_int_equal(backup_verify(&err, d->a, file, &wrong, &told),
	    RC_DENIED);
	read_bytes(d, file, &s, &n);
	for (p = s; (p = memchr(p, 's', n - (size_t)(p - s))); p++)
		assert_false(n - (size_t)(p - s) > 13 &&
		    memcmp(p, "some evidence", 13) == 0);
	d->key = &key;
	must_restore(d, file, at(d, "unsealed"), NULL, &place);
	goes_on(d, &place);
	any_damage_is_refused(d, file, 20);
}

static void
there_and_back(struct stand *st)
{
	struct dirs d = { .a = st->arena };
	const char *pg, *one;
	struct backup_told told;
	struct place p;
	struct err err;

	snprintf(d.base, sizeof(d.base), "%s/muster-backup-XXXXXX",
	    unit_folder());
	assert_non_null(mkdtemp(d.base));
	one = at(&d, "one.tar");
	assert_int_equal(mkdir(at(&d, "blobs"), 0700), 0);
	stand_number(st, "INSERT INTO meta (name, value) VALUES ('store', "
	    "'0123') RETURNING 1");
	fill(st, at(&d, "blobs"));
	take_backup(&d, st->where, at(&d, "blobs"), one, &told);
	assert_int_equal(told.files, 1);

	must_restore(&d, one, at(&d, "lite"), NULL, &p);
	take_backup(&d, p.where, p.blobs, at(&d, "two.tar"), &told);
	assert_same_file(&d, one, at(&d, "two.tar"));
	assert_int_equal(backup_restore(&err, d.a, one, NULL, at(&d, "lite"),
	    NULL, &told), RC_CONFLICT);
	goes_on(&d, &p);

	pg = pg_fresh(db_shared(st->db) ? "backupone" : "backuptwo");
	if (pg) {
		must_restore(&d, one, at(&d, "grown"), pg, &p);
		take_backup(&d, p.where, p.blobs, at(&d, "three.tar"), &told);
		assert_same_file(&d, one, at(&d, "three.tar"));
		goes_on(&d, &p);
		assert_int_equal(backup_restore(&err, d.a, one, NULL,
		    at(&d, "again"), pg, &told), RC_CONFLICT);
		assert_false(exists(at(&d, "again.part")));
	}
	damaged(&d, one, find(&d, one, "some evidence"), 0);
	damaged(&d, one, find(&d, one, "\"Alp") + 1, 0);
	damaged(&d, one, find(&d, one, "SHA256SUMS") + 520, 0);
	damaged(&d, one, 100, 0);
	damaged(&d, one, 0, 1);
	damaged(&d, one, 0, 20480);
	any_damage_is_refused(&d, one, 20);
	sealed(st, &d);
	d.to = NULL;
	d.key = NULL;
	changed_rows_are_refused(st, &d);
	drop(&d, d.base, 2);
}

static void
test_both(void **state)
{
	(void)state;
	stand_on_both(there_and_back, "backup");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
