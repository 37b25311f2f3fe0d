/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* finding.c - findings, disagreements and conclusions. */
#include "domain.h"

#include "model/entities.h"
#include "model/finding.h"

static enum rc
change_remembers(struct ctx *cx, struct change *ch)
{
	struct finding_change *c = ch->after;
	struct finding *f;
	enum rc rc = of_ref(cx, &finding_entity, c->finding, &f);

	if (rc || !f)
		return rc;
	c->before_type = f->type;
	c->before_statement = f->statement;
	return RC_OK;
}

static const struct judge prepares[] = {
	{ "finding_change.create", change_remembers },
	{ NULL, NULL }
};

const struct domain_part finding_part = { "finding", NULL, prepares, NULL };
