/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "competence.h"

#include "entities.h"

/* --- competence claim ------------------------------------------------------ */

static const struct step competence_claim_steps[] = {
	{ "create", 0, CLAIM_STATE_CLAIMED, APM | ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    "task for a verifier" },
	{ "verify", CLAIM_STATE_CLAIMED, CLAIM_STATE_VERIFIED, APM | EVA,
	    "R-7.2.3-01 R-7.2.3-03",
	    "not the person",
	    NULL },
	{ "reject", CLAIM_STATE_CLAIMED, CLAIM_STATE_REJECTED, APM | EVA,
	    NULL,
	    "reason; not the person",
	    NULL },
	{ "claim_again", CLAIM_STATE_REJECTED, CLAIM_STATE_CLAIMED,
	    APM | ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "expire", CLAIM_STATE_VERIFIED, CLAIM_STATE_EXPIRED, SYS,
	    NULL,
	    "past its last day",
	    "task to renew" },
	{ "renew", CLAIM_STATE_EXPIRED, CLAIM_STATE_CLAIMED,
	    APM | ATL | AUD | AIT | TEX,
	    NULL,
	    "new proof",
	    NULL },
};

static const struct machine competence_claim_machine = {
	claim_state_choices, competence_claim_steps, NELEMS(competence_claim_steps),
};

/* --- audit experience ------------------------------------------------------ */

static const struct step audit_experience_steps[] = {
	{ "create", 0, EXPERIENCE_STATE_ENTERED,
	    APM | ATL | AUD | AIT | TEX | SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "confirm", EXPERIENCE_STATE_ENTERED, EXPERIENCE_STATE_CONFIRMED,
	    ATL | APM,
	    "R-7.2.4-02",
	    "leader of that audit, not for oneself",
	    NULL },
	{ "reject", EXPERIENCE_STATE_ENTERED, EXPERIENCE_STATE_REJECTED,
	    ATL | APM,
	    NULL,
	    "reason",
	    NULL },
	{ "enter_again", EXPERIENCE_STATE_REJECTED, EXPERIENCE_STATE_ENTERED,
	    ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine audit_experience_machine = {
	experience_state_choices, audit_experience_steps, NELEMS(audit_experience_steps),
};

/* --- auditor status -------------------------------------------------------- */

static const struct step auditor_status_steps[] = {
	{ "create", 0, AUDITOR_STATE_CANDIDATE, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "train", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_IN_TRAINING, APM,
	    NULL,
	    "mentor named",
	    NULL },
	{ "qualify", AUDITOR_STATE_IN_TRAINING, AUDITOR_STATE_QUALIFIED_AUDITOR,
	    APM,
	    "R-7.2.2-01 R-7.2.4-01",
	    "numbers of the criteria and positive evaluation",
	    NULL },
	{ "qualify_leader", AUDITOR_STATE_QUALIFIED_AUDITOR, AUDITOR_STATE_QUALIFIED_LEADER,
	    APM,
	    "R-7.2.2-01 R-7.2.5-01 R-7.2.5-02",
	    "audits as acting leader and positive evaluation",
	    NULL },
	{ "recognize", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_QUALIFIED_AUDITOR,
	    APM | ACL,
	    "R-7.2.2-01 R-7.2.4-01",
	    "reason; positive evaluation of earlier practice",
	    NULL },
	{ "recognize_leader", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_QUALIFIED_LEADER,
	    APM | ACL,
	    "R-7.2.2-01 R-7.2.4-01 R-7.2.5-01 R-7.2.5-02",
	    "reason; positive evaluation of earlier practice",
	    NULL },
	{ "admit_expert", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_EXPERT, APM,
	    NULL,
	    "competence verified",
	    NULL },
	{ "admit_manager", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_PROGRAMME_MANAGER,
	    ACL,
	    NULL,
	    "competence judged by the client",
	    NULL },
	{ "restrict", AUDITOR_STATE_QUALIFIED_AUDITOR, AUDITOR_STATE_RESTRICTED,
	    APM,
	    NULL,
	    "reason",
	    "running assignments shown" },
	{ "restrict", AUDITOR_STATE_QUALIFIED_LEADER, AUDITOR_STATE_RESTRICTED,
	    APM,
	    NULL,
	    "reason",
	    "running assignments shown" },
	{ "restrict", AUDITOR_STATE_EXPERT, AUDITOR_STATE_RESTRICTED, APM,
	    NULL,
	    "reason",
	    "running assignments shown" },
	{ "suspend", AUDITOR_STATE_QUALIFIED_AUDITOR, AUDITOR_STATE_SUSPENDED,
	    APM,
	    NULL,
	    "reason",
	    "no new assignments; running ones reviewed" },
	{ "suspend", AUDITOR_STATE_QUALIFIED_LEADER, AUDITOR_STATE_SUSPENDED,
	    APM,
	    NULL,
	    "reason",
	    "no new assignments; running ones reviewed" },
	{ "suspend", AUDITOR_STATE_EXPERT, AUDITOR_STATE_SUSPENDED, APM,
	    NULL,
	    "reason",
	    "no new assignments; running ones reviewed" },
	{ "suspend", AUDITOR_STATE_RESTRICTED, AUDITOR_STATE_SUSPENDED, APM,
	    NULL,
	    "reason",
	    "no new assignments; running ones reviewed" },
	{ "suspend", AUDITOR_STATE_PROGRAMME_MANAGER, AUDITOR_STATE_SUSPENDED,
	    ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "restore_auditor", AUDITOR_STATE_RESTRICTED, AUDITOR_STATE_QUALIFIED_AUDITOR,
	    APM,
	    NULL,
	    "gap closed",
	    NULL },
	{ "restore_leader", AUDITOR_STATE_RESTRICTED, AUDITOR_STATE_QUALIFIED_LEADER,
	    APM,
	    NULL,
	    "gap closed; held it before",
	    NULL },
	{ "restore_expert", AUDITOR_STATE_RESTRICTED, AUDITOR_STATE_EXPERT,
	    APM,
	    NULL,
	    "gap closed",
	    NULL },
	{ "restore_auditor", AUDITOR_STATE_SUSPENDED, AUDITOR_STATE_QUALIFIED_AUDITOR,
	    APM,
	    NULL,
	    "positive evaluation",
	    NULL },
	{ "restore_leader", AUDITOR_STATE_SUSPENDED, AUDITOR_STATE_QUALIFIED_LEADER,
	    APM,
	    NULL,
	    "positive evaluation; held it before",
	    NULL },
	{ "restore_expert", AUDITOR_STATE_SUSPENDED, AUDITOR_STATE_EXPERT, APM,
	    NULL,
	    "competence verified again",
	    NULL },
	{ "restore_manager", AUDITOR_STATE_SUSPENDED, AUDITOR_STATE_PROGRAMME_MANAGER,
	    ACL,
	    NULL,
	    "competence judged again",
	    NULL },
	{ "withdraw", AUDITOR_STATE_CANDIDATE, AUDITOR_STATE_WITHDRAWN, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_IN_TRAINING, AUDITOR_STATE_WITHDRAWN, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_QUALIFIED_AUDITOR, AUDITOR_STATE_WITHDRAWN,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_QUALIFIED_LEADER, AUDITOR_STATE_WITHDRAWN,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_EXPERT, AUDITOR_STATE_WITHDRAWN, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_PROGRAMME_MANAGER, AUDITOR_STATE_WITHDRAWN,
	    ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_RESTRICTED, AUDITOR_STATE_WITHDRAWN, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", AUDITOR_STATE_SUSPENDED, AUDITOR_STATE_WITHDRAWN,
	    APM | ACL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine auditor_status_machine = {
	auditor_state_choices, auditor_status_steps, NELEMS(auditor_status_steps),
};

/* --- development record ---------------------------------------------------- */

static const struct step development_record_steps[] = {
	{ "create", 0, DEVELOPMENT_RECORD_STATE_ENTERED,
	    APM | ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "verify", DEVELOPMENT_RECORD_STATE_ENTERED, DEVELOPMENT_RECORD_STATE_VERIFIED,
	    APM | EVA,
	    NULL,
	    "not the person",
	    NULL },
	{ "reject", DEVELOPMENT_RECORD_STATE_ENTERED, DEVELOPMENT_RECORD_STATE_REJECTED,
	    APM | EVA,
	    NULL,
	    "reason; not the person",
	    NULL },
	{ "enter_again", DEVELOPMENT_RECORD_STATE_REJECTED, DEVELOPMENT_RECORD_STATE_ENTERED,
	    ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine development_record_machine = {
	development_record_state_choices, development_record_steps, NELEMS(development_record_steps),
};

/* --- development plan ------------------------------------------------------ */

static const struct step development_plan_steps[] = {
	{ "create", 0, DEVELOPMENT_PLAN_STATE_OPEN, APM | EVA,
	    NULL,
	    NULL,
	    "tasks for the person" },
	{ "start", DEVELOPMENT_PLAN_STATE_OPEN, DEVELOPMENT_PLAN_STATE_IN_PROGRESS,
	    APM | ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "finish", DEVELOPMENT_PLAN_STATE_IN_PROGRESS, DEVELOPMENT_PLAN_STATE_DONE,
	    APM | EVA,
	    NULL,
	    "tasks done",
	    NULL },
	{ "cancel", DEVELOPMENT_PLAN_STATE_OPEN, DEVELOPMENT_PLAN_STATE_CANCELLED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "cancel", DEVELOPMENT_PLAN_STATE_IN_PROGRESS, DEVELOPMENT_PLAN_STATE_CANCELLED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine development_plan_machine = {
	development_plan_state_choices, development_plan_steps, NELEMS(development_plan_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD competence_criterion
static const struct field competence_criterion_fields[] = {
#include "def/competence_criterion.def"
};
#undef RECORD
#define RECORD competence_claim
static const struct field competence_claim_fields[] = {
#include "def/competence_claim.def"
};
#undef RECORD
#define RECORD audit_experience
static const struct field audit_experience_fields[] = {
#include "def/audit_experience.def"
};
#undef RECORD
#define RECORD auditor_status
static const struct field auditor_status_fields[] = {
#include "def/auditor_status.def"
};
#undef RECORD
#define RECORD development_record
static const struct field development_record_fields[] = {
#include "def/development_record.def"
};
#undef RECORD
#define RECORD development_plan
static const struct field development_plan_fields[] = {
#include "def/development_plan.def"
};
#undef RECORD
#undef FIELD

const struct entity competence_criterion_entity = {
	.name = "competence_criterion", .label = "Competence",
	.plural = "Competences", .prefix = "CPC",
	.subject = "competence", .clause = "7.2.3",
	.about = "Something an auditor must know or be able to do.",
	.belongs = "system -",
	.size = sizeof(struct competence_criterion),
	.fields = competence_criterion_fields,
	.nfields = NELEMS(competence_criterion_fields),
	.rights = {
		{ ADM | ACL | ATL | AUD | AIT | TEX | RO3 | EVA, READ, 0 },
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
	},
};

const struct entity competence_claim_entity = {
	.name = "competence_claim", .label = "Competence claim",
	.plural = "Competence claims", .prefix = "CLM",
	.subject = "competence", .clause = "7.2.3",
	.about = "A person's claim to a level of competence, with proof.",
	.belongs = "person person",
	.own = "person verified_by",
	.flags = PERSONAL,
	.size = sizeof(struct competence_claim),
	.fields = competence_claim_fields,
	.nfields = NELEMS(competence_claim_fields),
	.state = offsetof(struct competence_claim, state),
	.machine = &competence_claim_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, CREATE | READ | UPDATE | STEP, OWN },
		{ EVA, READ | STEP, OWN },
	},
};

const struct entity audit_experience_entity = {
	.name = "audit_experience", .label = "Audit experience",
	.plural = "Audit experience", .prefix = "AEX",
	.subject = "competence", .clause = "7.2.4",
	.about = "A person's days in one audit, confirmed by its leader.",
	.belongs = "person person",
	.own = "person mentor confirmed_by",
	.flags = PERSONAL,
	.size = sizeof(struct audit_experience),
	.fields = audit_experience_fields,
	.nfields = NELEMS(audit_experience_fields),
	.state = offsetof(struct audit_experience, state),
	.machine = &audit_experience_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, CREATE | READ | UPDATE | STEP, OWN },
		{ EVA, READ, OWN },
	},
};

const struct entity auditor_status_entity = {
	.name = "auditor_status", .label = "Auditor status",
	.plural = "Auditor status", .prefix = "STA",
	.subject = "competence", .clause = "7.2.4",
	.about = "Whether a person may work as an auditor, leader or expert.",
	.belongs = "person person",
	.own = "person decided_by",
	.flags = PERSONAL,
	.size = sizeof(struct auditor_status),
	.fields = auditor_status_fields,
	.nfields = NELEMS(auditor_status_fields),
	.state = offsetof(struct auditor_status, state),
	.machine = &auditor_status_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, OF_MANAGER },
		{ ATL | AUD | AIT | TEX | EVA, READ, OWN },
	},
};

const struct entity development_record_entity = {
	.name = "development_record", .label = "Development record",
	.plural = "Development records", .prefix = "CPD",
	.subject = "competence", .clause = "7.6",
	.about = "Time a person spent on keeping up professionally.",
	.belongs = "person person",
	.own = "person verified_by",
	.flags = PERSONAL,
	.size = sizeof(struct development_record),
	.fields = development_record_fields,
	.nfields = NELEMS(development_record_fields),
	.state = offsetof(struct development_record, state),
	.machine = &development_record_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, CREATE | READ | UPDATE | STEP, OWN },
		{ EVA, READ | STEP, OWN },
	},
};

const struct entity development_plan_entity = {
	.name = "development_plan", .label = "Development plan",
	.plural = "Development plans", .prefix = "DEV",
	.subject = "competence", .clause = "7.5",
	.about = "How a gap in competence is closed.",
	.belongs = "person person",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct development_plan),
	.fields = development_plan_fields,
	.nfields = NELEMS(development_plan_fields),
	.state = offsetof(struct development_plan, state),
	.machine = &development_plan_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ATL | AUD | AIT | TEX, READ | UPDATE | STEP, OWN },
		{ EVA, CREATE | READ | UPDATE | STEP, OWN },
	},
};
