/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * stamp.c - who decided, when, and over which content.
 *
 * Fields that nobody may type and that a step alone sets: a person is the
 * actor, a time or day is now, a fingerprint is that of the record.
 */
#include "domain.h"

#include "base/hash.h"
#include "base/text.h"

struct stamp { const char *command, *fields; };

static const struct stamp stamps[] = {
	{ "access_constraint.apply", "told_at" },
	{ "access_constraint.decide", "decided_by decided_at" },
	{ "access_grant.grant", "decided_by decided_at" },
	{ "access_grant.refuse", "decided_by decided_at" },
	{ "action.implement", "implemented_at" },
	{ "agreement.sign", "text_hash" },
	{ "agreement_signature.create", "text_hash" },
	{ "appointment.accept", "answered_at" },
	{ "appointment.decline", "answered_at" },
	{ "assignment_pack.accept", "answered_at" },
	{ "assignment_pack.return", "answered_at" },
	{ "assignment_pack.send", "sent_at hash" },
	{ "audit.complete", "completed_at" },
	{ "audit.start", "started_at" },
	{ "audit_experience.confirm", "confirmed_by confirmed_at" },
	{ "audit_experience.reject", "confirmed_by confirmed_at" },
	{ "auditor_status.create", "since" },
	{ "auditor_status.admit_expert", "since decided_by" },
	{ "auditor_status.admit_manager", "since decided_by" },
	{ "auditor_status.qualify", "since decided_by" },
	{ "auditor_status.qualify_leader", "since decided_by" },
	{ "auditor_status.recognize", "since decided_by" },
	{ "auditor_status.recognize_leader", "since decided_by" },
	{ "auditor_status.restore_auditor", "since decided_by" },
	{ "auditor_status.restore_expert", "since decided_by" },
	{ "auditor_status.restore_leader", "since decided_by" },
	{ "auditor_status.restore_manager", "since decided_by" },
	{ "auditor_status.restrict", "since decided_by" },
	{ "auditor_status.suspend", "since decided_by" },
	{ "auditor_status.train", "since decided_by" },
	{ "auditor_status.withdraw", "since decided_by" },
	{ "availability_declaration.declare", "declared_by declared_at" },
	{ "baseline.approve", "approved_by approved_at hash" },
	{ "checklist_item.review", "reviewed_by" },
	{ "checklist_item.sign_off", "mentor_signed_by" },
	{ "communication.acknowledge", "acknowledged_by acknowledged_at" },
	{ "communication.send", "sent_at" },
	{ "competence_claim.reject", "verified_by verified_at" },
	{ "competence_claim.verify", "verified_by verified_at" },
	{ "complaint.decide", "decided_at" },
	{ "complaint.decide_appeal", "decided_at" },
	{ "completion.finish", "completed_by completed_at" },
	{ "conduct_declaration.create", "text_hash" },
	{ "conduct_declaration.sign", "text_hash signed_at" },
	{ "development_record.reject", "verified_by verified_at" },
	{ "development_record.verify", "verified_by verified_at" },
	{ "disagreement.leave", "settled_at" },
	{ "disagreement.settle", "settled_at" },
	{ "disclosure_request.ask", "informed_at" },
	{ "disclosure_request.decide", "decided_by decided_at" },
	{ "disposal_record.approve", "approved_by" },
	{ "disposal_record.carry_out", "carried_out_by carried_out_at" },
	{ "document.receive", "received_at" },
	{ "evaluation.decide", "decided_by decided_at" },
	{ "evaluation_criteria.approve", "approved_by approved_at" },
	{ "evaluation_process.approve", "approved_by approved_at" },
	{ "evidence.seal", "hash" },
	{ "evidence.verify", "verified_by" },
	{ "extension_request.grant", "decided_by decided_at" },
	{ "extension_request.refuse", "decided_by decided_at" },
	{ "feasibility.decide", "decided_by decided_at" },
	{ "feedback.answer", "answered_at" },
	{ "feedback.create", "asked_at" },
	{ "feedback.decline", "answered_at" },
	{ "finding.acknowledge", "replied_by replied_at" },
	{ "finding.close", "closed_at" },
	{ "finding.dispute", "replied_by replied_at" },
	{ "finding.issue", "issued_at" },
	{ "finding.present", "presented_at" },
	{ "finding.present_again", "presented_at" },
	{ "finding.review", "reviewed_by" },
	{ "finding.sign_off", "mentor_signed_by" },
	{ "finding_change.create", "presented_at" },
	{ "independence_waiver.approve", "decided_by decided_at" },
	{ "independence_waiver.refuse", "decided_by decided_at" },
	{ "information_request.answer", "answered_by answered_at" },
	{ "information_request.answer_partly", "answered_by answered_at" },
	{ "information_request.decline", "answered_by answered_at" },
	{ "information_request.offer_alternative", "answered_by answered_at" },
	{ "interest_declaration.sign", "signed_at" },
	{ "isms_profile.deliver", "delivered_by delivered_at" },
	{ "isms_profile.freeze", "hash" },
	{ "leader_handover.accept", "accepted_at" },
	{ "legal_hold.confirm", "lifted_second_by lifted_at" },
	{ "legal_hold.lift", "lifted_by" },
	{ "meeting.close", "hash" },
	{ "notification.read", "read_at" },
	{ "notification.send", "sent_at" },
	{ "objection.dismiss", "decided_by decided_at" },
	{ "objection.uphold", "decided_by decided_at" },
	{ "offline_package.create", "issued_at content_hash" },
	{ "offline_package.lose", "settled_at" },
	{ "offline_package.return", "settled_at" },
	{ "offline_package.wipe", "settled_at" },
	{ "overall_conclusion.present", "presented_at" },
	{ "plan.agree", "agreed_by agreed_at hash" },
	{ "plan.send", "sent_at" },
	{ "process_rule.approve", "approved_by approved_at" },
	{ "programme_change.decide", "decided_by decided_at" },
	{ "programme_review.report", "reported_at" },
	{ "programme_revision.approve", "decided_by decided_at hash" },
	{ "programme_revision.return", "decided_by decided_at" },
	{ "programme_revision.submit", "submitted_by submitted_at" },
	{ "recording_consent.create", "answered_at" },
	{ "remote_assessment.agree", "auditee_agreed_by auditee_agreed_at" },
	{ "remote_assessment.approve", "decided_by decided_at" },
	{ "remote_assessment.reject", "decided_by decided_at" },
	{ "report.approve", "approved_by approved_at" },
	{ "report.issue", "dated" },
	{ "report_delivery.acknowledge", "acknowledged_at" },
	{ "report_delivery.send", "sent_at" },
	{ "resource_item.grant", "decided_by decided_at" },
	{ "resource_item.reduce", "decided_by decided_at" },
	{ "resource_item.refuse", "decided_by decided_at" },
	{ "result_review.conclude", "concluded_by concluded_at" },
	{ "role_grant.create", "granted_by" },
	{ "role_grant.expire", "revoked_at" },
	{ "role_grant.revoke", "revoked_at" },
	{ "scope_change.apply", "effective_at" },
	{ "scope_change.approve", "decided_by decided_at" },
	{ "scope_change.consent", "client_agreed_by client_agreed_at" },
	{ "scope_change.present", "presented_at" },
	{ "scope_change.refuse", "decided_by decided_at" },
	{ "task.finish", "done_at" },
};

static enum rc
stamp_field(struct ctx *cx, struct change *ch, const char *name)
{
	const struct field *f = field_find(ch->entity, name);
	char hex[HEX];
	enum rc rc;

	assert(f && f->flags & DERIVED);
	switch (f->kind) {
	case KIND_ref:
		if (cx->person)
			field_set_int(f, ch->after, cx->person);
		return RC_OK;
	case KIND_time:
		field_set_int(f, ch->after, cx->now);
		return RC_OK;
	case KIND_date:
		field_set_int(f, ch->after, cx->today);
		return RC_OK;
	case KIND_hash:
		rc = fingerprint(cx, ch->entity, ch->after, hex);
		field_set_text(f, ch->after, arena_str(cx->arena, hex));
		return rc;
	default:
		assert(!"a field that cannot be stamped");
		return RC_OK;
	}
}

enum rc
stamp_change(struct ctx *cx, struct change *ch)
{
	for (size_t i = 0; i < NELEMS(stamps); i++) {
		const char *s = stamps[i].fields;

		if (!str_eq(stamps[i].command, ch->command))
			continue;
		while (*s) {
			size_t n = 0;
			enum rc rc;

			while (s[n] && s[n] != ' ')
				n++;
			rc = stamp_field(cx, ch, arena_dup(cx->arena, s, n));
			if (rc)
				return rc;
			s += n + (s[n] == ' ');
		}
	}
	return RC_OK;
}
