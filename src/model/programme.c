/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "programme.h"

#include "entities.h"

/* --- audit programme ------------------------------------------------------- */

static const struct step programme_steps[] = {
	{ "create", 0, PROGRAMME_STATE_DRAFT, APM,
	    "R-5.1-01",
	    NULL,
	    "first revision, its eight elements and nine process rules are "
	    "made" },
	{ "approve", PROGRAMME_STATE_DRAFT, PROGRAMME_STATE_APPROVED, SYS,
	    NULL,
	    "first revision approved",
	    NULL },
	{ "activate", PROGRAMME_STATE_APPROVED, PROGRAMME_STATE_ACTIVE, APM,
	    NULL,
	    "period started or starts within 60 days; parts told to those "
	    "concerned",
	    NULL },
	{ "suspend", PROGRAMME_STATE_ACTIVE, PROGRAMME_STATE_SUSPENDED,
	    APM | ACL,
	    NULL,
	    "reason; effect on running audits decided",
	    "told to leaders" },
	{ "resume", PROGRAMME_STATE_SUSPENDED, PROGRAMME_STATE_ACTIVE, ACL,
	    NULL,
	    NULL,
	    NULL },
	{ "close", PROGRAMME_STATE_ACTIVE, PROGRAMME_STATE_CLOSED, APM,
	    "R-5.7-04",
	    "all audits closed, cancelled, not feasible, terminated or "
	    "moved to a successor",
	    NULL },
	{ "archive", PROGRAMME_STATE_CLOSED, PROGRAMME_STATE_ARCHIVED, APM,
	    NULL,
	    "retention dates set for all records",
	    NULL },
};

static const struct machine programme_machine = {
	programme_state_choices, programme_steps, NELEMS(programme_steps),
};

/* --- programme revision ---------------------------------------------------- */

static const struct step programme_revision_steps[] = {
	{ "create", 0, REVISION_STATE_DRAFT, APM,
	    NULL,
	    "no other revision is open",
	    "copies the approved one" },
	{ "submit", REVISION_STATE_DRAFT, REVISION_STATE_SUBMITTED, APM,
	    "R-5.1-01 R-5.1-02 R-5.1-03 R-5.2-01 R-5.2-02 R-5.2-03 R-5.2-04 "
	    "R-5.2-05 R-5.3-01 R-5.3-02 R-5.3-04 R-5.4.1-01 R-5.4.1-02 "
	    "R-5.4.2-01 R-5.4.2-02 R-5.4.3-01 R-5.4.3-02 R-5.4.3-03 "
	    "R-5.4.3-04 R-5.4.3-05 R-5.4.3-06 R-5.4.3-07 R-5.4.4-02 "
	    "R-5.5.7-01",
	    "manager has accepted the appointment; content complete",
	    "task for the client" },
	{ "approve", REVISION_STATE_SUBMITTED, REVISION_STATE_APPROVED, ACL,
	    "R-5.1-02 R-5.1-04 R-5.4.1-03 R-5.4.2-01 R-5.4.3-02",
	    "approver is not the submitter",
	    "freezes and fingerprints; programme approved; earlier revision "
	    "superseded" },
	{ "return", REVISION_STATE_SUBMITTED, REVISION_STATE_DRAFT, ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", REVISION_STATE_SUBMITTED, REVISION_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "supersede", REVISION_STATE_APPROVED, REVISION_STATE_SUPERSEDED, SYS,
	    NULL,
	    "next revision approved",
	    NULL },
};

static const struct machine programme_revision_machine = {
	revision_state_choices, programme_revision_steps, NELEMS(programme_revision_steps),
};

/* --- programme objective --------------------------------------------------- */

static const struct step programme_objective_steps[] = {
	{ "create", 0, PROGRAMME_OBJECTIVE_STATE_PROPOSED, APM | ACL,
	    "R-5.2-04",
	    NULL,
	    NULL },
	{ "agree", PROGRAMME_OBJECTIVE_STATE_PROPOSED, PROGRAMME_OBJECTIVE_STATE_AGREED,
	    SYS,
	    NULL,
	    "with the approval of the revision",
	    NULL },
	{ "achieve", PROGRAMME_OBJECTIVE_STATE_AGREED, PROGRAMME_OBJECTIVE_STATE_ACHIEVED,
	    APM,
	    NULL,
	    "judged in a programme review",
	    NULL },
	{ "achieve_partly", PROGRAMME_OBJECTIVE_STATE_AGREED, PROGRAMME_OBJECTIVE_STATE_PARTLY,
	    APM,
	    NULL,
	    "judged in a programme review",
	    NULL },
	{ "miss", PROGRAMME_OBJECTIVE_STATE_AGREED, PROGRAMME_OBJECTIVE_STATE_MISSED,
	    APM,
	    NULL,
	    "judged in a programme review",
	    NULL },
	{ "drop", PROGRAMME_OBJECTIVE_STATE_PROPOSED, PROGRAMME_OBJECTIVE_STATE_DROPPED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "drop", PROGRAMME_OBJECTIVE_STATE_AGREED, PROGRAMME_OBJECTIVE_STATE_DROPPED,
	    APM,
	    NULL,
	    "reason; by a later revision",
	    NULL },
};

static const struct machine programme_objective_machine = {
	programme_objective_state_choices, programme_objective_steps, NELEMS(programme_objective_steps),
};

/* --- programme risk or opportunity ----------------------------------------- */

static const struct step programme_risk_steps[] = {
	{ "create", 0, PROGRAMME_RISK_STATE_OPEN, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "treat", PROGRAMME_RISK_STATE_OPEN, PROGRAMME_RISK_STATE_TREATED,
	    APM,
	    "R-5.3-02",
	    "treatment, owner and date present",
	    NULL },
	{ "accept", PROGRAMME_RISK_STATE_OPEN, PROGRAMME_RISK_STATE_ACCEPTED,
	    ACL,
	    "R-5.3-02",
	    NULL,
	    NULL },
	{ "close", PROGRAMME_RISK_STATE_TREATED, PROGRAMME_RISK_STATE_CLOSED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "close", PROGRAMME_RISK_STATE_ACCEPTED, PROGRAMME_RISK_STATE_CLOSED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "reopen", PROGRAMME_RISK_STATE_TREATED, PROGRAMME_RISK_STATE_OPEN,
	    APM,
	    NULL,
	    "rating rose",
	    NULL },
	{ "reopen", PROGRAMME_RISK_STATE_ACCEPTED, PROGRAMME_RISK_STATE_OPEN,
	    APM,
	    NULL,
	    "rating rose",
	    NULL },
	{ "reopen", PROGRAMME_RISK_STATE_CLOSED, PROGRAMME_RISK_STATE_OPEN,
	    APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine programme_risk_machine = {
	programme_risk_state_choices, programme_risk_steps, NELEMS(programme_risk_steps),
};

/* --- appointment ----------------------------------------------------------- */

static const struct step appointment_steps[] = {
	{ "create", 0, APPOINTMENT_STATE_OFFERED, ACL | APM,
	    "R-5.4.2-01",
	    "the client appoints the manager, the manager all others",
	    "task for the person" },
	{ "accept", APPOINTMENT_STATE_OFFERED, APPOINTMENT_STATE_ACCEPTED,
	    APM | ATL | EVA,
	    NULL,
	    "only the person",
	    "grants the role" },
	{ "decline", APPOINTMENT_STATE_OFFERED, APPOINTMENT_STATE_DECLINED,
	    APM | ATL | EVA,
	    NULL,
	    "reason; only the person",
	    NULL },
	{ "end", APPOINTMENT_STATE_ACCEPTED, APPOINTMENT_STATE_ENDED,
	    ACL | APM,
	    NULL,
	    "reason, or its last day has passed",
	    "revokes the role" },
	{ "withdraw", APPOINTMENT_STATE_OFFERED, APPOINTMENT_STATE_ENDED,
	    ACL | APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine appointment_machine = {
	appointment_state_choices, appointment_steps, NELEMS(appointment_steps),
};

/* --- process rule ---------------------------------------------------------- */

static const struct step process_rule_steps[] = {
	{ "create", 0, RULE_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "approve", RULE_STATE_DRAFT, RULE_STATE_APPROVED, ACL | APM,
	    NULL,
	    "not its only author, unless small organization",
	    "earlier version superseded" },
	{ "supersede", RULE_STATE_APPROVED, RULE_STATE_SUPERSEDED, SYS,
	    NULL,
	    "newer version approved",
	    NULL },
	{ "discard", RULE_STATE_DRAFT, RULE_STATE_SUPERSEDED, APM,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine process_rule_machine = {
	rule_state_choices, process_rule_steps, NELEMS(process_rule_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD programme
static const struct field programme_fields[] = {
#include "def/programme.def"
};
#undef RECORD
#define RECORD programme_revision
static const struct field programme_revision_fields[] = {
#include "def/programme_revision.def"
};
#undef RECORD
#define RECORD revision_element
static const struct field revision_element_fields[] = {
#include "def/revision_element.def"
};
#undef RECORD
#define RECORD programme_input
static const struct field programme_input_fields[] = {
#include "def/programme_input.def"
};
#undef RECORD
#define RECORD programme_objective
static const struct field programme_objective_fields[] = {
#include "def/programme_objective.def"
};
#undef RECORD
#define RECORD programme_risk
static const struct field programme_risk_fields[] = {
#include "def/programme_risk.def"
};
#undef RECORD
#define RECORD appointment
static const struct field appointment_fields[] = {
#include "def/appointment.def"
};
#undef RECORD
#define RECORD process_rule
static const struct field process_rule_fields[] = {
#include "def/process_rule.def"
};
#undef RECORD
#undef FIELD

const struct entity programme_entity = {
	.name = "programme", .label = "Audit programme",
	.plural = "Audit programmes", .prefix = "PRG",
	.subject = "programme", .clause = "5.1",
	.about = "The arrangements for a set of audits in a period, with "
	    "one purpose.",
	.belongs = "programme id",
	.own = "client_person manager deputy",
	.size = sizeof(struct programme),
	.fields = programme_fields,
	.nfields = NELEMS(programme_fields),
	.state = offsetof(struct programme, state),
	.machine = &programme_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | STEP | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity programme_revision_entity = {
	.name = "programme_revision", .label = "Programme revision",
	.plural = "Programme revisions", .prefix = "REV",
	.subject = "programme", .clause = "5.1",
	.about = "One version of the programme, frozen when the client "
	    "approves it.",
	.belongs = "programme programme",
	.own = "strategy_comment_by submitted_by decided_by",
	.size = sizeof(struct programme_revision),
	.fields = programme_revision_fields,
	.nfields = NELEMS(programme_revision_fields),
	.state = offsetof(struct programme_revision, state),
	.machine = &programme_revision_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | STEP | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity revision_element_entity = {
	.name = "revision_element", .label = "Element of the programme",
	.plural = "Elements of the programme", .prefix = "ELE",
	.subject = "programme", .clause = "5.1",
	.about = "One of the eight things a programme must contain, and "
	    "whether it is there yet.",
	.belongs = "programme revision.programme",
	.size = sizeof(struct revision_element),
	.fields = revision_element_fields,
	.nfields = NELEMS(revision_element_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ACL, READ | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity programme_input_entity = {
	.name = "programme_input", .label = "Programme input",
	.plural = "Programme inputs", .prefix = "PIN",
	.subject = "programme", .clause = "5.2",
	.about = "A fact that the objectives of the programme rest on.",
	.belongs = "programme programme",
	.flags = CLASSIFIED,
	.size = sizeof(struct programme_input),
	.fields = programme_input_fields,
	.nfields = NELEMS(programme_input_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ACL, READ | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity programme_objective_entity = {
	.name = "programme_objective", .label = "Programme objective",
	.plural = "Programme objectives", .prefix = "POB",
	.subject = "programme", .clause = "5.2",
	.about = "What the programme shall achieve.",
	.belongs = "programme programme",
	.size = sizeof(struct programme_objective),
	.fields = programme_objective_fields,
	.nfields = NELEMS(programme_objective_fields),
	.state = offsetof(struct programme_objective, state),
	.machine = &programme_objective_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity programme_risk_entity = {
	.name = "programme_risk", .label = "Programme risk or opportunity",
	.plural = "Programme risks and opportunities", .prefix = "PRI",
	.subject = "programme", .clause = "5.3",
	.about = "Something that could stop the programme from reaching its "
	    "objectives, or help it.",
	.belongs = "programme programme",
	.own = "owner",
	.size = sizeof(struct programme_risk),
	.fields = programme_risk_fields,
	.nfields = NELEMS(programme_risk_fields),
	.state = offsetof(struct programme_risk, state),
	.machine = &programme_risk_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, 0 },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity appointment_entity = {
	.name = "appointment", .label = "Appointment",
	.plural = "Appointments", .prefix = "APP",
	.subject = "programme", .clause = "5.4.1",
	.about = "A person's appointment to run the programme, lead audits "
	    "or evaluate auditors.",
	.belongs = "programme programme",
	.own = "person appointed_by",
	.flags = PERSONAL,
	.size = sizeof(struct appointment),
	.fields = appointment_fields,
	.nfields = NELEMS(appointment_fields),
	.state = offsetof(struct appointment, state),
	.machine = &appointment_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, CREATE | READ | STEP | EXPORT, 0 },
		{ ATL | EVA, READ | STEP, OWN },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity process_rule_entity = {
	.name = "process_rule", .label = "Process rule",
	.plural = "Process rules", .prefix = "PRR",
	.subject = "programme", .clause = "5.4.1",
	.about = "A house rule on how audits are run; the product brings "
	    "nine to start from.",
	.belongs = "programme programme",
	.own = "approved_by",
	.size = sizeof(struct process_rule),
	.fields = process_rule_fields,
	.nfields = NELEMS(process_rule_fields),
	.state = offsetof(struct process_rule, state),
	.machine = &process_rule_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | STEP | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};
