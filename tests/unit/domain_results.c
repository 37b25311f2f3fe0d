/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_results.c - 5.5.6, 5.5.7, 5.6: results, their records, feedback. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &results_part, NULL };

static void
lessons_name_nobody(struct stage *s)
{
	int64_t n = stage_set(s, "lesson_learned.create", "programme=%d|"
	    "audit=%d|about=method|lesson=Ask ada for the keys|effect=risk|"
	    "shared=false|class=confidential", s->programme, s->audit), r;

	stage_only(s, "R-5.5.6-02");
	stage_refused_at(s, stage_do(s, MANAGER, "lesson_learned.update", n,
	    "shared=true"), "R-5.5.6-02", "class",
	    "LES-26-001 is shared and above class internal");
	stage_refused_at(s, stage_do(s, MANAGER, "lesson_learned.update", n,
	    "shared=true|class=internal"), "R-5.5.6-02", "lesson",
	    "LES-26-001 is shared and names ada");
	stage_set_on(s, "lesson_learned.update", n, "shared=true");
	r = stage_set(s, "result_review.create", "audit=%d|shared_with=%d",
	    s->audit, s->org);
	stage_refused(s, stage_do(s, MANAGER, "result_review.conclude", r,
	    ""), "R-5.5.6-02", "LES-26-001 is shared and above class "
	    "internal");
	stage_done(s, MANAGER, "lesson_learned.update", n,
	    "class=internal|lesson=Ask for the keys");
	stage_done(s, MANAGER, "result_review.conclude", r, "");
}

static void
a_major_asks_whether_the_programme_changes(struct stage *s)
{
	int64_t r = stage_set(s, "result_review.create", "audit=%d",
	    s->audit);

	stage_finding(s, "major_nonconformity");
	stage_only(s, "R-5.5.6-03");
	stage_refused_at(s, stage_do(s, MANAGER, "result_review.conclude", r,
	    ""), "R-5.5.6-03", "adapt_programme", "FND-26-001 is major and "
	    "nobody has said whether the programme changes");
	stage_set_on(s, "result_review.update", r, "adapt_programme=no");
	stage_done(s, MANAGER, "result_review.conclude", r, "");
}

static int64_t
a_disposal(struct stage *s)
{
	int64_t d = stage_set(s, "disposal_record.create", "audit=%d|"
	    "programme=%d|subject_group=evidence|items=Three|count=3|"
	    "method=delete", s->audit, s->programme);

	stage_set_on(s, "disposal_record.update", d, "approved_by=%d",
	    s->person[MANAGER]);
	stage_move(s, "disposal_record", d, DISPOSAL_STATE_APPROVED);
	return d;
}

static void
two_people_dispose(struct stage *s)
{
	int64_t d = a_disposal(s);

	stage_set_on(s, "audit.update", s->audit, "class=confidential");
	stage_only(s, "R-5.5.7-02");
	stage_refused(s, stage_do(s, MANAGER, "disposal_record.carry_out", d,
	    ""), "R-5.5.7-02", "DSP-26-001 needs two people, and mary "
	    "approved it");
	stage_set_on(s, "disposal_record.update", d, "approved_by=%d",
	    s->person[CLIENT]);
	stage_done(s, MANAGER, "disposal_record.carry_out", d, "");
	d = a_disposal(s);
	stage_set_on(s, "audit.update", s->audit, "class=internal");
	stage_done(s, MANAGER, "disposal_record.carry_out", d, "");
}

static void
a_hold_stops_disposal(struct stage *s)
{
	int64_t d = a_disposal(s), h = stage_set(s, "legal_hold.create",
	    "programme=%d|reference=Case 7|reason=Court", s->programme);

	stage_only(s, "R-5.5.7-03");
	stage_refused(s, stage_do(s, MANAGER, "disposal_record.carry_out", d,
	    ""), "R-5.5.7-03", "HLD-26-001 (Case 7) stops the disposal");
	stage_move(s, "legal_hold", h, HOLD_STATE_LIFTING);
	stage_refused(s, stage_do(s, MANAGER, "disposal_record.carry_out", d,
	    ""), "R-5.5.7-03", "HLD-26-001 (Case 7) stops the disposal");
	stage_move(s, "legal_hold", h, HOLD_STATE_LIFTED);
	stage_done(s, MANAGER, "disposal_record.carry_out", d, "");
}

static void
each_side_is_asked(struct stage *s)
{
	static const struct { int who; const char *side; } asked[] = {
		{ CLIENT, "client" }, { AUDITEE, "auditee" },
		{ LEADER, "leader" }, { AUDITOR, "auditor" },
	};
	static const char *const name[PEOPLE] = { [CLIENT] = "carl",
		[AUDITEE] = "ada", [LEADER] = "lea", [AUDITOR] = "adam" };

	stage_set_on(s, "audit.update", s->audit, "leader=%d|"
	    "representative=%d", s->person[LEADER], s->person[AUDITEE]);
	stage_move(s, "audit", s->audit, AUDIT_STATE_COMPLETED);
	stage_only(s, "R-5.6-01");
	for (size_t i = 0; i < NELEMS(asked); i++) {
		stage_refused(s, stage_do(s, MANAGER, "audit.close", s->audit,
		    ""), "R-5.6-01", arena_fmt(s->arena, "%s was not asked "
		    "for feedback on AUD-26-001", name[asked[i].who]));
		stage_set(s, "feedback.create", arena_fmt(s->arena,
		    "audit=%%d|asked=%%d|side=%s|about=process",
		    asked[i].side), s->audit, s->person[asked[i].who]);
	}
	stage_done(s, MANAGER, "audit.close", s->audit, "");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_hold_stops_disposal),
		SCENE(a_major_asks_whether_the_programme_changes),
		SCENE(each_side_is_asked),
		SCENE(lessons_name_nobody),
		SCENE(two_people_dispose),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
