/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* door.h - from a request to somebody: cookie, token or the local socket. */
#ifndef DOOR_H
#define DOOR_H

#include "serve/route.h"

/*
 * Sets session, actor and roles of the call's context.  RC_SIGNIN when the
 * route wants somebody and there is none; RC_DENIED when a change comes from
 * another site or without the form's token.
 */
enum rc door_open(struct call *c) MUST_USE;

#endif
