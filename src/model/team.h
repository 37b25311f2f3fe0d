/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* team.h - records of team, made of their lists. */
#ifndef MODEL_TEAM_H
#define MODEL_TEAM_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct competence_need { struct record rec;
#include "def/competence_need.def"
};
struct team_assignment { struct record rec;
#include "def/team_assignment.def"
};
struct objection { struct record rec;
#include "def/objection.def"
};
#undef FIELD

#endif
