/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * setting.h - the numbers that rules call default: the nearest setting
 * counts, of the audit, of its programme, of the house, else the standard.
 */
#ifndef SETTING_H
#define SETTING_H

#include "ctx.h"

/* audit and programme: 0 where there is none.  name is in setting_rows. */
enum rc setting_get(struct ctx *cx, const char *name, int64_t audit,
	int64_t programme, int64_t *out) MUST_USE;

#endif
