/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* competence.h - records of competence, made of their lists. */
#ifndef MODEL_COMPETENCE_H
#define MODEL_COMPETENCE_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct competence_criterion { struct record rec;
#include "def/competence_criterion.def"
};
struct competence_claim { struct record rec;
#include "def/competence_claim.def"
};
struct audit_experience { struct record rec;
#include "def/audit_experience.def"
};
struct auditor_status { struct record rec;
#include "def/auditor_status.def"
};
struct development_record { struct record rec;
#include "def/development_record.def"
};
struct development_plan { struct record rec;
#include "def/development_plan.def"
};
#undef FIELD

#endif
