/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

#include "entities.h"

/* --- audit plan ------------------------------------------------------------ */

static const struct step plan_steps[] = {
	{ "create", 0, PLAN_STATE_DRAFT, ATL,
	    NULL,
	    NULL,
	    "copies the version in force, if any" },
	{ "submit", PLAN_STATE_DRAFT, PLAN_STATE_INTERNAL_REVIEW, ATL,
	    "R-5.4.4-02 R-5.5.3-04 R-5.5.3-05 R-6.2.3-05 R-6.3.1-01 "
	    "R-6.3.1-03 R-6.3.2-01 R-6.3.2-02 R-6.3.2-05 R-6.3.2-06 "
	    "R-6.3.2-08 R-6.3.3-01",
	    "content complete",
	    NULL },
	{ "send", PLAN_STATE_INTERNAL_REVIEW, PLAN_STATE_SENT, APM | ATL,
	    "R-5.5.3-05 R-6.3.2-03 R-6.3.2-04 R-6.3.2-07 R-6.3.2-10 "
	    "R-6.3.2-11",
	    "the leader only if the programme allows it",
	    "told to the auditee" },
	{ "return", PLAN_STATE_INTERNAL_REVIEW, PLAN_STATE_DRAFT, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "object", PLAN_STATE_SENT, PLAN_STATE_OBJECTED, AUR,
	    NULL,
	    "reason",
	    "objection opened" },
	{ "send", PLAN_STATE_OBJECTED, PLAN_STATE_SENT, ATL,
	    "R-5.5.3-05 R-6.3.2-03 R-6.3.2-04 R-6.3.2-07 R-6.3.2-10 "
	    "R-6.3.2-11",
	    "each objection answered",
	    NULL },
	{ "revise", PLAN_STATE_OBJECTED, PLAN_STATE_DRAFT, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "agree", PLAN_STATE_SENT, PLAN_STATE_AGREED, AUR | SYS,
	    "R-6.3.1-04",
	    "or silence for the agreed number of days, recorded as such",
	    "fingerprint stored" },
	{ "put_in_force", PLAN_STATE_AGREED, PLAN_STATE_IN_FORCE, SYS,
	    NULL,
	    "audit starts, or a new version is agreed while it runs",
	    "earlier version superseded" },
	{ "supersede", PLAN_STATE_IN_FORCE, PLAN_STATE_SUPERSEDED, SYS,
	    NULL,
	    "new version in force",
	    NULL },
	{ "supersede", PLAN_STATE_AGREED, PLAN_STATE_SUPERSEDED, SYS,
	    NULL,
	    "new version agreed before the start",
	    NULL },
};

static const struct machine plan_machine = {
	plan_state_choices, plan_steps, NELEMS(plan_steps),
};

/* --- session --------------------------------------------------------------- */

static const struct step plan_session_steps[] = {
	{ "create", 0, SESSION_STATE_PLANNED, ATL,
	    "R-5.4.4-03 R-6.3.2-04 R-6.3.2-10 R-6.3.2-11 R-6.3.3-01 "
	    "R-6.3.3-02 I-01 I-02 I-03 I-04 I-05",
	    NULL,
	    NULL },
	{ "hold", SESSION_STATE_PLANNED, SESSION_STATE_HELD, ATL | AUD,
	    "R-5.5.3-02 R-6.3.2-03 R-6.4.5-03 R-6.4.7-06",
	    "real times entered",
	    NULL },
	{ "skip", SESSION_STATE_PLANNED, SESSION_STATE_NOT_HELD, ATL,
	    NULL,
	    "reason",
	    "criteria to be covered elsewhere" },
	{ "replan", SESSION_STATE_NOT_HELD, SESSION_STATE_PLANNED, ATL,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine plan_session_machine = {
	session_state_choices, plan_session_steps, NELEMS(plan_session_steps),
};

/* --- risk of the audit ----------------------------------------------------- */

static const struct step audit_risk_steps[] = {
	{ "create", 0, AUDIT_RISK_STATE_OPEN, ATL | AUD | TEX | AUR,
	    "R-6.4.7-07",
	    NULL,
	    NULL },
	{ "consent", AUDIT_RISK_STATE_OPEN, AUDIT_RISK_STATE_OPEN, AUR,
	    NULL,
	    "precautions agreed",
	    "stores the auditee's acceptance" },
	{ "accept", AUDIT_RISK_STATE_OPEN, AUDIT_RISK_STATE_ACCEPTED, ATL,
	    NULL,
	    "auditee accepted",
	    NULL },
	{ "reject", AUDIT_RISK_STATE_OPEN, AUDIT_RISK_STATE_REJECTED,
	    ATL | AUR,
	    NULL,
	    "reason",
	    "the activity may not take place" },
	{ "revise", AUDIT_RISK_STATE_REJECTED, AUDIT_RISK_STATE_OPEN, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "report", AUDIT_RISK_STATE_ACCEPTED, AUDIT_RISK_STATE_OCCURRED,
	    ATL | AUD | TEX | AUR,
	    NULL,
	    "what happened",
	    "told to auditee and manager" },
	{ "close", AUDIT_RISK_STATE_ACCEPTED, AUDIT_RISK_STATE_CLOSED, ATL,
	    NULL,
	    "activity over",
	    NULL },
	{ "close", AUDIT_RISK_STATE_OCCURRED, AUDIT_RISK_STATE_CLOSED, ATL,
	    NULL,
	    "consequences settled",
	    NULL },
	{ "close", AUDIT_RISK_STATE_REJECTED, AUDIT_RISK_STATE_CLOSED, ATL,
	    NULL,
	    "activity dropped",
	    NULL },
};

static const struct machine audit_risk_machine = {
	audit_risk_state_choices, audit_risk_steps, NELEMS(audit_risk_steps),
};

/* --- work assignment ------------------------------------------------------- */

static const struct step work_assignment_steps[] = {
	{ "create", 0, WORK_STATE_PROPOSED, ATL,
	    "R-6.3.3-03",
	    NULL,
	    NULL },
	{ "start", WORK_STATE_PROPOSED, WORK_STATE_ACTIVE,
	    ATL | AUD | AIT | TEX,
	    "R-6.3.3-02 R-6.3.3-03 R-7.6-03 I-01 I-02 I-03 I-04 I-05",
	    "competent and independent for the area",
	    NULL },
	{ "finish", WORK_STATE_ACTIVE, WORK_STATE_DONE, ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "reassign", WORK_STATE_PROPOSED, WORK_STATE_REASSIGNED, ATL,
	    "R-6.3.3-04",
	    "reason",
	    "both persons told" },
	{ "reassign", WORK_STATE_ACTIVE, WORK_STATE_REASSIGNED, ATL,
	    "R-6.3.3-04",
	    "reason",
	    "both persons told" },
};

static const struct machine work_assignment_machine = {
	work_state_choices, work_assignment_steps, NELEMS(work_assignment_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD plan
static const struct field plan_fields[] = {
#include "def/plan.def"
};
#undef RECORD
#define RECORD plan_session
static const struct field plan_session_fields[] = {
#include "def/plan_session.def"
};
#undef RECORD
#define RECORD audit_risk
static const struct field audit_risk_fields[] = {
#include "def/audit_risk.def"
};
#undef RECORD
#define RECORD work_assignment
static const struct field work_assignment_fields[] = {
#include "def/work_assignment.def"
};
#undef RECORD
#undef FIELD

const struct entity plan_entity = {
	.name = "plan", .label = "Audit plan",
	.plural = "Audit plans", .prefix = "PLN",
	.subject = "plan", .clause = "6.3.2",
	.about = "Who does what, when, where and how in one audit; one "
	    "version of it.",
	.belongs = "audit audit",
	.own = "agreed_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct plan),
	.fields = plan_fields,
	.nfields = NELEMS(plan_fields),
	.state = offsetof(struct plan, state),
	.machine = &plan_machine,
	.rights = {
		{ APM | AUR, READ | STEP, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP | EXPORT, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI, READ, EXTRACT },
	},
};

const struct entity plan_session_entity = {
	.name = "plan_session", .label = "Session",
	.plural = "Sessions", .prefix = "SES",
	.subject = "plan", .clause = "6.3.2",
	.about = "One entry of the plan: a meeting, interview, test, walk "
	    "or journey.",
	.belongs = "audit plan.audit",
	.own = "auditors guides",
	.size = sizeof(struct plan_session),
	.fields = plan_session_fields,
	.nfields = NELEMS(plan_session_fields),
	.state = offsetof(struct plan_session, state),
	.machine = &plan_session_machine,
	.rights = {
		{ APM | ACL | AUR | TOP, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP | EXPORT, ASSIGNED },
		{ AUD, READ | UPDATE | STEP, ASSIGNED },
		{ AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI, READ, EXTRACT },
	},
};

const struct entity audit_risk_entity = {
	.name = "audit_risk", .label = "Risk of the audit",
	.plural = "Risks of the audit", .prefix = "ARK",
	.subject = "plan", .clause = "6.3.2",
	.about = "Harm the audit itself could do to the auditee, and the "
	    "precautions against it.",
	.belongs = "audit audit",
	.own = "owner auditee_accepted_by leader_accepted_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct audit_risk),
	.fields = audit_risk_fields,
	.nfields = NELEMS(audit_risk_fields),
	.state = offsetof(struct audit_risk, state),
	.machine = &audit_risk_machine,
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | TEX, CREATE | READ | STEP, ASSIGNED },
		{ AIT, READ, ASSIGNED },
		{ AUR, CREATE | READ | STEP, 0 },
	},
};

const struct entity work_assignment_entity = {
	.name = "work_assignment", .label = "Work assignment",
	.plural = "Work assignments", .prefix = "WRK",
	.subject = "plan", .clause = "6.3.3",
	.about = "Who does a session or working paper and what that person "
	    "may decide.",
	.belongs = "audit member.audit",
	.own = "member",
	.size = sizeof(struct work_assignment),
	.fields = work_assignment_fields,
	.nfields = NELEMS(work_assignment_fields),
	.state = offsetof(struct work_assignment, state),
	.machine = &work_assignment_machine,
	.rights = {
		{ APM, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ | STEP, OWN },
	},
};
