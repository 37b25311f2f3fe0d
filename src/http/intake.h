/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * intake.h - where the bytes of a body go: memory, a form's parser, a sink.
 *
 * The first fault is kept and told when the body is over: the library takes
 * no answer in the middle of one.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "http/own.h"

/* After begin has decided: 0, or the status of the refusal. */
int intake_start(struct slot *s, struct err *err);
/* False: too much was dropped already, cut the connection. */
bool intake_take(struct slot *s, const char *p, size_t n) MUST_USE;
/* The body is whole: 0, or the status of the refusal. */
int intake_finish(struct slot *s, struct err *err);
/* The request is over, answered or not. */
void intake_end(struct slot *s);

#endif
