/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sampling.h - records of sampling, made of their lists. */
#ifndef MODEL_SAMPLING_H
#define MODEL_SAMPLING_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct site_sample { struct record rec;
#include "def/site_sample.def"
};
struct sampling_plan { struct record rec;
#include "def/sampling_plan.def"
};
struct sample_item { struct record rec;
#include "def/sample_item.def"
};
#undef FIELD

#endif
