/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_assignment.c - 5.5.5, and decisions reserved to the manager. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &assignment_part,
	&reserved_part, NULL };

static int64_t
a_pack(struct stage *s)
{
	return stage_set(s, "assignment_pack.create", "audit=%d", s->audit);
}

static enum rc
send(struct stage *s, int64_t pack)
{
	return stage_do(s, MANAGER, "assignment_pack.send", pack, "");
}

static void
a_pack_is_complete(struct stage *s)
{
	int64_t p = a_pack(s);

	stage_only(s, "R-5.5.5-01");
	stage_refused_at(s, send(s, p), "R-5.5.5-01", "contacts",
	    "PAC-26-001 says nothing on \"Contacts at the auditee\"");
	stage_set_on(s, "assignment_pack.update", p, "contacts=Ada|"
	    "known_risks=None|resources=Two|report_outputs=full|"
	    "distribution=%d|confidentiality_rules=House|"
	    "health_and_safety=Shoes|security_and_access=Badge|travel=Train|"
	    "not_applicable=coordination|not_applicable=joint_authority",
	    s->person[AUDITEE]);
	stage_refused_at(s, send(s, p), "R-5.5.5-01",
	    "not_applicable_reason",
	    "PAC-26-001 does not say why parts do not apply");
	stage_set_on(s, "assignment_pack.update", p,
	    "not_applicable_reason=One audit");
	stage_must(s, send(s, p));
}

static void
a_pack_is_sent_in_time(struct stage *s)
{
	int64_t p = a_pack(s);

	/* Ten working days after 2 March is the 16th. */
	stage_set_on(s, "audit.update", s->audit, "planned_from=2026-03-15");
	stage_only(s, "R-5.5.5-02");
	stage_refused(s, send(s, p), "R-5.5.5-02", "PAC-26-001 is sent less "
	    "than 10 working days before the start");
	stage_set_on(s, "audit.update", s->audit, "planned_from=2026-03-16");
	stage_must(s, send(s, p));
	stage_move(s, "assignment_pack", p, PACK_STATE_DRAFT);
	stage_set_on(s, "audit.update", s->audit, "planned_from=2026-03-03|"
	    "kind=special|origin_text=After the theft");
	stage_must(s, send(s, p));
}

static void
a_joint_leader_has_authority(struct stage *s)
{
	int64_t p = a_pack(s);

	stage_set_on(s, "audit.update", s->audit, "joint=true");
	stage_only(s, "R-5.5.5-03");
	stage_refused_at(s, send(s, p), "R-5.5.5-03", "joint_authority",
	    "PAC-26-001 does not say what the leader of the joint audit "
	    "decides");
	stage_set_on(s, "assignment_pack.update", p, "joint_authority=All");
	stage_must(s, send(s, p));
}

/* Only the leader named answers the pack. */
static void
the_leader_answers(struct stage *s)
{
	int64_t p = a_pack(s);

	stage_set_on(s, "audit.update", s->audit, "leader=%d",
	    s->person[AUDITOR]);
	stage_move(s, "assignment_pack", p, PACK_STATE_SENT);
	stage_refused(s, stage_do(s, LEADER, "assignment_pack.accept", p, ""),
	    "assignment_pack.accept", "only adam, who is to lead AUD-26-001, "
	    "answers PAC-26-001");
	stage_refused(s, stage_do(s, LEADER, "assignment_pack.return", p,
	    "state_reason=Ill"), "assignment_pack.return", "only adam, who is "
	    "to lead AUD-26-001, answers PAC-26-001");
	stage_set_on(s, "audit.update", s->audit, "leader=%d",
	    s->person[LEADER]);
	stage_done(s, LEADER, "assignment_pack.accept", p, "");
}

static void
a_member_takes_over(struct stage *s)
{
	int64_t h = stage_set(s, "leader_handover.create", "audit=%d|"
	    "outgoing=%d|incoming=%d|reason=Ill|open_points=All", s->audit,
	    s->person[LEADER], s->person[AUDITOR]);

	stage_set_on(s, "audit.update", s->audit, "leader=%d",
	    s->person[OTHER]);
	stage_refused(s, stage_do(s, LEADER, "leader_handover.accept", h, ""),
	    "leader_handover.accept", "only adam answers HOV-26-001");
	stage_refused(s, stage_do(s, LEADER, "leader_handover.decline", h,
	    "state_reason=No"), "leader_handover.decline",
	    "only adam answers HOV-26-001");
	stage_refused_at(s, stage_do(s, AUDITOR, "leader_handover.accept", h,
	    ""), "leader_handover.accept", "outgoing",
	    "lea does not lead AUD-26-001");
	stage_set_on(s, "audit.update", s->audit, "leader=%d",
	    s->person[LEADER]);
	stage_move(s, "team_assignment", s->member[AUDITOR],
	    ASSIGNMENT_STATE_OBJECTED);
	stage_refused_at(s, stage_do(s, AUDITOR, "leader_handover.accept", h,
	    ""), "leader_handover.accept", "incoming",
	    "adam is no confirmed member of the team of AUD-26-001");
	stage_move(s, "team_assignment", s->member[AUDITOR],
	    ASSIGNMENT_STATE_CONFIRMED);
	stage_done(s, AUDITOR, "leader_handover.accept", h, "");
}

/* --- who decides ------------------------------------------------------------- */

static int64_t
objection(struct stage *s)
{
	return stage_set(s, "objection.create", "audit=%d|raised_by=%d|"
	    "reason=Knows us", s->audit, s->person[AUDITEE]);
}

static enum rc
dismiss(struct stage *s, int who, int64_t objection)
{
	return stage_do(s, who, "objection.dismiss", objection,
	    "state_reason=No tie");
}

static void
a_manager_in_the_team_does_not_decide(struct stage *s)
{
	int64_t o = objection(s), f, t;

	stage_only(s, "R-5.4.1-05");
	stage_must(s, dismiss(s, MANAGER, o));
	t = stage_set(s, "team_assignment.create", "audit=%d|person=%d|"
	    "duty=auditor", s->audit, s->person[MANAGER]);
	o = objection(s);
	stage_refused(s, dismiss(s, MANAGER, o), "R-5.4.1-05", "mary is in "
	    "the team of AUD-26-001 and does not decide on OBN-26-002");
	stage_must(s, dismiss(s, CLIENT, o));
	f = stage_finding(s, "major_nonconformity");
	stage_set_on(s, "finding.update", f, "reviewed_by=%d",
	    s->person[MANAGER]);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-5.4.1-05", "mary is in the team of AUD-26-001 and does not "
	    "decide on FND-26-001");
	stage_set_on(s, "finding.update", f, "type=minor_nonconformity");
	stage_done(s, LEADER, "finding.agree", f, "");
	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_REPLACED);
	stage_must(s, dismiss(s, MANAGER, objection(s)));
}

static void
a_manager_with_an_interest_does_not_decide(struct stage *s)
{
	int64_t d = stage_set(s, "interest_declaration.create", "person=%d|"
	    "any_interest=yes|kind=financial|organization=%d|class=internal|"
	    "ends_on=2026-03-02", s->person[MANAGER], s->org);
	int64_t o = objection(s);

	stage_move(s, "interest_declaration", d, DECLARATION_STATE_SIGNED);
	stage_only(s, "I-12");
	stage_refused(s, dismiss(s, MANAGER, o), "I-12", "mary has declared "
	    "an interest (INT-26-001) and does not decide on OBN-26-001");
	stage_must(s, dismiss(s, CLIENT, o));
	stage_set_on(s, "interest_declaration.update", d,
	    "ends_on=2026-03-01");
	stage_must(s, dismiss(s, MANAGER, objection(s)));
}

static void
the_client_agrees_to_a_new_scope(struct stage *s)
{
	int64_t c = stage_set(s, "scope_change.create", "audit=%d|"
	    "subject=scope|before=Two halls|after=One hall|reason=Fair",
	    s->audit);

	stage_refused_at(s, stage_do(s, MANAGER, "scope_change.approve", c,
	    ""), "scope_change.approve", "client_agreed_by",
	    "the client has not agreed to CHG-26-001");
	stage_done(s, CLIENT, "scope_change.consent", c, "");
	stage_done(s, MANAGER, "scope_change.approve", c, "");
	c = stage_set(s, "scope_change.create", "audit=%d|subject=criteria|"
	    "before=All|after=Some|reason=Fair", s->audit);
	stage_done(s, MANAGER, "scope_change.approve", c, "");
}

/* A programme ends with its audits. */
static void
a_programme_ends_last(struct stage *s)
{
	stage_move(s, "programme", s->programme, PROGRAMME_STATE_ACTIVE);
	stage_refused(s, stage_do(s, MANAGER, "programme.close", s->programme,
	    ""), "programme.close", "AUD-26-001 of PRG-26-001 has not ended");
	stage_move(s, "audit", s->audit, AUDIT_STATE_CANCELLED);
	stage_done(s, MANAGER, "programme.close", s->programme, "");
	stage_refused(s, stage_do(s, MANAGER, "programme.archive",
	    s->programme, ""), "programme.archive", "no day says how long the "
	    "records of AUD-26-001 are kept");
	stage_put(s, "audit", s->audit, "retention_until", 30000);
	stage_done(s, MANAGER, "programme.archive", s->programme, "");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_joint_leader_has_authority),
		SCENE(a_manager_in_the_team_does_not_decide),
		SCENE(a_manager_with_an_interest_does_not_decide),
		SCENE(a_member_takes_over),
		SCENE(a_pack_is_complete),
		SCENE(a_pack_is_sent_in_time),
		SCENE(a_programme_ends_last),
		SCENE(the_client_agrees_to_a_new_scope),
		SCENE(the_leader_answers),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
