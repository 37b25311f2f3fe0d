/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit_time.h"

#include "entities.h"

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD audit_time_calculation
static const struct field audit_time_calculation_fields[] = {
#include "def/audit_time_calculation.def"
};
#undef RECORD
#undef FIELD

const struct entity audit_time_calculation_entity = {
	.name = "audit_time_calculation", .label = "Audit time calculation",
	.plural = "Audit time calculations", .prefix = "ATC",
	.subject = "audit_time", .clause = "G",
	.about = "How many days an audit should take, with every number it "
	    "rests on.",
	.belongs = "programme programme",
	.size = sizeof(struct audit_time_calculation),
	.fields = audit_time_calculation_fields,
	.nfields = NELEMS(audit_time_calculation_fields),
	.rights = {
		{ APM, CREATE | READ | UPDATE | EXPORT, 0 },
		{ ACL, READ, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUR, READ, EXTRACT },
	},
};
