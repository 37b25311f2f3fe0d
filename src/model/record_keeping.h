/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_keeping.h - records of record keeping, made of their lists. */
#ifndef MODEL_RECORD_KEEPING_H
#define MODEL_RECORD_KEEPING_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct retention_rule { struct record rec;
#include "def/retention_rule.def"
};
struct legal_hold { struct record rec;
#include "def/legal_hold.def"
};
struct disposal_record { struct record rec;
#include "def/disposal_record.def"
};
struct export_record { struct record rec;
#include "def/export_record.def"
};
#undef FIELD

#endif
