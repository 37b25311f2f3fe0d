/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * load.h - many clients on one thread, each asking again when it is answered.
 */
#ifndef LOAD_H
#define LOAD_H

#include "base/base.h"

struct load {
	uint16_t port;          /* on 127.0.0.1 */
	unsigned clients;
	const char *ask;        /* the whole request */
	size_t answer;          /* bytes of each, head and body; 0: they vary */
	int64_t ms;
};

struct load_result {
	uint64_t answered, failed;
	int64_t ms;
};

void load_run(const struct load *l, struct load_result *out);
/* A connection, or -1. */
int load_dial(uint16_t port);
/* One request: the number of bytes that come back, 0 when none do. */
size_t load_once(uint16_t port, const char *ask);

#endif
