/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "system.h"

#include "entities.h"

/* --- task ------------------------------------------------------------------ */

static const struct step task_steps[] = {
	{ "create", 0, TASK_STATE_OPEN,
	    APM | ACL | ATL | AUD | AIT | TEX | AUR | EVA | SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "finish", TASK_STATE_OPEN, TASK_STATE_DONE,
	    APM | ACL | ATL | AUD | AIT | TEX | AUR | EVA | SYS,
	    NULL,
	    "owner, or what it asks for has been done",
	    NULL },
	{ "cancel", TASK_STATE_OPEN, TASK_STATE_CANCELLED,
	    APM | ACL | ATL | AUD | AUR | SYS,
	    NULL,
	    "reason",
	    NULL },
	{ "reopen", TASK_STATE_DONE, TASK_STATE_OPEN,
	    APM | ACL | ATL | AUD | AIT | TEX | AUR | EVA,
	    NULL,
	    NULL,
	    NULL },
};

static const struct machine task_machine = {
	task_state_choices, task_steps, NELEMS(task_steps),
};

/* --- notification ---------------------------------------------------------- */

static const struct step notification_steps[] = {
	{ "create", 0, NOTIFICATION_STATE_QUEUED, SYS,
	    "N-15",
	    NULL,
	    NULL },
	{ "send", NOTIFICATION_STATE_QUEUED, NOTIFICATION_STATE_SENT, SYS,
	    "N-15",
	    NULL,
	    NULL },
	{ "fail", NOTIFICATION_STATE_QUEUED, NOTIFICATION_STATE_FAILED, SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "send", NOTIFICATION_STATE_FAILED, NOTIFICATION_STATE_SENT, SYS,
	    "N-15",
	    NULL,
	    NULL },
	{ "read", NOTIFICATION_STATE_SENT, NOTIFICATION_STATE_READ,
	    ADM | APM | ACL | ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3 | EVA,
	    NULL,
	    "only the recipient",
	    NULL },
};

static const struct machine notification_machine = {
	notification_state_choices, notification_steps, NELEMS(notification_steps),
};

/* --- key of an audit ------------------------------------------------------- */

static const struct step audit_key_steps[] = {
	{ "create", 0, KEY_STATE_ACTIVE, SYS,
	    NULL,
	    NULL,
	    NULL },
	{ "rotate", KEY_STATE_ACTIVE, KEY_STATE_ROTATED, ADM | SYS,
	    NULL,
	    NULL,
	    "new key wraps the old content keys" },
	{ "rotate", KEY_STATE_ROTATED, KEY_STATE_ROTATED, ADM | SYS,
	    NULL,
	    NULL,
	    "new key wraps the content keys again" },
	{ "destroy", KEY_STATE_ACTIVE, KEY_STATE_DESTROYED, SYS,
	    "R-5.5.7-05",
	    "disposal carried out by two persons",
	    "content of the audit unreadable for ever" },
	{ "destroy", KEY_STATE_ROTATED, KEY_STATE_DESTROYED, SYS,
	    "R-5.5.7-05",
	    "disposal carried out by two persons",
	    "content of the audit unreadable for ever" },
};

static const struct machine audit_key_machine = {
	key_state_choices, audit_key_steps, NELEMS(audit_key_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD journal_entry
static const struct field journal_entry_fields[] = {
#include "def/journal_entry.def"
};
#undef RECORD
#define RECORD gate_check
static const struct field gate_check_fields[] = {
#include "def/gate_check.def"
};
#undef RECORD
#define RECORD task
static const struct field task_fields[] = {
#include "def/task.def"
};
#undef RECORD
#define RECORD notification
static const struct field notification_fields[] = {
#include "def/notification.def"
};
#undef RECORD
#define RECORD setting
static const struct field setting_fields[] = {
#include "def/setting.def"
};
#undef RECORD
#define RECORD audit_key
static const struct field audit_key_fields[] = {
#include "def/audit_key.def"
};
#undef RECORD
#undef FIELD

const struct entity journal_entry_entity = {
	.name = "journal_entry", .label = "Journal entry",
	.plural = "Journal entries", .prefix = "JNL",
	.subject = "system", .clause = "all",
	.about = "One change, refusal, reading or export, chained to the "
	    "entries before it.",
	.belongs = "audit audit; system -",
	.own = "actor",
	.flags = PERSONAL,
	.size = sizeof(struct journal_entry),
	.fields = journal_entry_fields,
	.nfields = NELEMS(journal_entry_fields),
	.rights = {
		{ ADM | ACL | RO3, READ, EXTRACT },
		{ APM, READ | EXPORT, 0 },
		{ ATL, READ, ASSIGNED },
	},
};

const struct entity gate_check_entity = {
	.name = "gate_check", .label = "Gate check",
	.plural = "Gate checks", .prefix = "GAT",
	.subject = "system", .clause = "6.1",
	.about = "What a rule found when a step was tried, and the reason "
	    "given for going on after a warning.",
	.belongs = "audit audit; programme programme",
	.size = sizeof(struct gate_check),
	.fields = gate_check_fields,
	.nfields = NELEMS(gate_check_fields),
	.rights = {
		{ APM | ACL, READ, 0 },
		{ ATL | AUD, READ, ASSIGNED },
		{ RO3, READ, EXTRACT },
	},
};

const struct entity task_entity = {
	.name = "task", .label = "Task",
	.plural = "Tasks", .prefix = "TSK",
	.subject = "system", .clause = "all",
	.about = "Something to do for one person, made by hand or by the "
	    "system.",
	.belongs = "audit audit; programme programme; person owner",
	.own = "owner",
	.size = sizeof(struct task),
	.fields = task_fields,
	.nfields = NELEMS(task_fields),
	.state = offsetof(struct task, state),
	.machine = &task_machine,
	.rights = {
		{ ADM | TOP, READ, OWN },
		{ APM, CREATE | READ | UPDATE | STEP, 0 },
		{ ACL | AUD | AIT | TEX | AUR | EVA,
		    CREATE | READ | UPDATE | STEP, OWN },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
	},
};

const struct entity notification_entity = {
	.name = "notification", .label = "Notification",
	.plural = "Notifications", .prefix = "NTF",
	.subject = "system", .clause = "all",
	.about = "A short message to one person: a code and a link, never "
	    "content.",
	.belongs = "person recipient",
	.own = "recipient",
	.flags = PERSONAL,
	.size = sizeof(struct notification),
	.fields = notification_fields,
	.nfields = NELEMS(notification_fields),
	.state = offsetof(struct notification, state),
	.machine = &notification_machine,
	.rights = {
		{ ADM | APM | ACL | ATL | AUD | AIT | TEX | OBS | GUI | AUR | TOP | RO3 | EVA,
		    READ | STEP, OWN },
	},
};

const struct entity setting_entity = {
	.name = "setting", .label = "Setting",
	.plural = "Settings", .prefix = "SET",
	.subject = "system", .clause = "all",
	.about = "A value that the system works with, for all or for one "
	    "programme or audit.",
	.belongs = "audit audit; programme programme; system -",
	.size = sizeof(struct setting),
	.fields = setting_fields,
	.nfields = NELEMS(setting_fields),
	.rights = {
		{ ADM, CREATE | READ | UPDATE, 0 },
		{ APM, READ | UPDATE, 0 },
		{ ACL | ATL, READ, 0 },
	},
};

const struct entity audit_key_entity = {
	.name = "audit_key", .label = "Key of an audit",
	.plural = "Keys of audits", .prefix = "KEY",
	.subject = "system", .clause = "5.5.7",
	.about = "The key that evidence of one audit is encrypted with; "
	    "destroying it destroys the content.",
	.belongs = "audit audit",
	.flags = CLASSIFIED,
	.size = sizeof(struct audit_key),
	.fields = audit_key_fields,
	.nfields = NELEMS(audit_key_fields),
	.state = offsetof(struct audit_key, state),
	.machine = &audit_key_machine,
	.rights = {
		{ ADM, READ | STEP, EXTRACT },
	},
};
