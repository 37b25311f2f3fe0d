/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/ask.h"

const char *
ask_arg(const struct ask *ask, const char *name)
{
	const char *s = request_arg(ask->rq, name);

	return s ? s : "";
}

const char *
ask_field(const struct ask *ask, const char *name)
{
	const char *s = request_field(ask->rq, name);

	return s ? s : "";
}

const struct err *
ask_err(struct ask *ask)
{
	struct err *err = arena_alloc(ask->cx->arena, sizeof(*err));

	*err = ask->cx->err;
	return err;
}
