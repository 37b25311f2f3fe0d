/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* answer.h - what serve.c needs of answers besides route.h. */
#ifndef ANSWER_H
#define ANSWER_H

#include "serve/route.h"

/* The headers that every answer carries. */
void answer_dress(struct request *rq);
const char *answer_cookie_name(const struct request *rq);

#endif
