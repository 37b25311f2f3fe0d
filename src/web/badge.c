/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * badge.c - the word, the meaning and the shape of choices and of record
 * types.  The meaning is the model's; the shape is chosen here by the name of
 * the choice, and by its meaning where the name says nothing.
 */
#include "web/ask.h"

#include "base/text.h"

struct shape { const char *icon, *names; };

static const struct shape choice_shapes[] = {
	{ "pen", "draft in_draft revised entered" },
	{ "send", "sent presented issued offered submitted asked requested "
	    "delivered ordered" },
	{ "check", "acknowledged accepted agreed verified confirmed signed "
	    "checked with_comment active approved declared" },
	{ "people", "team_agreed team_member" },
	{ "dispute", "disputed objected conflict appealed" },
	{ "half", "in_progress in_action started initiating preparing "
	    "concluding reporting assessed going" },
	{ "flag", "implemented carried_out done_by_owner" },
	{ "eye", "in_review reviewed view_only awaiting_verification "
	    "document_review observer" },
	{ "undo", "returned reopened recalled moved" },
	{ "done", "closed completed done held complete met effective ended "
	    "ok fulfilled conformity conform passed yes" },
	{ "no", "withdrawn cancelled rejected refused terminated nonconform "
	    "not_met failed not_effective declined revoked not_feasible" },
	{ "pause", "suspended postponed on_hold" },
	{ "lock", "locked confidential internal special frozen "
	    "strictly_confidential restricted" },
	{ "seal", "sealed" },
	{ "major", "major_nonconformity" },
	{ "minor", "minor_nonconformity" },
	{ "ofi", "opportunity_for_improvement opportunity" },
	{ "star", "good_practice" },
	{ "partly", "partly partly_answered partly_met partly_upheld" },
	{ "na", "not_applicable not_needed" },
	{ "todo", "not_started not_assessed planned proposed pending" },
	{ "clock", "scheduled assigned overdue waiting ready queued expired" },
	{ "reply", "answered received" },
	{ "skip", "superseded replaced archived retired dropped not_held" },
	{ "warn", "warned" },
	{ 0 }
};

static const struct shape entity_shapes[] = {
	{ "audit", "audit baseline audit_objective audit_scope_item" },
	{ "programme", "programme programme_revision revision_element plan "
	    "programme_change programme_review" },
	{ "flag", "finding conclusion overall_conclusion disagreement" },
	{ "clock", "action verification extension_request task" },
	{ "file", "evidence document report stored_file working_paper" },
	{ "people", "person team_assignment meeting attendance interview "
	    "interviewee org_unit person_group" },
	{ "book", "criteria_source criteria_edition criterion_item "
	    "audit_criterion guidance_item criterion_map" },
	{ "place", "site organization" },
	{ "chart", "sampling_plan sample_item indicator indicator_value" },
	{ "note", "checklist_item checklist_template communication" },
	{ "send", "information_request report_delivery notification" },
	{ "warn", "isms_risk audit_risk programme_risk complaint" },
	{ "key", "user_account role_grant access_grant" },
	{ "shield", "statement_of_applicability applicability_entry" },
	{ "gear", "setting tool process_rule" },
	{ "log", "journal_entry gate_check" },
	{ 0 }
};

static const char *
shape_of(const struct shape *s, const char *name)
{
	for (; s->icon; s++)
		if (word_in(s->names, name))
			return s->icon;
	return NULL;
}

struct badge
choice_badge(const struct choice *c)
{
	static const char *const tone[] = { [TONE_NEUTRAL] = "",
		[TONE_QUIET] = "", [TONE_INFO] = "info", [TONE_GOOD] = "good",
		[TONE_WARN] = "warn", [TONE_BAD] = "bad" };
	static const char *const icon[] = { [TONE_NEUTRAL] = "open",
		[TONE_QUIET] = "skip", [TONE_INFO] = "half",
		[TONE_GOOD] = "done", [TONE_WARN] = "warn",
		[TONE_BAD] = "stop" };
	const char *shape;

	if (!c)
		return (struct badge){ 0 };
	shape = shape_of(choice_shapes, c->name);
	return (struct badge){ tone[c->tone], shape ? shape : icon[c->tone],
		c->label };
}

struct badge
state_badge(const struct entity *e, const void *rec)
{
	if (!e->machine)
		return (struct badge){ 0 };
	return choice_badge(choice_find(e->machine->states,
	    record_state(e, rec)));
}

const char *
entity_icon(const struct entity *e)
{
	const char *shape = shape_of(entity_shapes, e->name);

	return shape ? shape : "open";
}
