/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * story.h - plays orders from a file, one JSON object a line: the
 * demonstration with the clock of each order, or a fixture with the real one.
 *
 *     {"at": time, "by": name, "do": command, "on": name, "set": {...},
 *      "ref": name, "code": code, "reason": text}
 *
 * In values "@name" stands for the record that an earlier line named, or for
 * a shipped one.  {"file": path} is a file beside the orders.  by "system" is
 * what the program does by itself: a create names what the order before it
 * made, a step that was made already is passed over.
 */
#ifndef STORY_H
#define STORY_H

#include "base/embed.h"
#include "core/command.h"

struct story_config {
	const char *folder;     /* of the files that orders name, or: */
	const struct embedded *files;   /* those built in, by their last name */
	size_t nfiles;
	const char *blobs;      /* where the store keeps files */
	bool clock;             /* take each order's own time */
	int64_t shift;          /* days to move every date by */
	/* Told of each record that got a name; may be NULL. */
	void (*named)(void *arg, const char *name, const struct done *d);
	/* Told of each failure, and then goes on; NULL: ends at the first. */
	void (*failed)(void *arg, size_t line, const struct err *err);
	void *arg;
};

struct story_result {
	size_t orders, made, skipped;
	size_t line;            /* of the failure, from 1 */
};

/* Each order is done or not; what was done before a failure stays. */
enum rc story_play(struct ctx *cx, const struct story_config *cf,
	const char *text, size_t n, struct story_result *out) MUST_USE;

#endif
