/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people.h"

#include "entities.h"

/* --- code of conduct declaration ------------------------------------------- */

static const struct step conduct_declaration_steps[] = {
	{ "create", 0, DECLARATION_STATE_REQUESTED,
	    APM | ATL | AUD | AIT | TEX | OBS | EVA,
	    NULL,
	    NULL,
	    "task for the person" },
	{ "sign", DECLARATION_STATE_REQUESTED, DECLARATION_STATE_SIGNED,
	    APM | ATL | AUD | AIT | TEX | OBS | EVA,
	    NULL,
	    "only the person; text shown in the version that is signed",
	    "stores fingerprint and time" },
	{ "expire", DECLARATION_STATE_SIGNED, DECLARATION_STATE_EXPIRED, SYS,
	    NULL,
	    "past its last day",
	    "task to sign again" },
	{ "revoke", DECLARATION_STATE_SIGNED, DECLARATION_STATE_REVOKED, APM,
	    "R-4-03",
	    "reason; also when the text changes and is signed anew",
	    NULL },
	{ "withdraw", DECLARATION_STATE_REQUESTED, DECLARATION_STATE_REVOKED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine conduct_declaration_machine = {
	declaration_state_choices, conduct_declaration_steps, NELEMS(conduct_declaration_steps),
};

/* --- declaration of interests ---------------------------------------------- */

static const struct step interest_declaration_steps[] = {
	{ "create", 0, DECLARATION_STATE_REQUESTED,
	    APM | ATL | AUD | AIT | TEX | OBS | EVA,
	    NULL,
	    NULL,
	    "task for the person" },
	{ "sign", DECLARATION_STATE_REQUESTED, DECLARATION_STATE_SIGNED,
	    APM | ATL | AUD | AIT | TEX | OBS | EVA,
	    "I-10",
	    "only the person; yes or no answered",
	    "runs the independence checks again" },
	{ "expire", DECLARATION_STATE_SIGNED, DECLARATION_STATE_EXPIRED, SYS,
	    NULL,
	    "past its last day",
	    "task to declare again" },
	{ "revoke", DECLARATION_STATE_SIGNED, DECLARATION_STATE_REVOKED,
	    APM | ATL | AUD | AIT | TEX | OBS | EVA,
	    NULL,
	    "reason; only the person or the manager",
	    "runs the independence checks again" },
	{ "withdraw", DECLARATION_STATE_REQUESTED, DECLARATION_STATE_REVOKED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine interest_declaration_machine = {
	declaration_state_choices, interest_declaration_steps, NELEMS(interest_declaration_steps),
};

/* --- independence waiver --------------------------------------------------- */

static const struct step independence_waiver_steps[] = {
	{ "create", 0, WAIVER_STATE_REQUESTED, APM,
	    NULL,
	    NULL,
	    "told to the client" },
	{ "approve", WAIVER_STATE_REQUESTED, WAIVER_STATE_APPROVED, ACL,
	    NULL,
	    "small organization and first party; only I-01 to I-05; all "
	    "five parts filled; not the person itself",
	    "shown in plan and report; counted by K-15" },
	{ "refuse", WAIVER_STATE_REQUESTED, WAIVER_STATE_REFUSED, ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "end", WAIVER_STATE_APPROVED, WAIVER_STATE_ENDED, APM | ACL,
	    NULL,
	    "reason, or the audit is over",
	    "runs the independence checks again" },
};

static const struct machine independence_waiver_machine = {
	waiver_state_choices, independence_waiver_steps, NELEMS(independence_waiver_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD person
static const struct field person_fields[] = {
#include "def/person.def"
};
#undef RECORD
#define RECORD clearance
static const struct field clearance_fields[] = {
#include "def/clearance.def"
};
#undef RECORD
#define RECORD conduct_declaration
static const struct field conduct_declaration_fields[] = {
#include "def/conduct_declaration.def"
};
#undef RECORD
#define RECORD interest_declaration
static const struct field interest_declaration_fields[] = {
#include "def/interest_declaration.def"
};
#undef RECORD
#define RECORD independence_check
static const struct field independence_check_fields[] = {
#include "def/independence_check.def"
};
#undef RECORD
#define RECORD independence_waiver
static const struct field independence_waiver_fields[] = {
#include "def/independence_waiver.def"
};
#undef RECORD
#undef FIELD

const struct entity person_entity = {
	.name = "person", .label = "Person",
	.plural = "People", .prefix = "PER",
	.subject = "people", .clause = "B",
	.about = "Somebody who takes part in audits on either side, with or "
	    "without an account.",
	.belongs = "person id",
	.flags = PERSONAL,
	.size = sizeof(struct person),
	.fields = person_fields,
	.nfields = NELEMS(person_fields),
	.rights = {
		{ ADM | APM, CREATE | READ | UPDATE, 0 },
		{ ACL, CREATE | READ, 0 },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI | EVA, READ, OWN },
		{ AUR, CREATE | READ | UPDATE, OURS },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity clearance_entity = {
	.name = "clearance", .label = "Clearance",
	.plural = "Clearances", .prefix = "CLR",
	.subject = "people", .clause = "5.4.4",
	.about = "A permission to enter a place or to see a class of "
	    "information, with an end date.",
	.belongs = "person person",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct clearance),
	.fields = clearance_fields,
	.nfields = NELEMS(clearance_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX, CREATE | READ | UPDATE, OWN },
		{ EVA, READ, OWN },
	},
};

const struct entity conduct_declaration_entity = {
	.name = "conduct_declaration", .label = "Code of conduct declaration",
	.plural = "Code of conduct declarations", .prefix = "CON",
	.subject = "people", .clause = "4",
	.about = "A person's signature under the code of conduct and the "
	    "duty of confidentiality.",
	.belongs = "person person",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct conduct_declaration),
	.fields = conduct_declaration_fields,
	.nfields = NELEMS(conduct_declaration_fields),
	.state = offsetof(struct conduct_declaration, state),
	.machine = &conduct_declaration_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX | OBS | EVA,
		    CREATE | READ | UPDATE | STEP, OWN },
	},
};

const struct entity interest_declaration_entity = {
	.name = "interest_declaration", .label = "Declaration of interests",
	.plural = "Declarations of interests", .prefix = "INT",
	.subject = "people", .clause = "4",
	.about = "A person's answer about ties to an area that could be "
	    "audited; also the answer \"none\".",
	.belongs = "person person",
	.own = "person",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct interest_declaration),
	.fields = interest_declaration_fields,
	.nfields = NELEMS(interest_declaration_fields),
	.state = offsetof(struct interest_declaration, state),
	.machine = &interest_declaration_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, OF_MANAGER },
		{ ATL | AUD | AIT | TEX | OBS | EVA,
		    CREATE | READ | UPDATE | STEP, OWN },
	},
};

const struct entity independence_check_entity = {
	.name = "independence_check", .label = "Independence check",
	.plural = "Independence checks", .prefix = "IND",
	.subject = "people", .clause = "B.3",
	.about = "What the system found when it compared a person's ties "
	    "with the area to be audited.",
	.belongs = "audit audit; person person",
	.own = "person",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct independence_check),
	.fields = independence_check_fields,
	.nfields = NELEMS(independence_check_fields),
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | AIT | TEX, READ, OWN },
	},
};

const struct entity independence_waiver_entity = {
	.name = "independence_waiver", .label = "Independence waiver",
	.plural = "Independence waivers", .prefix = "WAI",
	.subject = "people", .clause = "B.3",
	.about = "The client's consent to an auditor who is not fully "
	    "independent, with the safeguard that makes up for it.",
	.belongs = "audit audit",
	.own = "person safeguard_person decided_by",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct independence_waiver),
	.fields = independence_waiver_fields,
	.nfields = NELEMS(independence_waiver_fields),
	.state = offsetof(struct independence_waiver, state),
	.machine = &independence_waiver_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | AIT | TEX, READ, OWN },
		{ AUR, READ, EXTRACT },
	},
};
