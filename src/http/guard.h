/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * guard.h - refuses what two programs could read two ways.
 *
 * libmicrohttpd 0.9.75 takes two lengths, a length beside a transfer coding,
 * two hosts, a blank before the colon, lines that end in a bare LF, and it
 * garbles a folded line ("Content-Length: 1", " 0" becomes a field named
 * "Content-Length0").  Behind a proxy each of these can hide a second request
 * in the first.  The library leaves the strings of the head where they were
 * received, so their places show what stood between them.  A library that
 * moves them fails closed, and the test of plain requests shows it.
 */
#ifndef GUARD_H
#define GUARD_H

#include "http/own.h"

/* Fills rq from a head that is in order; else returns the HTTP status. */
int guard_check(struct slot *s, const struct line *line, struct err *err);

/* Is name, of n bytes, on the list of hosts? */
bool guard_host(const struct http *h, const char *name, size_t n);

#endif
