/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* meeting.h - records of meeting, made of their lists. */
#ifndef MODEL_MEETING_H
#define MODEL_MEETING_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct meeting { struct record rec;
#include "def/meeting.def"
};
struct attendance { struct record rec;
#include "def/attendance.def"
};
struct communication { struct record rec;
#include "def/communication.def"
};
struct observer_approval { struct record rec;
#include "def/observer_approval.def"
};
struct guide_task { struct record rec;
#include "def/guide_task.def"
};
struct recording_consent { struct record rec;
#include "def/recording_consent.def"
};
struct access_entry { struct record rec;
#include "def/access_entry.def"
};
#undef FIELD

#endif
