/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* working_paper.h - records of working paper, made of their lists. */
#ifndef MODEL_WORKING_PAPER_H
#define MODEL_WORKING_PAPER_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct working_paper { struct record rec;
#include "def/working_paper.def"
};
struct checklist_item { struct record rec;
#include "def/checklist_item.def"
};
struct document_review_note { struct record rec;
#include "def/document_review_note.def"
};
struct control_trace { struct record rec;
#include "def/control_trace.def"
};
struct offline_package { struct record rec;
#include "def/offline_package.def"
};
#undef FIELD

#endif
