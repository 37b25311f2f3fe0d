/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "team.h"

#include "entities.h"

/* --- competence needed ----------------------------------------------------- */

static const struct step competence_need_steps[] = {
	{ "create", 0, NEED_STATE_DERIVED, APM | ATL | SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "confirm", NEED_STATE_DERIVED, NEED_STATE_CONFIRMED, APM,
	    NULL,
	    "level and coverage judged",
	    NULL },
	{ "change", NEED_STATE_CONFIRMED, NEED_STATE_CHANGED, APM,
	    NULL,
	    "reason",
	    "team match runs again" },
	{ "confirm", NEED_STATE_CHANGED, NEED_STATE_CONFIRMED, APM,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine competence_need_machine = {
	need_state_choices, competence_need_steps, NELEMS(competence_need_steps),
};

/* --- team member ----------------------------------------------------------- */

static const struct step team_assignment_steps[] = {
	{ "create", 0, ASSIGNMENT_STATE_PROPOSED, APM | ATL,
	    "R-5.5.4-03 R-5.5.4-07 R-5.5.4-08 R-7.5-02",
	    NULL,
	    "conduct and interest declarations requested; independence "
	    "checked" },
	{ "declare", ASSIGNMENT_STATE_PROPOSED, ASSIGNMENT_STATE_DECLARED,
	    ATL | AUD | AIT | TEX,
	    "R-4-02",
	    "only the person; interests answered for this audit",
	    "independence checked" },
	{ "confirm", ASSIGNMENT_STATE_DECLARED, ASSIGNMENT_STATE_CONFIRMED,
	    APM,
	    "R-4-01 R-4-02 R-5.4.4-03 R-5.5.1-03 R-5.5.4-02 R-5.5.4-03 "
	    "R-5.5.4-05 R-5.5.4-08 R-7.2.5-01 R-7.6-03 I-01 I-02 I-03 I-04 "
	    "I-05 I-09 I-10 I-11",
	    "independent or waived; clearance and status in order; mentor "
	    "for a trainee",
	    "rights in the audit begin; leader named in the audit" },
	{ "object", ASSIGNMENT_STATE_DECLARED, ASSIGNMENT_STATE_OBJECTED,
	    AUR | ACL,
	    NULL,
	    "reason",
	    "objection opened" },
	{ "object", ASSIGNMENT_STATE_CONFIRMED, ASSIGNMENT_STATE_OBJECTED,
	    AUR | ACL,
	    NULL,
	    "reason",
	    "objection opened" },
	{ "confirm", ASSIGNMENT_STATE_OBJECTED, ASSIGNMENT_STATE_CONFIRMED,
	    APM,
	    "R-4-01 R-4-02 R-5.4.4-03 R-5.5.1-03 R-5.5.4-02 R-5.5.4-03 "
	    "R-5.5.4-05 R-5.5.4-08 R-7.2.5-01 R-7.6-03 I-01 I-02 I-03 I-04 "
	    "I-05 I-09 I-10 I-11",
	    "objection dismissed or withdrawn",
	    NULL },
	{ "replace", ASSIGNMENT_STATE_OBJECTED, ASSIGNMENT_STATE_REPLACED, APM,
	    "R-5.5.4-07 R-5.5.5-04",
	    "successor proposed",
	    NULL },
	{ "replace", ASSIGNMENT_STATE_DECLARED, ASSIGNMENT_STATE_REPLACED, APM,
	    "R-5.5.4-07 R-5.5.5-04",
	    "reason",
	    NULL },
	{ "replace", ASSIGNMENT_STATE_CONFIRMED, ASSIGNMENT_STATE_REPLACED,
	    APM,
	    "R-5.5.4-07 R-5.5.5-04",
	    "reason; hand-over if it was the leader",
	    "rights end; client and auditee told" },
	{ "withdraw", ASSIGNMENT_STATE_PROPOSED, ASSIGNMENT_STATE_REPLACED,
	    APM | ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "release", ASSIGNMENT_STATE_CONFIRMED, ASSIGNMENT_STATE_RELEASED,
	    APM | SYS,
	    "N-11",
	    "audit completed, or work done",
	    "rights end as need-to-know says" },
};

static const struct machine team_assignment_machine = {
	assignment_state_choices, team_assignment_steps, NELEMS(team_assignment_steps),
};

/* --- objection ------------------------------------------------------------- */

static const struct step objection_steps[] = {
	{ "create", 0, OBJECTION_STATE_OPEN, AUR | ACL,
	    NULL,
	    NULL,
	    "task for the decider" },
	{ "answer", OBJECTION_STATE_OPEN, OBJECTION_STATE_ANSWERED, ATL | APM,
	    NULL,
	    "answer written",
	    NULL },
	{ "uphold", OBJECTION_STATE_OPEN, OBJECTION_STATE_UPHELD, APM | ACL,
	    "R-5.4.1-05 I-12",
	    "reason",
	    NULL },
	{ "uphold", OBJECTION_STATE_ANSWERED, OBJECTION_STATE_UPHELD,
	    APM | ACL,
	    "R-5.4.1-05 I-12",
	    "reason",
	    NULL },
	{ "dismiss", OBJECTION_STATE_OPEN, OBJECTION_STATE_DISMISSED,
	    APM | ACL,
	    "R-5.4.1-05 I-12",
	    "reason",
	    NULL },
	{ "dismiss", OBJECTION_STATE_ANSWERED, OBJECTION_STATE_DISMISSED,
	    APM | ACL,
	    "R-5.4.1-05 I-12",
	    "reason",
	    NULL },
	{ "withdraw", OBJECTION_STATE_OPEN, OBJECTION_STATE_WITHDRAWN,
	    AUR | ACL,
	    NULL,
	    "only who raised it",
	    NULL },
	{ "withdraw", OBJECTION_STATE_ANSWERED, OBJECTION_STATE_WITHDRAWN,
	    AUR | ACL,
	    NULL,
	    "only who raised it",
	    NULL },
};

static const struct machine objection_machine = {
	objection_state_choices, objection_steps, NELEMS(objection_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD competence_need
static const struct field competence_need_fields[] = {
#include "def/competence_need.def"
};
#undef RECORD
#define RECORD team_assignment
static const struct field team_assignment_fields[] = {
#include "def/team_assignment.def"
};
#undef RECORD
#define RECORD objection
static const struct field objection_fields[] = {
#include "def/objection.def"
};
#undef RECORD
#undef FIELD

const struct entity competence_need_entity = {
	.name = "competence_need", .label = "Competence needed",
	.plural = "Competence needed", .prefix = "NED",
	.subject = "team", .clause = "5.5.4",
	.about = "A competence that the team of an audit must have, and at "
	    "which level.",
	.belongs = "audit audit",
	.size = sizeof(struct competence_need),
	.fields = competence_need_fields,
	.nfields = NELEMS(competence_need_fields),
	.state = offsetof(struct competence_need, state),
	.machine = &competence_need_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ, 0 },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD, READ, ASSIGNED },
	},
};

const struct entity team_assignment_entity = {
	.name = "team_assignment", .label = "Team member",
	.plural = "Team members", .prefix = "TEA",
	.subject = "team", .clause = "5.5.4",
	.about = "A person's place in an audit team.",
	.belongs = "audit audit",
	.own = "person mentor",
	.flags = PERSONAL,
	.size = sizeof(struct team_assignment),
	.fields = team_assignment_fields,
	.nfields = NELEMS(team_assignment_fields),
	.state = offsetof(struct team_assignment, state),
	.machine = &team_assignment_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | AUR, READ | STEP, 0 },
		{ ATL, CREATE | READ | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ | STEP, OWN },
		{ OBS, READ, OWN },
	},
};

const struct entity objection_entity = {
	.name = "objection", .label = "Objection",
	.plural = "Objections", .prefix = "OBN",
	.subject = "team", .clause = "5.5.4",
	.about = "The auditee's or client's objection to a team member or "
	    "to the plan.",
	.belongs = "audit audit",
	.own = "raised_by members decided_by",
	.size = sizeof(struct objection),
	.fields = objection_fields,
	.nfields = NELEMS(objection_fields),
	.state = offsetof(struct objection, state),
	.machine = &objection_machine,
	.rights = {
		{ APM, READ | UPDATE | STEP, 0 },
		{ ACL | AUR, CREATE | READ | STEP, OWN },
		{ ATL, READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ, EXTRACT },
	},
};
