/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_initiation.c - 5.5.3, 6.2, 6.3.1: until the audit can be planned. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &initiation_part, NULL };

static int64_t
of_audit(struct stage *s, const char *command, const char *more)
{
	return stage_set(s, command, arena_fmt(s->arena, "audit=%%d|%s",
	    more), s->audit);
}

static enum rc
prepare(struct stage *s)
{
	return stage_do(s, LEADER, "audit.prepare", s->audit, "");
}

/* Back to where it was, for the next rule. */
static void
prepared(struct stage *s)
{
	assert_int_equal(prepare(s), RC_OK);
	stage_move(s, "audit", s->audit, AUDIT_STATE_INITIATING);
}

static int64_t
agreement(struct stage *s, const char *more)
{
	return stage_set(s, "agreement.create", arena_fmt(s->arena,
	    "audit=%%d|organization=%%d|onward_disclosure=none|"
	    "class=internal|%s", more), s->audit, s->org);
}

static int64_t
contact(struct stage *s, const char *more)
{
	return stage_set(s, "contact_record.create", arena_fmt(s->arena,
	    "audit=%%d|representative=%%d|held_at=2026-02-02T09:00:00Z|%s",
	    more), s->audit, s->person[AUDITEE]);
}

/* Who speaks with the auditee, and over which channel. */
static void
contact_waits_for_the_leader(struct stage *s)
{
	static const char set[] = "audit=%d|representative=%d|class=internal|"
	    "held_at=2026-02-02T09:00:00Z|channel=mail";

	stage_move(s, "audit", s->audit, AUDIT_STATE_ASSIGNED);
	stage_only(s, "R-6.2.1-01");
	stage_refused(s, stage_do(s, LEADER, "contact_record.create", 0, set,
	    s->audit, s->person[AUDITEE]), "R-6.2.1-01",
	    "the assignment is not accepted yet");
	stage_move(s, "audit", s->audit, AUDIT_STATE_INITIATING);
	stage_done(s, LEADER, "contact_record.create", 0, set, s->audit,
	    s->person[AUDITEE]);
}

static void
a_safe_channel_is_taken(struct stage *s)
{
	int64_t c = contact(s, "class=internal|channel=mail");

	stage_only(s, "R-6.2.2-03");
	stage_refused(s, stage_do(s, LEADER, "contact_record.update", c,
	    "class=confidential"), "R-6.2.2-03", "this channel is not safe "
	    "for confidential matter");
	assert_string_equal(s->err.field, "channel");
	stage_done(s, LEADER, "contact_record.update", c,
	    "class=confidential|channel=encrypted_mail");
}

/* Each thing that initiation consists of, one after the other. */
static void
preparation_waits_for_answers(struct stage *s)
{
	int64_t c, d, k, f;

	stage_move(s, "audit", s->audit, AUDIT_STATE_INITIATING);
	stage_only(s, "R-6.2.2-01");
	stage_refused(s, prepare(s), "R-6.2.2-01",
	    "no contact record is complete");
	c = contact(s, "class=internal|channel=meeting|authority=disputed");
	stage_move(s, "contact_record", c, CONTACT_STATE_COMPLETE);
	prepared(s);
	stage_only(s, "R-6.2.2-05");
	stage_refused(s, prepare(s), "R-6.2.2-05",
	    "the authority to audit is disputed");
	stage_set_on(s, "contact_record.update", c, "authority=confirmed");
	prepared(s);

	stage_only(s, "R-6.2.3-01");
	stage_refused(s, prepare(s), "R-6.2.3-01", "the auditee has not said "
	    "whether anything cannot be shown");
	d = of_audit(s, "availability_declaration.create",
	    "any_unavailable=no");
	stage_move(s, "availability_declaration", d,
	    AVAILABILITY_STATE_DECLARED);
	prepared(s);

	stage_only(s, "R-6.2.3-02");
	k = of_audit(s, "access_constraint.create", "subject=Rack 4|"
	    "reason=safety|form=none|class=internal");
	stage_refused(s, prepare(s), "R-6.2.3-02",
	    "ACC-26-001 is a constraint without a decision");
	stage_move(s, "access_constraint", k, CONSTRAINT_STATE_DECIDED);
	prepared(s);

	stage_only(s, "audit.prepare");
	stage_refused(s, prepare(s), "audit.prepare",
	    "nobody has decided whether the audit is feasible");
	f = of_audit(s, "feasibility.create", "conclusion=not_feasible");
	stage_move(s, "feasibility", f, FEASIBILITY_STATE_DECIDED);
	stage_refused(s, prepare(s), "audit.prepare",
	    "the audit was found not feasible");
	stage_set_on(s, "feasibility.update", f, "conclusion=feasible");
	prepared(s);
}

static void
a_contact_settles_all_topics(struct stage *s)
{
	int64_t c = contact(s, "class=internal|channel=meeting");

	stage_refused(s, stage_do(s, LEADER, "contact_record.complete", c, ""),
	    "contact_record.complete",
	    "nobody has confirmed the authority to audit");
	stage_done(s, LEADER, "contact_record.update", c,
	    "authority=confirmed");
	stage_refused(s, stage_do(s, LEADER, "contact_record.complete", c, ""),
	    "contact_record.complete", "the authority has no source");
	stage_done(s, LEADER, "contact_record.update", c,
	    "authority_source=Order|topics_done=channels|"
	    "topics_done=authority|topics_done=information_given|"
	    "topics_done=planning_information|topics_done=legal_duties|"
	    "topics_done=confidentiality|topics_done=schedule|"
	    "topics_done=site_conditions|topics_done=companions|"
	    "topics_done=concerns");
	stage_refused(s, stage_do(s, LEADER, "contact_record.complete", c, ""),
	    "R-6.2.2-01", "\"Questions on the team\" is not settled");
	stage_done(s, LEADER, "contact_record.update", c,
	    "topics_not_applicable=team_questions");
	stage_refused(s, stage_do(s, LEADER, "contact_record.complete", c, ""),
	    "R-6.2.2-01", "what does not apply has no reason");
	stage_done(s, LEADER, "contact_record.update", c,
	    "not_applicable_reason=Known");
	stage_done(s, LEADER, "contact_record.complete", c, "");
}

/* Nothing confidential before somebody has promised to keep it so. */
static void
disclosure_is_agreed_first(struct stage *s)
{
	int64_t g;

	stage_set_on(s, "audit.update", s->audit, "class=confidential");
	stage_move(s, "audit", s->audit, AUDIT_STATE_INITIATING);
	stage_only(s, "R-6.2.2-02");
	stage_refused(s, prepare(s), "R-6.2.2-02",
	    "no signed agreement on disclosure covers this class");
	g = agreement(s, "kind=disclosure|class_max=internal|"
	    "valid_until=2026-03-02");
	stage_move(s, "agreement", g, AGREEMENT_STATE_SIGNED);
	stage_refused(s, prepare(s), "R-6.2.2-02",
	    "no signed agreement on disclosure covers this class");
	stage_set_on(s, "agreement.update", g, "class_max=confidential");
	prepared(s);
	stage_set_on(s, "agreement.update", g, "valid_until=2026-03-01");
	stage_refused(s, prepare(s), "R-6.2.2-02",
	    "no signed agreement on disclosure covers this class");
}

static void
a_joint_audit_has_terms(struct stage *s)
{
	int64_t g = agreement(s, "kind=joint|class_max=confidential");

	stage_set_on(s, "audit.update", s->audit, "joint=true");
	stage_move(s, "audit", s->audit, AUDIT_STATE_INITIATING);
	stage_set(s, "joint_agreement.create", "audit=%d|agreement=%d|"
	    "parties=%d|lead_party=%d|leader_authority=All|"
	    "shared_areas=report|report_form=one|class=internal", s->audit, g,
	    s->org, s->org);
	stage_only(s, "R-5.5.3-03");
	stage_refused(s, prepare(s), "R-5.5.3-03",
	    "the joint audit has no signed agreement of its parties");
	stage_move(s, "agreement", g, AGREEMENT_STATE_SIGNED);
	prepared(s);
}

static void
remote_work_is_assessed(struct stage *s)
{
	int64_t r;

	stage_set_on(s, "audit.update", s->audit, "mode=remote");
	stage_move(s, "audit", s->audit, AUDIT_STATE_PREPARING);
	r = of_audit(s, "remote_assessment.create",
	    "platform=Video|recording=never");
	stage_only(s, "R-5.5.3-01");
	stage_refused(s, stage_do(s, LEADER, "audit.make_ready", s->audit, ""),
	    "R-5.5.3-01", "remote work was not assessed and approved");
	stage_set_on(s, "remote_assessment.update", r,
	    "auditee_agreed_by=%d", s->person[AUDITEE]);
	stage_move(s, "remote_assessment", r, REMOTE_STATE_APPROVED);
	stage_done(s, LEADER, "audit.make_ready", s->audit, "");
}

static enum rc
decide(struct stage *s, int64_t feasibility, const char *more)
{
	return stage_do(s, MANAGER, "feasibility.decide", feasibility, more);
}

static void
what_cannot_be_seen_stops(struct stage *s)
{
	int64_t f = of_audit(s, "feasibility.create", "proposal=feasible");
	int64_t k = of_audit(s, "access_constraint.create", "subject=Rack 4|"
	    "reason=safety|form=none|significance=essential|"
	    "adequate_without=no|class=internal");

	stage_move(s, "feasibility", f, FEASIBILITY_STATE_SUBMITTED);
	stage_only(s, "R-6.2.3-03");
	stage_refused(s, decide(s, f, "conclusion=feasible"), "R-6.2.3-03",
	    "ACC-26-001 is essential and cannot be seen at all");
	stage_set_on(s, "access_constraint.update", k, "form=redacted");
	assert_int_equal(decide(s, f, "conclusion=feasible"), RC_OK);
	stage_move(s, "feasibility", f, FEASIBILITY_STATE_SUBMITTED);
	stage_only(s, "R-6.2.3-06");
	stage_refused(s, decide(s, f, "conclusion=not_feasible"),
	    "R-6.2.3-06", "no alternative is proposed to the client");
	stage_set_on(s, "feasibility.update", f, "alternative=In May");
	assert_int_equal(decide(s, f, "conclusion=not_feasible"), RC_OK);
}

static void
no_copy_where_none_may_be(struct stage *s)
{
	int64_t file = stage_set(s, "stored_file.create", "name=a.txt|"
	    "media_type=text/plain|size=1|scan_result=clean|audit=%d|sha256="
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    s->audit);
	int64_t d = stage_set(s, "document.create", "audit=%d|"
	    "organization=%d|title=Plan of doors|kind=diagram|held=reference|"
	    "handling=view_only|class=internal", s->audit, s->org);

	stage_only(s, "R-6.3.1-02");
	stage_refused(s, stage_do(s, LEADER, "document.update", d, "file=%d",
	    file), "R-6.3.1-02", "this document may be read but not copied");
	stage_done(s, LEADER, "document.update", d, "handling=no_export|"
	    "file=%d", file);
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_contact_settles_all_topics),
		SCENE(a_joint_audit_has_terms),
		SCENE(a_safe_channel_is_taken),
		SCENE(contact_waits_for_the_leader),
		SCENE(disclosure_is_agreed_first),
		SCENE(no_copy_where_none_may_be),
		SCENE(preparation_waits_for_answers),
		SCENE(remote_work_is_assessed),
		SCENE(what_cannot_be_seen_stops),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
