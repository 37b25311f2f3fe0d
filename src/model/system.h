/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* system.h - records of system, made of their lists. */
#ifndef MODEL_SYSTEM_H
#define MODEL_SYSTEM_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct journal_entry { struct record rec;
#include "def/journal_entry.def"
};
struct gate_check { struct record rec;
#include "def/gate_check.def"
};
struct task { struct record rec;
#include "def/task.def"
};
struct notification { struct record rec;
#include "def/notification.def"
};
struct setting { struct record rec;
#include "def/setting.def"
};
struct audit_key { struct record rec;
#include "def/audit_key.def"
};
#undef FIELD

#endif
