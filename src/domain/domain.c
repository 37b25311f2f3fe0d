/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "domain.h"
#include "job.h"

static const struct domain_part *const parts[] = {
	&access_grant_part,
	&advice_part,
	&assignment_part,
	&audit_part,
	&audit_time_part,
	&baseline_part,
	&baseline_rules_part,
	&checklist_part,
	&communication_part,
	&completion_part,
	&conduct_part,
	&evaluation_part,
	&evidence_part,
	&evidence_rules_part,
	&extent_part,
	&finding_part,
	&follow_up_part,
	&follow_up_rules_part,
	&independence_part,
	&initiation_part,
	&meeting_part,
	&monitoring_part,
	&observer_part,
	&people_part,
	&plan_part,
	&plan_rules_part,
	&programme_manager_part,
	&programme_part,
	&report_part,
	&reserved_part,
	&resources_part,
	&results_part,
	&sampling_part,
	&session_rules_part,
	&site_sample_part,
	&system_part,
	&team_part,
	&working_paper_part,
	NULL
};

const struct domain muster_domain = { parts, stamp_change, NULL,
	muster_jobs };
