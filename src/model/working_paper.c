/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "working_paper.h"

#include "entities.h"

/* --- working paper --------------------------------------------------------- */

static const struct step working_paper_steps[] = {
	{ "create", 0, PAPER_STATE_NOT_STARTED, ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    "items from template or guidance" },
	{ "start", PAPER_STATE_NOT_STARTED, PAPER_STATE_IN_PROGRESS, SYS,
	    NULL,
	    "first item started",
	    NULL },
	{ "finish", PAPER_STATE_IN_PROGRESS, PAPER_STATE_DONE, SYS,
	    NULL,
	    "all items done or settled",
	    NULL },
	{ "return", PAPER_STATE_DONE, PAPER_STATE_RETURNED, SYS,
	    NULL,
	    "an item was returned",
	    NULL },
	{ "start", PAPER_STATE_RETURNED, PAPER_STATE_IN_PROGRESS, SYS,
	    NULL,
	    "returned item taken up",
	    NULL },
	{ "review", PAPER_STATE_DONE, PAPER_STATE_REVIEWED, SYS,
	    NULL,
	    "all items reviewed or settled",
	    NULL },
	{ "extend", PAPER_STATE_REVIEWED, PAPER_STATE_IN_PROGRESS, SYS,
	    NULL,
	    "an item was added",
	    NULL },
	{ "lock", PAPER_STATE_REVIEWED, PAPER_STATE_LOCKED, SYS,
	    NULL,
	    "audit enters reporting",
	    NULL },
};

static const struct machine working_paper_machine = {
	paper_state_choices, working_paper_steps, NELEMS(working_paper_steps),
};

/* --- checklist item -------------------------------------------------------- */

static const struct step checklist_item_steps[] = {
	{ "create", 0, CHECKLIST_STATE_NOT_STARTED, ATL | AUD | AIT,
	    "R-6.3.4-01 R-6.3.4-04",
	    NULL,
	    NULL },
	{ "start", CHECKLIST_STATE_NOT_STARTED, CHECKLIST_STATE_IN_PROGRESS,
	    ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "finish", CHECKLIST_STATE_IN_PROGRESS, CHECKLIST_STATE_DONE,
	    ATL | AUD | AIT,
	    "R-5.5.4-04",
	    "verdict set; evidence linked where it conforms, partly "
	    "conforms or does not",
	    NULL },
	{ "sign_off", CHECKLIST_STATE_DONE, CHECKLIST_STATE_DONE, AUD | ATL,
	    NULL,
	    "mentor of a trainee; not the trainee",
	    "stores the mentor's name" },
	{ "review", CHECKLIST_STATE_DONE, CHECKLIST_STATE_REVIEWED, ATL | AUD,
	    "R-5.5.4-05",
	    "not the owner; single auditor: self-review list done",
	    NULL },
	{ "return", CHECKLIST_STATE_DONE, CHECKLIST_STATE_RETURNED, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "start", CHECKLIST_STATE_RETURNED, CHECKLIST_STATE_IN_PROGRESS,
	    ATL | AUD | AIT,
	    NULL,
	    NULL,
	    NULL },
	{ "reopen", CHECKLIST_STATE_REVIEWED, CHECKLIST_STATE_IN_PROGRESS, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "set_aside", CHECKLIST_STATE_NOT_STARTED, CHECKLIST_STATE_NOT_APPLICABLE_PROPOSED,
	    ATL | AUD | AIT,
	    NULL,
	    "reason: statement of applicability or scope",
	    NULL },
	{ "set_aside", CHECKLIST_STATE_IN_PROGRESS, CHECKLIST_STATE_NOT_APPLICABLE_PROPOSED,
	    ATL | AUD | AIT,
	    NULL,
	    "reason: statement of applicability or scope",
	    NULL },
	{ "confirm", CHECKLIST_STATE_NOT_APPLICABLE_PROPOSED, CHECKLIST_STATE_NOT_APPLICABLE,
	    ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "return", CHECKLIST_STATE_NOT_APPLICABLE_PROPOSED, CHECKLIST_STATE_IN_PROGRESS,
	    ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "leave_out", CHECKLIST_STATE_NOT_STARTED, CHECKLIST_STATE_NOT_COVERED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    "stands in the report" },
	{ "leave_out", CHECKLIST_STATE_IN_PROGRESS, CHECKLIST_STATE_NOT_COVERED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    "stands in the report" },
	{ "leave_out", CHECKLIST_STATE_RETURNED, CHECKLIST_STATE_NOT_COVERED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    "stands in the report" },
	{ "reopen", CHECKLIST_STATE_NOT_COVERED, CHECKLIST_STATE_IN_PROGRESS,
	    ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "reopen", CHECKLIST_STATE_NOT_APPLICABLE, CHECKLIST_STATE_IN_PROGRESS,
	    ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "lock", CHECKLIST_STATE_REVIEWED, CHECKLIST_STATE_LOCKED, SYS,
	    NULL,
	    "audit enters reporting",
	    NULL },
};

static const struct machine checklist_item_machine = {
	checklist_state_choices, checklist_item_steps, NELEMS(checklist_item_steps),
};

/* --- note of the document review ------------------------------------------- */

static const struct step document_review_note_steps[] = {
	{ "create", 0, NOTE_STATE_OPEN, ATL | AUD | AIT | TEX,
	    NULL,
	    NULL,
	    NULL },
	{ "settle", NOTE_STATE_OPEN, NOTE_STATE_SETTLED, ATL | AUD,
	    NULL,
	    "carried on or nothing to do",
	    NULL },
	{ "reopen", NOTE_STATE_SETTLED, NOTE_STATE_OPEN, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine document_review_note_machine = {
	note_state_choices, document_review_note_steps, NELEMS(document_review_note_steps),
};

/* --- offline package ------------------------------------------------------- */

static const struct step offline_package_steps[] = {
	{ "create", 0, OFFLINE_STATE_ISSUED, ATL | AUD,
	    "R-6.3.4-02 N-10",
	    "encrypted; for one person; within the agreed class",
	    "expiry set" },
	{ "return", OFFLINE_STATE_ISSUED, OFFLINE_STATE_RETURNED,
	    ATL | AUD | AIT,
	    "R-6.3.4-02",
	    "orders brought back",
	    NULL },
	{ "wipe", OFFLINE_STATE_ISSUED, OFFLINE_STATE_WIPED, ATL | AUD | AIT,
	    "R-6.3.4-02",
	    "person confirms",
	    NULL },
	{ "lose", OFFLINE_STATE_ISSUED, OFFLINE_STATE_LOST, ATL | AUD | AIT,
	    NULL,
	    "reason",
	    "security event; manager told; sealed by key" },
};

static const struct machine offline_package_machine = {
	offline_state_choices, offline_package_steps, NELEMS(offline_package_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD working_paper
static const struct field working_paper_fields[] = {
#include "def/working_paper.def"
};
#undef RECORD
#define RECORD checklist_item
static const struct field checklist_item_fields[] = {
#include "def/checklist_item.def"
};
#undef RECORD
#define RECORD document_review_note
static const struct field document_review_note_fields[] = {
#include "def/document_review_note.def"
};
#undef RECORD
#define RECORD control_trace
static const struct field control_trace_fields[] = {
#include "def/control_trace.def"
};
#undef RECORD
#define RECORD offline_package
static const struct field offline_package_fields[] = {
#include "def/offline_package.def"
};
#undef RECORD
#undef FIELD

const struct entity working_paper_entity = {
	.name = "working_paper", .label = "Working paper",
	.plural = "Working papers", .prefix = "WP",
	.subject = "working_paper", .clause = "6.3.4",
	.about = "A checklist, sample sheet or page of notes of the team.",
	.belongs = "audit audit",
	.own = "owner reviewer",
	.flags = CLASSIFIED,
	.size = sizeof(struct working_paper),
	.fields = working_paper_fields,
	.nfields = NELEMS(working_paper_fields),
	.state = offsetof(struct working_paper, state),
	.machine = &working_paper_machine,
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT | TEX, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity checklist_item_entity = {
	.name = "checklist_item", .label = "Checklist item",
	.plural = "Checklist items", .prefix = "CLI",
	.subject = "working_paper", .clause = "6.3.4",
	.about = "One question of a working paper with its answer, evidence "
	    "and verdict.",
	.belongs = "audit paper.audit",
	.own = "mentor_signed_by reviewed_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct checklist_item),
	.fields = checklist_item_fields,
	.nfields = NELEMS(checklist_item_fields),
	.state = offsetof(struct checklist_item, state),
	.machine = &checklist_item_machine,
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE | STEP, OWN },
		{ TEX, READ | UPDATE | STEP, OWN },
	},
};

const struct entity document_review_note_entity = {
	.name = "document_review_note", .label = "Note of the document review",
	.plural = "Notes of the document review", .prefix = "DRN",
	.subject = "working_paper", .clause = "6.3.1",
	.about = "What an auditor noticed in a document.",
	.belongs = "audit audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct document_review_note),
	.fields = document_review_note_fields,
	.nfields = NELEMS(document_review_note_fields),
	.state = offsetof(struct document_review_note, state),
	.machine = &document_review_note_machine,
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT | TEX, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity control_trace_entity = {
	.name = "control_trace", .label = "Control trace",
	.plural = "Control traces", .prefix = "TRC",
	.subject = "working_paper", .clause = "6.4.6",
	.about = "One control followed back to a risk or forward to its "
	    "implementation.",
	.belongs = "audit audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct control_trace),
	.fields = control_trace_fields,
	.nfields = NELEMS(control_trace_fields),
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT | TEX, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity offline_package_entity = {
	.name = "offline_package", .label = "Offline package",
	.plural = "Offline packages", .prefix = "OFF",
	.subject = "working_paper", .clause = "6.3.4",
	.about = "An encrypted copy of working papers that one person takes "
	    "along.",
	.belongs = "audit audit",
	.own = "person",
	.size = sizeof(struct offline_package),
	.fields = offline_package_fields,
	.nfields = NELEMS(offline_package_fields),
	.state = offsetof(struct offline_package, state),
	.machine = &offline_package_machine,
	.rights = {
		{ APM, READ, 0 },
		{ ATL, CREATE | READ | STEP, ASSIGNED },
		{ AUD, CREATE | READ | STEP, OWN },
		{ AIT, READ | STEP, OWN },
	},
};
