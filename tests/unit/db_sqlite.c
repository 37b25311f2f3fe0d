/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* db_sqlite.c - set-up, readers beside a writer, and a bad disk on SQLite. */
#include "unit.h"

#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

long syscall(long number, ...);

struct test {
	char where[64];
	struct db *db;
	struct arena *arena;
	struct err err;
};

static char folder[40];

/* --- a disk whose syncs can fail: SQLite's calls come here ------------------- */

enum failing { NO_SYNC_FAILS, LOG_FAILS, FILE_FAILS };
static _Atomic enum failing failing;
static atomic_int syncs;

static bool
is_log(int fd)
{
	char link[40], path[256];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path));
	return n > 4 && memcmp(path + n - 4, "-wal", 4) == 0;
}

static int
sync_or_fail(int fd, long call)
{
	enum failing f = atomic_load(&failing);

	atomic_fetch_add(&syncs, 1);
	if ((f == LOG_FAILS && is_log(fd)) ||
	    (f == FILE_FAILS && !is_log(fd))) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(call, fd);
}

int
fdatasync(int fd)
{
	return sync_or_fail(fd, SYS_fdatasync);
}

int
fsync(int fd)
{
	return sync_or_fail(fd, SYS_fsync);
}

/* --- helpers -------------------------------------------------------------------- */

static void
good(struct test *t, enum rc rc)
{
	if (rc)
		fail_msg("%s: %s", err_table[rc].name, t->err.text);
}

static struct rows
ask(struct test *t, const char *sql)
{
	struct rows rows = { 0 };

	good(t, db_query(t->db, &t->err, t->arena, &rows, sql, NO_ARGS));
	assert_int_equal(rows.nrows, 1);
	return rows;
}

static int64_t
number(struct test *t, const char *sql)
{
	struct rows rows = ask(t, sql);

	return rows_at(&rows, 0, 0)->i;
}

static enum rc
run(struct test *t, const char *sql)
{
	return db_run(t->db, &t->err, sql, NO_ARGS);
}

static struct test
open_beside(struct test *t, const char *where, enum db_mode mode)
{
	struct test other = *t;

	other.db = db_open(where, mode, &t->err);
	if (!other.db)
		fail_msg("%s", t->err.text);
	return other;
}

static int
set_up(void **state)
{
	static int count;
	struct test *t = must_alloc(sizeof(*t));

	*state = t;
	atomic_store(&failing, NO_SYNC_FAILS);
	t->arena = arena_new();
	snprintf(t->where, sizeof(t->where), "%s/%d", folder, count++);
	*t = open_beside(t, t->where, DB_WRITE);
	good(t, db_script(t->db, &t->err,
	    "CREATE TABLE audit (id INTEGER PRIMARY KEY, title TEXT);"
	    "CREATE TABLE twin (id INTEGER PRIMARY KEY, a BIGINT, b BIGINT);"
	    "INSERT INTO twin VALUES (1, 0, 0), (2, 0, 0)"));
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const end[] = { "", "-wal", "-shm" };
	struct test *t = *state;
	char path[80];

	db_close(t->db);
	for (size_t i = 0; i < NELEMS(end); i++) {
		snprintf(path, sizeof(path), "%s%s", t->where, end[i]);
		unlink(path);
	}
	arena_free(t->arena);
	free(t);
	return 0;
}

/* --- set-up ------------------------------------------------------------------------ */

static void
a_connection_is_set_up(void **state)
{
	static const struct { const char *pragma; int64_t want; } set[] = {
		{ "PRAGMA synchronous", 2 }, { "PRAGMA foreign_keys", 1 },
		{ "PRAGMA trusted_schema", 0 }, { "PRAGMA temp_store", 2 },
		{ "PRAGMA cell_size_check", 1 }, { "PRAGMA mmap_size", 0 },
		{ "PRAGMA secure_delete", 1 }, { "PRAGMA query_only", 0 },
		{ "PRAGMA journal_size_limit", 64 << 20 },
	};
	struct test *t = *state;
	struct stat st;
	struct rows r = ask(t, "PRAGMA journal_mode");

	assert_string_equal(rows_at(&r, 0, 0)->s, "wal");
	for (size_t i = 0; i < NELEMS(set); i++)
		if (number(t, set[i].pragma) != set[i].want)
			fail_msg("%s", set[i].pragma);
	assert_int_equal(stat(t->where, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(run(t, "ATTACH '/tmp/other' AS other"), RC_DB);
	assert_int_equal(run(t, "SELECT load_extension('x')"), RC_DB);
	assert_int_equal(run(t, "SELECT \"no such column\""), RC_DB);
	assert_int_equal(run(t, "UPDATE sqlite_schema SET sql = ''"), RC_DB);
	good(t, run(t, "PRAGMA writable_schema = ON"));
	assert_int_equal(run(t, "UPDATE sqlite_schema SET sql = ''"), RC_DB);
}

static void
a_reader_cannot_make_or_change_anything(void **state)
{
	struct test *t = *state, reader;

	assert_null(db_open("/tmp/no-such-muster-file", DB_READ, &t->err));
	assert_null(db_open("/no/such/folder/file", DB_WRITE, &t->err));
	reader = open_beside(t, t->where, DB_READ);
	assert_int_equal(number(&reader, "PRAGMA query_only"), 1);
	good(&reader, run(&reader, "PRAGMA query_only = OFF"));
	assert_int_equal(run(&reader, "DELETE FROM twin"), RC_DB);
	db_close(reader.db);
}

static void
a_folder_that_is_no_database_is_told(void **state)
{
	struct test *t = *state;
	char path[80];
	FILE *f;

	snprintf(path, sizeof(path), "%s/text", folder);
	f = fopen(path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("this is no database\n", f);
	fclose(f);
	assert_null(db_open(path, DB_WRITE, &t->err));
	assert_int_equal(t->err.code, RC_DB);
	assert_null(db_open(path, DB_READ, &t->err));
	assert_int_equal(t->err.code, RC_DB);
	unlink(path);
	assert_null(db_open(":memory:", DB_WRITE, &t->err));
	unlink(":memory:");
}

static void
what_was_erased_is_gone_from_the_file(void **state)
{
	static const char secret[] = "canary-4711-canary";
	struct test *t = *state;
	char *all = must_alloc(1 << 20);
	size_t n;
	FILE *f;

	good(t, db_run(t->db, &t->err, "INSERT INTO audit VALUES (1, $1)",
	    ARGS(TEXT(secret))));
	good(t, run(t, "DELETE FROM audit"));
	db_close(t->db);
	t->db = NULL;
	f = fopen(t->where, "r");
	n = fread(all, 1, 1 << 20, f);
	fclose(f);
	assert_true(n > 4096 && n < 1 << 20);
	for (size_t i = 0; i + sizeof(secret) < n; i++)
		assert_memory_not_equal(all + i, secret, sizeof(secret) - 1);
	free(all);
}

static void
too_long_a_text_is_a_limit(void **state)
{
	enum { LONG = 17 << 20 };
	struct test *t = *state;
	char *text = must_alloc(LONG + 1);

	memset(text, 'x', LONG);
	assert_int_equal(db_run(t->db, &t->err,
	    "INSERT INTO audit VALUES (1, $1)", ARGS(TEXT(text))), RC_LIMIT);
	text[LONG / 2] = '\0';
	good(t, db_run(t->db, &t->err, "INSERT INTO audit VALUES (1, $1)",
	    ARGS(TEXT(text))));
	free(text);
}

/* --- transactions --------------------------------------------------------------------- */

static void
a_transaction_that_sqlite_dropped_is_seen(void **state)
{
	struct test *t = *state;

	good(t, run(t, "BEGIN IMMEDIATE"));
	good(t, run(t, "INSERT INTO audit VALUES (1, 'a')"));
	assert_false(db_lost(t->db));
	assert_int_equal(run(t, "INSERT OR ROLLBACK INTO audit "
	    "VALUES (1, 'b')"), RC_CONFLICT);
	assert_true(db_lost(t->db));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);
}

static void
savepoints_undo_one_change_of_a_batch(void **state)
{
	struct test *t = *state;

	good(t, run(t, "BEGIN IMMEDIATE"));
	for (int i = 0; i < 9; i++) {
		good(t, run(t, "SAVEPOINT unit"));
		good(t, db_run(t->db, &t->err, "INSERT INTO audit (id) "
		    "VALUES ($1)", ARGS(INT(i))));
		if (i % 3 == 0)
			good(t, run(t, "ROLLBACK TO unit"));
		good(t, run(t, "RELEASE unit"));
	}
	good(t, run(t, "COMMIT"));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 6);
}

static void
a_view_that_was_overtaken_asks_again(void **state)
{
	struct test *t = *state;
	struct test other = open_beside(t, t->where, DB_WRITE);

	good(&other, run(&other, "BEGIN"));
	assert_int_equal(number(&other, "SELECT count(*) FROM audit"), 0);
	good(t, run(t, "INSERT INTO audit VALUES (1, 'a')"));
	assert_int_equal(run(&other, "INSERT INTO audit VALUES (2, 'b')"),
	    RC_BUSY);
	good(&other, run(&other, "ROLLBACK"));
	good(&other, run(&other, "INSERT INTO audit VALUES (2, 'b')"));
	db_close(other.db);
}

/* --- readers beside a writer -------------------------------------------------------------- */

struct shared {
	struct test *test;
	atomic_int committed;   /* the writer's last commit */
	atomic_bool ending;
	atomic_int reads, wrong;
};

static void *
read_all_the_time(void *arg)
{
	struct shared *s = arg;
	struct arena *a = arena_new();
	struct err err;
	struct db *db = db_open(s->test->where, DB_READ, &err);
	int64_t last = 0;

	while (db && !atomic_load(&s->ending)) {
		int before = atomic_load(&s->committed);
		struct rows r;

		if (db_query(db, &err, a, &r, "SELECT x.a, x.b, y.a, y.b "
		    "FROM twin x JOIN twin y ON y.id = x.id + 1", NO_ARGS) ||
		    r.nrows != 1 || rows_at(&r, 0, 0)->i < before ||
		    rows_at(&r, 0, 0)->i < last)
			atomic_fetch_add(&s->wrong, 1);
		else if (rows_at(&r, 0, 0)->i != rows_at(&r, 0, 3)->i ||
		    rows_at(&r, 0, 1)->i != rows_at(&r, 0, 2)->i)
			atomic_fetch_add(&s->wrong, 1);
		else
			last = rows_at(&r, 0, 0)->i;
		atomic_fetch_add(&s->reads, 1);
		arena_reset(a);
	}
	if (!db)
		atomic_fetch_add(&s->wrong, 1);
	db_close(db);
	arena_free(a);
	return NULL;
}

/* The halves of a change: a reader who sees one must see the other. */
static void
write_change(struct test *t, int i)
{
	good(t, run(t, "BEGIN IMMEDIATE"));
	good(t, db_run(t->db, &t->err, "UPDATE twin SET a = $1, b = -$1 "
	    "WHERE id = 1", ARGS(INT(i))));
	good(t, db_run(t->db, &t->err, "UPDATE twin SET b = $1, a = -$1 "
	    "WHERE id = 2", ARGS(INT(i))));
	good(t, db_run(t->db, &t->err, "INSERT INTO audit (title) "
	    "VALUES ($1)", ARGS(TEXT("something that fills the log"))));
	good(t, run(t, "COMMIT"));
}

static void
readers_see_whole_changes_at_once(void **state)
{
	struct shared s = { .test = *state };
	pthread_t reader[4];

	for (size_t i = 0; i < NELEMS(reader); i++)
		assert_int_equal(pthread_create(&reader[i], NULL,
		    read_all_the_time, &s), 0);
	for (int i = 1; i <= 300 || atomic_load(&s.reads) < 300; i++) {
		write_change(s.test, i);
		atomic_store(&s.committed, i);
	}
	atomic_store(&s.ending, true);
	for (size_t i = 0; i < NELEMS(reader); i++)
		pthread_join(reader[i], NULL);
	assert_int_equal(atomic_load(&s.wrong), 0);
}

static void *
copy_now(void *arg)
{
	struct shared *s = arg;
	struct err err;
	struct db *db = db_open(s->test->where, DB_READ, &err);
	char path[80];

	snprintf(path, sizeof(path), "%s.copy", s->test->where);
	if (!db || db_snapshot(db, &err, path))
		atomic_fetch_add(&s->wrong, 1);
	db_close(db);
	atomic_store(&s->ending, true);
	return NULL;
}

static void
check_copy(struct test *t, const char *path, int64_t least)
{
	struct test copy = open_beside(t, path, DB_READ);
	struct rows r = ask(&copy, "PRAGMA integrity_check");

	assert_string_equal(rows_at(&r, 0, 0)->s, "ok");
	assert_true(number(&copy, "SELECT a FROM twin WHERE id = 1") >= least);
	assert_int_equal(number(&copy, "SELECT sum(a) + sum(b) FROM twin"), 0);
	assert_int_equal(number(&copy, "SELECT count(*) FROM audit"),
	    number(&copy, "SELECT a FROM twin WHERE id = 1"));
	db_close(copy.db);
}

static void
a_copy_is_whole_while_others_write(void **state)
{
	struct test *t = *state;
	struct shared s = { .test = t };
	pthread_t copier;
	char path[80];
	struct stat st;
	int i = 1;

	for (; i <= 200; i++)
		write_change(t, i);
	atomic_store(&syncs, 0);
	assert_int_equal(pthread_create(&copier, NULL, copy_now, &s), 0);
	for (; i <= 250 || !atomic_load(&s.ending); i++)
		write_change(t, i);
	pthread_join(copier, NULL);
	assert_int_equal(atomic_load(&s.wrong), 0);
	snprintf(path, sizeof(path), "%s.copy", t->where);
	check_copy(t, path, 200);
	assert_int_equal(db_snapshot(t->db, &t->err, path), RC_CONFLICT);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	unlink(path);
	assert_int_equal(db_snapshot(t->db, &t->err, "/no/such/folder/x"),
	    RC_DB);
	good(t, db_snapshot(t->db, &t->err, path));
	check_copy(t, path, i - 1);
	unlink(path);
}

/* --- a bad disk ---------------------------------------------------------------------------- */

/* What the kernel lost in a failed sync it may call kept at the next one. */
static void
nothing_is_kept_after_a_failed_sync(void **state)
{
	struct test *t = *state, reader;

	good(t, run(t, "INSERT INTO audit VALUES (1, 'kept')"));
	assert_true(atomic_load(&syncs) > 0);
	atomic_store(&failing, LOG_FAILS);
	good(t, run(t, "BEGIN IMMEDIATE"));
	good(t, run(t, "INSERT INTO audit VALUES (2, 'lost')"));
	assert_int_equal(run(t, "COMMIT"), RC_DB);
	if (!db_lost(t->db))
		good(t, run(t, "ROLLBACK"));
	atomic_store(&failing, NO_SYNC_FAILS);
	assert_int_equal(run(t, "BEGIN IMMEDIATE"), RC_DB);
	assert_non_null(strstr(t->err.text, "disk"));
	assert_int_equal(run(t, "INSERT INTO audit VALUES (3, 'c')"), RC_DB);
	assert_int_equal(run(t, "COMMIT"), RC_DB);
	assert_int_equal(db_script(t->db, &t->err, "DROP TABLE audit"), RC_DB);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
	reader = open_beside(t, t->where, DB_READ);
	assert_int_equal(number(&reader, "SELECT count(*) FROM audit"), 1);
	db_close(reader.db);
	db_close(t->db);                /* a restart, after a check */
	*t = open_beside(t, t->where, DB_WRITE);
	good(t, run(t, "INSERT INTO audit VALUES (2, 'kept')"));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 2);
}

/* SQLite itself says nothing of a checkpoint whose sync failed. */
static void
a_checkpoint_whose_sync_failed_is_noticed(void **state)
{
	struct test *t = *state;
	int i = 0, n;

	atomic_store(&failing, FILE_FAILS);
	while (i < 5000 && !run(t, "INSERT INTO audit (title) "
	    "VALUES (hex(randomblob(3000)))"))
		i++;
	assert_in_range(i, 100, 2000);
	assert_non_null(strstr(t->err.text, "disk"));
	n = i;
	atomic_store(&failing, NO_SYNC_FAILS);
	assert_int_equal(run(t, "INSERT INTO audit (title) VALUES ('x')"),
	    RC_DB);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), n);
}

static enum rc
fill(struct test *t)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < 2000 && !rc; i++) {
		rc = run(t, "BEGIN IMMEDIATE");
		for (int k = 0; k < 5 && !rc; k++)
			rc = run(t, "INSERT INTO audit (title) VALUES "
			    "(hex(randomblob(2000)))");
		if (!rc)
			rc = run(t, "COMMIT");
	}
	return rc;
}

/* After the disk was full: nothing half done, reads go on, it heals. */
static void
check_healed(struct test *t, void (*make_room)(void *), void *arg)
{
	struct err lost;
	int64_t n;

	if (!db_lost(t->db))
		assert_int_equal(db_run(t->db, &lost, "ROLLBACK", NO_ARGS),
		    RC_OK);
	n = number(t, "SELECT count(*) FROM audit");
	assert_int_equal(n % 5, 0);
	assert_true(n > 0);
	make_room(arg);
	good(t, run(t, "INSERT INTO audit (title) VALUES ('room')"));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), n + 1);
}

static void
lift_limit(void *arg)
{
	setrlimit(RLIMIT_FSIZE, arg);
}

static void
a_file_that_may_not_grow_is_a_full_disk(void **state)
{
	struct test *t = *state;
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct rlimit old, now;

	assert_int_equal(sigaction(SIGXFSZ, &ignore, NULL), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	now = old;
	now.rlim_cur = 2 << 20;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
	assert_int_equal(fill(t), RC_FULL);
	check_healed(t, lift_limit, &old);
}

static int
mount_small(const char *dir, bool on)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		close(2);
		if (on)
			execlp("mount", "mount", "-t", "tmpfs", "-o",
			    "size=2m", "none", dir, (char *)NULL);
		else
			execlp("umount", "umount", dir, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	return status;
}

static void
remove_ballast(void *path)
{
	assert_int_equal(unlink(path), 0);
}

static void
write_ballast(const char *path)
{
	char *mb = must_alloc(1 << 19);
	FILE *f = fopen(path, "w");

	assert_int_equal(fwrite(mb, 1, 1 << 19, f), 1 << 19);
	fclose(f);
	free(mb);
}

static void
a_full_disk_is_told_and_heals(void **state)
{
	struct test *t = *state, small;
	char dir[] = "/tmp/muster-small.XXXXXX", file[64], ballast[64];

	if (getuid() != 0 || !mkdtemp(dir))
		LEAVE_OUT("only root can mount a small disk");
	if (mount_small(dir, true) != 0) {
		rmdir(dir);
		LEAVE_OUT("nothing can be mounted here");
	}
	snprintf(file, sizeof(file), "%s/db", dir);
	snprintf(ballast, sizeof(ballast), "%s/ballast", dir);
	write_ballast(ballast);
	small = open_beside(t, file, DB_WRITE);
	good(&small, db_script(small.db, &t->err,
	    "CREATE TABLE audit (id INTEGER PRIMARY KEY, title TEXT)"));
	assert_int_equal(fill(&small), RC_FULL);
	check_healed(&small, remove_ballast, ballast);
	assert_int_equal(fill(&small), RC_FULL);
	snprintf(ballast, sizeof(ballast), "%s/copy", dir);
	assert_int_not_equal(db_snapshot(small.db, &t->err, ballast), RC_OK);
	assert_int_equal(access(ballast, F_OK), -1);
	db_close(small.db);
	assert_int_equal(mount_small(dir, false), 0);
	rmdir(dir);
}

static void
a_question_without_end_is_ended(void **state)
{
	struct test *t = *state;

	if (!getenv("MUSTER_LONG") || !*getenv("MUSTER_LONG"))
		LEAVE_OUT("thirty seconds, in the long run only");
	assert_int_equal(run(t, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n) SELECT count(*) FROM n"), RC_BUSY);
	assert_int_equal(number(t, "SELECT 5"), 5);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_connection_is_set_up),
		TEST(a_reader_cannot_make_or_change_anything),
		TEST(a_folder_that_is_no_database_is_told),
		TEST(what_was_erased_is_gone_from_the_file),
		TEST(too_long_a_text_is_a_limit),
		TEST(a_transaction_that_sqlite_dropped_is_seen),
		TEST(savepoints_undo_one_change_of_a_batch),
		TEST(a_view_that_was_overtaken_asks_again),
		TEST(readers_see_whole_changes_at_once),
		TEST(a_copy_is_whole_while_others_write),
		TEST(nothing_is_kept_after_a_failed_sync),
		TEST(a_checkpoint_whose_sync_failed_is_noticed),
		TEST(a_file_that_may_not_grow_is_a_full_disk),
		TEST(a_full_disk_is_told_and_heals),
		TEST(a_question_without_end_is_ended),
	};
	int failed;

	snprintf(folder, sizeof(folder), "%s/muster-sqlite.XXXXXX",
	    unit_folder());
	if (!mkdtemp(folder))
		return 99;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failed;
}
