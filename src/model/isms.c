/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "isms.h"

#include "entities.h"

/* --- isms profile ---------------------------------------------------------- */

static const struct step isms_profile_steps[] = {
	{ "create", 0, PROFILE_STATE_DRAFT, APM | AUR,
	    NULL,
	    NULL,
	    NULL },
	{ "request", PROFILE_STATE_DRAFT, PROFILE_STATE_REQUESTED, APM,
	    NULL,
	    "auditee named",
	    "task for the auditee representative" },
	{ "deliver", PROFILE_STATE_DRAFT, PROFILE_STATE_DELIVERED, APM | AUR,
	    "R-7.2.1-02",
	    "persons, sites and the six factors filled",
	    "stores who and when" },
	{ "deliver", PROFILE_STATE_REQUESTED, PROFILE_STATE_DELIVERED,
	    APM | AUR,
	    "R-7.2.1-02",
	    "persons, sites and the six factors filled",
	    "stores who and when" },
	{ "return", PROFILE_STATE_DELIVERED, PROFILE_STATE_DRAFT, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "freeze", PROFILE_STATE_DELIVERED, PROFILE_STATE_FROZEN, SYS,
	    NULL,
	    "the revision or calculation that uses it is approved",
	    "stores the fingerprint" },
	{ "supersede", PROFILE_STATE_DELIVERED, PROFILE_STATE_SUPERSEDED, SYS,
	    NULL,
	    "a newer profile is delivered",
	    NULL },
	{ "supersede", PROFILE_STATE_FROZEN, PROFILE_STATE_SUPERSEDED, SYS,
	    NULL,
	    "a newer profile is frozen",
	    NULL },
};

static const struct machine isms_profile_machine = {
	profile_state_choices, isms_profile_steps, NELEMS(isms_profile_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD isms_profile
static const struct field isms_profile_fields[] = {
#include "def/isms_profile.def"
};
#undef RECORD
#define RECORD person_group
static const struct field person_group_fields[] = {
#include "def/person_group.def"
};
#undef RECORD
#define RECORD isms_process
static const struct field isms_process_fields[] = {
#include "def/isms_process.def"
};
#undef RECORD
#define RECORD information_system
static const struct field information_system_fields[] = {
#include "def/information_system.def"
};
#undef RECORD
#define RECORD supplier_relation
static const struct field supplier_relation_fields[] = {
#include "def/supplier_relation.def"
};
#undef RECORD
#define RECORD isms_risk
static const struct field isms_risk_fields[] = {
#include "def/isms_risk.def"
};
#undef RECORD
#define RECORD statement_of_applicability
static const struct field statement_of_applicability_fields[] = {
#include "def/statement_of_applicability.def"
};
#undef RECORD
#define RECORD applicability_entry
static const struct field applicability_entry_fields[] = {
#include "def/applicability_entry.def"
};
#undef RECORD
#define RECORD applicability_check
static const struct field applicability_check_fields[] = {
#include "def/applicability_check.def"
};
#undef RECORD
#define RECORD performance_signal
static const struct field performance_signal_fields[] = {
#include "def/performance_signal.def"
};
#undef RECORD
#undef FIELD

const struct entity isms_profile_entity = {
	.name = "isms_profile", .label = "ISMS profile",
	.plural = "ISMS profiles", .prefix = "ISP",
	.subject = "isms", .clause = "5.4.3",
	.about = "Size and shape of an auditee's information security "
	    "management system on one day; the basis for audit time.",
	.belongs = "organization organization",
	.own = "delivered_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct isms_profile),
	.fields = isms_profile_fields,
	.nfields = NELEMS(isms_profile_fields),
	.state = offsetof(struct isms_profile, state),
	.machine = &isms_profile_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE | STEP, OURS },
	},
};

const struct entity person_group_entity = {
	.name = "person_group", .label = "Group of persons",
	.plural = "Groups of persons", .prefix = "PGR",
	.subject = "isms", .clause = "5.4.3",
	.about = "How many persons of the profile work at one site, or do "
	    "identical work.",
	.belongs = "organization profile.organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct person_group),
	.fields = person_group_fields,
	.nfields = NELEMS(person_group_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity isms_process_entity = {
	.name = "isms_process", .label = "Process",
	.plural = "Processes", .prefix = "PRO",
	.subject = "isms", .clause = "5.4.3",
	.about = "A process inside the scope of the ISMS.",
	.belongs = "organization organization",
	.own = "owner",
	.flags = PERSONAL,
	.size = sizeof(struct isms_process),
	.fields = isms_process_fields,
	.nfields = NELEMS(isms_process_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity information_system_entity = {
	.name = "information_system", .label = "Information system",
	.plural = "Information systems", .prefix = "SYS",
	.subject = "isms", .clause = "5.4.3",
	.about = "An application, platform or network in the scope of the "
	    "ISMS.",
	.belongs = "organization organization",
	.own = "owner",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct information_system),
	.fields = information_system_fields,
	.nfields = NELEMS(information_system_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity supplier_relation_entity = {
	.name = "supplier_relation", .label = "Supplier relation",
	.plural = "Supplier relations", .prefix = "SUP",
	.subject = "isms", .clause = "5.4.3",
	.about = "A supplier whose work bears on the auditee's information "
	    "security.",
	.belongs = "organization organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct supplier_relation),
	.fields = supplier_relation_fields,
	.nfields = NELEMS(supplier_relation_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity isms_risk_entity = {
	.name = "isms_risk", .label = "Information security risk",
	.plural = "Information security risks", .prefix = "RSK",
	.subject = "isms", .clause = "5.5.2",
	.about = "A significant risk of the auditee, as far as the "
	    "programme needs to know it.",
	.belongs = "organization organization",
	.own = "owner",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct isms_risk),
	.fields = isms_risk_fields,
	.nfields = NELEMS(isms_risk_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity statement_of_applicability_entity = {
	.name = "statement_of_applicability", .label = "Statement of applicability",
	.plural = "Statements of applicability", .prefix = "SOA",
	.subject = "isms", .clause = "5.5.2",
	.about = "One version of the auditee's list of necessary controls.",
	.belongs = "organization organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct statement_of_applicability),
	.fields = statement_of_applicability_fields,
	.nfields = NELEMS(statement_of_applicability_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity applicability_entry_entity = {
	.name = "applicability_entry", .label = "Entry of the statement of applicability",
	.plural = "Entries of the statement of applicability", .prefix = "SAE",
	.subject = "isms", .clause = "5.5.2",
	.about = "One control: necessary or not, why, and how far it is in "
	    "place.",
	.belongs = "organization statement.organization",
	.own = "owner",
	.flags = PERSONAL | CLASSIFIED,
	.size = sizeof(struct applicability_entry),
	.fields = applicability_entry_fields,
	.nfields = NELEMS(applicability_entry_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity applicability_check_entity = {
	.name = "applicability_check", .label = "Check of the statement of applicability",
	.plural = "Checks of the statement of applicability", .prefix = "SAC",
	.subject = "isms", .clause = "6.3.1",
	.about = "A gap that the system or an auditor found in a statement "
	    "of applicability.",
	.belongs = "organization statement.organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct applicability_check),
	.fields = applicability_check_fields,
	.nfields = NELEMS(applicability_check_fields),
	.rights = {
		{ APM, READ, SPECIAL },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT | TEX, CREATE | READ | UPDATE, OWN },
	},
};

const struct entity performance_signal_entity = {
	.name = "performance_signal", .label = "Performance signal",
	.plural = "Performance signals", .prefix = "SIG",
	.subject = "isms", .clause = "5.2",
	.about = "An event or figure that says something about how well the "
	    "ISMS works.",
	.belongs = "organization organization",
	.flags = CLASSIFIED,
	.size = sizeof(struct performance_signal),
	.fields = performance_signal_fields,
	.nfields = NELEMS(performance_signal_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};
