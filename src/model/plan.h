/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* plan.h - records of plan, made of their lists. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct plan { struct record rec;
#include "def/plan.def"
};
struct plan_session { struct record rec;
#include "def/plan_session.def"
};
struct audit_risk { struct record rec;
#include "def/audit_risk.def"
};
struct work_assignment { struct record rec;
#include "def/work_assignment.def"
};
#undef FIELD

#endif
