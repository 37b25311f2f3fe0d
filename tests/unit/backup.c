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
#include <unistd.h>

struct dirs { char base[64]; struct arena *a; };

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
	if (backup_take(&cx, blobs, file, told))
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

	if (backup_restore(&err, d->a, file, dir, url, &told))
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
damaged(struct dirs *d, const char *file, size_t flip, size_t cut)
{
	const char *bad = at(d, "bad.tar"), *dir = at(d, "never");
	struct backup_told told;
	struct err err;
	char *p;
	size_t n;

	assert_int_equal(file_read(&err, d->a, file, 1 << 24, &p, &n), RC_OK);
	assert_true(flip < n && cut < n);
	if (flip)
		p[flip] ^= 1;
	assert_int_equal(file_write(&err, bad, p, n - cut, 0600, FILE_REPLACE),
	    RC_OK);
	assert_int_equal(backup_restore(&err, d->a, bad, dir, NULL, &told),
	    RC_INVALID);
	assert_false(exists(dir));
	assert_false(exists(at(d, "never.part")));
}

static size_t
find(struct dirs *d, const char *file, const char *text)
{
	struct err err;
	char *p;
	size_t n, k = strlen(text);

	assert_int_equal(file_read(&err, d->a, file, 1 << 24, &p, &n), RC_OK);
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

static void
there_and_back(struct stand *st)
{
	struct dirs d = { "/tmp/muster-backup-XXXXXX", st->arena };
	const char *pg, *one;
	struct backup_told told;
	struct place p;
	struct err err;

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
	assert_int_equal(backup_restore(&err, d.a, one, at(&d, "lite"), NULL,
	    &told), RC_CONFLICT);
	goes_on(&d, &p);

	pg = pg_fresh(db_shared(st->db) ? "backupone" : "backuptwo");
	if (pg) {
		must_restore(&d, one, at(&d, "grown"), pg, &p);
		take_backup(&d, p.where, p.blobs, at(&d, "three.tar"), &told);
		assert_same_file(&d, one, at(&d, "three.tar"));
		goes_on(&d, &p);
		assert_int_equal(backup_restore(&err, d.a, one,
		    at(&d, "again"), pg, &told), RC_CONFLICT);
		assert_false(exists(at(&d, "again.part")));
	}
	damaged(&d, one, find(&d, one, "some evidence"), 0);
	damaged(&d, one, find(&d, one, "\"Alp") + 1, 0);
	damaged(&d, one, find(&d, one, "SHA256SUMS") + 520, 0);
	damaged(&d, one, 100, 0);
	damaged(&d, one, 0, 1);
	damaged(&d, one, 0, 20480);
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
