/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * crowd.h - how many connections each address has, over all workers.
 */
#ifndef CROWD_H
#define CROWD_H

#include "base/base.h"

#include <sys/socket.h>

struct crowd;

struct crowd *crowd_new(void);
void crowd_free(struct crowd *c);

/*
 * An IPv4 address counts alone, IPv6 by its first 64 bits, UNIX sockets not
 * at all.  False: it has max already, and was not counted.  max 0: no bound.
 */
bool crowd_enter(struct crowd *c, const struct sockaddr *sa, int64_t max)
	MUST_USE;
void crowd_leave(struct crowd *c, const struct sockaddr *sa);

#endif
