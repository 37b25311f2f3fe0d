/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "follow_up.h"

#include "entities.h"

/* --- action ---------------------------------------------------------------- */

static const struct step action_steps[] = {
	{ "create", 0, ACTION_STATE_PROPOSED, AUR,
	    NULL,
	    "finding issued; a correction on the spot already once the "
	    "finding is presented",
	    NULL },
	{ "return", ACTION_STATE_PROPOSED, ACTION_STATE_RETURNED, ATL | APM,
	    NULL,
	    "reason",
	    "told to the person responsible" },
	{ "propose", ACTION_STATE_RETURNED, ACTION_STATE_PROPOSED, AUR,
	    NULL,
	    NULL,
	    NULL },
	{ "accept", ACTION_STATE_PROPOSED, ACTION_STATE_ACCEPTED, ATL | APM,
	    "R-6.7-01",
	    "description, responsible person and due day; for a corrective "
	    "action cause, similar cases and sign of effectiveness",
	    "dates and sign fixed" },
	{ "withdraw", ACTION_STATE_PROPOSED, ACTION_STATE_WITHDRAWN, AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "withdraw", ACTION_STATE_RETURNED, ACTION_STATE_WITHDRAWN, AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "start", ACTION_STATE_ACCEPTED, ACTION_STATE_IN_PROGRESS, AUR,
	    NULL,
	    "person responsible",
	    NULL },
	{ "implement", ACTION_STATE_IN_PROGRESS, ACTION_STATE_IMPLEMENTED, AUR,
	    NULL,
	    "proof attached",
	    NULL },
	{ "check", ACTION_STATE_IMPLEMENTED, ACTION_STATE_VERIFYING, APM | ATL,
	    "R-6.7-02 I-06",
	    "verifier named and independent of the action",
	    "task for the verifier" },
	{ "return", ACTION_STATE_VERIFYING, ACTION_STATE_IN_PROGRESS,
	    ATL | AUD | APM,
	    NULL,
	    "reason; implementation not in order; verifier only",
	    NULL },
	{ "confirm", ACTION_STATE_VERIFYING, ACTION_STATE_EFFECTIVE,
	    ATL | AUD | APM,
	    "R-6.7-02 R-6.7-03 I-06",
	    "verifier; verification with evidence; not before the agreed day",
	    NULL },
	{ "fail", ACTION_STATE_VERIFYING, ACTION_STATE_NOT_EFFECTIVE,
	    ATL | AUD | APM,
	    "R-6.7-02 R-6.7-04 I-06",
	    "reason; verifier",
	    "finding reopened; failures counted" },
};

static const struct machine action_machine = {
	action_state_choices, action_steps, NELEMS(action_steps),
};

/* --- request for an extension ---------------------------------------------- */

static const struct step extension_request_steps[] = {
	{ "create", 0, EXTENSION_STATE_REQUESTED, AUR,
	    NULL,
	    "action not yet implemented",
	    "task for the manager" },
	{ "grant", EXTENSION_STATE_REQUESTED, EXTENSION_STATE_GRANTED,
	    APM | ACL,
	    "R-5.4.1-05 R-6.7-05",
	    "reason; manager not on the team, else client or deputy",
	    "due day of the action moved" },
	{ "refuse", EXTENSION_STATE_REQUESTED, EXTENSION_STATE_REFUSED,
	    APM | ACL,
	    "R-5.4.1-05",
	    "reason",
	    NULL },
};

static const struct machine extension_request_machine = {
	extension_state_choices, extension_request_steps, NELEMS(extension_request_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD action
static const struct field action_fields[] = {
#include "def/action.def"
};
#undef RECORD
#define RECORD verification
static const struct field verification_fields[] = {
#include "def/verification.def"
};
#undef RECORD
#define RECORD extension_request
static const struct field extension_request_fields[] = {
#include "def/extension_request.def"
};
#undef RECORD
#undef FIELD

const struct entity action_entity = {
	.name = "action", .label = "Action",
	.plural = "Actions", .prefix = "ACT",
	.subject = "follow_up", .clause = "6.7",
	.about = "A correction, corrective action or improvement that "
	    "answers a finding.",
	.belongs = "audit finding.audit",
	.own = "owner implementers verifier",
	.flags = CLASSIFIED,
	.size = sizeof(struct action),
	.fields = action_fields,
	.nfields = NELEMS(action_fields),
	.state = offsetof(struct action, state),
	.machine = &action_machine,
	.rights = {
		{ APM, READ | UPDATE | STEP, 0 },
		{ ACL, READ, 0 },
		{ ATL | AUD, READ | STEP, ASSIGNED },
		{ AUR, CREATE | READ | UPDATE | STEP, OURS },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity verification_entity = {
	.name = "verification", .label = "Verification",
	.plural = "Verifications", .prefix = "VER",
	.subject = "follow_up", .clause = "6.7",
	.about = "A check whether an action was done, or whether it works.",
	.belongs = "audit action.finding.audit",
	.own = "verified_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct verification),
	.fields = verification_fields,
	.nfields = NELEMS(verification_fields),
	.rights = {
		{ APM, CREATE | READ, 0 },
		{ ACL | AUR, READ, 0 },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ TEX, READ, OWN },
		{ TOP, READ, EXTRACT },
	},
};

const struct entity extension_request_entity = {
	.name = "extension_request", .label = "Request for an extension",
	.plural = "Requests for an extension", .prefix = "EXT",
	.subject = "follow_up", .clause = "6.7",
	.about = "A wish for a later due date of an action.",
	.belongs = "audit action.finding.audit",
	.own = "decided_by",
	.size = sizeof(struct extension_request),
	.fields = extension_request_fields,
	.nfields = NELEMS(extension_request_fields),
	.state = offsetof(struct extension_request, state),
	.machine = &extension_request_machine,
	.rights = {
		{ APM | ACL, READ | STEP, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ AUR, CREATE | READ, 0 },
	},
};
