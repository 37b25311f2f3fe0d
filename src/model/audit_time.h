/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit_time.h - records of audit time, made of their lists. */
#ifndef MODEL_AUDIT_TIME_H
#define MODEL_AUDIT_TIME_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct audit_time_calculation { struct record rec;
#include "def/audit_time_calculation.def"
};
#undef FIELD

#endif
