/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "domain.h"

static const struct domain_part *const parts[] = {
	&audit_part,
	&finding_part,
	&follow_up_part,
	&programme_part,
	&report_part,
	&system_part,
	NULL
};

const struct domain muster_domain = { parts, stamp_change, NULL };
