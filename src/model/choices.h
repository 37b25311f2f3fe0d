/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * choices.h - the lists of choices: an enumerator for each choice, prefixed by
 * its list (FINDING_TYPE_CONFORMITY), and a table for each list
 * (finding_type_choices), which ends at a row without a name whose label is
 * the list's.
 */
#ifndef MODEL_CHOICES_H
#define MODEL_CHOICES_H

#include "model.h"

#define LIST(l) extern const struct choice l##_choices[]; enum {
#define CHOICE(e, v, ...) e = v,
#define END(l) };
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

#endif
