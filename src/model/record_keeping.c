/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record_keeping.h"

#include "entities.h"

/* --- legal hold ------------------------------------------------------------ */

static const struct step legal_hold_steps[] = {
	{ "create", 0, HOLD_STATE_IN_FORCE, APM,
	    NULL,
	    NULL,
	    "disposal stopped at once" },
	{ "lift", HOLD_STATE_IN_FORCE, HOLD_STATE_LIFTING, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "confirm", HOLD_STATE_LIFTING, HOLD_STATE_LIFTED, APM | ACL,
	    NULL,
	    "not the first person",
	    NULL },
	{ "keep", HOLD_STATE_LIFTING, HOLD_STATE_IN_FORCE, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine legal_hold_machine = {
	hold_state_choices, legal_hold_steps, NELEMS(legal_hold_steps),
};

/* --- disposal -------------------------------------------------------------- */

static const struct step disposal_record_steps[] = {
	{ "create", 0, DISPOSAL_STATE_PROPOSED, APM | SYS,
	    NULL,
	    "retention over",
	    "list of records" },
	{ "approve", DISPOSAL_STATE_PROPOSED, DISPOSAL_STATE_APPROVED,
	    APM | ACL,
	    "R-5.5.7-03 R-6.3.4-03",
	    NULL,
	    NULL },
	{ "carry_out", DISPOSAL_STATE_APPROVED, DISPOSAL_STATE_CARRIED_OUT,
	    ADM | APM,
	    "R-5.5.7-02 R-5.5.7-03 R-5.5.7-04 R-5.5.7-05",
	    "two persons from class confidential on",
	    "content gone, certificate stored" },
	{ "stop", DISPOSAL_STATE_PROPOSED, DISPOSAL_STATE_STOPPED, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "stop", DISPOSAL_STATE_APPROVED, DISPOSAL_STATE_STOPPED, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine disposal_record_machine = {
	disposal_state_choices, disposal_record_steps, NELEMS(disposal_record_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD retention_rule
static const struct field retention_rule_fields[] = {
#include "def/retention_rule.def"
};
#undef RECORD
#define RECORD legal_hold
static const struct field legal_hold_fields[] = {
#include "def/legal_hold.def"
};
#undef RECORD
#define RECORD disposal_record
static const struct field disposal_record_fields[] = {
#include "def/disposal_record.def"
};
#undef RECORD
#define RECORD export_record
static const struct field export_record_fields[] = {
#include "def/export_record.def"
};
#undef RECORD
#undef FIELD

const struct entity retention_rule_entity = {
	.name = "retention_rule", .label = "Retention rule",
	.plural = "Retention rules", .prefix = "RET",
	.subject = "record_keeping", .clause = "5.5.7",
	.about = "How long a group of records is kept and what happens then.",
	.belongs = "system -",
	.size = sizeof(struct retention_rule),
	.fields = retention_rule_fields,
	.nfields = NELEMS(retention_rule_fields),
	.rights = {
		{ ADM | ACL, READ, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUR, READ, EXTRACT },
	},
};

const struct entity legal_hold_entity = {
	.name = "legal_hold", .label = "Legal hold",
	.plural = "Legal holds", .prefix = "HLD",
	.subject = "record_keeping", .clause = "5.5.7",
	.about = "An order that certain records must not be disposed of.",
	.belongs = "audit audit; programme programme",
	.own = "lifted_by lifted_second_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct legal_hold),
	.fields = legal_hold_fields,
	.nfields = NELEMS(legal_hold_fields),
	.state = offsetof(struct legal_hold, state),
	.machine = &legal_hold_machine,
	.rights = {
		{ ADM, READ, EXTRACT },
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, ASSIGNED },
	},
};

const struct entity disposal_record_entity = {
	.name = "disposal_record", .label = "Disposal",
	.plural = "Disposals", .prefix = "DSP",
	.subject = "record_keeping", .clause = "5.5.7",
	.about = "Proof that records were disposed of: which, how, by whom.",
	.belongs = "audit audit; programme programme; person person",
	.own = "person approved_by carried_out_by witness",
	.flags = PERSONAL,
	.size = sizeof(struct disposal_record),
	.fields = disposal_record_fields,
	.nfields = NELEMS(disposal_record_fields),
	.state = offsetof(struct disposal_record, state),
	.machine = &disposal_record_machine,
	.rights = {
		{ ADM, READ | STEP, EXTRACT },
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUR, READ, OWN },
	},
};

const struct entity export_record_entity = {
	.name = "export_record", .label = "Export",
	.plural = "Exports", .prefix = "EXP",
	.subject = "record_keeping", .clause = "B.2",
	.about = "Proof that data left the system: what, for whom, in which "
	    "class.",
	.belongs = "audit audit; programme programme; system -",
	.own = "exported_by recipient",
	.flags = PERSONAL,
	.size = sizeof(struct export_record),
	.fields = export_record_fields,
	.nfields = NELEMS(export_record_fields),
	.rights = {
		{ ADM, READ, EXTRACT },
		{ APM | ACL, READ, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | AUR, READ, OWN },
	},
};
