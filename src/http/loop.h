/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * loop.h - the workers.
 *
 * Each has daemons in external mode and waits itself, on their epolls, its
 * listeners and a bell.  A parked connection is resumed by its own worker
 * alone: resumed from another thread, libmicrohttpd 0.9.75 loses wake-ups.
 */
#ifndef LOOP_H
#define LOOP_H

#include "http/own.h"

/* Makes what w waits on; w->listener is open already. */
enum rc loop_prepare(struct worker *w, struct err *err) MUST_USE;
enum rc loop_start(struct worker *w, struct err *err) MUST_USE;
/* After its thread has ended; takes a half-made one too. */
void loop_release(struct worker *w);

/*
 * The library loses the end of a connection that comes together with its
 * last bytes (a short read clears its read-ready flag, and its epoll is
 * edge-triggered), so the worker watches for it.
 */
void loop_watch(struct worker *w, struct conn *c);
void loop_unwatch(struct worker *w, struct conn *c);

#endif
