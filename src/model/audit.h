/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit.h - records of audit, made of their lists. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct audit { struct record rec;
#include "def/audit.def"
};
struct assignment_pack { struct record rec;
#include "def/assignment_pack.def"
};
struct leader_handover { struct record rec;
#include "def/leader_handover.def"
};
struct baseline { struct record rec;
#include "def/baseline.def"
};
struct audit_objective { struct record rec;
#include "def/audit_objective.def"
};
struct audit_scope_item { struct record rec;
#include "def/audit_scope_item.def"
};
struct audit_scheme { struct record rec;
#include "def/audit_scheme.def"
};
struct audit_criterion { struct record rec;
#include "def/audit_criterion.def"
};
struct scope_change { struct record rec;
#include "def/scope_change.def"
};
struct method_choice { struct record rec;
#include "def/method_choice.def"
};
struct remote_assessment { struct record rec;
#include "def/remote_assessment.def"
};
struct joint_agreement { struct record rec;
#include "def/joint_agreement.def"
};
#undef FIELD

#endif
