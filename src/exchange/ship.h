/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ship.h - what comes with the program, as records of a store.
 *
 * The editions are named for good, so that orders can say @iso27001-2022 and
 * @iso27001-2022:A.5.18.  Guidance is of the origin "product".
 */
#ifndef SHIP_H
#define SHIP_H

#include "core/command.h"

struct ship_result { size_t criteria, maps, guidance; };        /* made now */

/*
 * In the name of the system, alone on a writing connection, whoever cx says
 * asks.  What is there already is left as it is, so a store of an older
 * program gets the guidance that it lacks; one of this program is only
 * looked at.
 */
enum rc ship_all(struct ctx *cx, struct ship_result *out) MUST_USE;

/* The indicators of the model, once: a second time is RC_CONFLICT. */
enum rc ship_indicators(struct ctx *cx) MUST_USE;

#endif
