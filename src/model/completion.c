/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "completion.h"

#include "entities.h"

/* --- completion ------------------------------------------------------------ */

static const struct step completion_steps[] = {
	{ "create", 0, COMPLETION_STATE_OPEN, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "finish", COMPLETION_STATE_OPEN, COMPLETION_STATE_DONE, ATL,
	    "R-6.6-02 R-6.6-05",
	    "all topics done or excepted",
	    "access rights get their last day" },
	{ "reopen", COMPLETION_STATE_DONE, COMPLETION_STATE_OPEN, ATL,
	    NULL,
	    "reason; before the audit is completed",
	    NULL },
};

static const struct machine completion_machine = {
	completion_state_choices, completion_steps, NELEMS(completion_steps),
};

/* --- request for disclosure ------------------------------------------------ */

static const struct step disclosure_request_steps[] = {
	{ "create", 0, DISCLOSURE_STATE_RECEIVED, APM | ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "ask", DISCLOSURE_STATE_RECEIVED, DISCLOSURE_STATE_ASKED, APM,
	    NULL,
	    "unless law forbids",
	    "client and auditee asked" },
	{ "decide", DISCLOSURE_STATE_ASKED, DISCLOSURE_STATE_DECIDED,
	    APM | ACL,
	    "R-6.6-03",
	    "reason; both answered, or law demands",
	    NULL },
	{ "decide", DISCLOSURE_STATE_RECEIVED, DISCLOSURE_STATE_DECIDED,
	    APM | ACL,
	    "R-6.6-03",
	    "reason; law forbids to ask",
	    NULL },
	{ "carry_out", DISCLOSURE_STATE_DECIDED, DISCLOSURE_STATE_CARRIED_OUT,
	    APM,
	    "R-6.6-03",
	    "approved: what was given is recorded; rejected: requester told",
	    NULL },
};

static const struct machine disclosure_request_machine = {
	disclosure_state_choices, disclosure_request_steps, NELEMS(disclosure_request_steps),
};

/* --- review of results ----------------------------------------------------- */

static const struct step result_review_steps[] = {
	{ "create", 0, RESULT_REVIEW_STATE_OPEN, APM | SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "conclude", RESULT_REVIEW_STATE_OPEN, RESULT_REVIEW_STATE_CONCLUDED,
	    APM | ACL,
	    "R-5.4.1-05 R-5.5.6-02 R-5.5.6-03",
	    "all questions answered; manager not on the team, else client "
	    "or deputy",
	    NULL },
	{ "reopen", RESULT_REVIEW_STATE_CONCLUDED, RESULT_REVIEW_STATE_OPEN,
	    APM,
	    NULL,
	    "reason; before the audit is closed",
	    NULL },
};

static const struct machine result_review_machine = {
	result_review_state_choices, result_review_steps, NELEMS(result_review_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD completion
static const struct field completion_fields[] = {
#include "def/completion.def"
};
#undef RECORD
#define RECORD lesson_learned
static const struct field lesson_learned_fields[] = {
#include "def/lesson_learned.def"
};
#undef RECORD
#define RECORD disclosure_request
static const struct field disclosure_request_fields[] = {
#include "def/disclosure_request.def"
};
#undef RECORD
#define RECORD result_review
static const struct field result_review_fields[] = {
#include "def/result_review.def"
};
#undef RECORD
#undef FIELD

const struct entity completion_entity = {
	.name = "completion", .label = "Completion",
	.plural = "Completions", .prefix = "CPL",
	.subject = "completion", .clause = "6.6",
	.about = "The orderly end of an audit: records filed, copies "
	    "returned, access closed.",
	.belongs = "audit audit",
	.own = "completed_by",
	.size = sizeof(struct completion),
	.fields = completion_fields,
	.nfields = NELEMS(completion_fields),
	.state = offsetof(struct completion, state),
	.machine = &completion_machine,
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ, ASSIGNED },
		{ AUR, READ, EXTRACT },
	},
};

const struct entity lesson_learned_entity = {
	.name = "lesson_learned", .label = "Lesson learned",
	.plural = "Lessons learned", .prefix = "LES",
	.subject = "completion", .clause = "6.6",
	.about = "Something to do differently next time.",
	.belongs = "audit audit; programme programme",
	.size = sizeof(struct lesson_learned),
	.fields = lesson_learned_fields,
	.nfields = NELEMS(lesson_learned_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD, CREATE | READ, ASSIGNED },
		{ AIT, READ, ASSIGNED },
		{ TEX, CREATE | READ, OWN },
	},
};

const struct entity disclosure_request_entity = {
	.name = "disclosure_request", .label = "Request for disclosure",
	.plural = "Requests for disclosure", .prefix = "DCL",
	.subject = "completion", .clause = "6.6",
	.about = "Somebody outside asks for audit information.",
	.belongs = "audit audit; programme programme",
	.own = "decided_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct disclosure_request),
	.fields = disclosure_request_fields,
	.nfields = NELEMS(disclosure_request_fields),
	.state = offsetof(struct disclosure_request, state),
	.machine = &disclosure_request_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | UPDATE | STEP, 0 },
		{ ATL, CREATE | READ, ASSIGNED },
		{ AUR, READ | UPDATE, 0 },
	},
};

const struct entity result_review_entity = {
	.name = "result_review", .label = "Review of results",
	.plural = "Reviews of results", .prefix = "RRV",
	.subject = "completion", .clause = "5.5.6",
	.about = "What the programme makes of one audit's results.",
	.belongs = "audit audit",
	.own = "concluded_by",
	.size = sizeof(struct result_review),
	.fields = result_review_fields,
	.nfields = NELEMS(result_review_fields),
	.state = offsetof(struct result_review, state),
	.machine = &result_review_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | UPDATE | STEP, 0 },
		{ ATL, READ, ASSIGNED },
	},
};
