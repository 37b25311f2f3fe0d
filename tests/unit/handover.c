/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handover.c - the dossier of an audit in a real store, on both databases. */
#include "unit.h"
#include "stage.h"

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "core/blob.h"
#include "core/place.h"
#include "core/seal.h"
#include "core/sequencer.h"
#include "domain/domain.h"
#include "handover/handover.h"
#include "proof/dossier.h"
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct shop {
	struct stage *s;
	struct tool_folder folder;
	const char *blobs;
	struct seal *seal;
};

static struct ctx
as(struct shop *p, int who)
{
	struct ctx cx;

	ctx_begin(&cx, p->s->arena, p->s->db);
	cx.numbers = p->s->numbers;
	cx.domain = &muster_domain;
	cx.blobs = p->blobs;
	cx.account = who < 0 ? 0 : p->s->account[who];
	cx.person = who < 0 ? 0 : p->s->person[who];
	assert_int_equal(access_load(&cx), RC_OK);
	return cx;
}

/* --- an audit with files ---------------------------------------------------- */

static int64_t
add_file(struct shop *p, const char *name, const char *bytes)
{
	struct ctx cx = as(p, -1);
	const struct pair in[] = { { "name", name }, { "audit",
		arena_fmt(p->s->arena, "%lld", (long long)p->s->audit) } };
	const struct order o = { .command = "stored_file.create", .in = in,
		.n = NELEMS(in) };
	struct upload up;
	struct blob_in *b;
	struct done done;

	assert_int_equal(blob_begin(p->blobs, 1 << 20, &cx.err, &b), RC_OK);
	assert_int_equal(blob_take(b, &cx.err, bytes, strlen(bytes)), RC_OK);
	assert_int_equal(blob_end(b, &cx.err, &up), RC_OK);
	cx.upload = &up;
	if (command_alone(&cx, &o, 1, &done, NULL))
		fail_msg("%s", cx.err.text);
	return done.id;
}

static int64_t
add_evidence(struct shop *p, const char *title, const char *more,
    int64_t file)
{
	struct stage *s = p->s;

	return stage_set(s, "evidence.create", arena_fmt(s->arena,
	    "audit=%%d|title=%s|method=observation|source_kind=document|"
	    "source=source of %s|collected_at=2026-03-02T10:00:00Z|"
	    "collected_by=%%d|verification=direct|degree=high|class=internal|"
	    "held=copy|file=%%d%s", title, title, more), s->audit,
	    s->person[AUDITOR], file);
}

static void
furnish(struct shop *p)
{
	stage_number(p->s, "INSERT INTO meta (name, value) VALUES ('store', "
	    "'0123') RETURNING 1");
	add_evidence(p, "goes", "", add_file(p, "a list of May.txt",
	    "bytes that go"));
	add_evidence(p, "stays", "|handling=no_export", add_file(p, "b.txt",
	    "bytes that stay"));
}

/* --- making it ---------------------------------------------------------------- */

static void
sign(struct shop *p)
{
	struct ctx cx = as(p, -1);

	if (db_shared(cx.db))
		assert_int_equal(sequencer_once(&cx), RC_OK);
	if (!p->seal)
		assert_int_equal(seal_open(&cx, tool_path(&p->folder, "seal"),
		    &p->seal), RC_OK);
	if (db_shared(cx.db))
		assert_int_equal(sequencer_once(&cx), RC_OK);
	if (seal_make(&cx, p->seal))
		fail_msg("%s", cx.err.text);
}

static enum rc
to_file(void *arg, struct err *err, const void *p, size_t n)
{
	(void)err;
	assert_int_equal(fwrite(p, 1, n, arg), n);
	return RC_OK;
}

static enum rc
order(struct shop *p, int who)
{
	struct ctx cx = as(p, who);
	int64_t audit = p->s->audit;
	enum rc rc = command_write_alone(&cx, handover_order, &audit);

	p->s->err = cx.err;
	return rc;
}

static const char *
path_of(struct shop *p, const char *name)
{
	return arena_str(p->s->arena, tool_path(&p->folder, name));
}

static enum rc
make(struct shop *p, int who, const char *name, struct handover_told *told)
{
	struct handover_to to = { to_file, fopen(path_of(p, name), "wb"),
		NULL, seal_signer(p->seal) };
	struct ctx cx = as(p, who);
	enum rc rc;

	assert_non_null(to.arg);
	rc = handover_write(&cx, p->s->audit, &to, told);
	p->s->err = cx.err;
	assert_int_equal(fclose(to.arg), 0);
	return rc;
}

static void
must_make(struct shop *p, int who, const char *name,
    struct handover_told *told)
{
	if (make(p, who, name, told))
		fail_msg("%s", p->s->err.text);
}

/* --- looking at it -------------------------------------------------------------- */

static void
on_fault(void *arg, const char *name, const char *text)
{
	(void)arg;
	fail_msg("%s: %s", name, text);
}

static struct dossier_found
must_hold(struct shop *p, const char *name)
{
	const struct dossier_check check = { .fault = on_fault,
		.key = signer_key(seal_signer(p->seal)) };
	struct dossier_found found;
	struct err err;

	if (dossier_verify(&err, p->s->arena, path_of(p, name), &check,
	    &found))
		fail_msg("%s", err.text);
	return found;
}

static bool
keep_all(const char *name)
{
	return !str_starts(name, "data/journal/");
}

static struct bag_content
open_bag(struct shop *p, const char *name)
{
	struct bag_content bag;
	struct err err;

	if (bag_load(&err, p->s->arena, path_of(p, name), NULL, keep_all,
	    &bag))
		fail_msg("%s", err.text);
	return bag;
}

static const char *
text_in(const struct bag_content *bag, const char *name)
{
	const struct bag_file *f = bag_find(bag, name);

	if (!f)
		fail_msg("%s is not there", name);
	return f->bytes;
}

/* Nothing is compressed, so what went along can be found as it was. */
static bool
has(struct shop *p, const char *name, const char *text)
{
	struct err err;
	size_t n, k = strlen(text);
	char *s;

	assert_int_equal(file_read(&err, p->s->arena, path_of(p, name),
	    1 << 24, &s, &n), RC_OK);
	for (size_t i = 0; i + k <= n; i++)
		if (memcmp(s + i, text, k) == 0)
			return true;
	return false;
}

/* --- what is tested --------------------------------------------------------------- */

static void
an_order_comes_first(struct shop *p)
{
	struct handover_told told;

	sign(p);
	assert_int_equal(make(p, -1, "none.zip", &told), RC_MISSING);
	assert_int_equal(order(p, -1), RC_OK);
	assert_int_equal(make(p, -1, "none.zip", &told), RC_BUSY);
	sign(p);
}

static void
it_is_whole(struct shop *p)
{
	struct handover_told told;
	struct dossier_found found;
	struct bag_content bag;
	const struct json *j;
	struct err err;
	const char *s;

	must_make(p, -1, "one.zip", &told);
	found = must_hold(p, "one.zip");
	assert_int_equal(found.audit, p->s->audit);
	assert_int_equal(found.entries, stage_number(p->s, "SELECT COUNT(*) "
	    "FROM journal WHERE audit = %d", p->s->audit));
	assert_int_equal(found.evidence, 1);
	assert_int_equal(found.omitted, 1);
	assert_int_equal(told.files, 1);
	bag = open_bag(p, "one.zip");
	s = text_in(&bag, "data/records.json");
	assert_int_equal(json_parse(&err, p->s->arena, s, strlen(s), NULL, &j),
	    RC_OK);
	assert_int_equal(json_get(j, "records")->count, told.records);
	s = text_in(&bag, "data/index.html");
	assert_non_null(strstr(s, "source of goes"));
	assert_non_null(strstr(s, "audit.dossier"));
	assert_non_null(strstr(text_in(&bag, "data/left-out.txt"),
	    "its handling lets only a description leave"));
	assert_non_null(strstr(text_in(&bag, "data/omitted.txt"),
	    "keeps it where it is"));
}

static void
what_must_stay_stays(struct shop *p)
{
	assert_true(has(p, "one.zip", "bytes that go"));
	assert_true(has(p, "one.zip", "source of goes"));
	assert_true(has(p, "one.zip", "stays"));
	assert_false(has(p, "one.zip", "bytes that stay"));
	assert_false(has(p, "one.zip", "source of stays"));
}

/* What is changed after the order is none of its affair. */
static void
the_same_order_gives_the_same_bytes(struct shop *p)
{
	struct handover_told told;

	stage_set_on(p->s, "audit.update", p->s->audit, "title=Other doors");
	sign(p);
	must_make(p, -1, "two.zip", &told);
	assert_int_equal(TOOL("cmp", path_of(p, "one.zip"),
	    path_of(p, "two.zip")), 0);
	assert_int_equal(order(p, -1), RC_OK);
	sign(p);
	must_make(p, -1, "three.zip", &told);
	assert_false(has(p, "one.zip", "Other doors"));
	assert_true(has(p, "three.zip", "Other doors"));
	must_hold(p, "three.zip");
}

static void
it_shows_what_its_reader_sees(struct shop *p)
{
	struct handover_told told;
	struct dossier_found found;

	assert_int_equal(order(p, AUDITOR), RC_DENIED);
	assert_int_equal(order(p, OTHER), RC_MISSING);
	if (order(p, CLIENT))
		fail_msg("%s", p->s->err.text);
	sign(p);
	assert_int_equal(make(p, MANAGER, "none.zip", &told), RC_MISSING);
	must_make(p, CLIENT, "client.zip", &told);
	found = must_hold(p, "client.zip");
	assert_int_equal(found.evidence, 0);
	assert_int_equal(found.omitted, 2);
	assert_false(has(p, "client.zip", "bytes that go"));
	assert_false(has(p, "client.zip", "source of goes"));
	assert_true(has(p, "client.zip", "the reader may not see"));
	assert_int_equal(stage_number(p->s, "SELECT COUNT(*) FROM "
	    "export_record WHERE audit = %d", p->s->audit), 1);
}

/* A value that was erased with its salt stays out, and all else proves. */
static void
an_erased_value_stays_closed(struct shop *p)
{
	struct handover_told told;

	assert_true(has(p, "one.zip", "source of goes"));
	stage_number(p->s, "UPDATE journal_value SET salt = NULL, "
	    "after = NULL, before = NULL WHERE name = 'source' AND after = "
	    "'source of goes' RETURNING 1");
	must_make(p, -1, "erased.zip", &told);
	must_hold(p, "erased.zip");
	assert_false(has(p, "erased.zip", "source of goes"));
	assert_true(has(p, "erased.zip", "1 values that were erased"));
}

static void
a_server_makes_it_without_a_name(struct shop *p)
{
	struct ctx cx = as(p, -1);
	struct handover_state state;
	const char *dir = p->folder.path;
	int64_t size;
	struct stat st;
	int fd;

	assert_int_equal(handover_look(&cx, dir, p->s->audit, &state), RC_OK);
	assert_true(state.ordered && state.covered && !state.making);
	assert_true(state.total > 0);
	assert_int_equal(handover_file(&cx, dir, p->s->audit,
	    seal_signer(p->seal), &fd, &size), RC_OK);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, size);
	assert_int_equal(st.st_nlink, 0);
	close(fd);
}

static void
a_changed_file_stops_it(struct shop *p)
{
	struct handover_told told;

	assert_int_equal(TOOL("sh", "-c", "grep -l 'bytes that go' \"$1\"/* | "
	    "xargs sed -i s/bytes/BYTES/", "x", p->blobs), 0);
	assert_int_equal(make(p, -1, "none.zip", &told), RC_DB);
	assert_non_null(strstr(p->s->err.text, "is not what its entry names"));
}

static void
hands_over(struct stage *s)
{
	struct shop p = { .s = s };

	tool_folder_make(&p.folder);
	p.blobs = path_of(&p, "blobs");
	assert_int_equal(mkdir(p.blobs, 0700), 0);
	furnish(&p);
	an_order_comes_first(&p);
	it_is_whole(&p);
	what_must_stay_stays(&p);
	the_same_order_gives_the_same_bytes(&p);
	it_shows_what_its_reader_sees(&p);
	an_erased_value_stays_closed(&p);
	a_server_makes_it_without_a_name(&p);
	a_changed_file_stops_it(&p);
	seal_close(p.seal);
	tool_folder_remove(&p.folder);
}

static const struct domain_part *const parts[] = { NULL };
ON_STAGE(hands_over)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(hands_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
