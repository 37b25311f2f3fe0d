/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * stamp.h - time stamps of an authority over a checkpoint (RFC 3161).
 *
 * The checkpoint's own signature says who, a stamp says when, by a clock
 * that is not the owner's.  Requests and replies are DER, as they travel with
 * the types application/timestamp-query and application/timestamp-reply; who
 * sends them is not here.  openssl ts -verify checks the same reply.
 */
#ifndef STAMP_H
#define STAMP_H

#include "base/base.h"

enum { STAMP_MAX = 64 * 1024 }; /* bytes of a reply */

struct der { unsigned char *p; size_t n; };

/* With a nonce, and asking for the authority's certificates. */
struct der stamp_request(struct arena *a, const void *data, size_t n);

/*
 * Is the reply an answer to this request, signed by an authority whose chain
 * ends at a certificate of the PEM file?  Then time is the stamp's, in UTC
 * seconds.  RC_DENIED when not, RC_INVALID when it is no reply.
 */
enum rc stamp_accept(struct err *err, struct der request, struct der reply,
	const char *ca_file, int64_t *time) MUST_USE;

/*
 * The same years later, without the request: the certificates must have been
 * valid at the time of the stamp.
 */
enum rc stamp_verify(struct err *err, const void *data, size_t n,
	struct der reply, const char *ca_file, int64_t *time) MUST_USE;

#endif
