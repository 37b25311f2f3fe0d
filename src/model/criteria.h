/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* criteria.h - records of criteria, made of their lists. */
#ifndef MODEL_CRITERIA_H
#define MODEL_CRITERIA_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct criteria_source { struct record rec;
#include "def/criteria_source.def"
};
struct criteria_edition { struct record rec;
#include "def/criteria_edition.def"
};
struct criterion_item { struct record rec;
#include "def/criterion_item.def"
};
struct criterion_map { struct record rec;
#include "def/criterion_map.def"
};
struct guidance_item { struct record rec;
#include "def/guidance_item.def"
};
struct checklist_template { struct record rec;
#include "def/checklist_template.def"
};
struct checklist_template_item { struct record rec;
#include "def/checklist_template_item.def"
};
#undef FIELD

#endif
