/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report.h"

#include "entities.h"

/* --- audit report ---------------------------------------------------------- */

static const struct step report_steps[] = {
	{ "create", 0, REPORT_STATE_DRAFT, ATL,
	    "R-6.5.1-08",
	    NULL,
	    "filled from the data of the audit" },
	{ "submit", REPORT_STATE_DRAFT, REPORT_STATE_IN_REVIEW, ATL,
	    "R-6.2.3-05 R-6.4.8-11 R-6.5.1-01 R-6.5.1-04 R-6.5.1-05 "
	    "R-6.5.1-06 R-6.5.1-07",
	    "content complete",
	    "task for the reviewer" },
	{ "return", REPORT_STATE_IN_REVIEW, REPORT_STATE_DRAFT,
	    APM | ACL | ATL | AUD,
	    NULL,
	    "reason; reviewer or approver",
	    NULL },
	{ "approve", REPORT_STATE_IN_REVIEW, REPORT_STATE_APPROVED, APM | ACL,
	    "R-5.4.1-05 R-6.5.1-02 R-6.5.1-03 R-6.5.1-07 I-07",
	    "approver of the programme; not the author; audit reporting or "
	    "terminated",
	    NULL },
	{ "return", REPORT_STATE_APPROVED, REPORT_STATE_DRAFT, APM | ACL,
	    NULL,
	    "reason",
	    NULL },
	{ "issue", REPORT_STATE_APPROVED, REPORT_STATE_ISSUED, ATL | APM,
	    "R-6.5.2-01 R-6.5.2-03",
	    "recipients checked",
	    "frozen, fingerprinted, copies numbered; findings issued" },
	{ "supersede", REPORT_STATE_ISSUED, REPORT_STATE_SUPERSEDED, SYS,
	    "R-6.5.1-08",
	    "new version issued with a list of changes",
	    NULL },
	{ "recall", REPORT_STATE_ISSUED, REPORT_STATE_RECALLED, APM,
	    NULL,
	    "reason",
	    "recipients told; counts as security event in the review" },
};

static const struct machine report_machine = {
	report_state_choices, report_steps, NELEMS(report_steps),
};

/* --- report delivery ------------------------------------------------------- */

static const struct step report_delivery_steps[] = {
	{ "create", 0, DELIVERY_STATE_QUEUED, ATL | APM,
	    "R-6.5.2-01",
	    "recipient on the agreed list, or consent",
	    NULL },
	{ "consent", DELIVERY_STATE_QUEUED, DELIVERY_STATE_QUEUED, ACL | AUR,
	    NULL,
	    "recipient outside the list",
	    "stores who" },
	{ "send", DELIVERY_STATE_QUEUED, DELIVERY_STATE_SENT, ATL | APM | SYS,
	    "R-6.2.2-03 R-6.5.2-01 R-6.5.2-02 R-6.5.2-04",
	    "encryption fits the class",
	    "copy number; watermark" },
	{ "acknowledge", DELIVERY_STATE_SENT, DELIVERY_STATE_ACKNOWLEDGED,
	    APM | ACL | ATL | AUR | TOP | RO3,
	    NULL,
	    "only the recipient",
	    NULL },
	{ "fail", DELIVERY_STATE_SENT, DELIVERY_STATE_FAILED, SYS | ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "send", DELIVERY_STATE_FAILED, DELIVERY_STATE_SENT, ATL | APM | SYS,
	    "R-6.2.2-03 R-6.5.2-01 R-6.5.2-02 R-6.5.2-04",
	    NULL,
	    NULL },
	{ "recall", DELIVERY_STATE_QUEUED, DELIVERY_STATE_RECALLED, ATL | APM,
	    NULL,
	    "reason",
	    NULL },
	{ "recall", DELIVERY_STATE_SENT, DELIVERY_STATE_RECALLED, APM,
	    NULL,
	    "reason",
	    NULL },
	{ "recall", DELIVERY_STATE_ACKNOWLEDGED, DELIVERY_STATE_RECALLED, APM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine report_delivery_machine = {
	delivery_state_choices, report_delivery_steps, NELEMS(report_delivery_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD report
static const struct field report_fields[] = {
#include "def/report.def"
};
#undef RECORD
#define RECORD report_delivery
static const struct field report_delivery_fields[] = {
#include "def/report_delivery.def"
};
#undef RECORD
#undef FIELD

const struct entity report_entity = {
	.name = "report", .label = "Audit report",
	.plural = "Audit reports", .prefix = "RPT",
	.subject = "report", .clause = "6.5.1",
	.about = "One version of the report; most of it comes from the data "
	    "of the audit.",
	.belongs = "audit audit",
	.own = "author reviewer approved_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct report),
	.fields = report_fields,
	.nfields = NELEMS(report_fields),
	.state = offsetof(struct report, state),
	.machine = &report_machine,
	.rights = {
		{ APM | ACL, READ | STEP | EXPORT, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP | EXPORT, ASSIGNED },
		{ AUD, READ | STEP, ASSIGNED },
		{ AIT, READ, ASSIGNED },
		{ TEX, READ, OWN },
		{ AUR, READ | EXPORT, ISSUED },
		{ TOP, READ, ISSUED },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity report_delivery_entity = {
	.name = "report_delivery", .label = "Report delivery",
	.plural = "Report deliveries", .prefix = "RDL",
	.subject = "report", .clause = "6.5.2",
	.about = "One numbered copy of a report on its way to one person.",
	.belongs = "audit report.audit",
	.own = "recipient client_consent_by auditee_consent_by",
	.flags = PERSONAL,
	.size = sizeof(struct report_delivery),
	.fields = report_delivery_fields,
	.nfields = NELEMS(report_delivery_fields),
	.state = offsetof(struct report_delivery, state),
	.machine = &report_delivery_machine,
	.rights = {
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD, READ, OWN },
		{ AUR | TOP | RO3, READ | STEP, OWN },
	},
};
