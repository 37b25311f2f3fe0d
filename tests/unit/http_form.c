/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http_form.c - bodies: forms of both kinds, files that stream, their ends. */
#include "unit.h"

#include "stand.h"

#include "base/hash.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HOST "Host: localhost\r\n"
#define PART "Content-Disposition: form-data; name="

/* --- a sink that counts ------------------------------------------------------ */

struct tally {
	struct hash *hash;
	unsigned char sum[HASH];
	uint64_t taken, most, fail_at;
	unsigned opened;
	atomic_int ended, whole;
	struct sink sink;
};

static enum rc
on_open(void *self, const struct part *part, struct err *err)
{
	struct tally *t = self;

	(void)err;
	assert_string_equal(part->filename, "big.bin");
	t->opened++;
	return RC_OK;
}

static enum rc
on_take(void *self, const char *p, size_t n, struct err *err)
{
	struct tally *t = self;

	if (t->fail_at && t->taken + n >= t->fail_at)
		return err_set(err, RC_FULL, "no room on the disk");
	hash_add(t->hash, p, n);
	t->taken += n;
	t->most = n > t->most ? n : t->most;
	return RC_OK;
}

static void
on_end(void *self, bool whole)
{
	struct tally *t = self;

	hash_end(t->hash, t->sum);
	atomic_fetch_add(&t->whole, whole);
	atomic_fetch_add(&t->ended, 1);
}

static void
tally_init(struct tally *t, uint64_t fail_at)
{
	*t = (struct tally){ .hash = hash_new(), .fail_at = fail_at };
	t->sink = (struct sink){ t, on_open, on_take, on_end };
}

/* --- a server with a route for files ----------------------------------------- */

struct place {
	struct stand stand;     /* first: the seat */
	struct tally tally;
};

static void
begin(void *seat, struct request *rq)
{
	struct place *p = seat;

	if (str_starts(rq->path, "/file"))
		rq->intake.sink = &p->tally.sink;
	else if (str_starts(rq->path, "/small"))
		rq->intake.limit = 10;
	else if (str_starts(rq->path, "/no"))
		rq->rs = (struct response){ .status = 403,
			.type = "text/plain", .body = "no\n", .len = 3 };
}

static int
setup(void **state)
{
	static struct place p;

	stand_init(&p.stand);
	p.stand.cf.begin = begin;
	p.stand.cf.limits.parts = 8;
	p.stand.cf.limits.field = 1024;
	stand_start(&p.stand);
	*state = &p;
	return 0;
}

static int
teardown(void **state)
{
	stand_stop(*state);
	return 0;
}

static int
post(struct place *p, const char *path, const char *type, const char *body,
    struct reply *r)
{
	char head[512];
	int fd = wire_open(p->stand.port);

	snprintf(head, sizeof(head), "POST %s HTTP/1.1\r\n" HOST
	    "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", path, type,
	    strlen(body));
	assert_true(wire_text(fd, head));
	assert_true(wire_text(fd, body));
	wire_read(fd, r, false);
	close(fd);
	return r->status;
}

/* --- what is read ---------------------------------------------------------------- */

struct sample {
	const char *body;
	int status;
	const char *answer;     /* of the echo, or part of the refusal */
};

static const char pairs[] = "application/x-www-form-urlencoded";
static const char parts[] = "multipart/form-data; boundary=\"x y\"";

static void
check(struct place *p, const char *type, const struct sample *s, size_t n)
{
	static struct reply r;

	for (size_t i = 0; i < n; i++) {
		int status = post(p, "/f", type, s[i].body, &r);

		if (status != s[i].status || (status == 200
			? strcmp(r.body, s[i].answer) != 0
			: !strstr(r.body, s[i].answer)))
			fail_msg("%s\n-> %d %s", s[i].body, status, r.body);
	}
}

static void
pairs_are_decoded(void **state)
{
	static const struct sample samples[] = {
		{ "a=1&b=+%2B%26&c", 200, "POST /f a:1 b: +& c:" },
		{ "a=1&a=2&&a=", 200, "POST /f a:1 a:2 a:" },
		{ "%C3%A4=%E2%82%AC", 200, "POST /f ä:€" },
		{ "a=%", 400, "\"a\" is not escaped UTF-8" },
		{ "a=%ff", 400, "\"a\" is not escaped UTF-8" },
		{ "a=%00", 400, "\"a\" is not escaped UTF-8" },
		{ "1&2&3&4&5&6&7&8&9", 413, "\"parts\"" },
	};

	check(*state, pairs, samples, NELEMS(samples));
}

static void
parts_are_read(void **state)
{
	static const struct sample samples[] = {
		{ "--x y\r\n" PART "\"a\"\r\n\r\n1\r\n2\r\n--x y--\r\n", 200,
		    "POST /f a:1\r\n2" },
		{ "--x y\r\n" PART "a\r\n\r\n\r\n--x y\r\n"
		    PART "\"f\"; filename=\"C:\\\\d\\\\\\\"n\\\".txt\"\r\n"
		    "Content-Type: text/plain\r\n\r\nabc\r\n--x y--", 200,
		    "POST /f a: [f \"n\".txt text/plain 3 abc]" },
		{ "--x y\r\n" PART "\"f\"; filename=\"\"\r\n\r\n\r\n--x y--",
		    200, "POST /f [f  - 0 ]" },
		{ "--x y\r\n" PART "\"%22\"\r\n\r\n--x\r\n--x y--", 200,
		    "POST /f \":--x" },
		{ "--x y--\r\n", 200, "POST /f" },
		{ "preamble\r\n--x y--", 400, "begin with its boundary" },
		{ "--x y\r\n" PART "a\r\n\r\n1\r\n--x y\r\n", 400,
		    "its end is missing" },
		{ "--x y\r\n" PART "a\r\n\r\n1\r\n--x yz--", 400,
		    "followed by something else" },
		{ "--x y--\r\nmore", 400, "something follows" },
		{ "--x y\r\n\r\n1\r\n--x y--", 400, "no Content-Disposition" },
		{ "--x y\r\n" PART "a\r\n b\r\n\r\n1\r\n--x y--", 400,
		    "cannot be read" },
		{ "--x y\r\nContent-Disposition: attachment; name=a\r\n\r\n1"
		    "\r\n--x y--", 400, "is not form-data" },
		{ "--x y\r\n" PART "a; name=b\r\n\r\n1\r\n--x y--", 400,
		    "two names" },
		{ "--x y\r\n" PART "\"\"\r\n\r\n1\r\n--x y--", 400,
		    "has no name" },
		{ "--x y\r\n" PART "\"\xff\"\r\n\r\n1\r\n--x y--", 400,
		    "is not UTF-8" },
		{ "--x y\r\n" PART "a\r\n\r\n\xff\r\n--x y--", 400,
		    "is not UTF-8" },
		{ "--x y\r\n" PART "a\r\nContent-Transfer-Encoding: base64"
		    "\r\n\r\n1\r\n--x y--", 400, "transfer encoding" },
	};

	check(*state, parts, samples, NELEMS(samples));
}

static void
types_without_a_boundary_are_refused(void **state)
{
	static struct reply r;
	static const char *const types[] = { "multipart/form-data",
		"multipart/form-data; boundary=", "multipart/form-data; bound",
		"multipart/form-data; boundary=a; boundary=b",
		"multipart/form-data; boundary=\"a\x01\"" };

	for (size_t i = 0; i < NELEMS(types); i++)
		assert_int_equal(post(*state, "/f", types[i], "--a--", &r),
		    400);
}

static const char plain[] = "multipart/form-data; boundary=b";

static char *
put(char *to, const char *s)
{
	return (char *)memcpy(to, s, strlen(s)) + strlen(s);
}

/* A form with one field of n bytes and a part's head longer by more. */
static const char *
one_field(char *out, size_t n, size_t more)
{
	char *p = out;

	p = put(p, "--b\r\nX: ");
	p = (char *)memset(p, 'x', more) + more;
	p = put(p, "\r\n" PART "a\r\n\r\n");
	p = (char *)memset(p, 'y', n) + n;
	*put(p, "\r\n--b--") = '\0';
	return out;
}

/* Each limit is just met, and passed by one. */
static void
forms_have_limits(void **state)
{
	static struct reply r;
	char form[12000], *p = form;

	assert_int_equal(post(*state, "/f", plain, one_field(form, 1024, 10),
	    &r), 200);
	assert_int_equal(post(*state, "/f", plain, one_field(form, 1025, 10),
	    &r), 413);
	assert_non_null(strstr(r.body, "\"field\""));
	assert_int_equal(post(*state, "/f", plain, one_field(form, 1, 4000),
	    &r), 200);
	assert_int_equal(post(*state, "/f", plain, one_field(form, 1, 4100),
	    &r), 413);
	assert_non_null(strstr(r.body, "\"part_head\""));
	for (int i = 0; i < 9; i++)
		p = put(p, "--b\r\n" PART "a\r\n\r\n1\r\n");
	*put(p, "--b--") = '\0';
	assert_int_equal(post(*state, "/f", plain, form, &r), 413);
	assert_non_null(strstr(r.body, "\"parts\""));
	assert_int_equal(post(*state, "/small", "text/plain", "0123456789",
	    &r), 200);
	assert_int_equal(post(*state, "/small", "text/plain", "0123456789a",
	    &r), 413);
	assert_int_equal(post(*state, "/no", "text/plain", "x", &r), 403);
	assert_string_equal(r.body, "no\n");
}

/* --- files ------------------------------------------------------------------------ */

enum { BIG = 20 * 1024 * 1024, CHUNK = 50000 };

static void
fill(char *p, size_t n, uint64_t *seed)
{
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * UINT64_C(6364136223846793005) + 1;
		p[i] = "\r\n--b\r\n-"[*seed >> 60 & 7];
	}
}

/* Sends a head, a form's beginning and size bytes of file. */
static int
send_file(struct place *p, const char *path, size_t size, size_t stop,
    unsigned char sum[HASH])
{
	static const char before[] = "--q\r\n" PART "note\r\n\r\nhello\r\n"
	    "--q\r\n" PART "file; filename=\"/tmp/big.bin\"\r\n\r\n";
	static const char after[] = "\r\n--q--\r\n";
	static char chunk[CHUNK];
	struct hash *h = hash_new();
	uint64_t seed = size;
	char head[400];
	int fd = wire_open(p->stand.port);

	snprintf(head, sizeof(head), "POST %s HTTP/1.1\r\n" HOST
	    "Content-Type: multipart/form-data; boundary=q\r\n"
	    "Content-Length: %zu\r\n\r\n%s", path,
	    size + strlen(before) + strlen(after), before);
	wire_text(fd, head);
	for (size_t i = 0, n; i < size && i < stop; i += n) {
		n = size - i < CHUNK ? size - i : CHUNK;
		fill(chunk, n, &seed);
		hash_add(h, chunk, n);
		if (!wire_send(fd, chunk, n))
			break;
	}
	hash_end(h, sum);
	if (stop >= size)
		wire_text(fd, after);
	return fd;
}

static void
files_stream_to_the_sink(void **state)
{
	static struct reply r;
	struct place *p = *state;
	unsigned char sum[HASH];
	int fd;

	tally_init(&p->tally, 0);
	fd = send_file(p, "/file", BIG, BIG, sum);
	assert_true(wire_read(fd, &r, false));
	close(fd);
	assert_string_equal(r.body,
	    "POST /file note:hello [file big.bin - 20971520 -]");
	assert_int_equal(p->tally.taken, BIG);
	assert_int_equal(p->tally.opened, 1);
	assert_memory_equal(p->tally.sum, sum, HASH);
	assert_true(p->tally.most <= 64 * 1024);
	assert_int_equal(p->tally.ended, 1);
	assert_int_equal(p->tally.whole, 1);
}

static void
a_plain_body_streams_too(void **state)
{
	static struct reply r;
	struct place *p = *state;

	tally_init(&p->tally, 0);
	assert_int_equal(post(p, "/file", "application/octet-stream", "abc",
	    &r), 200);
	assert_string_equal(r.body, "POST /file");
	assert_int_equal(p->tally.taken, 3);
	assert_int_equal(p->tally.whole, 1);
}

/* The client sends to the end and reads what went wrong. */
static void
a_full_disk_is_told(void **state)
{
	static struct reply r;
	struct place *p = *state;
	unsigned char sum[HASH];
	int fd;

	tally_init(&p->tally, BIG / 2);
	fd = send_file(p, "/file", BIG, BIG, sum);
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 507);
	assert_string_equal(r.body, "no room on the disk\n");
	assert_true(wire_drained(fd, 2000));
	close(fd);
	assert_int_equal(p->tally.ended, 1);
	assert_int_equal(p->tally.whole, 0);
}

static void
a_client_that_goes_ends_the_sink(void **state)
{
	struct place *p = *state;
	unsigned char sum[HASH];

	tally_init(&p->tally, 0);
	close(send_file(p, "/file", BIG, BIG / 2, sum));
	for (int i = 0; i < 500 && !p->tally.ended; i++)
		pause_ms(10);
	assert_int_equal(p->tally.ended, 1);
	assert_int_equal(p->tally.whole, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_decoded),
		cmocka_unit_test(parts_are_read),
		cmocka_unit_test(types_without_a_boundary_are_refused),
		cmocka_unit_test(forms_have_limits),
		cmocka_unit_test(files_stream_to_the_sink),
		cmocka_unit_test(a_plain_body_streams_too),
		cmocka_unit_test(a_full_disk_is_told),
		cmocka_unit_test(a_client_that_goes_ends_the_sink),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
