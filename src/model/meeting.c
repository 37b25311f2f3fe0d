/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "meeting.h"

#include "entities.h"

/* --- meeting --------------------------------------------------------------- */

static const struct step meeting_steps[] = {
	{ "create", 0, MEETING_STATE_PLANNED, ATL,
	    NULL,
	    NULL,
	    "agenda of its kind" },
	{ "open", MEETING_STATE_PLANNED, MEETING_STATE_OPEN, ATL,
	    NULL,
	    NULL,
	    NULL },
	{ "close", MEETING_STATE_OPEN, MEETING_STATE_CLOSED, ATL,
	    "R-6.4.3-01 R-6.4.3-02 R-6.4.10-01 R-6.4.10-02 R-6.4.10-03 "
	    "R-6.4.10-04 R-6.4.10-05",
	    "agenda points done; minutes and attendance present",
	    "fingerprint of the minutes" },
	{ "reopen", MEETING_STATE_CLOSED, MEETING_STATE_OPEN, ATL,
	    NULL,
	    "reason; before the report is issued",
	    NULL },
	{ "call_off", MEETING_STATE_PLANNED, MEETING_STATE_CALLED_OFF, ATL,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine meeting_machine = {
	meeting_state_choices, meeting_steps, NELEMS(meeting_steps),
};

/* --- message --------------------------------------------------------------- */

static const struct step communication_steps[] = {
	{ "create", 0, COMMUNICATION_STATE_DRAFT,
	    APM | ATL | AUD | AIT | TEX | ACL | AUR,
	    "R-6.4.4-02 R-6.4.4-05 R-6.4.7-07",
	    "urgent and out-of-scope matters of members go to the leader",
	    NULL },
	{ "send", COMMUNICATION_STATE_DRAFT, COMMUNICATION_STATE_SENT,
	    APM | ATL | AUD | AIT | TEX | ACL | AUR,
	    "R-6.2.1-01 R-6.2.2-03 R-6.4.4-01 R-6.4.4-02 R-6.4.4-05 "
	    "R-6.4.6-01",
	    "channel fits the class",
	    "told by code and link" },
	{ "acknowledge", COMMUNICATION_STATE_SENT, COMMUNICATION_STATE_ACKNOWLEDGED,
	    APM | ACL | ATL | AUD | AIT | TEX | AUR | TOP,
	    NULL,
	    "only a recipient",
	    NULL },
	{ "cancel", COMMUNICATION_STATE_DRAFT, COMMUNICATION_STATE_CANCELLED,
	    APM | ATL | AUD | AIT | TEX | ACL | AUR,
	    NULL,
	    "reason",
	    NULL },
};

static const struct machine communication_machine = {
	communication_state_choices, communication_steps, NELEMS(communication_steps),
};

/* --- observer -------------------------------------------------------------- */

static const struct step observer_approval_steps[] = {
	{ "create", 0, OBSERVER_STATE_REQUESTED, ATL | ACL | AUR,
	    NULL,
	    NULL,
	    "three consents asked" },
	{ "consent", OBSERVER_STATE_REQUESTED, OBSERVER_STATE_REQUESTED,
	    ATL | ACL | AUR,
	    NULL,
	    NULL,
	    "stores who, for which side, when" },
	{ "approve", OBSERVER_STATE_REQUESTED, OBSERVER_STATE_APPROVED, ATL,
	    "R-6.4.2-01",
	    "three consents and undertaking present",
	    "reading rights begin" },
	{ "refuse", OBSERVER_STATE_REQUESTED, OBSERVER_STATE_REFUSED,
	    ATL | ACL | AUR,
	    NULL,
	    "reason",
	    NULL },
	{ "remove", OBSERVER_STATE_APPROVED, OBSERVER_STATE_REMOVED, ATL,
	    "R-6.4.2-03",
	    "reason",
	    "rights end at once" },
	{ "end", OBSERVER_STATE_APPROVED, OBSERVER_STATE_ENDED, SYS,
	    "N-11",
	    "closing meeting closed",
	    "rights end" },
};

static const struct machine observer_approval_machine = {
	observer_state_choices, observer_approval_steps, NELEMS(observer_approval_steps),
};

/* --- fields and record types ---------------------------------------------- */

#define FIELD(k, n, ...) { .name = #n, .kind = KIND_##k, \
	.offset = offsetof(struct RECORD, n), __VA_ARGS__ },
#define RECORD meeting
static const struct field meeting_fields[] = {
#include "def/meeting.def"
};
#undef RECORD
#define RECORD attendance
static const struct field attendance_fields[] = {
#include "def/attendance.def"
};
#undef RECORD
#define RECORD communication
static const struct field communication_fields[] = {
#include "def/communication.def"
};
#undef RECORD
#define RECORD observer_approval
static const struct field observer_approval_fields[] = {
#include "def/observer_approval.def"
};
#undef RECORD
#define RECORD guide_task
static const struct field guide_task_fields[] = {
#include "def/guide_task.def"
};
#undef RECORD
#define RECORD recording_consent
static const struct field recording_consent_fields[] = {
#include "def/recording_consent.def"
};
#undef RECORD
#define RECORD access_entry
static const struct field access_entry_fields[] = {
#include "def/access_entry.def"
};
#undef RECORD
#undef FIELD

const struct entity meeting_entity = {
	.name = "meeting", .label = "Meeting",
	.plural = "Meetings", .prefix = "MTG",
	.subject = "meeting", .clause = "6.4.3",
	.about = "An opening, closing, team or other meeting with its "
	    "agenda, attendance and minutes.",
	.belongs = "audit audit",
	.own = "chair",
	.flags = CLASSIFIED,
	.size = sizeof(struct meeting),
	.fields = meeting_fields,
	.nfields = NELEMS(meeting_fields),
	.state = offsetof(struct meeting, state),
	.machine = &meeting_machine,
	.rights = {
		{ APM | AUR, READ, 0 },
		{ ACL | OBS, READ, EXTRACT },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
	},
};

const struct entity attendance_entity = {
	.name = "attendance", .label = "Attendance",
	.plural = "Attendance", .prefix = "ATT",
	.subject = "meeting", .clause = "6.4.3",
	.about = "Who took part in a meeting, and in which position.",
	.belongs = "audit meeting.audit",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct attendance),
	.fields = attendance_fields,
	.nfields = NELEMS(attendance_fields),
	.rights = {
		{ APM | AUR, READ, 0 },
		{ ACL | OBS, READ, EXTRACT },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
	},
};

const struct entity communication_entity = {
	.name = "communication", .label = "Message",
	.plural = "Messages", .prefix = "COM",
	.subject = "meeting", .clause = "6.4.4",
	.about = "A message that belongs to the record: progress, concern, "
	    "urgent risk, request for change.",
	.belongs = "audit audit; programme programme",
	.own = "sender recipients acknowledged_by",
	.flags = CLASSIFIED,
	.size = sizeof(struct communication),
	.fields = communication_fields,
	.nfields = NELEMS(communication_fields),
	.state = offsetof(struct communication, state),
	.machine = &communication_machine,
	.rights = {
		{ APM | ACL | AUD | AIT | TEX | AUR,
		    CREATE | READ | UPDATE | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ TOP, READ | STEP, EXTRACT },
	},
};

const struct entity observer_approval_entity = {
	.name = "observer_approval", .label = "Observer",
	.plural = "Observers", .prefix = "OBS",
	.subject = "meeting", .clause = "6.4.2",
	.about = "A person who wishes to watch an audit, and the three "
	    "consents it takes.",
	.belongs = "audit audit",
	.own = "person leader_approved_by client_approved_by "
	    "auditee_approved_by",
	.flags = PERSONAL,
	.size = sizeof(struct observer_approval),
	.fields = observer_approval_fields,
	.nfields = NELEMS(observer_approval_fields),
	.state = offsetof(struct observer_approval, state),
	.machine = &observer_approval_machine,
	.rights = {
		{ APM, READ, 0 },
		{ ACL | AUR, CREATE | READ | STEP, 0 },
		{ ATL, CREATE | READ | UPDATE | STEP, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ OBS, READ, OWN },
	},
};

const struct entity guide_task_entity = {
	.name = "guide_task", .label = "Guide's task",
	.plural = "Guides' tasks", .prefix = "GTA",
	.subject = "meeting", .clause = "6.4.2",
	.about = "What a guide named by the auditee does in a session.",
	.belongs = "audit session.plan.audit",
	.own = "guide",
	.flags = PERSONAL,
	.size = sizeof(struct guide_task),
	.fields = guide_task_fields,
	.nfields = NELEMS(guide_task_fields),
	.rights = {
		{ APM, READ, 0 },
		{ ATL, CREATE | READ | UPDATE, ASSIGNED },
		{ AUD | AIT | TEX, READ, ASSIGNED },
		{ GUI, READ, OWN },
		{ AUR, CREATE | READ | UPDATE, 0 },
	},
};

const struct entity recording_consent_entity = {
	.name = "recording_consent", .label = "Consent to recording",
	.plural = "Consents to recording", .prefix = "RCC",
	.subject = "meeting", .clause = "5.5.3",
	.about = "One person's yes or no to the recording of one session.",
	.belongs = "audit session.plan.audit",
	.own = "person",
	.flags = PERSONAL,
	.size = sizeof(struct recording_consent),
	.fields = recording_consent_fields,
	.nfields = NELEMS(recording_consent_fields),
	.rights = {
		{ APM, READ, 0 },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, READ, ASSIGNED },
		{ AUR, CREATE | READ, 0 },
	},
};

const struct entity access_entry_entity = {
	.name = "access_entry", .label = "Access to information",
	.plural = "Access to information", .prefix = "ACE",
	.subject = "meeting", .clause = "6.4.5",
	.about = "What was looked at under an access constraint or request, "
	    "where nothing may be copied.",
	.belongs = "audit audit",
	.own = "seen_by supervised_by",
	.size = sizeof(struct access_entry),
	.fields = access_entry_fields,
	.nfields = NELEMS(access_entry_fields),
	.rights = {
		{ APM, READ, EXTRACT },
		{ ATL | AUD, CREATE | READ, ASSIGNED },
		{ AIT | TEX, CREATE | READ, OWN },
		{ AUR, READ, 0 },
	},
};
