/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_evidence.c - what may be evidence, how it is held and corrected. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &evidence_part,
	&evidence_rules_part, NULL };

static enum rc
collect(struct stage *s, const char *more, int64_t id)
{
	return stage_do(s, AUDITOR, "evidence.create", 0,
	    arena_fmt(s->arena, "audit=%%d|collected_by=%%d|title=Door|"
	    "method=observation|source_kind=place|"
	    "collected_at=2026-03-02T09:00:00Z|verification=direct|"
	    "degree=high|class=internal|%s", more), s->audit,
	    s->person[AUDITOR], id);
}

static void
sealed_evidence_is_corrected_by_another(struct stage *s)
{
	stage_done(s, AUDITOR, "evidence.update", s->evidence, "title=Gate");
	stage_put(s, "evidence", s->evidence, "state", EVIDENCE_STATE_SEALED);
	stage_refused(s, stage_do(s, AUDITOR, "evidence.update", s->evidence,
	    "title=Door"), "R-6.4.7-03", "EVD-26-001 is sealed");
	stage_must(s, collect(s, "held=reference|source=Hall|corrects=%d",
	    s->evidence));
}

static void
people_are_named_by_position(struct stage *s)
{
	int64_t one = stage_session(s, stage_plan(s), "");
	int64_t talk = stage_done(s, AUDITOR, "interview.create", 0,
	    "session=%d|held_at=2026-03-02T09:00:00Z|position=Guard|"
	    "consent_notes=yes|class=internal", one);

	stage_refused(s, stage_do(s, AUDITOR, "interviewee.create", 0,
	    "interview=%d", talk), "interviewee.create",
	    "the interviewed person is either on the list or a name");
	stage_done(s, AUDITOR, "interviewee.create", 0,
	    "interview=%d|name=Bo Berg", talk);
	stage_refused_at(s, stage_do(s, AUDITOR, "interview.update", talk,
	    "notes=Bo Berg was there."), "R-6.4.7-05", "notes",
	    "ITV-26-001 holds the name of the person");
	stage_done(s, AUDITOR, "interview.update", talk,
	    "notes=The guard was there.");
	stage_refused_at(s, collect(s, "held=reference|source=Bo Berg|"
	    "session=%d", one), "R-6.4.7-05", "source",
	    "EVD-26-002 holds the name of the person");
	stage_must(s, collect(s, "held=reference|source=Guard|session=%d",
	    one));
}

static void
what_may_not_leave_does_not(struct stage *s)
{
	static const char pack[] = "audit=%d|person=%d|papers=%d|device=L1|"
	    "expires_on=2026-03-10";
	int64_t paper = stage_paper(s);
	int64_t file = stage_set(s, "stored_file.create", "audit=%d|name=a|"
	    "size=1|media_type=text/plain|scan_result=clean|sha256="
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    s->audit);

	stage_set_on(s, "working_paper.update", paper, "handling=no_export");
	stage_refused_at(s, stage_do(s, AUDITOR, "offline_package.create", 0,
	    pack, s->audit, s->person[AUDITOR], paper), "N-10", "papers",
	    "WP-26-001 may not be taken along");
	stage_set_on(s, "working_paper.update", paper,
	    "handling=personal_data");
	stage_done(s, AUDITOR, "offline_package.create", 0, pack, s->audit,
	    s->person[AUDITOR], paper);
	stage_only(s, "N-10");
	stage_refused_at(s, collect(s, "held=copy|source=Hall|"
	    "handling=view_only|file=%d", file), "N-10", "file", "what may "
	    "only be viewed, or only on site, leaves no copy");
	stage_must(s, collect(s, "held=copy|source=Hall|handling=no_export|"
	    "file=%d", file));
}

ON_STAGE(sealed_evidence_is_corrected_by_another)
ON_STAGE(people_are_named_by_position)
ON_STAGE(what_may_not_leave_does_not)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(sealed_evidence_is_corrected_by_another),
		STAGED(people_are_named_by_position),
		STAGED(what_may_not_leave_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
