/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* programme.h - records of programme, made of their lists. */
#ifndef MODEL_PROGRAMME_H
#define MODEL_PROGRAMME_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct programme { struct record rec;
#include "def/programme.def"
};
struct programme_revision { struct record rec;
#include "def/programme_revision.def"
};
struct revision_element { struct record rec;
#include "def/revision_element.def"
};
struct programme_input { struct record rec;
#include "def/programme_input.def"
};
struct programme_objective { struct record rec;
#include "def/programme_objective.def"
};
struct programme_risk { struct record rec;
#include "def/programme_risk.def"
};
struct appointment { struct record rec;
#include "def/appointment.def"
};
struct process_rule { struct record rec;
#include "def/process_rule.def"
};
#undef FIELD

#endif
