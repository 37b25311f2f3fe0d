/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "organization.h"

#include "entities.h"

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD organization
static const struct field organization_fields[] = {
#include "def/organization.def"
};
#undef RECORD
#define RECORD org_unit
static const struct field org_unit_fields[] = {
#include "def/org_unit.def"
};
#undef RECORD
#define RECORD site
static const struct field site_fields[] = {
#include "def/site.def"
};
#undef RECORD
#undef FIELD

const struct entity organization_entity = {
	.name = "organization", .label = "Organization",
	.plural = "Organizations", .prefix = "ORG",
	.subject = "organization", .clause = "5.1",
	.about = "A legal or working body that takes part in audits: "
	    "auditee, audit client, auditing body, supplier or customer.",
	.belongs = "organization id",
	.size = sizeof(struct organization),
	.fields = organization_fields,
	.nfields = NELEMS(organization_fields),
	.rights = {
		{ ADM | APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI | RO3, READ, EXTRACT },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity org_unit_entity = {
	.name = "org_unit", .label = "Organizational unit",
	.plural = "Organizational units", .prefix = "UNI",
	.subject = "organization", .clause = "5.4.3",
	.about = "A department, team or function of an organization; the "
	    "area that independence is judged for.",
	.belongs = "organization organization",
	.flags = PERSONAL,
	.size = sizeof(struct org_unit),
	.fields = org_unit_fields,
	.nfields = NELEMS(org_unit_fields),
	.rights = {
		{ ADM | APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI | RO3, READ, EXTRACT },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};

const struct entity site_entity = {
	.name = "site", .label = "Site",
	.plural = "Sites", .prefix = "SIT",
	.subject = "organization", .clause = "5.4.3",
	.about = "A place where the organization works, physical or virtual.",
	.belongs = "organization organization",
	.size = sizeof(struct site),
	.fields = site_fields,
	.nfields = NELEMS(site_fields),
	.rights = {
		{ ADM | APM, CREATE | READ | UPDATE, 0 },
		{ ACL | TOP, READ, 0 },
		{ ATL | AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS | GUI | RO3, READ, EXTRACT },
		{ AUR, CREATE | READ | UPDATE, OURS },
	},
};
