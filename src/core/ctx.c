/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ctx.h"

void
ctx_begin(struct ctx *cx, struct arena *a, struct db *db)
{
	*cx = (struct ctx){ .arena = a, .db = db, .now = clock_now() };
	cx->today = day_of_time(cx->now);
}

struct ctx
ctx_system(const struct ctx *cx)
{
	struct ctx sys = *cx;

	sys.account = sys.person = 0;
	sys.who_all = sys.who_system = 0;
	sys.reason = NULL;
	sys.remarks = NULL;
	sys.key = sys.digest = NULL;
	return sys;
}
