/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* organization.h - records of organization, made of their lists. */
#ifndef MODEL_ORGANIZATION_H
#define MODEL_ORGANIZATION_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct organization { struct record rec;
#include "def/organization.def"
};
struct org_unit { struct record rec;
#include "def/org_unit.def"
};
struct site { struct record rec;
#include "def/site.def"
};
#undef FIELD

#endif
