/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/tls.h"

#include "base/date.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>

enum { CHAIN = 10, KEY_ID = 64, KEEP_MS = 10 * 60 * 1000 };

struct tls {
	struct tls *older;
	int64_t retired;
	gnutls_pcert_st chain[CHAIN];
	unsigned n;
	gnutls_privkey_t key;
};

const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:"
    "+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:"
    "-MAC-ALL:+AEAD:%SERVER_PRECEDENCE";

static void
release(struct tls *t)
{
	for (unsigned i = 0; i < t->n; i++)
		gnutls_pcert_deinit(&t->chain[i]);
	if (t->key)
		gnutls_privkey_deinit(t->key);
	free(t);
}

static enum rc
say(struct err *err, const char *file, int failed)
{
	return err_set(err, RC_INVALID, "%s: %s", file,
	    gnutls_strerror(failed));
}

static enum rc
load_chain(struct tls *t, const char *file, struct err *err)
{
	gnutls_datum_t text;
	unsigned n = CHAIN;
	int failed = gnutls_load_file(file, &text);

	if (failed)
		return say(err, file, failed);
	failed = gnutls_pcert_list_import_x509_raw(t->chain, &n, &text,
	    GNUTLS_X509_FMT_PEM, GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
	gnutls_free(text.data);
	if (failed < 0)
		return say(err, file, failed);
	t->n = n;
	return RC_OK;
}

static enum rc
load_key(struct tls *t, const char *file, struct err *err)
{
	gnutls_datum_t text;
	int failed = gnutls_load_file(file, &text);

	if (failed)
		return say(err, file, failed);
	failed = gnutls_privkey_init(&t->key);
	if (!failed)
		failed = gnutls_privkey_import_x509_raw(t->key, &text,
		    GNUTLS_X509_FMT_PEM, NULL, 0);
	gnutls_memset(text.data, 0, text.size);
	gnutls_free(text.data);
	return failed ? say(err, file, failed) : RC_OK;
}

static bool
is_pair(struct tls *t)
{
	unsigned char a[KEY_ID], b[KEY_ID];
	size_t na = sizeof(a), nb = sizeof(b);
	gnutls_pubkey_t public;
	bool same;

	if (gnutls_pubkey_init(&public))
		return false;
	same = !gnutls_pubkey_import_privkey(public, t->key, 0, 0) &&
	       !gnutls_pubkey_get_key_id(public, 0, a, &na) &&
	       !gnutls_pubkey_get_key_id(t->chain[0].pubkey, 0, b, &nb) &&
	       na == nb && memcmp(a, b, na) == 0;
	gnutls_pubkey_deinit(public);
	return same;
}

static enum rc
read_files(struct tls *t, const struct http_config *cf, struct err *err)
{
	if (!cf->tls_cert || !cf->tls_key)
		return err_set(err, RC_INVALID,
		    "TLS needs a certificate and its key");
	if (load_chain(t, cf->tls_cert, err) || load_key(t, cf->tls_key, err))
		return err->code;
	if (!is_pair(t))
		return err_set(err, RC_INVALID,
		    "the key in %s is not that of the certificate in %s",
		    cf->tls_key, cf->tls_cert);
	return RC_OK;
}

/* Those that no handshake can be using any more. */
static void
forget_old(struct tls *newest)
{
	for (struct tls **p = &newest->older, *t; (t = *p);) {
		if (t->retired + KEEP_MS > clock_ms()) {
			p = &t->older;
			continue;
		}
		*p = t->older;
		release(t);
	}
}

enum rc
tls_load(struct http *h, struct err *err)
{
	struct tls *t = must_alloc(sizeof(*t));

	if (read_files(t, &h->cf, err)) {
		release(t);
		return err->code;
	}
	t->older = atomic_load(&h->tls);
	if (t->older)
		t->older->retired = clock_ms();
	atomic_store(&h->tls, t);
	forget_old(t);
	return RC_OK;
}

void
tls_free(struct http *h)
{
	struct tls *t = atomic_load(&h->tls), *older;

	for (; t; t = older) {
		older = t->older;
		release(t);
	}
	atomic_store(&h->tls, NULL);
}

static int
on_handshake(gnutls_session_t session, const gnutls_datum_t *authorities,
    int nauthorities, const gnutls_pk_algorithm_t *algorithms,
    int nalgorithms, gnutls_pcert_st **chain, unsigned *n,
    gnutls_privkey_t *key)
{
	struct MHD_Connection *mhd = gnutls_session_get_ptr(session);
	struct conn *c = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	struct tls *t = atomic_load(&c->http->tls);

	(void)authorities, (void)nauthorities;
	(void)algorithms, (void)nalgorithms;
	*chain = t->chain;
	*n = t->n;
	*key = t->key;
	return 0;
}

void *
tls_callback(void)
{
	gnutls_certificate_retrieve_function2 *f = on_handshake;
	void *p;

	/* ISO C has no cast from a function to an object; POSIX has. */
	memcpy(&p, &f, sizeof(p));
	return p;
}
