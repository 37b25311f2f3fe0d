/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier.c - the dossier of an audit with 1,000 records and their evidence
 * against copying the same bytes of evidence with their SHA-256.
 *
 *   bench_dossier [MIB]        of evidence, 256 unless told
 */
#include "bench.h"

#include "base/text.h"
#include "core/blob.h"
#include "core/number.h"
#include "core/place.h"
#include "core/seal.h"
#include "domain/domain.h"
#include "handover/handover.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { RECORDS = 1000, FILES = 64, CHUNK = 1 << 16 };

struct bench {
	struct arena *a;
	struct place place;
	struct ctx cx;
	struct seal *seal;
	int64_t audit, person;
	char name[FILES][33];           /* of the blobs */
	int64_t each;                   /* bytes */
};

static void
must(enum rc rc, const struct err *err)
{
	if (rc) {
		fprintf(stderr, "bench: %s\n", err->text);
		exit(1);
	}
}

/* --- an audit ------------------------------------------------------------------ */

static int64_t
make(struct bench *b, const char *command, const struct pair *in, size_t n)
{
	const struct order o = { .command = command, .in = in, .n = n };
	struct done done;

	must(command_alone(&b->cx, &o, 1, &done, NULL), &b->cx.err);
	return done.id;
}

#define MAKE(b, command, ...) make(b, command, \
	(const struct pair[]){ __VA_ARGS__ }, \
	sizeof((const struct pair[]){ __VA_ARGS__ }) / sizeof(struct pair))

static const char *
number(struct bench *b, int64_t v)
{
	return arena_fmt(b->a, "%lld", (long long)v);
}

static void
make_audit(struct bench *b)
{
	const char *org = number(b, MAKE(b, "organization.create",
	    { "name", "House" }, { "duties", "client" },
	    { "duties", "auditee" }));
	const char *programme, *source, *edition;

	source = number(b, MAKE(b, "criteria_source.create",
	    { "short_name", "HR" }, { "title", "House rules" },
	    { "kind", "internal" }));
	edition = number(b, MAKE(b, "criteria_edition.create",
	    { "source", source }, { "label", "2026" },
	    { "status", "current" }));
	b->person = MAKE(b, "person.create", { "name", "Ada" },
	    { "employer", org });
	programme = number(b, MAKE(b, "programme.create", { "title", "All" },
	    { "client", org }, { "client_person", number(b, b->person) },
	    { "manager", number(b, b->person) }, { "party", "first" },
	    { "period_from", "2026-01-01" }, { "period_to", "2028-12-31" },
	    { "cycle_years", "3" }, { "auditees", org },
	    { "schemes", edition }, { "report_approver", "manager" }));
	b->audit = MAKE(b, "audit.create", { "programme", programme },
	    { "title", "Doors" }, { "kind", "internal" }, { "party", "first" },
	    { "mode", "onsite" }, { "announcement", "announced" },
	    { "auditee", org }, { "client", org },
	    { "planned_from", "2026-03-02" }, { "origin", "schedule" },
	    { "class", "internal" });
}

static void
fill_file(struct bench *b, struct upload *up)
{
	char chunk[CHUNK];
	struct blob_in *in;

	must(blob_begin(b->place.blobs, b->each, &b->cx.err, &in),
	    &b->cx.err);
	for (int64_t left = b->each; left > 0; left -= CHUNK) {
		size_t n = left < CHUNK ? (size_t)left : CHUNK;

		memset(chunk, (int)(left % 251), sizeof(chunk));
		must(blob_take(in, &b->cx.err, chunk, n), &b->cx.err);
	}
	must(blob_end(in, &b->cx.err, up), &b->cx.err);
}

static const char *
make_file(struct bench *b, int i)
{
	struct upload up;
	int64_t id;

	fill_file(b, &up);
	memcpy(b->name[i], up.name, sizeof(up.name));
	b->cx.upload = &up;
	id = MAKE(b, "stored_file.create", { "name", "list.csv" },
	    { "audit", number(b, b->audit) });
	b->cx.upload = NULL;
	return number(b, id);
}

static void
make_records(struct bench *b)
{
	for (int i = 0; i < RECORDS; i++) {
		const char *file = i < FILES ? make_file(b, i) : "";
		const char *title = arena_fmt(b->a, "What was seen %d", i);

		MAKE(b, "evidence.create", { "audit", number(b, b->audit) },
		    { "title", title }, { "method", "observation" },
		    { "source_kind", "document" }, { "source", "Records" },
		    { "collected_at", "2026-03-02T10:00:00Z" },
		    { "collected_by", number(b, b->person) },
		    { "verification", "direct" }, { "degree", "high" },
		    { "class", "internal" }, { "held", "copy" },
		    { "file", file });
	}
}

static void
make_store(struct bench *b, const char *dir)
{
	struct err err;
	struct db *db;

	must(place_init(&err, b->a, dir, NULL), &err);
	must(place_open(&err, b->a, dir, &b->place), &err);
	db = db_open(b->place.where, DB_WRITE, &err);
	must(db ? RC_OK : err.code, &err);
	ctx_begin(&b->cx, b->a, db);
	b->cx.numbers = numbers_new();
	b->cx.blobs = b->place.blobs;
	must(place_ready(&b->cx, &b->place), &b->cx.err);
	make_audit(b);
	b->cx.domain = &muster_domain;  /* what files are is filled in by it */
	make_records(b);
	must(command_write_alone(&b->cx, handover_order, &b->audit),
	    &b->cx.err);
	must(seal_open(&b->cx, b->place.seal, &b->seal), &b->cx.err);
	must(seal_make(&b->cx, b->seal), &b->cx.err);
}

/* --- the two ways ------------------------------------------------------------------ */

struct sink { int fd; };

static enum rc
put(void *arg, struct err *err, const void *p, size_t n)
{
	if (write(((struct sink *)arg)->fd, p, n) == (ssize_t)n)
		return RC_OK;
	return err_set(err, RC_FULL, "no room");
}

static int
out_file(const struct bench *b)
{
	int fd = open(arena_fmt(b->a, "%s/out", b->place.dir),
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0)
		exit(1);
	return fd;
}

static void
dossier(void *arg)
{
	struct bench *b = arg;
	struct sink sink = { out_file(b) };
	const struct handover_to to = { put, &sink, NULL,
		seal_signer(b->seal) };
	struct handover_told told;
	struct ctx cx = b->cx;

	cx.arena = arena_new();
	must(handover_write(&cx, b->audit, &to, &told), &cx.err);
	if (told.files != FILES)
		exit(1);
	arena_free(cx.arena);
	close(sink.fd);
}

static void
copy(void *arg)
{
	struct bench *b = arg;
	struct sink sink = { out_file(b) };
	char chunk[CHUNK];
	struct err err;

	for (int i = 0; i < FILES; i++) {
		struct hash *h = hash_new();
		unsigned char sum[HASH];
		ssize_t n;
		int fd;

		must(blob_open(b->place.blobs, b->name[i], &err, &fd), &err);
		while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
			hash_add(h, chunk, (size_t)n);
			must(put(&sink, &err, chunk, (size_t)n), &err);
		}
		hash_end(h, sum);
		close(fd);
	}
	close(sink.fd);
}

int
main(int argc, char **argv)
{
	struct bench b = { .a = arena_new_capped((size_t)1 << 30) };
	char dir[] = "/tmp/muster-bench-XXXXXX";
	int64_t mib = 256;
	double ratio;

	if (argc > 1 && !int_parse(argv[1], 1, 1 << 20, &mib))
		return 1;
	if (!mkdtemp(dir))
		return 1;
	b.each = (mib << 20) / FILES;
	make_store(&b, arena_fmt(b.a, "%s/store", dir));
	ratio = bench_ratio("dossier / copying its evidence with SHA-256",
	    CLOCK_PROCESS_CPUTIME_ID, dossier, copy, &b);
	seal_close(b.seal);
	db_close(b.cx.db);
	numbers_free(b.cx.numbers);
	place_close(&b.place);
	fflush(stdout);
	if (execlp("rm", "rm", "-rf", dir, (char *)NULL))
		return 1;
	return ratio <= 2 ? 0 : 1;
}
