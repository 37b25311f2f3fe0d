/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* stamp.c - time stamps of an authority of our own, made by openssl ts. */
#include "unit.h"

#include "base/date.h"
#include "base/file.h"
#include "proof/stamp.h"
#include "tool.h"

static const char data[] = "audit.example.org/journal\n5\n"
    "fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n";

/* An authority: its root, its certificate for stamps, and how it answers. */
static const char make_authority[] =
    "cd \"$1\" && umask 077 && echo 01 >serial && cat >conf <<'END'\n"
    "[req]\ndistinguished_name = name\nprompt = no\n"
    "[name]\nCN = Time of Example\n"
    "[ca]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = keyCertSign\n"
    "[tsa]\nextendedKeyUsage = critical,timeStamping\n"
    "[tsa1]\nserial = serial\ncrypto_device = builtin\n"
    "signer_cert = tsa.pem\ncerts = ca.pem\nsigner_key = tsa.key\n"
    "signer_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
    "digests = sha256\naccuracy = secs:1\nordering = yes\n"
    "tsa_name = yes\ness_cert_id_chain = no\n"
    "[tsapolicy]\nEND\n"
    "openssl req -config conf -x509 -newkey ed25519 -nodes -days 2 "
    "-subj '/CN=Root of Example' -extensions ca -keyout ca.key -out ca.pem "
    "&& openssl req -config conf -newkey rsa:2048 -nodes -keyout tsa.key "
    "-out tsa.csr && openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key "
    "-days 2 -set_serial 7 -extfile conf -extensions tsa -out tsa.pem && "
    "openssl req -config conf -x509 -newkey ed25519 -nodes -days 2 -subj "
    "'/CN=Somebody else' -extensions ca -keyout x.key -out other.pem";

struct world {
	struct arena *a;
	struct tool_folder folder;
	char *ca, *other;
};

static void
in_folder(struct world *w, const char *script)
{
	if (TOOL("sh", "-c", script, "x", w->folder.path) != 0)
		fail_msg("%s", script);
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->a = arena_new();
	tool_folder_make(&w->folder);
	w->ca = arena_str(w->a, tool_path(&w->folder, "ca.pem"));
	w->other = arena_str(w->a, tool_path(&w->folder, "other.pem"));
	if (tool_here("openssl"))
		in_folder(w, make_authority);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	tool_folder_remove(&w->folder);
	arena_free(w->a);
	free(w);
	return 0;
}

static struct der
ask(struct world *w, struct der request)
{
	struct err err;
	struct der out;
	char *s;

	tool_file(&w->folder, "q", request.p, request.n);
	in_folder(w, "cd \"$1\" && openssl ts -reply -config conf -section "
	    "tsa1 -queryfile q -out r");
	assert_int_equal(file_read(&err, w->a, tool_path(&w->folder, "r"),
	    STAMP_MAX, &s, &out.n), RC_OK);
	out.p = (unsigned char *)s;
	return out;
}

static void
a_stamp_is_asked_for_and_holds(void **state)
{
	struct world *w = *state;
	struct der request, reply;
	int64_t time = 0, again = 0;
	struct err err;

	if (!tool_here("openssl")) {
		skip();
		return;
	}
	request = stamp_request(w->a, data, sizeof(data) - 1);
	reply = ask(w, request);
	if (stamp_accept(&err, request, reply, w->ca, &time))
		fail_msg("%s", err.text);
	assert_true(time <= clock_now() && time > clock_now() - 600);
	assert_int_equal(stamp_verify(&err, data, sizeof(data) - 1, reply,
	    w->ca, &again), RC_OK);
	assert_int_equal(time, again);
	tool_text(&w->folder, "text", data);
	in_folder(w, "cd \"$1\" && openssl ts -verify -data text -in r "
	    "-CAfile ca.pem");
}

static void
other_stamps_are_refused(void **state)
{
	struct world *w = *state;
	struct der request, reply, second;
	struct err err;
	int64_t time = 7;

	if (!tool_here("openssl")) {
		skip();
		return;
	}
	request = stamp_request(w->a, data, sizeof(data) - 1);
	reply = ask(w, request);
	/* Another nonce, other data, another authority, no authority. */
	second = stamp_request(w->a, data, sizeof(data) - 1);
	assert_int_equal(stamp_accept(&err, second, reply, w->ca, &time),
	    RC_DENIED);
	assert_int_equal(stamp_verify(&err, data, sizeof(data) - 2, reply,
	    w->ca, &time), RC_DENIED);
	assert_int_equal(stamp_accept(&err, request, reply, w->other, &time),
	    RC_DENIED);
	assert_int_equal(stamp_accept(&err, request, reply, "/none", &time),
	    RC_MISSING);
	assert_int_equal(stamp_accept(&err, reply, reply, w->ca, &time),
	    RC_INVALID);
	assert_int_equal(stamp_accept(&err, request, request, w->ca, &time),
	    RC_INVALID);
	assert_int_equal(time, 7);
}

static void
an_authority_that_refuses_gives_no_time(void **state)
{
	/* PKIStatusInfo: rejection, without a token. */
	unsigned char no[] = { 0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02 };
	struct world *w = *state;
	struct der request = stamp_request(w->a, data, sizeof(data) - 1);
	struct der reply = { no, sizeof(no) };
	struct err err;
	int64_t time;

	assert_int_equal(stamp_accept(&err, request, reply, w->ca, &time),
	    RC_DENIED);
	reply.n--;
	assert_int_equal(stamp_accept(&err, request, reply, w->ca, &time),
	    RC_INVALID);
}

static void
no_changed_stamp_holds(void **state)
{
	struct world *w = *state;
	struct der request, reply;
	size_t step = getenv("MUSTER_LONG") ? 1 : 29, held = 0;
	struct err err;
	int64_t time, when = 0;

	if (!tool_here("openssl")) {
		skip();
		return;
	}
	request = stamp_request(w->a, data, sizeof(data) - 1);
	reply = ask(w, request);
	assert_int_equal(stamp_accept(&err, request, reply, w->ca, &when),
	    RC_OK);
	for (size_t bit = 0; bit < 8 * reply.n; bit += step) {
		reply.p[bit / 8] ^= (unsigned char)(1u << bit % 8);
		if (!stamp_accept(&err, request, reply, w->ca, &time)) {
			/* In certificates that are not needed, or unsigned
			   attributes: the time stands. */
			assert_int_equal(time, when);
			held++;
		}
		reply.p[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	assert_true(held < 8 * reply.n / step / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stamp_is_asked_for_and_holds),
		cmocka_unit_test(other_stamps_are_refused),
		cmocka_unit_test(an_authority_that_refuses_gives_no_time),
		cmocka_unit_test(no_changed_stamp_holds),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
