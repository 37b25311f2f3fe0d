/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evaluation.h"

#include "entities.h"

/* --- evaluation process ---------------------------------------------------- */

static const struct step evaluation_process_steps[] = {
	{ "create", 0, RULE_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "approve", RULE_STATE_DRAFT, RULE_STATE_APPROVED, APM | ACL,
	    NULL,
	    NULL,
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

static const struct machine evaluation_process_machine = {
	rule_state_choices, evaluation_process_steps, NELEMS(evaluation_process_steps),
};

/* --- evaluation criteria --------------------------------------------------- */

static const struct step evaluation_criteria_steps[] = {
	{ "create", 0, RULE_STATE_DRAFT, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "approve", RULE_STATE_DRAFT, RULE_STATE_APPROVED, ACL,
	    "R-7.3-02",
	    "date until which the old ones hold",
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

static const struct machine evaluation_criteria_machine = {
	rule_state_choices, evaluation_criteria_steps, NELEMS(evaluation_criteria_steps),
};

/* --- evaluation of a person ------------------------------------------------ */

static const struct step evaluation_steps[] = {
	{ "create", 0, EVALUATION_STATE_PLANNED, APM | EVA,
	    "R-7.1-01 R-7.5-04 I-08",
	    NULL,
	    "told to the person" },
	{ "collect", EVALUATION_STATE_PLANNED, EVALUATION_STATE_COLLECTING,
	    EVA,
	    "R-7.1-01 R-7.3-01 R-7.4-01 R-7.4-02 R-7.5-04 I-08",
	    "criteria approved; two methods chosen",
	    NULL },
	{ "assess", EVALUATION_STATE_COLLECTING, EVALUATION_STATE_ASSESSED,
	    EVA,
	    "R-7.2.2-02 R-7.4-01",
	    "each criterion rated with source; methods used",
	    NULL },
	{ "discuss", EVALUATION_STATE_ASSESSED, EVALUATION_STATE_DISCUSSED,
	    EVA,
	    "R-7.5-01",
	    "comment of the person, or does not wish to",
	    NULL },
	{ "decide", EVALUATION_STATE_DISCUSSED, EVALUATION_STATE_DECIDED,
	    APM | ACL,
	    "R-7.1-01 R-7.2.2-01 R-7.5-01 R-7.5-02 I-08",
	    "neither the person nor the evaluator decides alone",
	    "status and next date set" },
	{ "open_gap", EVALUATION_STATE_DECIDED, EVALUATION_STATE_GAP_OPEN,
	    APM | ACL,
	    "R-7.5-03",
	    "not fully met; development plan with dates",
	    NULL },
	{ "re_evaluate", EVALUATION_STATE_GAP_OPEN, EVALUATION_STATE_RE_EVALUATION,
	    EVA,
	    NULL,
	    "development done",
	    NULL },
	{ "decide", EVALUATION_STATE_RE_EVALUATION, EVALUATION_STATE_DECIDED,
	    APM | ACL,
	    "R-7.1-01 R-7.2.2-01 R-7.5-01 R-7.5-02 I-08",
	    "rated again; person heard",
	    "status and next date set" },
	{ "close", EVALUATION_STATE_DECIDED, EVALUATION_STATE_CLOSED,
	    APM | ACL | SYS,
	    NULL,
	    "meets the criteria",
	    NULL },
	{ "close", EVALUATION_STATE_GAP_OPEN, EVALUATION_STATE_CLOSED,
	    APM | ACL,
	    NULL,
	    "reason; person gives up the role",
	    NULL },
	{ "cancel", EVALUATION_STATE_PLANNED, EVALUATION_STATE_CANCELLED, APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine evaluation_machine = {
	evaluation_state_choices, evaluation_steps, NELEMS(evaluation_steps),
};

/* --- use of an evaluation method ------------------------------------------- */

static const struct step evaluation_method_use_steps[] = {
	{ "create", 0, METHOD_USE_STATE_PLANNED, APM | EVA,
	    NULL,
	    NULL,
	    NULL },
	{ "finish", METHOD_USE_STATE_PLANNED, METHOD_USE_STATE_DONE, EVA,
	    NULL,
	    "applied by and date present",
	    NULL },
	{ "replace", METHOD_USE_STATE_PLANNED, METHOD_USE_STATE_REPLACED, EVA,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine evaluation_method_use_machine = {
	method_use_state_choices, evaluation_method_use_steps, NELEMS(evaluation_method_use_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD evaluation_process
static const struct field evaluation_process_fields[] = {
#include "def/evaluation_process.def"
};
#undef RECORD
#define RECORD evaluation_criteria
static const struct field evaluation_criteria_fields[] = {
#include "def/evaluation_criteria.def"
};
#undef RECORD
#define RECORD evaluation_requirement
static const struct field evaluation_requirement_fields[] = {
#include "def/evaluation_requirement.def"
};
#undef RECORD
#define RECORD evaluation
static const struct field evaluation_fields[] = {
#include "def/evaluation.def"
};
#undef RECORD
#define RECORD evaluation_method_use
static const struct field evaluation_method_use_fields[] = {
#include "def/evaluation_method_use.def"
};
#undef RECORD
#define RECORD evaluation_rating
static const struct field evaluation_rating_fields[] = {
#include "def/evaluation_rating.def"
};
#undef RECORD
#define RECORD behaviour_rating
static const struct field behaviour_rating_fields[] = {
#include "def/behaviour_rating.def"
};
#undef RECORD
#undef FIELD

const struct entity evaluation_process_entity = {
	.name = "evaluation_process", .label = "Evaluation process",
	.plural = "Evaluation processes", .prefix = "EVP",
	.subject = "evaluation", .clause = "7.1",
	.about = "How auditors are evaluated; the product brings one to "
	    "start from.",
	.belongs = "system -",
	.own = "approved_by",
	.size = sizeof(struct evaluation_process),
	.fields = evaluation_process_fields,
	.nfields = NELEMS(evaluation_process_fields),
	.state = offsetof(struct evaluation_process, state),
	.machine = &evaluation_process_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL | AUD | AIT | TEX | EVA, READ, 0 },
	},
};

const struct entity evaluation_criteria_entity = {
	.name = "evaluation_criteria", .label = "Evaluation criteria",
	.plural = "Evaluation criteria", .prefix = "EVC",
	.subject = "evaluation", .clause = "7.3",
	.about = "What a person must show to hold a role; the numbers are "
	    "defaults of the product.",
	.belongs = "system -",
	.own = "approved_by",
	.size = sizeof(struct evaluation_criteria),
	.fields = evaluation_criteria_fields,
	.nfields = NELEMS(evaluation_criteria_fields),
	.state = offsetof(struct evaluation_criteria, state),
	.machine = &evaluation_criteria_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL | AUD | AIT | TEX | EVA, READ, 0 },
	},
};

const struct entity evaluation_requirement_entity = {
	.name = "evaluation_requirement", .label = "Required competence",
	.plural = "Required competences", .prefix = "EVR",
	.subject = "evaluation", .clause = "7.3",
	.about = "A competence and level that evaluation criteria ask for.",
	.belongs = "system -",
	.size = sizeof(struct evaluation_requirement),
	.fields = evaluation_requirement_fields,
	.nfields = NELEMS(evaluation_requirement_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | EVA, READ, 0 },
	},
};

const struct entity evaluation_entity = {
	.name = "evaluation", .label = "Evaluation of a person",
	.plural = "Evaluations of people", .prefix = "EVA",
	.subject = "evaluation", .clause = "7.5",
	.about = "One evaluation of a person in one role.",
	.belongs = "person person",
	.own = "person evaluator decided_by",
	.flags = PERSONAL,
	.size = sizeof(struct evaluation),
	.fields = evaluation_fields,
	.nfields = NELEMS(evaluation_fields),
	.state = offsetof(struct evaluation, state),
	.machine = &evaluation_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | UPDATE | STEP, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, READ | UPDATE, OWN },
		{ EVA, CREATE | READ | UPDATE | STEP, OWN },
	},
};

const struct entity evaluation_method_use_entity = {
	.name = "evaluation_method_use", .label = "Use of an evaluation method",
	.plural = "Uses of evaluation methods", .prefix = "EVM",
	.subject = "evaluation", .clause = "7.4",
	.about = "One method applied in an evaluation: what was looked at, "
	    "when, by whom.",
	.belongs = "person evaluation.person",
	.own = "applied_by",
	.flags = PERSONAL,
	.size = sizeof(struct evaluation_method_use),
	.fields = evaluation_method_use_fields,
	.nfields = NELEMS(evaluation_method_use_fields),
	.state = offsetof(struct evaluation_method_use, state),
	.machine = &evaluation_method_use_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, READ, OWN },
		{ EVA, CREATE | READ | UPDATE | STEP, OWN },
	},
};

const struct entity evaluation_rating_entity = {
	.name = "evaluation_rating", .label = "Rating",
	.plural = "Ratings", .prefix = "EVT",
	.subject = "evaluation", .clause = "7.5",
	.about = "The level a person showed in one competence.",
	.belongs = "person evaluation.person",
	.flags = PERSONAL,
	.size = sizeof(struct evaluation_rating),
	.fields = evaluation_rating_fields,
	.nfields = NELEMS(evaluation_rating_fields),
	.rights = {
		{ APM, READ, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, READ, OWN },
		{ EVA, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity behaviour_rating_entity = {
	.name = "behaviour_rating", .label = "Rating of behaviour",
	.plural = "Ratings of behaviour", .prefix = "BHV",
	.subject = "evaluation", .clause = "7.2.2",
	.about = "How far a person shows one trait of professional behaviour.",
	.belongs = "person evaluation.person",
	.flags = PERSONAL,
	.size = sizeof(struct behaviour_rating),
	.fields = behaviour_rating_fields,
	.nfields = NELEMS(behaviour_rating_fields),
	.rights = {
		{ APM, READ, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, READ, OWN },
		{ EVA, CREATE | READ | UPDATE, OWN },
	},
};
