/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "choices.h"

#define LIST(l) const struct choice l##_choices[] = {
#define CHOICE(e, v, n, l, m, t) { v, n, l, m, t },
#define END(l) { .label = #l } };
#include "def/account_choices.def"
#include "def/audit_choices.def"
#include "def/audit_time_choices.def"
#include "def/competence_choices.def"
#include "def/completion_choices.def"
#include "def/criteria_choices.def"
#include "def/evaluation_choices.def"
#include "def/evidence_choices.def"
#include "def/extent_choices.def"
#include "def/finding_choices.def"
#include "def/follow_up_choices.def"
#include "def/initiation_choices.def"
#include "def/isms_choices.def"
#include "def/meeting_choices.def"
#include "def/monitoring_choices.def"
#include "def/organization_choices.def"
#include "def/people_choices.def"
#include "def/plan_choices.def"
#include "def/programme_choices.def"
#include "def/record_keeping_choices.def"
#include "def/report_choices.def"
#include "def/sampling_choices.def"
#include "def/shared_choices.def"
#include "def/system_choices.def"
#include "def/team_choices.def"
#include "def/working_paper_choices.def"
#undef LIST
#undef CHOICE
#undef END
