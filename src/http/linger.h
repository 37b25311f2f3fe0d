/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * linger.h - the end of a connection whose request was refused half-read.
 *
 * Closing a socket with unread bytes resets it, and the reset overtakes the
 * answer that says what was wrong.  So the socket is kept for a moment and
 * what still comes is thrown away.  Bounded in time and number.
 */
#ifndef LINGER_H
#define LINGER_H

#include "http/own.h"

/* fd is about to be closed by the library. */
void linger_add(struct worker *w, int fd);
/* Throws away what has come; ends those whose time is over. */
void linger_sweep(struct worker *w);
void linger_end(struct worker *w);

#endif
