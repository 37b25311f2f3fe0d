/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit.c - an audit, its baseline and what it is measured against. */
#include "domain.h"

#include "model/audit.h"
#include "model/criteria.h"

/* Copied, so that the baseline is frozen by value (R-5.5.2-08). */
static enum rc
criterion_copied(struct ctx *cx, struct change *ch)
{
	struct audit_criterion *c = ch->after;
	struct criterion_item *item;
	enum rc rc = of_ref(cx, &criterion_item_entity, c->item, &item);

	if (rc || !item)
		return rc;
	c->number = item->number;
	c->title = item->title;
	c->statement = item->statement;
	return RC_OK;
}

static const struct judge prepares[] = {
	{ "audit_criterion.create", criterion_copied },
	{ NULL, NULL }
};

const struct domain_part audit_part = { "audit", NULL, prepares, NULL };
