/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence.h"

#include "entities.h"

/* --- evidence -------------------------------------------------------------- */

static const struct step evidence_steps[] = {
	{ "create", 0, EVIDENCE_STATE_REGISTERED, ATL | AUD | AIT | TEX,
	    "R-5.4.4-04 R-6.2.2-02 R-6.4.5-02 R-6.4.7-02 R-6.4.7-03 "
	    "R-6.4.7-05 R-6.4.7-06 R-6.4.7-08 N-10",
	    "class and handling set; agreement allows the copy",
	    "custody: received" },
	{ "verify", EVIDENCE_STATE_REGISTERED, EVIDENCE_STATE_VERIFIED,
	    ATL | AUD,
	    "R-6.4.7-02",
	    "verified in some way; mentor for a trainee",
	    NULL },
	{ "accept", EVIDENCE_STATE_REGISTERED, EVIDENCE_STATE_ACCEPTED_UNVERIFIED,
	    ATL,
	    NULL,
	    "note of judgement",
	    "supports a question only" },
	{ "reject", EVIDENCE_STATE_REGISTERED, EVIDENCE_STATE_REJECTED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    "kept as a description" },
	{ "seal", EVIDENCE_STATE_VERIFIED, EVIDENCE_STATE_SEALED, ATL | SYS,
	    NULL,
	    "audit concludes",
	    "fingerprint; never changed again" },
	{ "seal", EVIDENCE_STATE_ACCEPTED_UNVERIFIED, EVIDENCE_STATE_SEALED,
	    ATL | SYS,
	    NULL,
	    "audit concludes",
	    "fingerprint; never changed again" },
	{ "hold", EVIDENCE_STATE_SEALED, EVIDENCE_STATE_ON_HOLD, APM,
	    NULL,
	    "legal hold in force",
	    NULL },
	{ "release", EVIDENCE_STATE_ON_HOLD, EVIDENCE_STATE_SEALED, APM,
	    NULL,
	    "legal hold lifted",
	    NULL },
	{ "dispose", EVIDENCE_STATE_SEALED, EVIDENCE_STATE_DISPOSED, SYS,
	    "R-5.5.7-02 R-5.5.7-03 R-5.5.7-04",
	    "disposal carried out by two persons; retention over or return "
	    "agreed; nothing open refers to it",
	    "content gone, description and fingerprint stay" },
};

static const struct machine evidence_machine = {
	evidence_state_choices, evidence_steps, NELEMS(evidence_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD evidence
static const struct field evidence_fields[] = {
#include "def/evidence.def"
};
#undef RECORD
#define RECORD interview
static const struct field interview_fields[] = {
#include "def/interview.def"
};
#undef RECORD
#define RECORD interviewee
static const struct field interviewee_fields[] = {
#include "def/interviewee.def"
};
#undef RECORD
#define RECORD custody_event
static const struct field custody_event_fields[] = {
#include "def/custody_event.def"
};
#undef RECORD
#define RECORD stored_file
static const struct field stored_file_fields[] = {
#include "def/stored_file.def"
};
#undef RECORD
#undef FIELD

const struct entity evidence_entity = {
	.name = "evidence", .label = "Evidence",
	.plural = "Evidence", .prefix = "EVD",
	.subject = "evidence", .clause = "6.4.7",
	.about = "A verifiable record, statement or observation that a "
	    "finding can rest on.",
	.belongs = "audit audit",
	.own = "collected_by verified_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct evidence),
	.fields = evidence_fields,
	.nfields = NELEMS(evidence_fields),
	.state = offsetof(struct evidence, state),
	.machine = &evidence_machine,
	.rights = {
		{ APM, READ | STEP, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT | TEX, CREATE | READ | UPDATE, OWN },
		{ AUR, READ, GAVE },
	},
};

const struct entity interview_entity = {
	.name = "interview", .label = "Interview",
	.plural = "Interviews", .prefix = "ITV",
	.subject = "evidence", .clause = "6.4.7",
	.about = "Notes of an interview, with the position of the person "
	    "and not the name.",
	.belongs = "audit session.plan.audit",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct interview),
	.fields = interview_fields,
	.nfields = NELEMS(interview_fields),
	.rights = {
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity interviewee_entity = {
	.name = "interviewee", .label = "Interviewed person",
	.plural = "Interviewed people", .prefix = "IPE",
	.subject = "evidence", .clause = "6.4.7",
	.about = "The name behind an interview, kept apart and opened only "
	    "with a reason.",
	.belongs = "audit interview.session.plan.audit",
	.own = "person",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct interviewee),
	.fields = interviewee_fields,
	.nfields = NELEMS(interviewee_fields),
	.rights = {
		{ ATL, CREATE | READ, ASSIGNED },
		{ AUD | AIT, CREATE | READ, OWN },
	},
};

const struct entity custody_event_entity = {
	.name = "custody_event", .label = "Custody event",
	.plural = "Custody events", .prefix = "CUS",
	.subject = "evidence", .clause = "6.4.7",
	.about = "One step in the chain of custody of a piece of evidence.",
	.belongs = "audit evidence.audit",
	.own = "person second_person",
	.size = sizeof(struct custody_event),
	.fields = custody_event_fields,
	.nfields = NELEMS(custody_event_fields),
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, CREATE | READ, OWN },
		{ AUR, READ, GAVE },
	},
};

const struct entity stored_file_entity = {
	.name = "stored_file", .label = "Stored file",
	.plural = "Stored files", .prefix = "FIL",
	.subject = "evidence", .clause = "6.4.7",
	.about = "A file kept by the system: size, type, fingerprint and "
	    "scan result; the bytes are encrypted elsewhere.",
	.belongs = "audit audit; organization organization; system -",
	.flags = CLASSIFIED,
	.size = sizeof(struct stored_file),
	.fields = stored_file_fields,
	.nfields = NELEMS(stored_file_fields),
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, CREATE | READ, OWN },
		{ AUR, CREATE | READ, GAVE },
	},
};
