/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * herald.h - the child that tells the witnesses of a new checkpoint.
 *
 * A server opens no connection to anybody but its database, and never waits
 * for one; so "muster witness send" does it, one child at a time.
 */
#ifndef HERALD_H
#define HERALD_H

#include "base/base.h"

#include <sys/types.h>

struct herald {
	const char *data;       /* the store's folder */
	pid_t pid;              /* 0: none runs */
	int64_t size;           /* of the checkpoint that was told, or tried */
	int64_t again;          /* clock_ms when a failed one is repeated; 0 */
};

void herald_begin(struct herald *h, const char *data);
/* Once in a while: size is that of the newest checkpoint. */
void herald_turn(struct herald *h, int64_t size);
void herald_end(struct herald *h);

#endif
