/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tls.h - the certificate, and how another one takes its place.
 *
 * The library asks for the certificate at each handshake, so a new one is
 * used from then on and no connection is dropped.  A handshake may still use
 * the old key for a while: it is kept for longer than a handshake may take.
 */
#ifndef TLS_H
#define TLS_H

#include "http/own.h"

/*
 * TLS 1.3 and 1.2, forward secrecy and authenticated encryption only.
 */
extern const char tls_priorities[];

/* Reads both files and puts them in force.  One caller at a time. */
enum rc tls_load(struct http *h, struct err *err) MUST_USE;
void tls_free(struct http *h);

/* For the library, as MHD_OPTION_HTTPS_CERT_CALLBACK wants it. */
void *tls_callback(void);

#endif
