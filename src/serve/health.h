/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* health.h - the two faces for those who watch a server. */
#ifndef HEALTH_H
#define HEALTH_H

#include "serve/route.h"

extern const struct face healthz_face, readyz_face;

#endif
