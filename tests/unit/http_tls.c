/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http_tls.c - TLS: what is spoken, and a certificate that changes. */
#include "unit.h"

#include "stand.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n\r\n"

struct place {
	struct stand stand;     /* first: the seat */
	char cert[64], key[64], other[64];
};

/* --- certificates --------------------------------------------------------------- */

static EVP_PKEY *
make_key(const char *file)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	FILE *f = fopen(file, "w");

	assert_non_null(key);
	assert_non_null(f);
	assert_int_equal(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL,
	    NULL), 1);
	fclose(f);
	return key;
}

static void
make_pair(const char *name, const char *cert, const char *key_file)
{
	EVP_PKEY *key = make_key(key_file);
	X509 *x = X509_new();
	FILE *f = fopen(cert, "w");

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
	    MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	assert_true(X509_sign(x, key, EVP_sha256()) > 0);
	assert_non_null(f);
	assert_int_equal(PEM_write_X509(f, x), 1);
	fclose(f);
	X509_free(x);
	EVP_PKEY_free(key);
}

/* --- a client --------------------------------------------------------------------- */

struct client {
	int fd;
	gnutls_session_t session;
	gnutls_certificate_credentials_t trust;
	char name[64];          /* of the server's certificate */
};

static void
read_name(struct client *c)
{
	unsigned n;
	const gnutls_datum_t *der = gnutls_certificate_get_peers(c->session,
	    &n);
	gnutls_x509_crt_t crt;
	size_t size = sizeof(c->name);

	assert_non_null(der);
	gnutls_x509_crt_init(&crt);
	assert_int_equal(gnutls_x509_crt_import(crt, der,
	    GNUTLS_X509_FMT_DER), 0);
	assert_int_equal(gnutls_x509_crt_get_dn_by_oid(crt,
	    GNUTLS_OID_X520_COMMON_NAME, 0, 0, c->name, &size), 0);
	gnutls_x509_crt_deinit(crt);
}

/* False when client and server have nothing in common. */
static bool
join(struct client *c, uint16_t port, const char *priorities)
{
	int done;

	c->fd = wire_open(port);
	assert_true(c->fd >= 0);
	gnutls_certificate_allocate_credentials(&c->trust);
	gnutls_init(&c->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
	assert_int_equal(gnutls_priority_set_direct(c->session, priorities,
	    NULL), 0);
	gnutls_credentials_set(c->session, GNUTLS_CRD_CERTIFICATE, c->trust);
	gnutls_transport_set_int(c->session, c->fd);
	gnutls_handshake_set_timeout(c->session, 10000);
	do
		done = gnutls_handshake(c->session);
	while (done < 0 && !gnutls_error_is_fatal(done));
	if (done == 0)
		read_name(c);
	return done == 0;
}

static void
leave(struct client *c)
{
	gnutls_deinit(c->session);
	gnutls_certificate_free_credentials(c->trust);
	close(c->fd);
}

/* Sends text and waits until the answer holds want. */
static bool
ask(struct client *c, const char *text, const char *want)
{
	static char got[64 * 1024];
	size_t n = 0;

	if (gnutls_record_send(c->session, text, strlen(text)) < 0)
		return false;
	got[0] = '\0';
	while (!strstr(got, want) && n < sizeof(got) - 1) {
		ssize_t k = gnutls_record_recv(c->session, got + n,
		    sizeof(got) - 1 - n);

		if (k == GNUTLS_E_AGAIN || k == GNUTLS_E_INTERRUPTED)
			continue;
		if (k <= 0)
			return false;
		n += (size_t)k;
		got[n] = '\0';
	}
	return true;
}

/* --- tests ------------------------------------------------------------------------ */

static void
on_request(void *seat, struct request *rq)
{
	(void)seat;
	if (rq->secure)
		stand_echo(rq);
	else
		stand_text(rq, "plain");
	http_park(rq);          /* the way back is the same for TLS */
	http_resume(rq);
}

static int
setup(void **state)
{
	static struct place p;

	stand_init(&p.stand);
	snprintf(p.cert, sizeof(p.cert), "/tmp/muster-tls-%d.crt",
	    (int)getpid());
	snprintf(p.key, sizeof(p.key), "/tmp/muster-tls-%d.key",
	    (int)getpid());
	snprintf(p.other, sizeof(p.other), "/tmp/muster-tls-%d.other",
	    (int)getpid());
	make_pair("first", p.cert, p.key);
	p.stand.at[0].tls = true;
	p.stand.at[1] = (struct http_listen){ "127.0.0.1", 0, false };
	p.stand.cf.nlisten = 2;
	p.stand.cf.tls_cert = p.cert;
	p.stand.cf.tls_key = p.key;
	p.stand.cf.handler = on_request;
	p.stand.cf.limits.idle_ms = 1000;
	stand_start(&p.stand);
	*state = &p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	stand_stop(&p->stand);
	unlink(p->cert);
	unlink(p->key);
	unlink(p->other);
	return 0;
}

static void
both_kinds_are_answered(void **state)
{
	static struct reply r;
	struct place *p = *state;
	struct client c;

	assert_true(join(&c, p->stand.port, "NORMAL"));
	assert_string_equal(c.name, "first");
	for (int i = 0; i < 3; i++)
		assert_true(ask(&c, GET("/x"), "GET /x"));
	assert_true(ask(&c, "POST /f HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 3\r\n\r\nabc", "POST /f abc"));
	leave(&c);
	assert_int_equal(wire_ask(http_port(p->stand.http, 1), GET("/x"), &r),
	    200);
	assert_string_equal(r.body, "plain");
}

static void
weak_protocols_are_refused(void **state)
{
	static const struct { const char *priorities; bool ok; } tried[] = {
		{ "NORMAL:-VERS-ALL:+VERS-TLS1.3", true },
		{ "NORMAL:-VERS-ALL:+VERS-TLS1.2", true },
		{ "LEGACY:-VERS-ALL:+VERS-TLS1.1", false },
		{ "LEGACY:-VERS-ALL:+VERS-TLS1.0", false },
		{ "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC",
		    false },
		{ "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", false },
	};
	struct place *p = *state;

	for (size_t i = 0; i < NELEMS(tried); i++) {
		struct client c;

		if (join(&c, p->stand.port, tried[i].priorities) !=
		    tried[i].ok)
			fail_msg("%s", tried[i].priorities);
		leave(&c);
	}
}

/* No answer in the clear at this port, and no thread that waits for ever. */
static void
those_who_do_not_shake_hands_are_cut(void **state)
{
	static struct reply r;
	struct place *p = *state;
	int silent = wire_open(p->stand.port);
	struct client c;

	assert_int_equal(wire_ask(p->stand.port, GET("/x"), &r), 0);
	assert_true(wire_text(silent, "\x16\x03\x01"));
	assert_true(join(&c, p->stand.port, "NORMAL"));
	assert_true(ask(&c, GET("/x"), "GET /x"));
	leave(&c);
	assert_true(wire_drained(silent, 5000));
	close(silent);
}

static void
a_new_certificate_drops_nobody(void **state)
{
	struct place *p = *state;
	struct client old, new;
	struct err err;
	FILE *f;

	assert_true(join(&old, p->stand.port, "NORMAL"));
	assert_true(ask(&old, GET("/1"), "GET /1"));
	make_pair("second", p->cert, p->key);
	assert_int_equal(http_reload(p->stand.http, &err), RC_OK);
	assert_true(join(&new, p->stand.port, "NORMAL"));
	assert_string_equal(new.name, "second");
	assert_true(ask(&new, GET("/2"), "GET /2"));
	assert_true(ask(&old, GET("/3"), "GET /3"));
	leave(&new);
	/* What cannot be used leaves the one in force alone. */
	EVP_PKEY_free(make_key(p->key));
	assert_int_equal(http_reload(p->stand.http, &err), RC_INVALID);
	assert_non_null(strstr(err.text, "is not that of the certificate"));
	f = fopen(p->cert, "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(http_reload(p->stand.http, &err), RC_INVALID);
	unlink(p->cert);
	assert_int_equal(http_reload(p->stand.http, &err), RC_INVALID);
	assert_true(join(&new, p->stand.port, "NORMAL"));
	assert_string_equal(new.name, "second");
	leave(&new);
	assert_true(ask(&old, GET("/4"), "GET /4"));
	leave(&old);
	make_pair("third", p->cert, p->key);
}

static void
a_server_without_a_certificate_does_not_start(void **state)
{
	struct place *p = *state;
	struct stand st;
	struct err err;

	stand_init(&st);
	st.at[0].tls = true;
	assert_null(http_new(&st.cf, &err));
	assert_int_equal(err.code, RC_INVALID);
	EVP_PKEY_free(make_key(p->other));
	st.cf.tls_cert = p->cert;
	st.cf.tls_key = p->other;
	assert_null(http_new(&st.cf, &err));
	assert_int_equal(err.code, RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_kinds_are_answered),
		cmocka_unit_test(weak_protocols_are_refused),
		cmocka_unit_test(those_who_do_not_shake_hands_are_cut),
		cmocka_unit_test(a_new_certificate_drops_nobody),
		cmocka_unit_test(a_server_without_a_certificate_does_not_start),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
