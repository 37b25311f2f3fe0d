/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: the tables of one subject stand together. */
#include "audit.h"

#include "entities.h"

/* --- audit ----------------------------------------------------------------- */

static const struct step audit_steps[] = {
	{ "create", 0, AUDIT_STATE_PROPOSED, APM,
	    "R-5.5.1-01 R-5.5.1-03",
	    NULL,
	    "baseline draft, assignment pack draft and retention date are "
	    "made" },
	{ "schedule", AUDIT_STATE_PROPOSED, AUDIT_STATE_SCHEDULED, APM,
	    "R-5.4.3-05 R-5.4.3-06 R-5.5.1-01 R-5.5.1-03 R-5.5.1-04",
	    "programme active; in an approved revision, or special with "
	    "origin; baseline at least a draft",
	    "calendar entry" },
	{ "assign", AUDIT_STATE_SCHEDULED, AUDIT_STATE_ASSIGNED, APM,
	    "R-4-01 R-5.4.4-01 R-5.5.4-02 R-7.2.1-01",
	    "baseline approved; leader qualified and independent; resources "
	    "granted; pack sent",
	    "the leader is told" },
	{ "accept", AUDIT_STATE_ASSIGNED, AUDIT_STATE_INITIATING, ATL,
	    NULL,
	    "pack accepted",
	    "initiation checklist as tasks" },
	{ "return", AUDIT_STATE_ASSIGNED, AUDIT_STATE_SCHEDULED, ATL,
	    NULL,
	    "reason; pack returned",
	    NULL },
	{ "prepare", AUDIT_STATE_INITIATING, AUDIT_STATE_PREPARING, ATL,
	    "R-5.5.3-03 R-6.2.2-01 R-6.2.2-02 R-6.2.2-05 R-6.2.3-01 "
	    "R-6.2.3-02",
	    "contact record complete; disclosure agreement; availability "
	    "declared; decided feasible or feasible with conditions",
	    NULL },
	{ "rule_out", AUDIT_STATE_INITIATING, AUDIT_STATE_NOT_FEASIBLE,
	    APM | ACL,
	    "R-6.2.3-06",
	    "decided not feasible; alternative proposed to the client",
	    "told to all" },
	{ "postpone", AUDIT_STATE_INITIATING, AUDIT_STATE_POSTPONED, APM,
	    NULL,
	    "reason; new date or open",
	    "told to all" },
	{ "postpone", AUDIT_STATE_PREPARING, AUDIT_STATE_POSTPONED, APM,
	    NULL,
	    "reason; new date or open",
	    "told to all" },
	{ "postpone", AUDIT_STATE_READY, AUDIT_STATE_POSTPONED, APM,
	    NULL,
	    "reason; new date or open",
	    "told to all" },
	{ "reschedule", AUDIT_STATE_POSTPONED, AUDIT_STATE_SCHEDULED, APM,
	    NULL,
	    "new dates",
	    NULL },
	{ "make_ready", AUDIT_STATE_PREPARING, AUDIT_STATE_READY, ATL,
	    "R-5.5.3-01 R-5.5.3-04 R-5.5.4-01 R-5.5.4-06 R-6.3.1-01 "
	    "R-6.3.2-03 R-6.3.3-01",
	    "plan agreed; team covers its needs; objections decided; "
	    "sessions staffed; audit risks accepted; joint agreement signed "
	    "and remote assessment approved where needed; working papers "
	    "for all sessions",
	    NULL },
	{ "start", AUDIT_STATE_READY, AUDIT_STATE_IN_PROGRESS, ATL,
	    "R-5.5.7-01 R-6.3.2-07 R-6.4.1-01",
	    "opening meeting closed; plan agreed",
	    "plan in force; time stored" },
	{ "suspend", AUDIT_STATE_IN_PROGRESS, AUDIT_STATE_SUSPENDED, ATL | APM,
	    "R-6.4.6-01",
	    "reason; auditee told",
	    NULL },
	{ "resume", AUDIT_STATE_SUSPENDED, AUDIT_STATE_IN_PROGRESS, ATL,
	    NULL,
	    "cause settled; plan revised if dates moved",
	    NULL },
	{ "conclude", AUDIT_STATE_IN_PROGRESS, AUDIT_STATE_CONCLUDING, ATL,
	    "R-6.4.4-04 R-6.4.6-02 R-6.4.6-03 R-6.4.9-02",
	    "sessions held or accounted for; items reviewed or not covered; "
	    "findings agreed in the team",
	    "evidence sealed" },
	{ "report", AUDIT_STATE_CONCLUDING, AUDIT_STATE_REPORTING, ATL,
	    "R-6.4.9-01 R-6.4.9-03 R-6.4.10-01",
	    "conclusion per objective; closing meeting closed; "
	    "nonconformities presented",
	    "checklist items locked" },
	{ "complete", AUDIT_STATE_REPORTING, AUDIT_STATE_COMPLETED, ATL,
	    "R-6.6-01 R-6.6-02",
	    "report issued; completion done",
	    "retention counted; feedback asked; coverage settled" },
	{ "close", AUDIT_STATE_COMPLETED, AUDIT_STATE_CLOSED, APM,
	    "R-5.5.6-01 R-5.6-01",
	    "nonconformities closed or continued in another audit; results "
	    "reviewed; feedback asked; retention set",
	    "never reopened" },
	{ "cancel", AUDIT_STATE_PROPOSED, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_SCHEDULED, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_ASSIGNED, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_INITIATING, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_PREPARING, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_READY, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "cancel", AUDIT_STATE_POSTPONED, AUDIT_STATE_CANCELLED, APM,
	    NULL,
	    "reason; client told",
	    NULL },
	{ "terminate", AUDIT_STATE_INITIATING, AUDIT_STATE_TERMINATED,
	    ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
	{ "terminate", AUDIT_STATE_PREPARING, AUDIT_STATE_TERMINATED,
	    ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
	{ "terminate", AUDIT_STATE_READY, AUDIT_STATE_TERMINATED, ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
	{ "terminate", AUDIT_STATE_IN_PROGRESS, AUDIT_STATE_TERMINATED,
	    ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
	{ "terminate", AUDIT_STATE_SUSPENDED, AUDIT_STATE_TERMINATED,
	    ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
	{ "terminate", AUDIT_STATE_CONCLUDING, AUDIT_STATE_TERMINATED,
	    ATL | APM,
	    "R-6.4.4-03",
	    "reason; manager agrees; client and auditee told",
	    "findings so far reported or withdrawn" },
};

static const struct machine audit_machine = {
	audit_state_choices, audit_steps, NELEMS(audit_steps),
};

/* --- assignment of the leader ---------------------------------------------- */

static const struct step assignment_pack_steps[] = {
	{ "create", 0, PACK_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    "filled from programme and audit" },
	{ "send", PACK_STATE_DRAFT, PACK_STATE_SENT, APM,
	    "R-5.5.5-01 R-5.5.5-02 R-5.5.5-03",
	    "every part filled or not applicable",
	    "freezes and fingerprints; task for the leader" },
	{ "accept", PACK_STATE_SENT, PACK_STATE_ACCEPTED, ATL,
	    NULL,
	    "only the leader named",
	    NULL },
	{ "return", PACK_STATE_SENT, PACK_STATE_RETURNED, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "revise", PACK_STATE_RETURNED, PACK_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine assignment_pack_machine = {
	pack_state_choices, assignment_pack_steps, NELEMS(assignment_pack_steps),
};

/* --- change of leader ------------------------------------------------------ */

static const struct step leader_handover_steps[] = {
	{ "create", 0, HANDOVER_STATE_OFFERED, APM | ATL,
	    NULL,
	    NULL,
	    "task for the incoming leader" },
	{ "accept", HANDOVER_STATE_OFFERED, HANDOVER_STATE_ACCEPTED, ATL | AUD,
	    "R-5.5.5-04",
	    "only the incoming leader; qualified and independent",
	    "audit gets the new leader" },
	{ "decline", HANDOVER_STATE_OFFERED, HANDOVER_STATE_DECLINED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine leader_handover_machine = {
	handover_state_choices, leader_handover_steps, NELEMS(leader_handover_steps),
};

/* --- audit baseline -------------------------------------------------------- */

static const struct step baseline_steps[] = {
	{ "create", 0, BASELINE_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "approve", BASELINE_STATE_DRAFT, BASELINE_STATE_APPROVED, ACL | APM,
	    "R-5.5.2-01 R-5.5.2-02 R-5.5.2-03 R-5.5.2-04 R-5.5.2-05 "
	    "R-5.5.2-06 R-5.5.2-08",
	    "approver as the programme says",
	    "freezes; criteria copied with edition; fingerprint" },
	{ "supersede", BASELINE_STATE_APPROVED, BASELINE_STATE_SUPERSEDED, SYS,
	    NULL,
	    "next version approved",
	    NULL },
};

static const struct machine baseline_machine = {
	baseline_state_choices, baseline_steps, NELEMS(baseline_steps),
};

/* --- change of objectives, scope or criteria ------------------------------- */

static const struct step scope_change_steps[] = {
	{ "create", 0, SCOPE_CHANGE_STATE_REQUESTED, ATL | APM,
	    NULL,
	    NULL,
	    NULL },
	{ "consent", SCOPE_CHANGE_STATE_REQUESTED, SCOPE_CHANGE_STATE_REQUESTED,
	    ACL,
	    NULL,
	    "client's agreement where objectives or scope change",
	    "stores who and when" },
	{ "approve", SCOPE_CHANGE_STATE_REQUESTED, SCOPE_CHANGE_STATE_APPROVED,
	    APM | ACL,
	    "R-5.4.1-05 R-6.4.4-03",
	    "manager not on the team, else client or deputy; client agreed "
	    "where needed",
	    NULL },
	{ "refuse", SCOPE_CHANGE_STATE_REQUESTED, SCOPE_CHANGE_STATE_REFUSED,
	    APM | ACL,
	    "R-5.4.1-05",
	    "reason",
	    NULL },
	{ "present", SCOPE_CHANGE_STATE_APPROVED, SCOPE_CHANGE_STATE_PRESENTED,
	    ATL | APM,
	    NULL,
	    "told to client and auditee",
	    NULL },
	{ "apply", SCOPE_CHANGE_STATE_PRESENTED, SCOPE_CHANGE_STATE_EFFECTIVE,
	    ATL | APM,
	    "R-5.5.2-07",
	    NULL,
	    "new baseline version" },
};

static const struct machine scope_change_machine = {
	scope_change_state_choices, scope_change_steps, NELEMS(scope_change_steps),
};

/* --- assessment of remote work --------------------------------------------- */

static const struct step remote_assessment_steps[] = {
	{ "create", 0, REMOTE_STATE_DRAFT, ATL | APM,
	    NULL,
	    NULL,
	    NULL },
	{ "agree", REMOTE_STATE_DRAFT, REMOTE_STATE_DRAFT, AUR,
	    NULL,
	    NULL,
	    "stores the auditee's agreement" },
	{ "approve", REMOTE_STATE_DRAFT, REMOTE_STATE_APPROVED, APM | ACL,
	    NULL,
	    "auditee agreed; encryption, fallback and risk answered",
	    NULL },
	{ "reject", REMOTE_STATE_DRAFT, REMOTE_STATE_REJECTED, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "revise", REMOTE_STATE_REJECTED, REMOTE_STATE_DRAFT, ATL | APM,
	    NULL,
	    NULL,
	    NULL },
	{ "revise", REMOTE_STATE_APPROVED, REMOTE_STATE_DRAFT, ATL | APM,
	    NULL,
	    "reason",
	    "agreement of the auditee is asked again" },
};

static const struct machine remote_assessment_machine = {
	remote_state_choices, remote_assessment_steps, NELEMS(remote_assessment_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD audit
static const struct field audit_fields[] = {
#include "def/audit.def"
};
#undef RECORD
#define RECORD assignment_pack
static const struct field assignment_pack_fields[] = {
#include "def/assignment_pack.def"
};
#undef RECORD
#define RECORD leader_handover
static const struct field leader_handover_fields[] = {
#include "def/leader_handover.def"
};
#undef RECORD
#define RECORD baseline
static const struct field baseline_fields[] = {
#include "def/baseline.def"
};
#undef RECORD
#define RECORD audit_objective
static const struct field audit_objective_fields[] = {
#include "def/audit_objective.def"
};
#undef RECORD
#define RECORD audit_scope_item
static const struct field audit_scope_item_fields[] = {
#include "def/audit_scope_item.def"
};
#undef RECORD
#define RECORD audit_scheme
static const struct field audit_scheme_fields[] = {
#include "def/audit_scheme.def"
};
#undef RECORD
#define RECORD audit_criterion
static const struct field audit_criterion_fields[] = {
#include "def/audit_criterion.def"
};
#undef RECORD
#define RECORD scope_change
static const struct field scope_change_fields[] = {
#include "def/scope_change.def"
};
#undef RECORD
#define RECORD method_choice
static const struct field method_choice_fields[] = {
#include "def/method_choice.def"
};
#undef RECORD
#define RECORD remote_assessment
static const struct field remote_assessment_fields[] = {
#include "def/remote_assessment.def"
};
#undef RECORD
#define RECORD joint_agreement
static const struct field joint_agreement_fields[] = {
#include "def/joint_agreement.def"
};
#undef RECORD
#undef FIELD

const struct entity audit_entity = {
	.name = "audit", .label = "Audit",
	.plural = "Audits", .prefix = "AUD",
	.subject = "audit", .clause = "5.5.1",
	.about = "One engagement: an auditee, objectives, a scope, criteria "
	    "and a team.",
	.belongs = "audit id",
	.own = "representative leader",
	.flags = CLASSIFIED,
	.size = sizeof(struct audit),
	.fields = audit_fields,
	.nfields = NELEMS(audit_fields),
	.state = offsetof(struct audit, state),
	.machine = &audit_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | STEP | EXPORT, 0 },
		{ ATL, READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI | TOP | RO3, READ, EXTRACT },
		{ AUR, READ, 0 },
	},
};

const struct entity assignment_pack_entity = {
	.name = "assignment_pack", .label = "Assignment of the leader",
	.plural = "Assignments of the leader", .prefix = "PAC",
	.subject = "audit", .clause = "5.5.5",
	.about = "All that the leader needs, handed over and accepted; "
	    "objectives, scope, criteria, team and dates are taken from the "
	    "audit.",
	.belongs = "audit audit",
	.own = "distribution",
	.flags = CLASSIFIED,
	.size = sizeof(struct assignment_pack),
	.fields = assignment_pack_fields,
	.nfields = NELEMS(assignment_pack_fields),
	.state = offsetof(struct assignment_pack, state),
	.machine = &assignment_pack_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, 0 },
		{ ATL, READ | STEP, ASSIGNED },
	},
};

const struct entity leader_handover_entity = {
	.name = "leader_handover", .label = "Change of leader",
	.plural = "Changes of leader", .prefix = "HOV",
	.subject = "audit", .clause = "5.5.5",
	.about = "The hand-over from one audit team leader to the next.",
	.belongs = "audit audit",
	.own = "outgoing incoming",
	.size = sizeof(struct leader_handover),
	.fields = leader_handover_fields,
	.nfields = NELEMS(leader_handover_fields),
	.state = offsetof(struct leader_handover, state),
	.machine = &leader_handover_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ | STEP, OWN },
		{ AUR, READ, EXTRACT },
	},
};

const struct entity baseline_entity = {
	.name = "baseline", .label = "Audit baseline",
	.plural = "Audit baselines", .prefix = "BAS",
	.subject = "audit", .clause = "5.5.2",
	.about = "Objectives, scope and criteria of an audit, frozen when "
	    "approved.",
	.belongs = "audit audit",
	.own = "approved_by",
	.size = sizeof(struct baseline),
	.fields = baseline_fields,
	.nfields = NELEMS(baseline_fields),
	.state = offsetof(struct baseline, state),
	.machine = &baseline_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
		{ OBS | RO3, READ, EXTRACT },
		{ AUR | TOP, READ, 0 },
	},
};

const struct entity audit_objective_entity = {
	.name = "audit_objective", .label = "Audit objective",
	.plural = "Audit objectives", .prefix = "OBJ",
	.subject = "audit", .clause = "5.5.2",
	.about = "What the audit shall find out.",
	.belongs = "audit baseline.audit",
	.size = sizeof(struct audit_objective),
	.fields = audit_objective_fields,
	.nfields = NELEMS(audit_objective_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR | TOP, READ, 0 },
		{ ATL, READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
		{ OBS | RO3, READ, EXTRACT },
	},
};

const struct entity audit_scope_item_entity = {
	.name = "audit_scope_item", .label = "Item of the scope",
	.plural = "Items of the scope", .prefix = "SCO",
	.subject = "audit", .clause = "5.5.2",
	.about = "A unit, place, process, system or supplier that is inside "
	    "or outside the audit.",
	.belongs = "audit baseline.audit",
	.size = sizeof(struct audit_scope_item),
	.fields = audit_scope_item_fields,
	.nfields = NELEMS(audit_scope_item_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR | TOP, READ, 0 },
		{ ATL, READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
		{ OBS | RO3, READ, EXTRACT },
	},
};

const struct entity audit_scheme_entity = {
	.name = "audit_scheme", .label = "Scheme of the audit",
	.plural = "Schemes of the audit", .prefix = "SCH",
	.subject = "audit", .clause = "5.5.2",
	.about = "One set of criteria the audit measures against; a "
	    "combined audit has several.",
	.belongs = "audit baseline.audit",
	.own = "lead",
	.size = sizeof(struct audit_scheme),
	.fields = audit_scheme_fields,
	.nfields = NELEMS(audit_scheme_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR | TOP, READ, 0 },
		{ ATL, READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
		{ OBS | RO3, READ, EXTRACT },
	},
};

const struct entity audit_criterion_entity = {
	.name = "audit_criterion", .label = "Audit criterion",
	.plural = "Audit criteria", .prefix = "CRT",
	.subject = "audit", .clause = "5.5.2",
	.about = "One requirement of the audit, copied so that a later "
	    "change of the catalogue changes nothing.",
	.belongs = "audit scheme.baseline.audit",
	.size = sizeof(struct audit_criterion),
	.fields = audit_criterion_fields,
	.nfields = NELEMS(audit_criterion_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR | TOP, READ, 0 },
		{ ATL, READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
		{ OBS | RO3, READ, EXTRACT },
	},
};

const struct entity scope_change_entity = {
	.name = "scope_change", .label = "Change of objectives, scope or criteria",
	.plural = "Changes of objectives, scope or criteria", .prefix = "CHG",
	.subject = "audit", .clause = "5.5.2",
	.about = "A change after the baseline was approved.",
	.belongs = "audit audit",
	.own = "decided_by client_agreed_by",
	.size = sizeof(struct scope_change),
	.fields = scope_change_fields,
	.nfields = NELEMS(scope_change_fields),
	.state = offsetof(struct scope_change, state),
	.machine = &scope_change_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ AUR | TOP, READ, 0 },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity method_choice_entity = {
	.name = "method_choice", .label = "Choice of method",
	.plural = "Choices of method", .prefix = "MET",
	.subject = "audit", .clause = "5.5.3",
	.about = "How one part of the scope is audited: on site or remote, "
	    "and by which methods.",
	.belongs = "audit audit",
	.size = sizeof(struct method_choice),
	.fields = method_choice_fields,
	.nfields = NELEMS(method_choice_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR, READ, 0 },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity remote_assessment_entity = {
	.name = "remote_assessment", .label = "Assessment of remote work",
	.plural = "Assessments of remote work", .prefix = "REM",
	.subject = "audit", .clause = "5.5.3",
	.about = "Whether remote auditing can reach the objectives at "
	    "acceptable risk.",
	.belongs = "audit audit",
	.own = "auditee_agreed_by decided_by",
	.size = sizeof(struct remote_assessment),
	.fields = remote_assessment_fields,
	.nfields = NELEMS(remote_assessment_fields),
	.state = offsetof(struct remote_assessment, state),
	.machine = &remote_assessment_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | AUR, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity joint_agreement_entity = {
	.name = "joint_agreement", .label = "Terms of a joint audit",
	.plural = "Terms of joint audits", .prefix = "JNT",
	.subject = "audit", .clause = "5.5.3",
	.about = "Who leads a joint audit and who may see what; signed as "
	    "an agreement.",
	.belongs = "audit audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct joint_agreement),
	.fields = joint_agreement_fields,
	.nfields = NELEMS(joint_agreement_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR, READ, 0 },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
	},
};
