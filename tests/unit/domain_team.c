/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_team.c - 4, 5.5.4 and 5.5.5: who may be in a team, and who leads. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &people_part, &team_part,
	NULL };

static int64_t
propose(struct stage *s, int who, const char *more)
{
	return stage_set(s, "team_assignment.create", arena_fmt(s->arena,
	    "audit=%%d|person=%%d|%s", more), s->audit, s->person[who]);
}

static int64_t
declared(struct stage *s, int who, const char *more)
{
	int64_t t = propose(s, who, more);

	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_DECLARED);
	return t;
}

static enum rc
confirm(struct stage *s, int64_t member)
{
	return stage_do(s, MANAGER, "team_assignment.confirm", member, "");
}

/* From the proposal to the confirmation, with all that is asked between. */
static void
a_member_declares_and_signs(struct stage *s)
{
	int64_t t = stage_done(s, MANAGER, "team_assignment.create", 0,
	    "audit=%d|person=%d|duty=auditor", s->audit, s->person[OTHER]);
	int64_t interest = stage_number(s, "SELECT declaration FROM "
	    "team_assignment WHERE id = %d", t);
	int64_t conduct = stage_number(s, "SELECT id FROM conduct_declaration "
	    "WHERE person = %d", s->person[OTHER]);

	stage_refused(s, stage_do(s, LEADER, "team_assignment.declare", t,
	    ""), "team_assignment.declare", "only olaf can declare");
	stage_refused(s, stage_do(s, OTHER, "team_assignment.declare", t, ""),
	    "R-4-02", "olaf has not answered the declaration of interests for "
	    "this audit");
	stage_refused(s, stage_do(s, OTHER, "interest_declaration.sign",
	    interest, ""), "interest_declaration.sign",
	    "INT-26-001 does not say whether there is an interest");
	stage_done(s, OTHER, "interest_declaration.update", interest,
	    "any_interest=no");
	stage_done(s, OTHER, "interest_declaration.sign", interest, "");
	stage_done(s, OTHER, "team_assignment.declare", t, "");
	stage_refused(s, confirm(s, t), "R-4-01", "olaf has no valid signature "
	    "under the code of conduct and confidentiality");
	stage_done(s, OTHER, "conduct_declaration.sign", conduct, "");
	assert_int_equal(confirm(s, t), RC_OK);
}

static void
an_audit_has_one_leader(struct stage *s)
{
	int64_t lead = declared(s, OTHER, "duty=leader"), audit2;

	stage_only(s, "R-5.5.4-02");
	stage_refused(s, confirm(s, lead), "R-5.5.4-02",
	    "AUD-26-001 has a leader, lea");
	assert_int_equal(confirm(s, declared(s, OTHER, "duty=auditor")),
	    RC_OK);
	stage_set_on(s, "audit.update", s->audit, "single_auditor=true");
	audit2 = declared(s, OTHER, "duty=auditor");
	stage_refused(s, confirm(s, audit2), "R-5.5.4-02",
	    "a single auditor is the leader");
}

static void
a_trainee_has_a_mentor(struct stage *s)
{
	int64_t t = declared(s, OTHER, "duty=trainee");

	stage_only(s, "R-5.5.4-05");
	stage_refused(s, confirm(s, t), "R-5.5.4-05", "olaf, in training, has "
	    "no confirmed mentor in this team");
	stage_set_on(s, "team_assignment.update", t, "mentor=%d",
	    s->person[AUDITOR]);
	assert_int_equal(confirm(s, t), RC_OK);
}

static void
a_mentor_guides_two(struct stage *s)
{
	int64_t third;

	for (int i = 0; i < 2; i++)
		stage_set(s, "team_assignment.create", "audit=%d|person=%d|"
		    "duty=trainee|mentor=%d", s->audit, s->person[OTHER],
		    s->person[AUDITOR]);
	third = stage_set(s, "team_assignment.create", "audit=%d|person=%d|"
	    "duty=trainee|mentor=%d", s->audit, s->person[CLIENT],
	    s->person[AUDITOR]);
	stage_move(s, "team_assignment", third, ASSIGNMENT_STATE_DECLARED);
	stage_only(s, "R-5.5.4-08");
	stage_refused(s, confirm(s, third), "R-5.5.4-08", "adam would guide 3 "
	    "trainees, more than 2");
	s->reason = "The third comes for a day";
	assert_int_equal(confirm(s, third), RC_OK);
	s->reason = NULL;
}

static void
nobody_is_at_two_places(struct stage *s)
{
	int64_t other = stage_set(s, "audit.create", "programme=%d|"
	    "title=Windows|kind=internal|party=first|mode=onsite|"
	    "announcement=announced|auditee=%d|client=%d|"
	    "planned_from=2026-03-01|planned_to=2026-03-03|origin=schedule|"
	    "class=internal", s->programme, s->org, s->org);
	int64_t t = stage_set(s, "team_assignment.create", "audit=%d|"
	    "person=%d|duty=auditor", other, s->person[AUDITOR]);

	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_DECLARED);
	stage_only(s, "R-5.5.1-03");
	stage_refused(s, confirm(s, t), "R-5.5.1-03",
	    "adam is in AUD-26-001 at the same time");
	stage_set_on(s, "audit.update", other,
	    "planned_from=2026-03-03|planned_to=2026-03-04");
	assert_int_equal(confirm(s, t), RC_OK);
}

static int64_t
guarded_site(struct stage *s)
{
	int64_t site = stage_set(s, "site.create", "organization=%d|"
	    "name=Vault|kind=data_centre|time_zone=UTC|"
	    "clearance_needed=level 2", s->org);

	return stage_set(s, "audit_scope_item.create", "baseline=%d|kind=site|"
	    "site=%d|included=yes", s->baseline, site);
}

static void
a_guarded_site_needs_clearance(struct stage *s)
{
	int64_t item = guarded_site(s), t = declared(s, OTHER, "duty=auditor");

	(void)item;
	stage_only(s, "R-5.4.4-03");
	stage_refused(s, confirm(s, t), "R-5.4.4-03",
	    "olaf lacks the clearance \"level 2\" for Vault");
	stage_set(s, "clearance.create", "person=%d|kind=level 2|issuer=State|"
	    "valid_from=2025-01-01|valid_until=2026-03-01", s->person[OTHER]);
	stage_refused(s, confirm(s, t), "R-5.4.4-03",
	    "olaf lacks the clearance \"level 2\" for Vault");
	stage_set(s, "clearance.create", "person=%d|kind=level 2|issuer=State|"
	    "valid_from=2025-01-01|valid_until=2026-03-02", s->person[OTHER]);
	assert_int_equal(confirm(s, t), RC_OK);
}

/* The team as a whole, when the audit is about to be ready: "R-7.1-03" */
static void
the_team_has_the_competence(struct stage *s)
{
	int64_t c = stage_set(s, "competence_criterion.create",
	    "short_name=Locks|subject_group=technology|statement=Knows locks|"
	    "duties=auditor"), claim;

	stage_set(s, "competence_need.create", "audit=%d|criterion=%d|"
	    "least_level=3|coverage=team", s->audit, c);
	stage_move(s, "audit", s->audit, AUDIT_STATE_PREPARING);
	stage_only(s, "R-5.5.4-01");
	stage_refused(s, stage_do(s, LEADER, "audit.make_ready", s->audit, ""),
	    "R-5.5.4-01", "the team lacks \"Locks\" at level 3 (NED-26-001)");
	claim = stage_set(s, "competence_claim.create", "person=%d|"
	    "criterion=%d|level=3|proof=certificate", s->person[AUDITOR], c);
	stage_refused(s, stage_do(s, LEADER, "audit.make_ready", s->audit, ""),
	    "R-5.5.4-01", "the team lacks \"Locks\" at level 3 (NED-26-001)");
	stage_move(s, "competence_claim", claim, CLAIM_STATE_VERIFIED);
	stage_done(s, LEADER, "audit.make_ready", s->audit, "");
}

static void
objections_are_decided_first(struct stage *s)
{
	int64_t o = stage_set(s, "objection.create", "audit=%d|raised_by=%d|"
	    "reason=Knows us", s->audit, s->person[AUDITEE]);

	stage_move(s, "audit", s->audit, AUDIT_STATE_PREPARING);
	stage_only(s, "objection.answer");
	stage_refused(s, stage_do(s, LEADER, "objection.answer", o, ""),
	    "objection.answer", "OBN-26-001 has no answer yet");
	stage_only(s, "R-5.5.4-06");
	stage_refused(s, stage_do(s, LEADER, "audit.make_ready", s->audit, ""),
	    "R-5.5.4-06", "OBN-26-001 is an objection that is not decided");
	stage_move(s, "objection", o, OBJECTION_STATE_DISMISSED);
	stage_done(s, LEADER, "audit.make_ready", s->audit, "");
}

static void
a_leader_hands_over(struct stage *s)
{
	int64_t lead = stage_number(s, "SELECT id FROM team_assignment WHERE "
	    "person = %d", s->person[LEADER]), h;

	stage_set_on(s, "audit.update", s->audit, "leader=%d",
	    s->person[LEADER]);
	stage_move(s, "audit", s->audit, AUDIT_STATE_IN_PROGRESS);
	stage_only(s, "R-5.5.5-04");
	stage_refused(s, stage_do(s, MANAGER, "team_assignment.replace", lead,
	    "state_reason=Ill"), "R-5.5.5-04",
	    "lea leads AUD-26-001 and nobody has taken over");
	h = stage_set(s, "leader_handover.create", "audit=%d|outgoing=%d|"
	    "incoming=%d|reason=Ill|open_points=All", s->audit,
	    s->person[LEADER], s->person[AUDITOR]);
	stage_move(s, "leader_handover", h, HANDOVER_STATE_ACCEPTED);
	stage_done(s, MANAGER, "team_assignment.replace", lead,
	    "state_reason=Ill");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_guarded_site_needs_clearance),
		SCENE(a_leader_hands_over),
		SCENE(a_member_declares_and_signs),
		SCENE(a_mentor_guides_two),
		SCENE(a_trainee_has_a_mentor),
		SCENE(an_audit_has_one_leader),
		SCENE(nobody_is_at_two_places),
		SCENE(objections_are_decided_first),
		SCENE(the_team_has_the_competence),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
