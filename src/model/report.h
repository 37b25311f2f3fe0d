/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report.h - records of report, made of their lists. */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct report { struct record rec;
#include "def/report.def"
};
struct report_delivery { struct record rec;
#include "def/report_delivery.def"
};
#undef FIELD

#endif
