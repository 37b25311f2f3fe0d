/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sealer.h - looks once a second whether a checkpoint is due.
 *
 * On PostgreSQL it signs by itself.  On SQLite one connection alone writes,
 * so there it asks for it: the writer signs between two batches.
 */
#ifndef SEALER_H
#define SEALER_H

#include "core/seal.h"

struct sealer;

/* Told from the sealer's thread; ask may be called again before it is done. */
typedef void sealer_ask(void *arg);
typedef void sealer_tell(const char *text);

struct sealer_config {
	const char *where;
	struct seal *seal;
	sealer_ask *ask;        /* NULL: it signs by itself */
	void *arg;
	sealer_tell *tell;      /* what went wrong, once each time */
	const char *data;       /* the store's folder: who its witnesses are */
};

struct sealer *sealer_new(const struct sealer_config *cf, struct err *err);
void sealer_free(struct sealer *s);

#endif
