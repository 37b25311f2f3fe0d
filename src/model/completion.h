/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* completion.h - records of completion, made of their lists. */
#ifndef MODEL_COMPLETION_H
#define MODEL_COMPLETION_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct completion { struct record rec;
#include "def/completion.def"
};
struct lesson_learned { struct record rec;
#include "def/lesson_learned.def"
};
struct disclosure_request { struct record rec;
#include "def/disclosure_request.def"
};
struct result_review { struct record rec;
#include "def/result_review.def"
};
#undef FIELD

#endif
