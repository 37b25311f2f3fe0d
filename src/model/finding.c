/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "finding.h"

#include "entities.h"

/* --- finding --------------------------------------------------------------- */

static const struct step finding_steps[] = {
	{ "create", 0, FINDING_STATE_DRAFT, ATL | AUD | AIT,
	    "R-5.5.4-04 R-6.4.8-02 R-6.4.8-07",
	    NULL,
	    NULL },
	{ "sign_off", FINDING_STATE_DRAFT, FINDING_STATE_DRAFT, AUD | ATL,
	    NULL,
	    "mentor of the trainee who wrote it",
	    "stores the mentor's name" },
	{ "review", FINDING_STATE_DRAFT, FINDING_STATE_DRAFT, ATL | AUD,
	    NULL,
	    "a member of the team who did not write it; single auditor: by "
	    "herself, later than the writing",
	    "stores the second reader" },
	{ "agree", FINDING_STATE_DRAFT, FINDING_STATE_TEAM_AGREED, ATL,
	    "R-5.4.1-05 R-5.5.4-05 R-6.4.7-01 R-6.4.8-01 R-6.4.8-02 "
	    "R-6.4.8-03 R-6.4.8-04 R-6.4.8-07 R-6.4.8-09 R-6.4.8-10 "
	    "R-6.4.8-11 I-01 I-02 I-03 I-04 I-05 I-12",
	    "review by another member; single auditor: self-review and the "
	    "manager's reading of majors",
	    NULL },
	{ "return", FINDING_STATE_TEAM_AGREED, FINDING_STATE_DRAFT, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "present", FINDING_STATE_TEAM_AGREED, FINDING_STATE_PRESENTED,
	    ATL | AUD,
	    NULL,
	    "at a meeting or in the agreed channel",
	    "visible to the auditee" },
	{ "acknowledge", FINDING_STATE_PRESENTED, FINDING_STATE_ACKNOWLEDGED,
	    AUR,
	    NULL,
	    NULL,
	    "reply stored" },
	{ "dispute", FINDING_STATE_PRESENTED, FINDING_STATE_DISPUTED, AUR,
	    NULL,
	    "reason",
	    "disagreement opened" },
	{ "acknowledge", FINDING_STATE_DISPUTED, FINDING_STATE_ACKNOWLEDGED,
	    AUR,
	    NULL,
	    "settled",
	    NULL },
	{ "confirm", FINDING_STATE_DISPUTED, FINDING_STATE_CONFIRMED, ATL,
	    "R-6.4.8-05 R-6.4.8-06",
	    "one attempt to settle recorded; both views stored",
	    "told to the manager" },
	{ "confirm", FINDING_STATE_ACKNOWLEDGED, FINDING_STATE_CONFIRMED, ATL,
	    "R-6.4.8-05 R-6.4.8-06",
	    NULL,
	    NULL },
	{ "present_again", FINDING_STATE_PRESENTED, FINDING_STATE_PRESENTED,
	    ATL,
	    "R-6.4.8-08",
	    "reason; change of wording or grade recorded",
	    "reply asked again" },
	{ "present_again", FINDING_STATE_ACKNOWLEDGED, FINDING_STATE_PRESENTED,
	    ATL,
	    "R-6.4.8-08",
	    "reason; change of wording or grade recorded",
	    "reply asked again" },
	{ "present_again", FINDING_STATE_DISPUTED, FINDING_STATE_PRESENTED,
	    ATL,
	    "R-6.4.8-08",
	    "reason; change of wording or grade recorded",
	    "reply asked again" },
	{ "present_again", FINDING_STATE_CONFIRMED, FINDING_STATE_PRESENTED,
	    ATL,
	    "R-6.4.8-08",
	    "reason; change of wording or grade recorded",
	    "reply asked again" },
	{ "withdraw", FINDING_STATE_DRAFT, FINDING_STATE_WITHDRAWN, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", FINDING_STATE_TEAM_AGREED, FINDING_STATE_WITHDRAWN, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", FINDING_STATE_PRESENTED, FINDING_STATE_WITHDRAWN, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", FINDING_STATE_ACKNOWLEDGED, FINDING_STATE_WITHDRAWN, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", FINDING_STATE_DISPUTED, FINDING_STATE_WITHDRAWN, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", FINDING_STATE_CONFIRMED, FINDING_STATE_WITHDRAWN, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "issue", FINDING_STATE_CONFIRMED, FINDING_STATE_ISSUED, SYS,
	    NULL,
	    "report issued",
	    "due day of the action plan set" },
	{ "act", FINDING_STATE_ISSUED, FINDING_STATE_IN_ACTION, AUR,
	    "R-6.7-01 R-6.7-04",
	    "nonconformity; action plan accepted",
	    NULL },
	{ "submit", FINDING_STATE_IN_ACTION, FINDING_STATE_AWAITING_VERIFICATION,
	    AUR,
	    NULL,
	    "all corrections and corrective actions implemented with proof",
	    NULL },
	{ "close", FINDING_STATE_AWAITING_VERIFICATION, FINDING_STATE_CLOSED,
	    ATL | AUD | APM,
	    "R-6.7-02 R-6.7-03 R-6.7-07 R-6.7-09 I-06",
	    "verifier; implementation and effectiveness in order; not "
	    "before the agreed day",
	    "told to manager and client" },
	{ "reopen", FINDING_STATE_AWAITING_VERIFICATION, FINDING_STATE_REOPENED,
	    ATL | AUD | APM,
	    "R-6.7-04 I-06",
	    "reason; verifier; result not in order",
	    "told to the manager" },
	{ "act", FINDING_STATE_REOPENED, FINDING_STATE_IN_ACTION, AUR,
	    "R-6.7-01 R-6.7-04",
	    "new cause analysis; action plan accepted",
	    NULL },
	{ "answer", FINDING_STATE_ISSUED, FINDING_STATE_ANSWERED, AUR,
	    "R-6.7-09",
	    "not a nonconformity; taken up, or declined with reason",
	    NULL },
	{ "close", FINDING_STATE_ANSWERED, FINDING_STATE_CLOSED, APM | ATL,
	    "R-6.7-02 R-6.7-03 R-6.7-07 R-6.7-09 I-06",
	    NULL,
	    NULL },
	{ "close", FINDING_STATE_ISSUED, FINDING_STATE_CLOSED, APM | ATL,
	    "R-6.7-02 R-6.7-03 R-6.7-07 R-6.7-09 I-06",
	    "conformity only; needs no answer",
	    NULL },
};

static const struct machine finding_machine = {
	finding_state_choices, finding_steps, NELEMS(finding_steps),
};

/* --- disagreement ---------------------------------------------------------- */

static const struct step disagreement_steps[] = {
	{ "create", 0, DISAGREEMENT_STATE_OPEN, AUR | ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "settle", DISAGREEMENT_STATE_OPEN, DISAGREEMENT_STATE_SETTLED, ATL,
	    NULL,
	    "both sides agree; outcome given",
	    NULL },
	{ "leave", DISAGREEMENT_STATE_OPEN, DISAGREEMENT_STATE_UNRESOLVED, ATL,
	    "R-6.4.8-06",
	    "at least one attempt recorded",
	    "both views go to the report" },
	{ "settle", DISAGREEMENT_STATE_UNRESOLVED, DISAGREEMENT_STATE_SETTLED,
	    ATL,
	    NULL,
	    "before the report is issued",
	    NULL },
};

static const struct machine disagreement_machine = {
	disagreement_state_choices, disagreement_steps, NELEMS(disagreement_steps),
};

/* --- overall conclusion ---------------------------------------------------- */

static const struct step overall_conclusion_steps[] = {
	{ "create", 0, OVERALL_STATE_DRAFT, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "consent", OVERALL_STATE_DRAFT, OVERALL_STATE_DRAFT, AUD | AIT,
	    NULL,
	    "member of the team",
	    "stores the name" },
	{ "dissent", OVERALL_STATE_DRAFT, OVERALL_STATE_DRAFT, AUD | AIT,
	    NULL,
	    "reason; member of the team",
	    "stores the name" },
	{ "agree", OVERALL_STATE_DRAFT, OVERALL_STATE_AGREED, ATL,
	    "R-6.4.9-01 R-6.4.9-05",
	    "members heard; conformity and summary written",
	    NULL },
	{ "reopen", OVERALL_STATE_AGREED, OVERALL_STATE_DRAFT, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "present", OVERALL_STATE_AGREED, OVERALL_STATE_PRESENTED, ATL,
	    NULL,
	    "closing meeting",
	    "visible to the auditee" },
};

static const struct machine overall_conclusion_machine = {
	overall_state_choices, overall_conclusion_steps, NELEMS(overall_conclusion_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD finding
static const struct field finding_fields[] = {
#include "def/finding.def"
};
#undef RECORD
#define RECORD finding_criterion
static const struct field finding_criterion_fields[] = {
#include "def/finding_criterion.def"
};
#undef RECORD
#define RECORD finding_change
static const struct field finding_change_fields[] = {
#include "def/finding_change.def"
};
#undef RECORD
#define RECORD disagreement
static const struct field disagreement_fields[] = {
#include "def/disagreement.def"
};
#undef RECORD
#define RECORD conclusion
static const struct field conclusion_fields[] = {
#include "def/conclusion.def"
};
#undef RECORD
#define RECORD overall_conclusion
static const struct field overall_conclusion_fields[] = {
#include "def/overall_conclusion.def"
};
#undef RECORD
#undef FIELD

const struct entity finding_entity = {
	.name = "finding", .label = "Finding",
	.plural = "Findings", .prefix = "FND",
	.subject = "finding", .clause = "6.4.8",
	.about = "What the evidence shows when it is compared with the "
	    "criteria.",
	.belongs = "audit audit",
	.own = "drafted_by mentor_signed_by reviewed_by replied_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct finding),
	.fields = finding_fields,
	.nfields = NELEMS(finding_fields),
	.state = offsetof(struct finding, state),
	.machine = &finding_machine,
	.rights = {
		{ APM, READ | STEP, PRESENTED },
		{ ACL, READ, PRESENTED },
		{ ATL, CREATE | READ | UPDATE | STEP | EXPORT, ASSIGNED },
		{ AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
		{ AUR, READ | UPDATE | STEP, PRESENTED },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity finding_criterion_entity = {
	.name = "finding_criterion", .label = "Criterion of a finding",
	.plural = "Criteria of a finding", .prefix = "FCR",
	.subject = "finding", .clause = "6.4.8",
	.about = "A criterion the finding is measured against, with a "
	    "verdict of its own.",
	.belongs = "audit finding.audit",
	.size = sizeof(struct finding_criterion),
	.fields = finding_criterion_fields,
	.nfields = NELEMS(finding_criterion_fields),
	.rights = {
		{ APM | ACL | AUR, READ, PRESENTED },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity finding_change_entity = {
	.name = "finding_change", .label = "Change of a finding",
	.plural = "Changes of a finding", .prefix = "FCH",
	.subject = "finding", .clause = "6.4.8",
	.about = "A change of wording or grade after the finding was "
	    "presented.",
	.belongs = "audit finding.audit",
	.size = sizeof(struct finding_change),
	.fields = finding_change_fields,
	.nfields = NELEMS(finding_change_fields),
	.rights = {
		{ APM | ACL | AUR, READ, 0 },
		{ ATL, CREATE | READ, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
	},
};

const struct entity disagreement_entity = {
	.name = "disagreement", .label = "Disagreement",
	.plural = "Disagreements", .prefix = "DIS",
	.subject = "finding", .clause = "6.4.8",
	.about = "Diverging views of auditee and team about a finding.",
	.belongs = "audit finding.audit",
	.own = "escalated_to",
	.flags = CLASSIFIED,
	.size = sizeof(struct disagreement),
	.fields = disagreement_fields,
	.nfields = NELEMS(disagreement_fields),
	.state = offsetof(struct disagreement, state),
	.machine = &disagreement_machine,
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ | UPDATE, ASSIGNED },
		{ AIT, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, 0 },
	},
};

const struct entity conclusion_entity = {
	.name = "conclusion", .label = "Conclusion on an objective",
	.plural = "Conclusions on objectives", .prefix = "CCL",
	.subject = "finding", .clause = "6.4.9",
	.about = "How far one audit objective was reached, and how sure the "
	    "team is.",
	.belongs = "audit audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct conclusion),
	.fields = conclusion_fields,
	.nfields = NELEMS(conclusion_fields),
	.rights = {
		{ APM | ACL, READ, PRESENTED },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ AUR, READ, CLOSED },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity overall_conclusion_entity = {
	.name = "overall_conclusion", .label = "Overall conclusion",
	.plural = "Overall conclusions", .prefix = "OVC",
	.subject = "finding", .clause = "6.4.9",
	.about = "What the audit means as a whole, agreed in the team.",
	.belongs = "audit audit",
	.own = "agreed_members dissenting_members",
	.flags = CLASSIFIED,
	.size = sizeof(struct overall_conclusion),
	.fields = overall_conclusion_fields,
	.nfields = NELEMS(overall_conclusion_fields),
	.state = offsetof(struct overall_conclusion, state),
	.machine = &overall_conclusion_machine,
	.rights = {
		{ APM | ACL, READ, PRESENTED },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT, READ | STEP, ASSIGNED },
		{ AUR, READ, CLOSED },
		{ TOP, READ, EXTRACT },
	},
};
