/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* evaluation.h - records of evaluation, made of their lists. */
#ifndef MODEL_EVALUATION_H
#define MODEL_EVALUATION_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct evaluation_process { struct record rec;
#include "def/evaluation_process.def"
};
struct evaluation_criteria { struct record rec;
#include "def/evaluation_criteria.def"
};
struct evaluation_requirement { struct record rec;
#include "def/evaluation_requirement.def"
};
struct evaluation { struct record rec;
#include "def/evaluation.def"
};
struct evaluation_method_use { struct record rec;
#include "def/evaluation_method_use.def"
};
struct evaluation_rating { struct record rec;
#include "def/evaluation_rating.def"
};
struct behaviour_rating { struct record rec;
#include "def/behaviour_rating.def"
};
#undef FIELD

#endif
