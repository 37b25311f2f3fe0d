/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * import.c - NIST SP 800-53 as criteria against jansson parsing the same text
 * alone, and the scan of a host against expat passing over the same text.
 *
 *   bench_import REFERENCE     the folder with data/interop
 */
#include "bench.h"

#include "base/json.h"
#include "core/number.h"
#include "core/schema.h"
#include "exchange/arf.h"
#include "exchange/catalog.h"

#include <expat.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

struct bench {
	struct arena *keep;
	struct db *db;
	struct numbers *numbers;
	const char *catalog, *scan;
	size_t ncatalog, nscan;
};

static void
must(enum rc rc, const struct err *err)
{
	if (rc) {
		fprintf(stderr, "bench: %s\n", err->text);
		exit(1);
	}
}

/* --- alone ---------------------------------------------------------------------- */

static void
jansson_alone(void *arg)
{
	const struct bench *b = arg;
	json_error_t je;
	json_t *j = json_loadb(b->catalog, b->ncatalog,
	    JSON_REJECT_DUPLICATES, &je);

	if (!j)
		exit(1);
	json_decref(j);
}

static void
on_open(void *arg, const char *name, const char **attrs)
{
	(void)name, (void)attrs;
	*(size_t *)arg += 1;
}

static void
on_close(void *arg, const char *name)
{
	(void)arg, (void)name;
}

static void
on_text(void *arg, const char *s, int n)
{
	(void)arg, (void)s, (void)n;
}

static void
expat_alone(void *arg)
{
	const struct bench *b = arg;
	XML_Parser p = XML_ParserCreateNS(NULL, '|');
	size_t elements = 0;

	XML_SetUserData(p, &elements);
	XML_SetElementHandler(p, on_open, on_close);
	XML_SetCharacterDataHandler(p, on_text);
	if (XML_Parse(p, b->scan, (int)b->nscan, 1) != XML_STATUS_OK)
		exit(1);
	XML_ParserFree(p);
}

/* --- ours ------------------------------------------------------------------------- */

static void
read_json(void *arg)
{
	const struct bench *b = arg;
	struct arena *a = arena_new();
	const struct json *j;
	struct err err;

	must(json_parse(&err, a, b->catalog, b->ncatalog, NULL, &j), &err);
	arena_free(a);
}

static void
read_catalog(void *arg)
{
	const struct bench *b = arg;
	struct arena *a = arena_new();
	struct oscal_catalog c;
	struct err err;

	must(oscal_catalog_read(&err, a, b->catalog, b->ncatalog, &c), &err);
	arena_free(a);
}

static void
run(const struct bench *b, run_fn *how)
{
	struct arena *a = arena_new_capped(256 * 1024 * 1024);
	struct catalog_options opt = { .origin = "bench", .run = how };
	struct catalog_result r;
	struct oscal_catalog c;
	struct ctx cx;

	ctx_begin(&cx, a, b->db);
	cx.numbers = b->numbers;
	must(access_load(&cx), &cx.err);
	must(oscal_catalog_read(&cx.err, a, b->catalog, b->ncatalog, &c),
	    &cx.err);
	must(catalog_import(&cx, &c, &opt, &r), &cx.err);
	arena_free(a);
}

/* All but the flush, which depends on the disk alone. */
static void
try_import(void *arg)
{
	run(arg, command_try);
}

static void
import_again(void *arg)
{
	run(arg, command_alone);
}

static void
read_scan(void *arg)
{
	const struct bench *b = arg;
	struct memory m = { b->scan, b->nscan };
	struct arena *a = arena_new();
	const struct scan *s;
	struct err err;

	must(arf_read(&err, a, (struct source){ memory_read, &m }, NULL, &s),
	    &err);
	arena_free(a);
}

/* --- what it is measured with ------------------------------------------------------- */

static const char *
load(struct bench *b, const char *folder, const char *name, size_t *n)
{
	const char *path = arena_fmt(b->keep, "%s/data/interop/%s", folder,
	    name), *s;
	FILE *f = fopen(path, "rb");
	struct err err;

	if (!f) {
		printf("skipped: there is no %s\n", path);
		exit(77);
	}
	must(unpack_whole((struct source){ stdio_read, f }, NULL, &err,
	    b->keep, &s, n), &err);
	fclose(f);
	return s;
}

static void
open_store(struct bench *b, const char *file)
{
	struct err err;
	struct ctx cx;

	b->db = db_open(file, DB_WRITE, &err);
	if (!b->db)
		must(err.code, &err);
	b->numbers = numbers_new();
	ctx_begin(&cx, b->keep, b->db);
	must(schema_create(&cx), &cx.err);
}

int
main(int argc, char **argv)
{
	struct bench b = { .keep = arena_new() };
	char file[] = "/tmp/muster-bench-XXXXXX";
	int fd = mkstemp(file);

	if (argc < 2 || fd < 0)
		return 2;
	close(fd);
	b.catalog = load(&b, argv[1], "oscal/nist-catalogs/NIST_SP-800-53_rev5"
	    "_catalog.oscal-1.0.0.json.xz", &b.ncatalog);
	b.scan = load(&b, argv[1], "scap/debian11_arf-standard.xml.xz",
	    &b.nscan);
	open_store(&b, file);
	bench_ratio("SP 800-53: values with places / jansson",
	    CLOCK_THREAD_CPUTIME_ID, read_json, jansson_alone, &b);
	bench_ratio("SP 800-53: items with their prose / jansson",
	    CLOCK_THREAD_CPUTIME_ID, read_catalog, jansson_alone, &b);
	bench_ratio("SP 800-53: 2,317 orders, journal, search / jansson",
	    CLOCK_THREAD_CPUTIME_ID, try_import, jansson_alone, &b);
	import_again(&b);
	bench_ratio("SP 800-53: again, nothing changes / jansson",
	    CLOCK_THREAD_CPUTIME_ID, import_again, jansson_alone, &b);
	bench_ratio("scan of 8 MB: results with titles / expat",
	    CLOCK_THREAD_CPUTIME_ID, read_scan, expat_alone, &b);
	db_close(b.db);
	numbers_free(b.numbers);
	unlink(file);
	arena_free(b.keep);
	return 0;
}
