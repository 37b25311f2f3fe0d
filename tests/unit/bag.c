/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bag.c - files and their checksums in one ZIP, and every doubt about it. */
#include "unit.h"

#include "base/file.h"
#include "base/text.h"
#include "proof/bag.h"
#include "tool.h"

#include <time.h>

static enum rc
to_buf(void *arg, struct err *err, const void *p, size_t n)
{
	(void)err;
	buf_add(arg, p, n);
	return RC_OK;
}

static enum rc
to_nowhere(void *arg, struct err *err, const void *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
	return err_set(err, RC_FULL, "no room");
}

struct count { int64_t left; };

static enum rc
count_down(void *arg, struct err *err, void *p, size_t n, size_t *got)
{
	struct count *c = arg;

	(void)err;
	*got = (int64_t)n < c->left ? n : (size_t)c->left;
	memset(p, 'x', *got);
	c->left -= (int64_t)*got;
	return RC_OK;
}

static const struct bag_info info = { "Example Ltd", "AUD-2026-014",
	"Dossier of an audit", 20712 };

static struct buf
make(struct arena *a, int64_t streamed)
{
	struct buf out = { .arena = a };
	struct count c = { streamed };
	unsigned char sum[HASH];
	struct bag *b;
	struct err err;

	assert_int_equal(bag_new(&err, "AUD-2026-014", to_buf, &out, &b),
	    RC_OK);
	assert_int_equal(bag_add(b, &err, "README.txt", "read me\n", 8), RC_OK);
	assert_int_equal(bag_add(b, &err, "a/empty", "", 0), RC_OK);
	assert_int_equal(bag_stream(b, &err, "evidence/E-1.bin", streamed,
	    count_down, &c, sum), RC_OK);
	assert_int_equal(bag_add(b, &err, "a/b/verify.sh", "#!/bin/sh\n", 10),
	    RC_OK);
	assert_int_equal(bag_seal(b, &err, &info, sum), RC_OK);
	assert_int_equal(bag_attach(b, &err, "dossier.note", "note\n", 5),
	    RC_OK);
	assert_int_equal(bag_close(b, &err), RC_OK);
	bag_free(b);
	return out;
}

static bool
keep_lists(const char *name)
{
	return bag_is_list(name) || str_ends(name, "README.txt");
}

static void
collect(void *arg, const char *name, const char *text)
{
	buf_fmt(arg, "%s: %s\n", name, text);
}

/* What is wrong with the bag at path, as lines; "!" where it will not load. */
static const char *
faults(struct arena *a, const char *path)
{
	struct buf out = { .arena = a };
	struct bag_content c;
	struct err err = { .code = RC_OK };
	size_t n;

	if (bag_load(&err, a, path, NULL, keep_lists, &c))
		return arena_fmt(a, "! %s", err.text);
	n = bag_check(a, &c, collect, &out);
	assert_true((n == 0) == (out.len == 0));
	return buf_text(&out);
}

static const char *
put(const struct tool_folder *f, struct buf zip)
{
	tool_file(f, "bag.zip", zip.s, zip.len);
	return tool_path(f, "bag.zip");
}

static void
same_files_make_the_same_bytes(void **state)
{
	struct arena *a = arena_new();
	struct buf one, two;

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	one = make(a, 300000);
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	two = make(a, 300000);
	setenv("TZ", "UTC", 1);
	tzset();
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.s, two.s, one.len);
	arena_free(a);
}

static void
a_bag_is_read_back(void **state)
{
	struct arena *a = arena_new();
	struct bag_content c;
	struct tool_folder f;
	struct err err;
	const char *path;

	(void)state;
	tool_folder_make(&f);
	path = put(&f, make(a, 700000));
	assert_int_equal(bag_load(&err, a, path, NULL, keep_lists, &c), RC_OK);
	assert_int_equal(c.n, 9);
	assert_string_equal(bag_find(&c, "data/README.txt")->bytes,
	    "read me\n");
	assert_null(bag_find(&c, "data/a/empty")->bytes);
	assert_int_equal(bag_find(&c, "data/evidence/E-1.bin")->size, 700000);
	assert_null(bag_find(&c, "data/none"));
	assert_non_null(strstr(bag_find(&c, "bag-info.txt")->bytes,
	    "Bagging-Date: 2026-09-16\nPayload-Oxum: 700018.4\n"));
	assert_string_equal(faults(a, path), "");
	tool_folder_remove(&f);
	arena_free(a);
}

static void
other_tools_open_it(void **state)
{
	struct arena *a = arena_new();
	struct tool_folder f;
	const char *path, *folder;

	(void)state;
	if (!tool_here("unzip") || !tool_here("sha256sum")) {
		arena_free(a);
		skip();
		return;
	}
	tool_folder_make(&f);
	path = put(&f, make(a, 70000));
	assert_int_equal(TOOL("unzip", "-tq", path), 0);
	assert_int_equal(TOOL("unzip", "-q", path, "-d", f.path), 0);
	folder = tool_path(&f, "AUD-2026-014");
	assert_int_equal(TOOL("sh", "-c", "cd \"$1\" && sha256sum -c --strict "
	    "--quiet tagmanifest-sha256.txt manifest-sha256.txt", "x", folder),
	    0);
	assert_int_equal(TOOL("test", "-x",
	    arena_fmt(a, "%s/data/a/b/verify.sh", folder)), 0);
	assert_string_equal(faults(a, folder), "");
	tool_folder_remove(&f);
	arena_free(a);
}

/* What somebody does to the unpacked folder, and what must be said of it. */
static void
changes_are_named(void **state)
{
	static const struct { const char *command, *said; } change[] = {
		{ "echo more >>data/README.txt", "data/README.txt: the file "
		    "was changed: its checksum is another than listed\n"
		    "bag-info.txt: it tells of another number of files or "
		    "bytes\n" },
		{ "echo read ME >data/README.txt", "data/README.txt: the file "
		    "was changed" },
		{ "rm data/a/empty", "data/a/empty: the file is listed and "
		    "not there\n" },
		{ "echo >data/a/new", "data/a/new: the file is not listed\n" },
		{ "echo >data/zz", "data/zz: the file is not listed\n" },
		{ "mv data/a/empty data/a/full", "data/a/full: the file is "
		    "not listed\n" },
		{ "rm manifest-sha256.txt", "manifest-sha256.txt: the list is "
		    "missing" },
		{ "rm bagit.txt", "bagit.txt: this is not the beginning" },
		{ "sed -i 1d manifest-sha256.txt", "manifest-sha256.txt: the "
		    "file was changed" },
		{ "sort -r manifest-sha256.txt -o manifest-sha256.txt",
		    "malformed or not in its order" },
		{ "sed -i s/Example/Other/ bag-info.txt",
		    "bag-info.txt: the file was changed" },
		{ "printf x >>tagmanifest-sha256.txt", "does not end with a "
		    "whole line" },
		{ "echo x >>tagmanifest-sha256.txt", "malformed" },
		{ "ln -s README.txt data/link", "! data/link cannot be" },
		{ "mkfifo data/pipe", "! data/pipe is no plain file" },
		{ "echo >'data/a b'", "! the bag has a file with a name" },
		{ "echo >data/.hidden", "! the bag has a file with a name" },
	};
	struct arena *a = arena_new();
	struct buf zip = make(a, 100);

	(void)state;
	if (!tool_here("unzip")) {
		arena_free(a);
		skip();
		return;
	}
	for (size_t i = 0; i < NELEMS(change); i++) {
		struct tool_folder f;
		const char *folder, *said;

		tool_folder_make(&f);
		assert_int_equal(TOOL("unzip", "-q", put(&f, zip), "-d",
		    f.path), 0);
		folder = tool_path(&f, "AUD-2026-014");
		assert_int_equal(TOOL("sh", "-c", arena_fmt(a, "cd \"$1\" && "
		    "%s", change[i].command), "x", folder), 0);
		said = faults(a, folder);
		if (!strstr(said, change[i].said))
			fail_msg("%s: %s", change[i].command, said);
		tool_folder_remove(&f);
	}
	arena_free(a);
}

/* Every file but the attached one is there as it was. */
static bool
all_there(const struct bag_content *was, const struct bag_content *is)
{
	for (size_t i = 0; i < was->n; i++) {
		const struct bag_file *f = bag_find(is, was->file[i].name);

		if (str_eq(was->file[i].name, "dossier.note"))
			continue;
		if (!f || memcmp(f->sum, was->file[i].sum, HASH) != 0)
			return false;
	}
	return true;
}

/* Of a ZIP some bits are read by nobody; those that are must be noticed. */
static void
no_flip_in_the_archive_is_passed_over(void **state)
{
	struct arena *a = arena_new_capped(1 << 30);
	struct buf zip = make(a, 40);
	struct tool_folder f;
	struct bag_content was, is;
	struct err err;
	const char *path;
	size_t found = 0, tried = 0, step = getenv("MUSTER_LONG") ? 1 : 13;

	(void)state;
	tool_folder_make(&f);
	path = put(&f, zip);
	assert_int_equal(bag_load(&err, a, path, NULL, keep_lists, &was),
	    RC_OK);
	for (size_t bit = 0; bit < 8 * zip.len; bit += step) {
		struct arena *b = arena_new();

		tried++;
		zip.s[bit / 8] = (char)(zip.s[bit / 8] ^ 1 << bit % 8);
		put(&f, zip);
		zip.s[bit / 8] = (char)(zip.s[bit / 8] ^ 1 << bit % 8);
		if (*faults(b, path)) {
			found++;
		} else {
			assert_int_equal(bag_load(&err, b, path, NULL,
			    keep_lists, &is), RC_OK);
			assert_true(all_there(&was, &is));
		}
		arena_free(b);
	}
	for (size_t n = 0; n < zip.len; n += 3 * step) {
		struct arena *b = arena_new();

		tool_file(&f, "bag.zip", zip.s, n);
		assert_string_not_equal(faults(b, path), "");
		arena_free(b);
	}
	assert_true(found > tried / 4);
	tool_folder_remove(&f);
	arena_free(a);
}

static void
a_bag_that_cannot_be_written_says_why(void **state)
{
	struct arena *a = arena_new();
	struct buf out = { .arena = a };
	struct count c = { 10 };
	unsigned char sum[HASH];
	struct bag *b;
	struct err err;
	enum rc rc = RC_OK;

	(void)state;
	assert_int_equal(bag_new(&err, "x", to_nowhere, NULL, &b), RC_OK);
	for (int i = 0; i < 1000 && !rc; i++)
		rc = bag_add(b, &err, arena_fmt(a, "f%d", i), err.text, 200);
	assert_int_equal(rc, RC_FULL);
	assert_string_equal(err.text, "no room");
	bag_free(b);
	assert_int_equal(bag_new(&err, "x", to_buf, &out, &b), RC_OK);
	assert_int_equal(bag_stream(b, &err, "f", 11, count_down, &c, sum),
	    RC_DB);
	bag_free(b);
	assert_int_equal(bag_new(&err, "x", to_buf, &out, &b), RC_OK);
	assert_int_equal(bag_add(b, &err, "../f", "", 0), RC_INVALID);
	assert_int_equal(bag_add(b, &err, "f", "1", 1), RC_OK);
	assert_int_equal(bag_add(b, &err, "f", "2", 1), RC_OK);
	assert_int_equal(bag_seal(b, &err, &info, sum), RC_CONFLICT);
	bag_free(b);
	arena_free(a);
}

static void
names_are_plain(void **state)
{
	static const char *const good[] = { "a", "a/b", "A-1_2.txt", "a/b/c.d" };
	static const char *const bad[] = { "", "/a", "a/", "a//b", ".", "..",
		"a/../b", "a/.b", "a b", "a\\b", "a\nb", "a%b", "\xc3\xa4",
		"a:b" };

	(void)state;
	for (size_t i = 0; i < NELEMS(good); i++)
		assert_true(bag_name_valid(good[i]));
	for (size_t i = 0; i < NELEMS(bad); i++)
		assert_false(bag_name_valid(bad[i]));
}

/* Archives that were not made by us. */
static void
other_archives_are_refused(void **state)
{
	struct arena *a = arena_new();
	struct bag_content c;
	struct tool_folder f;
	struct err err;

	(void)state;
	tool_folder_make(&f);
	tool_text(&f, "text", "this is no archive");
	tool_text(&f, "empty", "");
	assert_int_equal(bag_load(&err, a, tool_path(&f, "text"), NULL,
	    keep_lists, &c), RC_INVALID);
	assert_int_equal(bag_load(&err, a, tool_path(&f, "empty"), NULL,
	    keep_lists, &c), RC_INVALID);
	assert_int_equal(bag_load(&err, a, tool_path(&f, "none"), NULL,
	    keep_lists, &c), RC_MISSING);
	if (tool_here("zip")) {
		assert_int_equal(TOOL("sh", "-c", "cd \"$1\" && mkdir a b && "
		    "echo >a/x && echo >b/x && zip -qr two.zip a b && "
		    "zip -q flat.zip text && mkdir -p a/data && ln -s x a/l "
		    "&& zip -qry link.zip a && rm a/l && cp text a/data/big "
		    "&& zip -qr one.zip a", "x", f.path), 0);
		assert_int_equal(bag_load(&err, a, tool_path(&f, "two.zip"),
		    NULL, keep_lists, &c), RC_INVALID);
		assert_int_equal(bag_load(&err, a, tool_path(&f, "flat.zip"),
		    NULL, keep_lists, &c), RC_INVALID);
		assert_int_equal(bag_load(&err, a, tool_path(&f, "link.zip"),
		    NULL, keep_lists, &c), RC_INVALID);
		assert_int_equal(bag_load(&err, a, tool_path(&f, "one.zip"),
		    NULL, keep_lists, &c), RC_OK);
		assert_string_not_equal(faults(a, tool_path(&f, "one.zip")),
		    "");
		assert_int_equal(bag_load(&err, a, tool_path(&f, "one.zip"),
		    &(struct bag_limits){ 1, 100, 100 }, keep_lists, &c),
		    RC_LIMIT);
		assert_int_equal(bag_load(&err, a, tool_path(&f, "one.zip"),
		    &(struct bag_limits){ 10, 10, 100 }, keep_lists, &c),
		    RC_LIMIT);
	}
	tool_folder_remove(&f);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_files_make_the_same_bytes),
		cmocka_unit_test(a_bag_is_read_back),
		cmocka_unit_test(other_tools_open_it),
		cmocka_unit_test(changes_are_named),
		cmocka_unit_test(no_flip_in_the_archive_is_passed_over),
		cmocka_unit_test(a_bag_that_cannot_be_written_says_why),
		cmocka_unit_test(names_are_plain),
		cmocka_unit_test(other_archives_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
