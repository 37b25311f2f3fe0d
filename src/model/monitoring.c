/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "monitoring.h"

#include "entities.h"

/* --- feedback -------------------------------------------------------------- */

static const struct step feedback_steps[] = {
	{ "create", 0, FEEDBACK_STATE_REQUESTED, APM | SYS,
	    NULL,
	    "audit completed",
	    "notice to the person asked" },
	{ "answer", FEEDBACK_STATE_REQUESTED, FEEDBACK_STATE_ANSWERED,
	    ACL | ATL | AUD | TEX | AUR,
	    NULL,
	    "only the person asked; at least one score or comment",
	    NULL },
	{ "decline", FEEDBACK_STATE_REQUESTED, FEEDBACK_STATE_DECLINED,
	    ACL | ATL | AUD | TEX | AUR,
	    NULL,
	    "only the person asked",
	    NULL },
};

static const struct machine feedback_machine = {
	feedback_state_choices, feedback_steps, NELEMS(feedback_steps),
};

/* --- complaint ------------------------------------------------------------- */

static const struct step complaint_steps[] = {
	{ "create", 0, COMPLAINT_STATE_RECEIVED,
	    APM | ACL | ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3,
	    "R-5.4.1-04",
	    NULL,
	    "routed: about the manager to the client, else to the manager; "
	    "undue pressure to manager and client only" },
	{ "acknowledge", COMPLAINT_STATE_RECEIVED, COMPLAINT_STATE_ACKNOWLEDGED,
	    APM | ACL,
	    "R-5.4.1-04",
	    "receiver not involved in the matter",
	    NULL },
	{ "examine", COMPLAINT_STATE_ACKNOWLEDGED, COMPLAINT_STATE_IN_REVIEW,
	    APM | ACL,
	    "R-5.4.1-04",
	    "decider named, not involved in the matter",
	    NULL },
	{ "decide", COMPLAINT_STATE_IN_REVIEW, COMPLAINT_STATE_DECIDED,
	    APM | ACL,
	    NULL,
	    "reason; decider only",
	    "told to the complainant with the way to appeal" },
	{ "appeal", COMPLAINT_STATE_DECIDED, COMPLAINT_STATE_APPEALED,
	    ACL | ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3,
	    NULL,
	    "reason; only the complainant",
	    "goes to somebody who has not decided yet" },
	{ "decide_appeal", COMPLAINT_STATE_APPEALED, COMPLAINT_STATE_DECIDED,
	    APM | ACL,
	    NULL,
	    "reason; not the first decider",
	    NULL },
	{ "close", COMPLAINT_STATE_DECIDED, COMPLAINT_STATE_CLOSED, APM | ACL,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine complaint_machine = {
	complaint_state_choices, complaint_steps, NELEMS(complaint_steps),
};

/* --- programme change ------------------------------------------------------ */

static const struct step programme_change_steps[] = {
	{ "create", 0, PROGRAMME_CHANGE_STATE_RAISED, APM | ACL | ATL,
	    NULL,
	    NULL,
	    "task for the manager" },
	{ "assess", PROGRAMME_CHANGE_STATE_RAISED, PROGRAMME_CHANGE_STATE_ASSESSED,
	    APM,
	    NULL,
	    "impact filled",
	    NULL },
	{ "decide", PROGRAMME_CHANGE_STATE_ASSESSED, PROGRAMME_CHANGE_STATE_DECIDED,
	    APM | ACL,
	    NULL,
	    "reason; the client where audits or coverage change",
	    NULL },
	{ "apply", PROGRAMME_CHANGE_STATE_DECIDED, PROGRAMME_CHANGE_STATE_APPLIED,
	    APM,
	    "R-5.6-03",
	    "approved; revision named if one is needed",
	    NULL },
	{ "close", PROGRAMME_CHANGE_STATE_DECIDED, PROGRAMME_CHANGE_STATE_CLOSED,
	    APM,
	    NULL,
	    "rejected",
	    NULL },
	{ "close", PROGRAMME_CHANGE_STATE_RAISED, PROGRAMME_CHANGE_STATE_CLOSED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine programme_change_machine = {
	programme_change_state_choices, programme_change_steps, NELEMS(programme_change_steps),
};

/* --- programme review ------------------------------------------------------ */

static const struct step programme_review_steps[] = {
	{ "create", 0, REVIEW_STATE_OPEN, APM,
	    NULL,
	    NULL,
	    "inputs filled from indicators and records" },
	{ "conclude", REVIEW_STATE_OPEN, REVIEW_STATE_CONCLUDED, APM,
	    "R-5.7-02 R-5.7-03",
	    "conclusions written",
	    NULL },
	{ "reopen", REVIEW_STATE_CONCLUDED, REVIEW_STATE_OPEN, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "report", REVIEW_STATE_CONCLUDED, REVIEW_STATE_REPORTED, APM,
	    NULL,
	    "recipient named",
	    "sent to the client" },
};

static const struct machine programme_review_machine = {
	review_state_choices, programme_review_steps, NELEMS(programme_review_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD indicator
static const struct field indicator_fields[] = {
#include "def/indicator.def"
};
#undef RECORD
#define RECORD indicator_value
static const struct field indicator_value_fields[] = {
#include "def/indicator_value.def"
};
#undef RECORD
#define RECORD feedback
static const struct field feedback_fields[] = {
#include "def/feedback.def"
};
#undef RECORD
#define RECORD complaint
static const struct field complaint_fields[] = {
#include "def/complaint.def"
};
#undef RECORD
#define RECORD programme_change
static const struct field programme_change_fields[] = {
#include "def/programme_change.def"
};
#undef RECORD
#define RECORD programme_review
static const struct field programme_review_fields[] = {
#include "def/programme_review.def"
};
#undef RECORD
#undef FIELD

const struct entity indicator_entity = {
	.name = "indicator", .label = "Indicator",
	.plural = "Indicators", .prefix = "KPI",
	.subject = "monitoring", .clause = "H",
	.about = "What is measured about the programme, and from which "
	    "value on it needs attention.",
	.belongs = "system -",
	.own = "keeper",
	.size = sizeof(struct indicator),
	.fields = indicator_fields,
	.nfields = NELEMS(indicator_fields),
	.rights = {
		{ ADM | ACL | TOP, READ, 0 },
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | RO3, READ, EXTRACT },
		{ AUR, READ, OURS },
	},
};

const struct entity indicator_value_entity = {
	.name = "indicator_value", .label = "Indicator value",
	.plural = "Indicator values", .prefix = "KPV",
	.subject = "monitoring", .clause = "5.6",
	.about = "An indicator's value for one period, kept so that it "
	    "never changes afterwards.",
	.belongs = "programme programme",
	.size = sizeof(struct indicator_value),
	.fields = indicator_value_fields,
	.nfields = NELEMS(indicator_value_fields),
	.rights = {
		{ APM, READ | EXPORT, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | RO3, READ, EXTRACT },
		{ AUR, READ, OURS },
	},
};

const struct entity feedback_entity = {
	.name = "feedback", .label = "Feedback",
	.plural = "Feedback", .prefix = "FBK",
	.subject = "monitoring", .clause = "5.6",
	.about = "What client, auditee or team thought of an audit.",
	.belongs = "audit audit",
	.own = "asked",
	.flags = PERSONAL,
	.size = sizeof(struct feedback),
	.fields = feedback_fields,
	.nfields = NELEMS(feedback_fields),
	.state = offsetof(struct feedback, state),
	.machine = &feedback_machine,
	.rights = {
		{ APM, CREATE | READ | EXPORT, 0 },
		{ ACL | ATL | AUD | TEX | AUR, READ | UPDATE | STEP, OWN },
	},
};

const struct entity complaint_entity = {
	.name = "complaint", .label = "Complaint",
	.plural = "Complaints", .prefix = "CMP",
	.subject = "monitoring", .clause = "5.4.1",
	.about = "A complaint or appeal about an audit, a person or the "
	    "programme.",
	.belongs = "audit audit; programme programme",
	.own = "raised_by about_person decider",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct complaint),
	.fields = complaint_fields,
	.nfields = NELEMS(complaint_fields),
	.state = offsetof(struct complaint, state),
	.machine = &complaint_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, CREATE | READ | UPDATE | STEP, OF_MANAGER },
		{ ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3,
		    CREATE | READ | STEP, OWN },
	},
};

const struct entity programme_change_entity = {
	.name = "programme_change", .label = "Programme change",
	.plural = "Programme changes", .prefix = "PCH",
	.subject = "monitoring", .clause = "5.6",
	.about = "A proposal to change the running programme, and its answer.",
	.belongs = "programme programme",
	.own = "decided_by",
	.size = sizeof(struct programme_change),
	.fields = programme_change_fields,
	.nfields = NELEMS(programme_change_fields),
	.state = offsetof(struct programme_change, state),
	.machine = &programme_change_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, CREATE | READ | STEP, 0 },
		{ ATL, CREATE | READ, ASSIGNED },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity programme_review_entity = {
	.name = "programme_review", .label = "Programme review",
	.plural = "Programme reviews", .prefix = "PRV",
	.subject = "monitoring", .clause = "5.7",
	.about = "The yearly look at whether the programme reached its "
	    "objectives and what to change.",
	.belongs = "programme programme",
	.own = "reported_to",
	.size = sizeof(struct programme_review),
	.fields = programme_review_fields,
	.nfields = NELEMS(programme_review_fields),
	.state = offsetof(struct programme_review, state),
	.machine = &programme_review_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ, 0 },
		{ ATL | TOP | RO3, READ, EXTRACT },
	},
};
