/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* initiation.h - records of initiation, made of their lists. */
#ifndef MODEL_INITIATION_H
#define MODEL_INITIATION_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct contact_record { struct record rec;
#include "def/contact_record.def"
};
struct agreement { struct record rec;
#include "def/agreement.def"
};
struct agreement_signature { struct record rec;
#include "def/agreement_signature.def"
};
struct information_request { struct record rec;
#include "def/information_request.def"
};
struct availability_declaration { struct record rec;
#include "def/availability_declaration.def"
};
struct access_constraint { struct record rec;
#include "def/access_constraint.def"
};
struct feasibility { struct record rec;
#include "def/feasibility.def"
};
struct document { struct record rec;
#include "def/document.def"
};
#undef FIELD

#endif
