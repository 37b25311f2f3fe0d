/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include "entities.h"

/* --- account --------------------------------------------------------------- */

static const struct step user_account_steps[] = {
	{ "create", 0, ACCOUNT_STATE_INVITED, ADM,
	    NULL,
	    NULL,
	    "invitation for seven days" },
	{ "activate", ACCOUNT_STATE_INVITED, ACCOUNT_STATE_ACTIVE, SYS,
	    NULL,
	    "person set a way to sign in",
	    NULL },
	{ "lock", ACCOUNT_STATE_ACTIVE, ACCOUNT_STATE_LOCKED, ADM | SYS,
	    NULL,
	    "reason",
	    "sessions ended" },
	{ "unlock", ACCOUNT_STATE_LOCKED, ACCOUNT_STATE_ACTIVE, ADM,
	    NULL,
	    "reason",
	    NULL },
	{ "end", ACCOUNT_STATE_INVITED, ACCOUNT_STATE_ENDED, ADM,
	    NULL,
	    "reason",
	    NULL },
	{ "end", ACCOUNT_STATE_ACTIVE, ACCOUNT_STATE_ENDED, ADM | SYS,
	    NULL,
	    "reason, or the person has left",
	    "sessions ended, roles revoked" },
	{ "end", ACCOUNT_STATE_LOCKED, ACCOUNT_STATE_ENDED, ADM,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine user_account_machine = {
	account_state_choices, user_account_steps, NELEMS(user_account_steps),
};

/* --- role ------------------------------------------------------------------ */

static const struct step role_grant_steps[] = {
	{ "create", 0, GRANT_STATE_ACTIVE, ADM | APM,
	    NULL,
	    "the manager within his programme; external accounts only "
	    "auditee, observer, guide and reading roles",
	    "rights hold at the next request" },
	{ "revoke", GRANT_STATE_ACTIVE, GRANT_STATE_REVOKED, ADM | APM | ACL,
	    NULL,
	    "reason",
	    "rights end at the next request" },
	{ "expire", GRANT_STATE_ACTIVE, GRANT_STATE_ENDED, SYS,
	    NULL,
	    "past its last day",
	    NULL },
};

static const struct machine role_grant_machine = {
	grant_state_choices, role_grant_steps, NELEMS(role_grant_steps),
};

/* --- special access -------------------------------------------------------- */

static const struct step access_grant_steps[] = {
	{ "create", 0, ACCESS_GRANT_STATE_REQUESTED, APM,
	    "N-09 N-12",
	    NULL,
	    "the decider is told" },
	{ "grant", ACCESS_GRANT_STATE_REQUESTED, ACCESS_GRANT_STATE_GRANTED,
	    ACL | ATL,
	    "N-12",
	    "reason shown; emergency: the client; reading third party: the "
	    "client",
	    "leader, client and auditee told" },
	{ "refuse", ACCESS_GRANT_STATE_REQUESTED, ACCESS_GRANT_STATE_REFUSED,
	    ACL | ATL,
	    NULL,
	    "reason",
	    NULL },
	{ "end", ACCESS_GRANT_STATE_GRANTED, ACCESS_GRANT_STATE_ENDED,
	    ACL | APM | ATL | SYS,
	    NULL,
	    "time over, or reason",
	    NULL },
};

static const struct machine access_grant_machine = {
	access_grant_state_choices, access_grant_steps, NELEMS(access_grant_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD user_account
static const struct field user_account_fields[] = {
#include "def/user_account.def"
};
#undef RECORD
#define RECORD role_grant
static const struct field role_grant_fields[] = {
#include "def/role_grant.def"
};
#undef RECORD
#define RECORD access_grant
static const struct field access_grant_fields[] = {
#include "def/access_grant.def"
};
#undef RECORD
#undef FIELD

const struct entity user_account_entity = {
	.name = "user_account", .label = "Account",
	.plural = "Accounts", .prefix = "ACO",
	.subject = "account", .clause = "B",
	.about = "The means by which a person signs in; passwords and keys "
	    "are kept elsewhere.",
	.belongs = "person person",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct user_account),
	.fields = user_account_fields,
	.nfields = NELEMS(user_account_fields),
	.state = offsetof(struct user_account, state),
	.machine = &user_account_machine,
	.rights = {
		{ ADM, CREATE | READ | UPDATE | STEP, 0 },
		{ APM, READ, 0 },
		{ ACL | ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3 | EVA,
		    READ, OWN },
	},
};

const struct entity role_grant_entity = {
	.name = "role_grant", .label = "Role",
	.plural = "Roles", .prefix = "ROL",
	.subject = "account", .clause = "B",
	.about = "A role a person holds in the system, a programme, an "
	    "audit or an organization.",
	.belongs = "programme programme; audit audit; organization organization; system -",
	.own = "person granted_by",
	.size = sizeof(struct role_grant),
	.fields = role_grant_fields,
	.nfields = NELEMS(role_grant_fields),
	.state = offsetof(struct role_grant, state),
	.machine = &role_grant_machine,
	.rights = {
		{ ADM | APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL, READ | STEP, 0 },
		{ ATL, READ, ASSIGNED },
		{ AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3 | EVA,
		    READ, OWN },
	},
};

const struct entity access_grant_entity = {
	.name = "access_grant", .label = "Special access",
	.plural = "Special access", .prefix = "AGT",
	.subject = "account", .clause = "B.2",
	.about = "Reading beyond one's role, for a reason and a limited time.",
	.belongs = "audit audit",
	.own = "person decided_by",
	.size = sizeof(struct access_grant),
	.fields = access_grant_fields,
	.nfields = NELEMS(access_grant_fields),
	.state = offsetof(struct access_grant, state),
	.machine = &access_grant_machine,
	.rights = {
		{ APM, CREATE | READ | STEP, 0 },
		{ ACL, READ | UPDATE | STEP, 0 },
		{ ATL, READ | UPDATE | STEP, ASSIGNED },
		{ AUR, READ, EXTRACT },
		{ RO3, READ, OWN },
	},
};
