/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* evidence.h - records of evidence, made of their lists. */
#ifndef MODEL_EVIDENCE_H
#define MODEL_EVIDENCE_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct evidence { struct record rec;
#include "def/evidence.def"
};
struct interview { struct record rec;
#include "def/interview.def"
};
struct interviewee { struct record rec;
#include "def/interviewee.def"
};
struct custody_event { struct record rec;
#include "def/custody_event.def"
};
struct stored_file { struct record rec;
#include "def/stored_file.def"
};
#undef FIELD

#endif
