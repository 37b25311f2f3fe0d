/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: the tables of one subject stand together. */
#include "initiation.h"

#include "entities.h"

/* --- first contact --------------------------------------------------------- */

static const struct step contact_record_steps[] = {
	{ "create", 0, CONTACT_STATE_OPEN, ATL | APM,
	    "R-6.2.1-01 R-6.2.2-03",
	    NULL,
	    NULL },
	{ "complete", CONTACT_STATE_OPEN, CONTACT_STATE_COMPLETE, ATL,
	    "R-6.2.2-01 R-6.2.2-05",
	    "authority and its source given; eleven points settled or not "
	    "applicable with reason",
	    NULL },
	{ "reopen", CONTACT_STATE_COMPLETE, CONTACT_STATE_OPEN, ATL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine contact_record_machine = {
	contact_state_choices, contact_record_steps, NELEMS(contact_record_steps),
};

/* --- agreement ------------------------------------------------------------- */

static const struct step agreement_steps[] = {
	{ "create", 0, AGREEMENT_STATE_DRAFT, ATL | APM,
	    NULL,
	    NULL,
	    NULL },
	{ "offer", AGREEMENT_STATE_DRAFT, AGREEMENT_STATE_OFFERED, ATL | APM,
	    NULL,
	    "text or contract reference present",
	    "task for each party" },
	{ "sign", AGREEMENT_STATE_OFFERED, AGREEMENT_STATE_SIGNED,
	    ATL | APM | ACL | AUR,
	    NULL,
	    "all parties signed",
	    NULL },
	{ "sign", AGREEMENT_STATE_DRAFT, AGREEMENT_STATE_SIGNED, ATL | APM,
	    NULL,
	    "contract reference stands in place of signatures",
	    NULL },
	{ "return", AGREEMENT_STATE_OFFERED, AGREEMENT_STATE_DRAFT, ACL | AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "expire", AGREEMENT_STATE_SIGNED, AGREEMENT_STATE_EXPIRED, SYS,
	    NULL,
	    "past its last day",
	    "told to the parties" },
	{ "end", AGREEMENT_STATE_SIGNED, AGREEMENT_STATE_TERMINATED,
	    ATL | APM | ACL | AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "end", AGREEMENT_STATE_OFFERED, AGREEMENT_STATE_TERMINATED,
	    ATL | APM,
	    NULL,
	    "reason",
	    NULL },
	{ "end", AGREEMENT_STATE_DRAFT, AGREEMENT_STATE_TERMINATED, ATL | APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine agreement_machine = {
	agreement_state_choices, agreement_steps, NELEMS(agreement_steps),
};

/* --- information request --------------------------------------------------- */

static const struct step information_request_steps[] = {
	{ "create", 0, REQUEST_STATE_OPEN, ATL | AUD | AIT,
	    NULL,
	    NULL,
	    "told to the addressee" },
	{ "answer", REQUEST_STATE_OPEN, REQUEST_STATE_ANSWERED, AUR,
	    NULL,
	    "answer or document present",
	    NULL },
	{ "answer_partly", REQUEST_STATE_OPEN, REQUEST_STATE_PARTLY_ANSWERED,
	    AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "decline", REQUEST_STATE_OPEN, REQUEST_STATE_DECLINED, AUR,
	    NULL,
	    "reason",
	    "access constraint proposed" },
	{ "offer_alternative", REQUEST_STATE_OPEN, REQUEST_STATE_ALTERNATIVE_OFFERED,
	    AUR,
	    NULL,
	    "reason",
	    "access constraint proposed" },
	{ "answer", REQUEST_STATE_PARTLY_ANSWERED, REQUEST_STATE_ANSWERED, AUR,
	    NULL,
	    "answer or document present",
	    NULL },
	{ "ask_again", REQUEST_STATE_ANSWERED, REQUEST_STATE_OPEN, ATL | AUD,
	    NULL,
	    "reason; not sufficient",
	    NULL },
	{ "ask_again", REQUEST_STATE_DECLINED, REQUEST_STATE_OPEN, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "ask_again", REQUEST_STATE_PARTLY_ANSWERED, REQUEST_STATE_OPEN,
	    ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "ask_again", REQUEST_STATE_ALTERNATIVE_OFFERED, REQUEST_STATE_OPEN,
	    ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "close", REQUEST_STATE_ANSWERED, REQUEST_STATE_CLOSED, ATL | AUD,
	    NULL,
	    NULL,
	    NULL },
	{ "close", REQUEST_STATE_PARTLY_ANSWERED, REQUEST_STATE_CLOSED,
	    ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "close", REQUEST_STATE_DECLINED, REQUEST_STATE_CLOSED, ATL | AUD,
	    NULL,
	    "constraint decided or not needed",
	    NULL },
	{ "close", REQUEST_STATE_ALTERNATIVE_OFFERED, REQUEST_STATE_CLOSED,
	    ATL | AUD,
	    NULL,
	    "alternative used",
	    NULL },
	{ "withdraw", REQUEST_STATE_OPEN, REQUEST_STATE_WITHDRAWN, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine information_request_machine = {
	request_state_choices, information_request_steps, NELEMS(information_request_steps),
};

/* --- declaration of availability ------------------------------------------- */

static const struct step availability_declaration_steps[] = {
	{ "create", 0, AVAILABILITY_STATE_REQUESTED, ATL | AUR,
	    NULL,
	    NULL,
	    "task for the auditee representative" },
	{ "declare", AVAILABILITY_STATE_REQUESTED, AVAILABILITY_STATE_DECLARED,
	    AUR,
	    NULL,
	    "yes or no answered",
	    NULL },
	{ "ask_again", AVAILABILITY_STATE_DECLARED, AVAILABILITY_STATE_REQUESTED,
	    ATL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine availability_declaration_machine = {
	availability_state_choices, availability_declaration_steps, NELEMS(availability_declaration_steps),
};

/* --- access constraint ----------------------------------------------------- */

static const struct step access_constraint_steps[] = {
	{ "create", 0, CONSTRAINT_STATE_DECLARED, AUR | ATL | AUD,
	    NULL,
	    NULL,
	    "told to leader and manager" },
	{ "assess", CONSTRAINT_STATE_DECLARED, CONSTRAINT_STATE_ASSESSED, ATL,
	    NULL,
	    "significance, adequacy and reasoning filled",
	    NULL },
	{ "decide", CONSTRAINT_STATE_ASSESSED, CONSTRAINT_STATE_DECIDED,
	    APM | ACL,
	    "R-5.4.1-05 R-6.2.3-02 R-6.2.3-04 R-6.4.5-01 I-12",
	    "reason; manager not on the team, else client or deputy",
	    "told to the auditee" },
	{ "apply", CONSTRAINT_STATE_DECIDED, CONSTRAINT_STATE_APPLIED, ATL,
	    "R-6.2.3-04 R-6.2.3-05",
	    "carried to plan and report",
	    NULL },
	{ "lift", CONSTRAINT_STATE_DECIDED, CONSTRAINT_STATE_LIFTED, ATL | AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "lift", CONSTRAINT_STATE_APPLIED, CONSTRAINT_STATE_LIFTED, ATL | AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "lift", CONSTRAINT_STATE_DECLARED, CONSTRAINT_STATE_LIFTED, AUR,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine access_constraint_machine = {
	constraint_state_choices, access_constraint_steps, NELEMS(access_constraint_steps),
};

/* --- feasibility ----------------------------------------------------------- */

static const struct step feasibility_steps[] = {
	{ "create", 0, FEASIBILITY_STATE_DRAFT, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "submit", FEASIBILITY_STATE_DRAFT, FEASIBILITY_STATE_SUBMITTED, ATL,
	    NULL,
	    "four questions answered; proposal made",
	    "task for the manager" },
	{ "decide", FEASIBILITY_STATE_SUBMITTED, FEASIBILITY_STATE_DECIDED,
	    APM | ACL,
	    "R-5.4.1-05 R-6.2.3-01 R-6.2.3-03 R-6.2.3-06 I-12",
	    "manager not on the team, else client or deputy",
	    NULL },
	{ "return", FEASIBILITY_STATE_SUBMITTED, FEASIBILITY_STATE_DRAFT,
	    APM | ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "reopen", FEASIBILITY_STATE_DECIDED, FEASIBILITY_STATE_DRAFT, APM,
	    NULL,
	    "reason; facts changed",
	    NULL },
};

static const struct machine feasibility_machine = {
	feasibility_state_choices, feasibility_steps, NELEMS(feasibility_steps),
};

/* --- document -------------------------------------------------------------- */

static const struct step document_steps[] = {
	{ "create", 0, DOCUMENT_STATE_REQUESTED, ATL | AUD | AIT | TEX | AUR,
	    "R-6.3.1-02",
	    NULL,
	    NULL },
	{ "receive", DOCUMENT_STATE_REQUESTED, DOCUMENT_STATE_RECEIVED,
	    ATL | AUD | AIT | TEX | AUR,
	    "R-6.2.2-02 R-6.3.1-02 R-6.4.7-08",
	    "copy, or place where it is",
	    "scan of the file" },
	{ "view", DOCUMENT_STATE_REQUESTED, DOCUMENT_STATE_VIEW_ONLY,
	    ATL | AUD | AUR,
	    NULL,
	    "may be read but not copied",
	    NULL },
	{ "miss", DOCUMENT_STATE_REQUESTED, DOCUMENT_STATE_MISSING, ATL | AUD,
	    NULL,
	    "reason",
	    NULL },
	{ "receive", DOCUMENT_STATE_MISSING, DOCUMENT_STATE_RECEIVED,
	    ATL | AUD | AUR,
	    "R-6.2.2-02 R-6.3.1-02 R-6.4.7-08",
	    NULL,
	    NULL },
	{ "review", DOCUMENT_STATE_RECEIVED, DOCUMENT_STATE_REVIEWED,
	    ATL | AUD | TEX,
	    NULL,
	    "at least one note, or \"nothing to note\"",
	    NULL },
	{ "review", DOCUMENT_STATE_VIEW_ONLY, DOCUMENT_STATE_REVIEWED,
	    ATL | AUD | TEX,
	    NULL,
	    "access entry recorded",
	    NULL },
	{ "return", DOCUMENT_STATE_RECEIVED, DOCUMENT_STATE_RETURNED,
	    ATL | AUD,
	    NULL,
	    "returned or destroyed as agreed",
	    "custody recorded" },
	{ "return", DOCUMENT_STATE_REVIEWED, DOCUMENT_STATE_RETURNED,
	    ATL | AUD,
	    NULL,
	    "returned or destroyed as agreed",
	    "custody recorded" },
};

static const struct machine document_machine = {
	document_state_choices, document_steps, NELEMS(document_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD contact_record
static const struct field contact_record_fields[] = {
#include "def/contact_record.def"
};
#undef RECORD
#define RECORD agreement
static const struct field agreement_fields[] = {
#include "def/agreement.def"
};
#undef RECORD
#define RECORD agreement_signature
static const struct field agreement_signature_fields[] = {
#include "def/agreement_signature.def"
};
#undef RECORD
#define RECORD information_request
static const struct field information_request_fields[] = {
#include "def/information_request.def"
};
#undef RECORD
#define RECORD availability_declaration
static const struct field availability_declaration_fields[] = {
#include "def/availability_declaration.def"
};
#undef RECORD
#define RECORD access_constraint
static const struct field access_constraint_fields[] = {
#include "def/access_constraint.def"
};
#undef RECORD
#define RECORD feasibility
static const struct field feasibility_fields[] = {
#include "def/feasibility.def"
};
#undef RECORD
#define RECORD document
static const struct field document_fields[] = {
#include "def/document.def"
};
#undef RECORD
#undef FIELD

const struct entity contact_record_entity = {
	.name = "contact_record", .label = "First contact",
	.plural = "First contacts", .prefix = "CTC",
	.subject = "initiation", .clause = "6.2.2",
	.about = "What was agreed when the leader first spoke with the "
	    "auditee.",
	.belongs = "audit audit",
	.own = "representative participants",
	.flags = CLASSIFIED,
	.size = sizeof(struct contact_record),
	.fields = contact_record_fields,
	.nfields = NELEMS(contact_record_fields),
	.state = offsetof(struct contact_record, state),
	.machine = &contact_record_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | AUR, READ, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
	},
};

const struct entity agreement_entity = {
	.name = "agreement", .label = "Agreement",
	.plural = "Agreements", .prefix = "AGR",
	.subject = "initiation", .clause = "6.2.2",
	.about = "A promise in writing about confidentiality, disclosure, "
	    "access or data.",
	.belongs = "audit audit; programme programme; organization organization",
	.own = "person",
	.flags = CLASSIFIED,
	.size = sizeof(struct agreement),
	.fields = agreement_fields,
	.nfields = NELEMS(agreement_fields),
	.state = offsetof(struct agreement, state),
	.machine = &agreement_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | AUR, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
		{ TEX, READ, ASSIGNED | EXTRACT },
	},
};

const struct entity agreement_signature_entity = {
	.name = "agreement_signature", .label = "Signature",
	.plural = "Signatures", .prefix = "SGN",
	.subject = "initiation", .clause = "6.2.2",
	.about = "One party's signature under an agreement.",
	.belongs = "audit agreement.audit; programme agreement.programme; organization agreement.organization",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct agreement_signature),
	.fields = agreement_signature_fields,
	.nfields = NELEMS(agreement_signature_fields),
	.rights = {
		{ APM, CREATE | READ, 0 },
		{ ACL | OBS | AUR, CREATE | READ, OWN },
		{ ATL, CREATE | READ, ASSIGNED },
		{ AUD | AIT, READ, ASSIGNED },
	},
};

const struct entity information_request_entity = {
	.name = "information_request", .label = "Information request",
	.plural = "Information requests", .prefix = "REQ",
	.subject = "initiation", .clause = "6.2.2",
	.about = "Something the team asks the auditee for.",
	.belongs = "audit audit",
	.own = "addressee answered_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct information_request),
	.fields = information_request_fields,
	.nfields = NELEMS(information_request_fields),
	.state = offsetof(struct information_request, state),
	.machine = &information_request_machine,
	.rights = {
		{ APM, READ, 0 },
		{ ATL | AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
		{ GUI, READ, OWN },
		{ AUR, READ | UPDATE | STEP, 0 },
	},
};

const struct entity availability_declaration_entity = {
	.name = "availability_declaration", .label = "Declaration of availability",
	.plural = "Declarations of availability", .prefix = "AVA",
	.subject = "initiation", .clause = "6.2.3",
	.about = "The auditee's statement whether anything cannot be shown "
	    "to the team.",
	.belongs = "audit audit",
	.own = "declared_by",
	.size = sizeof(struct availability_declaration),
	.fields = availability_declaration_fields,
	.nfields = NELEMS(availability_declaration_fields),
	.state = offsetof(struct availability_declaration, state),
	.machine = &availability_declaration_machine,
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL, CREATE | READ | STEP, ASSIGNED },
		{ AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE | STEP, 0 },
	},
};

const struct entity access_constraint_entity = {
	.name = "access_constraint", .label = "Access constraint",
	.plural = "Access constraints", .prefix = "ACC",
	.subject = "initiation", .clause = "6.2.3",
	.about = "Information that can be seen only in a certain way, or "
	    "not at all.",
	.belongs = "audit audit",
	.own = "owner decided_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct access_constraint),
	.fields = access_constraint_fields,
	.nfields = NELEMS(access_constraint_fields),
	.state = offsetof(struct access_constraint, state),
	.machine = &access_constraint_machine,
	.rights = {
		{ APM | ACL, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE | STEP, 0 },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity feasibility_entity = {
	.name = "feasibility", .label = "Feasibility",
	.plural = "Feasibility", .prefix = "FEA",
	.subject = "initiation", .clause = "6.2.3",
	.about = "Whether the audit can reach its objectives with what is "
	    "available.",
	.belongs = "audit audit",
	.own = "decided_by",
	.size = sizeof(struct feasibility),
	.fields = feasibility_fields,
	.nfields = NELEMS(feasibility_fields),
	.state = offsetof(struct feasibility, state),
	.machine = &feasibility_machine,
	.rights = {
		{ APM | ACL, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ, ASSIGNED },
		{ AUR, READ, 0 },
	},
};

const struct entity document_entity = {
	.name = "document", .label = "Document",
	.plural = "Documents", .prefix = "DOC",
	.subject = "initiation", .clause = "6.3.1",
	.about = "A document of the auditee: a copy, or only a reference to "
	    "it.",
	.belongs = "audit audit; organization organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct document),
	.fields = document_fields,
	.nfields = NELEMS(document_fields),
	.state = offsetof(struct document, state),
	.machine = &document_machine,
	.rights = {
		{ APM, READ, ASSIGNED },
		{ ATL | AUD | AIT | TEX,
		    CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE | STEP, OURS },
	},
};
