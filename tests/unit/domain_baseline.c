/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_baseline.c - the rules of an audit's objectives, scope, criteria. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"

static const struct domain_part *const parts[] = { &baseline_part, NULL };

/* R-5.5.2-01, R-5.5.2-07 */
static void
a_baseline_is_whole_and_then_frozen(struct stage *s)
{
	int64_t objective, site;

	stage_refused(s, stage_do(s, MANAGER, "baseline.approve", s->baseline,
	    ""), "R-5.5.2-01", "BAS-26-001 has no objective");
	objective = stage_set(s, "audit_objective.create",
	    "baseline=%d|statement=Are doors shut?|kind=conformity_extent",
	    s->baseline);
	stage_refused(s, stage_do(s, MANAGER, "baseline.approve", s->baseline,
	    ""), "R-5.5.2-01", "BAS-26-001 has no scope");
	site = stage_set(s, "site.create", "organization=%d|name=Hall|"
	    "kind=plant|time_zone=UTC", s->org);
	stage_set(s, "audit_scope_item.create",
	    "baseline=%d|kind=site|site=%d|included=yes", s->baseline, site);
	assert_int_equal(stage_do(s, MANAGER, "audit_objective.update",
	    objective, "statement=Are all doors shut?"), RC_OK);
	assert_int_equal(stage_do(s, MANAGER, "baseline.approve", s->baseline,
	    ""), RC_OK);
	stage_refused(s, stage_do(s, MANAGER, "audit_objective.update",
	    objective, "statement=Are some doors shut?"), "R-5.5.2-07",
	    "BAS-26-001 is approved and frozen");
}

static void
a_baseline_is_whole_and_then_frozen_on_both(void **state)
{
	(void)state;
	stage_both(parts, a_baseline_is_whole_and_then_frozen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_baseline_is_whole_and_then_frozen_on_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
