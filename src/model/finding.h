/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* finding.h - records of finding, made of their lists. */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct finding { struct record rec;
#include "def/finding.def"
};
struct finding_criterion { struct record rec;
#include "def/finding_criterion.def"
};
struct finding_change { struct record rec;
#include "def/finding_change.def"
};
struct disagreement { struct record rec;
#include "def/disagreement.def"
};
struct conclusion { struct record rec;
#include "def/conclusion.def"
};
struct overall_conclusion { struct record rec;
#include "def/overall_conclusion.def"
};
#undef FIELD

#endif
