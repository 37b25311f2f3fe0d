/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* log.h - for tests that need a log: leaves, the tree's nodes, checkpoints. */
#ifndef LOG_H
#define LOG_H

#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/path.h"

#include <stdio.h>
#include <string.h>

enum { LOG_MANY = 1024, LOG_LEVELS = 3 };

struct log {
	struct tree tree;
	unsigned char root[LOG_MANY + 1][HASH];         /* of each size */
	unsigned char node[LOG_LEVELS][LOG_MANY][HASH];
};

static inline void
log_note(void *arg, unsigned level, int64_t index, const unsigned char h[HASH])
{
	struct log *log = arg;

	memcpy(log->node[level / MERKLE_STEP][index], h, HASH);
}

static inline void
log_add(struct log *log, const char *text)
{
	unsigned char leaf[HASH];

	merkle_leaf(text, strlen(text), leaf);
	memcpy(log->node[0][log->tree.size], leaf, HASH);
	if (log->tree.size == 0)
		merkle_root(&log->tree, log->root[0]);
	merkle_add_noted(&log->tree, leaf, log_note, log);
	merkle_root(&log->tree, log->root[log->tree.size]);
}

/* A log whose entries are "NAME 0" and so on. */
static inline void
log_make(struct log *log, const char *name, int n)
{
	char text[64];

	memset(log, 0, sizeof(*log));
	merkle_root(&log->tree, log->root[0]);
	for (int i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%s %d", name, i);
		log_add(log, text);
	}
}

static inline enum rc
log_get(void *store, struct err *err, unsigned level, int64_t first, size_t n,
    unsigned char (*out)[HASH])
{
	struct log *log = store;

	(void)err;
	memcpy(out, log->node[level / MERKLE_STEP][first], n * HASH);
	return RC_OK;
}

static inline struct path
log_consistency(struct log *log, int64_t old, int64_t size)
{
	const struct nodes nodes = { log_get, log };
	struct path p;
	struct err err;

	assert_int_equal(path_consistency(&err, &nodes, old, size, &p), RC_OK);
	return p;
}

static inline struct path
log_inclusion(struct log *log, int64_t index, int64_t size)
{
	const struct nodes nodes = { log_get, log };
	struct path p;
	struct err err;

	assert_int_equal(path_inclusion(&err, &nodes, index, size, &p), RC_OK);
	return p;
}

static inline struct checkpoint
log_checkpoint(struct log *log, const char *origin, int64_t size)
{
	struct checkpoint cp = { .origin = origin, .size = size };

	memcpy(cp.root, log->root[size], HASH);
	return cp;
}

#endif
