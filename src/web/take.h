/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * take.h - evidence that comes with a file of a form: its controls, and the
 * orders that store the file and register it.
 */
#ifndef TAKE_H
#define TAKE_H

#include "web/ask.h"

/* What has to be said about a file: title, source, how verified. */
enum rc take_controls(struct ask *ask, struct view *v, const char *list)
	MUST_USE;

/*
 * When a file arrived: appends stored_file.create and evidence.create to the
 * orders of ask, which must be its first two and have room.
 */
bool take_orders(struct ask *ask, int64_t audit);

#endif
