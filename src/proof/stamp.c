/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * OpenSSL 3.4 renamed what sets the trusted certificates; the old name is in
 * every 3.x.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "stamp.h"

#include "base/date.h"
#include "base/hash.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <string.h>
#include <time.h>

/* --- asking --------------------------------------------------------------- */

static ASN1_INTEGER *
make_nonce(void)
{
	ASN1_INTEGER *nonce = ASN1_INTEGER_new();
	uint64_t v;

	random_bytes(&v, sizeof(v));
	assert(nonce);
	ASN1_INTEGER_set_uint64(nonce, v);
	return nonce;
}

/* Of the hash of the data; OpenSSL fails here for want of memory alone. */
static TS_REQ *
make_request(const void *data, size_t n, bool nonce)
{
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *sha256 = X509_ALGOR_new();
	TS_REQ *rq = TS_REQ_new();
	unsigned char h[HASH];
	int done;

	assert(rq && imprint && sha256);
	hash_bytes(data, n, h);
	done = X509_ALGOR_set0(sha256, OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
	    NULL) && TS_MSG_IMPRINT_set_algo(imprint, sha256) &&
	    TS_MSG_IMPRINT_set_msg(imprint, h, HASH) &&
	    TS_REQ_set_version(rq, 1) && TS_REQ_set_msg_imprint(rq, imprint) &&
	    TS_REQ_set_cert_req(rq, 1);
	if (nonce) {
		ASN1_INTEGER *number = make_nonce();

		done = done && TS_REQ_set_nonce(rq, number);
		ASN1_INTEGER_free(number);
	}
	assert(done);
	(void)done;
	X509_ALGOR_free(sha256);
	TS_MSG_IMPRINT_free(imprint);
	return rq;
}

struct der
stamp_request(struct arena *a, const void *data, size_t n)
{
	TS_REQ *rq = make_request(data, n, true);
	unsigned char *der = NULL;
	int len = i2d_TS_REQ(rq, &der);
	struct der out;

	assert(len > 0);
	out.n = (size_t)len;
	out.p = (unsigned char *)arena_dup(a, (const char *)der, out.n);
	OPENSSL_free(der);
	TS_REQ_free(rq);
	return out;
}

/* --- judging -------------------------------------------------------------- */

static bool
time_of(TS_RESP *reply, int64_t *out)
{
	TS_TST_INFO *info = TS_RESP_get_tst_info(reply);
	struct tm tm;

	if (!info || !ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &tm))
		return false;
	*out = day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) *
	    DAY_SECONDS + tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
	return true;
}

/*
 * The trusted certificates; an intermediate one is enough, and what counts is
 * whether they were valid when the stamp was given.
 */
static X509_STORE *
trusted(const char *ca_file, int64_t time)
{
	X509_STORE *store = X509_STORE_new();

	assert(store);
	if (!X509_STORE_load_file(store, ca_file)) {
		X509_STORE_free(store);
		return NULL;
	}
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store),
	    (time_t)time);
	X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN |
	    X509_V_FLAG_USE_CHECK_TIME);
	return store;
}

/* The first of OpenSSL's complaints, which is the one that matters. */
static const char *
complaint(void)
{
	const char *text = ERR_reason_error_string(ERR_peek_error());

	return text ? text : "it is not signed as it must be";
}

/* The context takes the store over. */
static enum rc
check(struct err *err, TS_REQ *rq, TS_RESP *reply, const char *ca_file,
    int64_t *time)
{
	TS_VERIFY_CTX *ctx;
	X509_STORE *store;
	enum rc rc = RC_OK;
	int64_t when;

	if (!time_of(reply, &when))
		return err_set(err, RC_DENIED,
		    "the authority gave no time stamp");
	store = trusted(ca_file, when);
	if (!store)
		return err_set(err, RC_MISSING,
		    "%s holds no certificates of an authority", ca_file);
	ctx = TS_REQ_to_TS_VERIFY_CTX(rq, NULL);
	assert(ctx);
	TS_VERIFY_CTX_set_store(ctx, store);
	TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE);
	if (TS_RESP_verify_response(ctx, reply) != 1)
		rc = err_set(err, RC_DENIED, "the time stamp does not hold: "
		    "%s", complaint());
	else
		*time = when;
	TS_VERIFY_CTX_free(ctx);
	return rc;
}

static enum rc
check_der(struct err *err, TS_REQ *rq, struct der reply, const char *ca_file,
    int64_t *time)
{
	const unsigned char *p = reply.p;
	TS_RESP *r = NULL;
	enum rc rc;

	ERR_clear_error();
	if (reply.n <= STAMP_MAX)
		r = d2i_TS_RESP(NULL, &p, (long)reply.n);
	if (r && p == reply.p + reply.n)
		rc = check(err, rq, r, ca_file, time);
	else
		rc = err_set(err, RC_INVALID, "this is no time stamp");
	TS_RESP_free(r);
	ERR_clear_error();
	return rc;
}

enum rc
stamp_accept(struct err *err, struct der request, struct der reply,
    const char *ca_file, int64_t *time)
{
	const unsigned char *p = request.p;
	TS_REQ *rq = d2i_TS_REQ(NULL, &p, (long)request.n);
	enum rc rc;

	if (!rq)
		return err_set(err, RC_INVALID,
		    "this is no request for a time stamp");
	rc = check_der(err, rq, reply, ca_file, time);
	TS_REQ_free(rq);
	return rc;
}

enum rc
stamp_verify(struct err *err, const void *data, size_t n, struct der reply,
    const char *ca_file, int64_t *time)
{
	TS_REQ *rq = make_request(data, n, false);
	enum rc rc = check_der(err, rq, reply, ca_file, time);

	TS_REQ_free(rq);
	return rc;
}
