/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* follow_up.h - records of follow up, made of their lists. */
#ifndef MODEL_FOLLOW_UP_H
#define MODEL_FOLLOW_UP_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct action { struct record rec;
#include "def/action.def"
};
struct verification { struct record rec;
#include "def/verification.def"
};
struct extension_request { struct record rec;
#include "def/extension_request.def"
};
#undef FIELD

#endif
