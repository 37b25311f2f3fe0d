/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* inbox.h - bodies that become files while they arrive. */
#ifndef INBOX_H
#define INBOX_H

#include "serve/route.h"

/*
 * Before the body: it goes to a blob of at most limit bytes, unless it is a
 * form without files.
 */
void inbox_open(struct request *rq, const char *blobs, uint64_t limit);
/* When the request is whole: what arrived, for the call. */
void inbox_take(struct request *rq, struct call *c);

#endif
