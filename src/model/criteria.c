/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "criteria.h"

#include "entities.h"

/* --- guidance item --------------------------------------------------------- */

static const struct step guidance_item_steps[] = {
	{ "create", 0, GUIDANCE_STATE_DRAFT, APM | ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "activate", GUIDANCE_STATE_DRAFT, GUIDANCE_STATE_ACTIVE, APM,
	    NULL,
	    "text and clause present",
	    NULL },
	{ "hide", GUIDANCE_STATE_ACTIVE, GUIDANCE_STATE_HIDDEN, APM,
	    NULL,
	    NULL,
	    "no longer offered" },
	{ "show", GUIDANCE_STATE_HIDDEN, GUIDANCE_STATE_ACTIVE, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "retire", GUIDANCE_STATE_ACTIVE, GUIDANCE_STATE_RETIRED, APM,
	    "R-A-01",
	    "own item",
	    NULL },
	{ "retire", GUIDANCE_STATE_HIDDEN, GUIDANCE_STATE_RETIRED, APM,
	    "R-A-01",
	    "own item",
	    NULL },
	{ "discard", GUIDANCE_STATE_DRAFT, GUIDANCE_STATE_RETIRED, APM,
	    NULL,
	    "own item",
	    NULL },
};

static const struct machine guidance_item_machine = {
	guidance_state_choices, guidance_item_steps, NELEMS(guidance_item_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD criteria_source
static const struct field criteria_source_fields[] = {
#include "def/criteria_source.def"
};
#undef RECORD
#define RECORD criteria_edition
static const struct field criteria_edition_fields[] = {
#include "def/criteria_edition.def"
};
#undef RECORD
#define RECORD criterion_item
static const struct field criterion_item_fields[] = {
#include "def/criterion_item.def"
};
#undef RECORD
#define RECORD criterion_map
static const struct field criterion_map_fields[] = {
#include "def/criterion_map.def"
};
#undef RECORD
#define RECORD guidance_item
static const struct field guidance_item_fields[] = {
#include "def/guidance_item.def"
};
#undef RECORD
#define RECORD checklist_template
static const struct field checklist_template_fields[] = {
#include "def/checklist_template.def"
};
#undef RECORD
#define RECORD checklist_template_item
static const struct field checklist_template_item_fields[] = {
#include "def/checklist_template_item.def"
};
#undef RECORD
#undef FIELD

const struct entity criteria_source_entity = {
	.name = "criteria_source", .label = "Criteria source",
	.plural = "Criteria sources", .prefix = "CRS",
	.subject = "criteria", .clause = "5.5.2",
	.about = "Where requirements come from: a standard, law, contract "
	    "or house rule.",
	.belongs = "organization organization; system -",
	.own = "keeper",
	.size = sizeof(struct criteria_source),
	.fields = criteria_source_fields,
	.nfields = NELEMS(criteria_source_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};

const struct entity criteria_edition_entity = {
	.name = "criteria_edition", .label = "Criteria edition",
	.plural = "Criteria editions", .prefix = "CRE",
	.subject = "criteria", .clause = "5.5.2",
	.about = "A dated version of a criteria source.",
	.belongs = "organization source.organization; system -",
	.size = sizeof(struct criteria_edition),
	.fields = criteria_edition_fields,
	.nfields = NELEMS(criteria_edition_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};

const struct entity criterion_item_entity = {
	.name = "criterion_item", .label = "Criterion item",
	.plural = "Criterion items", .prefix = "CRI",
	.subject = "criteria", .clause = "5.5.2",
	.about = "One clause, control or contract term that can be audited "
	    "against.",
	.belongs = "organization edition.source.organization; system -",
	.size = sizeof(struct criterion_item),
	.fields = criterion_item_fields,
	.nfields = NELEMS(criterion_item_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};

const struct entity criterion_map_entity = {
	.name = "criterion_map", .label = "Criterion mapping",
	.plural = "Criterion mappings", .prefix = "CRM",
	.subject = "criteria", .clause = "E",
	.about = "Says which item of one edition answers to which item of "
	    "another.",
	.belongs = "system -",
	.size = sizeof(struct criterion_map),
	.fields = criterion_map_fields,
	.nfields = NELEMS(criterion_map_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};

const struct entity guidance_item_entity = {
	.name = "guidance_item", .label = "Guidance item",
	.plural = "Guidance items", .prefix = "GUI",
	.subject = "criteria", .clause = "A",
	.about = "A hint for auditors on one clause: what to look for, ask "
	    "or avoid.",
	.belongs = "system -",
	.size = sizeof(struct guidance_item),
	.fields = guidance_item_fields,
	.nfields = NELEMS(guidance_item_fields),
	.state = offsetof(struct guidance_item, state),
	.machine = &guidance_item_machine,
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
		/* A leader adds hints of his own; those of all he reads. */
		{ ATL, CREATE | UPDATE, OWN },
	},
};

const struct entity checklist_template_entity = {
	.name = "checklist_template", .label = "Checklist template",
	.plural = "Checklist templates", .prefix = "CHT",
	.subject = "criteria", .clause = "6.3.4",
	.about = "A set of questions to start working papers from.",
	.belongs = "system -",
	.own = "keeper",
	.size = sizeof(struct checklist_template),
	.fields = checklist_template_fields,
	.nfields = NELEMS(checklist_template_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};

const struct entity checklist_template_item_entity = {
	.name = "checklist_template_item", .label = "Checklist template item",
	.plural = "Checklist template items", .prefix = "CTI",
	.subject = "criteria", .clause = "6.3.4",
	.about = "One question of a checklist template.",
	.belongs = "system -",
	.size = sizeof(struct checklist_template_item),
	.fields = checklist_template_item_fields,
	.nfields = NELEMS(checklist_template_item_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM, CREATE | READ | UPDATE, 0 },
		{ ACL | ATL | AUD | AIT | TEX | AUR | TOP | RO3, READ, 0 },
	},
};
