/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sampling.h"

#include "entities.h"

/* --- sampling plan --------------------------------------------------------- */

static const struct step sampling_plan_steps[] = {
	{ "create", 0, SAMPLING_STATE_DRAFT, ATL | AUD,
	    "R-6.4.7-04",
	    NULL,
	    NULL },
	{ "freeze", SAMPLING_STATE_DRAFT, SAMPLING_STATE_FROZEN, ATL | AUD,
	    "R-6.3.2-09",
	    "population list or its source present",
	    "fingerprint of the list stored" },
	{ "draw", SAMPLING_STATE_FROZEN, SAMPLING_STATE_DRAWN, ATL | AUD,
	    "R-6.3.2-09 R-6.4.7-04",
	    "seed given after the freeze, or reason of judgement",
	    "sample items made; draw counted" },
	{ "draw", SAMPLING_STATE_DRAFT, SAMPLING_STATE_DRAWN, ATL | AUD,
	    "R-6.3.2-09 R-6.4.7-04",
	    "judgement sample only",
	    NULL },
	{ "draw", SAMPLING_STATE_DRAWN, SAMPLING_STATE_DRAWN, ATL,
	    "R-6.3.2-09 R-6.4.7-04",
	    "reason; every draw is counted",
	    "sample items made again" },
	{ "evaluate", SAMPLING_STATE_DRAWN, SAMPLING_STATE_EVALUATED,
	    ATL | AUD,
	    NULL,
	    "each item has a result",
	    "limit of the rate computed" },
	{ "abandon", SAMPLING_STATE_DRAFT, SAMPLING_STATE_ABANDONED, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "abandon", SAMPLING_STATE_FROZEN, SAMPLING_STATE_ABANDONED, ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "abandon", SAMPLING_STATE_DRAWN, SAMPLING_STATE_ABANDONED, ATL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine sampling_plan_machine = {
	sampling_state_choices, sampling_plan_steps, NELEMS(sampling_plan_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD site_sample
static const struct field site_sample_fields[] = {
#include "def/site_sample.def"
};
#undef RECORD
#define RECORD sampling_plan
static const struct field sampling_plan_fields[] = {
#include "def/sampling_plan.def"
};
#undef RECORD
#define RECORD sample_item
static const struct field sample_item_fields[] = {
#include "def/sample_item.def"
};
#undef RECORD
#undef FIELD

const struct entity site_sample_entity = {
	.name = "site_sample", .label = "Sample of sites",
	.plural = "Samples of sites", .prefix = "SSA",
	.subject = "sampling", .clause = "G",
	.about = "Which sites of a group of similar ones are visited, and "
	    "how they were chosen.",
	.belongs = "audit audit",
	.size = sizeof(struct site_sample),
	.fields = site_sample_fields,
	.nfields = NELEMS(site_sample_fields),
	.rights = {
		{ APM, READ, PRESENTED },
		{ ACL | AUR, READ, EXTRACT },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
	},
};

const struct entity sampling_plan_entity = {
	.name = "sampling_plan", .label = "Sampling plan",
	.plural = "Sampling plans", .prefix = "SAM",
	.subject = "sampling", .clause = "6.3.2",
	.about = "What is sampled, from which list, how many and how they "
	    "are picked.",
	.belongs = "audit audit",
	.own = "selector",
	.size = sizeof(struct sampling_plan),
	.fields = sampling_plan_fields,
	.nfields = NELEMS(sampling_plan_fields),
	.state = offsetof(struct sampling_plan, state),
	.machine = &sampling_plan_machine,
	.rights = {
		{ APM, READ, PRESENTED },
		{ ACL | AUR, READ, EXTRACT },
		{ ATL | AUD, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AIT, READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
	},
};

const struct entity sample_item_entity = {
	.name = "sample_item", .label = "Sample item",
	.plural = "Sample items", .prefix = "SMI",
	.subject = "sampling", .clause = "6.4.7",
	.about = "One thing picked from the population and what was found.",
	.belongs = "audit plan.audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct sample_item),
	.fields = sample_item_fields,
	.nfields = NELEMS(sample_item_fields),
	.rights = {
		{ APM, READ, PRESENTED },
		{ ATL | AUD, CREATE | READ | UPDATE, ASSIGNED },
		{ AIT, CREATE | READ | UPDATE, OWN },
		{ TEX, READ, ASSIGNED },
	},
};
