/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "extent.h"

#include "entities.h"

/* --- coverage -------------------------------------------------------------- */

static const struct step coverage_cell_steps[] = {
	{ "create", 0, COVERAGE_STATE_PLANNED, APM,
	    "R-5.1-05",
	    NULL,
	    NULL },
	{ "finish", COVERAGE_STATE_PLANNED, COVERAGE_STATE_DONE, SYS,
	    NULL,
	    "depth reached is at least the planned one when the audit is "
	    "completed",
	    NULL },
	{ "miss", COVERAGE_STATE_PLANNED, COVERAGE_STATE_MISSED, SYS,
	    NULL,
	    "audit over without the planned depth",
	    "shown for the next revision" },
	{ "replan", COVERAGE_STATE_MISSED, COVERAGE_STATE_PLANNED, APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine coverage_cell_machine = {
	coverage_state_choices, coverage_cell_steps, NELEMS(coverage_cell_steps),
};

/* --- resource -------------------------------------------------------------- */

static const struct step resource_item_steps[] = {
	{ "create", 0, RESOURCE_STATE_REQUESTED, APM,
	    NULL,
	    NULL,
	    "task for the client" },
	{ "grant", RESOURCE_STATE_REQUESTED, RESOURCE_STATE_GRANTED, ACL,
	    NULL,
	    NULL,
	    "stores decider" },
	{ "reduce", RESOURCE_STATE_REQUESTED, RESOURCE_STATE_REDUCED, ACL,
	    NULL,
	    "reason",
	    "effect on objectives shown" },
	{ "refuse", RESOURCE_STATE_REQUESTED, RESOURCE_STATE_REFUSED, ACL,
	    NULL,
	    "reason",
	    "effect on objectives shown" },
	{ "request_again", RESOURCE_STATE_REFUSED, RESOURCE_STATE_REQUESTED,
	    APM,
	    NULL,
	    "reason",
	    NULL },
	{ "use", RESOURCE_STATE_GRANTED, RESOURCE_STATE_USED, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "use", RESOURCE_STATE_REDUCED, RESOURCE_STATE_USED, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "release", RESOURCE_STATE_GRANTED, RESOURCE_STATE_RELEASED, APM,
	    NULL,
	    NULL,
	    NULL },
	{ "release", RESOURCE_STATE_REDUCED, RESOURCE_STATE_RELEASED, APM,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine resource_item_machine = {
	resource_state_choices, resource_item_steps, NELEMS(resource_item_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD extent_factor
static const struct field extent_factor_fields[] = {
#include "def/extent_factor.def"
};
#undef RECORD
#define RECORD coverage_cell
static const struct field coverage_cell_fields[] = {
#include "def/coverage_cell.def"
};
#undef RECORD
#define RECORD resource_item
static const struct field resource_item_fields[] = {
#include "def/resource_item.def"
};
#undef RECORD
#define RECORD tool
static const struct field tool_fields[] = {
#include "def/tool.def"
};
#undef RECORD
#undef FIELD

const struct entity extent_factor_entity = {
	.name = "extent_factor", .label = "Extent factor",
	.plural = "Extent factors", .prefix = "EXF",
	.subject = "extent", .clause = "5.4.3",
	.about = "A reason for more or less auditing of one auditee.",
	.belongs = "programme revision.programme",
	.size = sizeof(struct extent_factor),
	.fields = extent_factor_fields,
	.nfields = NELEMS(extent_factor_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ACL, READ | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity coverage_cell_entity = {
	.name = "coverage_cell", .label = "Coverage",
	.plural = "Coverage", .prefix = "COV",
	.subject = "extent", .clause = "5.4.3",
	.about = "How deep one audit goes into one clause, control, process "
	    "or site, as planned and as done.",
	.belongs = "programme programme",
	.size = sizeof(struct coverage_cell),
	.fields = coverage_cell_fields,
	.nfields = NELEMS(coverage_cell_fields),
	.state = offsetof(struct coverage_cell, state),
	.machine = &coverage_cell_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP | EXPORT, 0 },
		{ ACL, READ | EXPORT, 0 },
		{ ATL | AUD | AUR | TOP | RO3, READ, EXTRACT },
	},
};

const struct entity resource_item_entity = {
	.name = "resource_item", .label = "Resource",
	.plural = "Resources", .prefix = "RES",
	.subject = "extent", .clause = "5.4.4",
	.about = "Something an audit or the programme needs: days, money, "
	    "tools, clearances.",
	.belongs = "programme programme",
	.own = "decided_by",
	.size = sizeof(struct resource_item),
	.fields = resource_item_fields,
	.nfields = NELEMS(resource_item_fields),
	.state = offsetof(struct resource_item, state),
	.machine = &resource_item_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, ASSIGNED },
	},
};

const struct entity tool_entity = {
	.name = "tool", .label = "Audit tool",
	.plural = "Audit tools", .prefix = "TOL",
	.subject = "extent", .clause = "5.4.4",
	.about = "Software or equipment used for auditing.",
	.belongs = "system -",
	.own = "keeper",
	.size = sizeof(struct tool),
	.fields = tool_fields,
	.nfields = NELEMS(tool_fields),
	.rights = {
		{ ADM, READ | UPDATE, 0 },
		{ APM | ATL, CREATE | READ | UPDATE, 0 },
		{ ACL | AUD | AIT | TEX, READ, 0 },
		{ AUR, READ, EXTRACT },
	},
};
