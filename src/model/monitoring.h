/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* monitoring.h - records of monitoring, made of their lists. */
#ifndef MODEL_MONITORING_H
#define MODEL_MONITORING_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct indicator { struct record rec;
#include "def/indicator.def"
};
struct indicator_value { struct record rec;
#include "def/indicator_value.def"
};
struct feedback { struct record rec;
#include "def/feedback.def"
};
struct complaint { struct record rec;
#include "def/complaint.def"
};
struct programme_change { struct record rec;
#include "def/programme_change.def"
};
struct programme_review { struct record rec;
#include "def/programme_review.def"
};
#undef FIELD

#endif
