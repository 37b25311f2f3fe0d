/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* people.h - records of people, made of their lists. */
#ifndef MODEL_PEOPLE_H
#define MODEL_PEOPLE_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct person { struct record rec;
#include "def/person.def"
};
struct clearance { struct record rec;
#include "def/clearance.def"
};
struct conduct_declaration { struct record rec;
#include "def/conduct_declaration.def"
};
struct interest_declaration { struct record rec;
#include "def/interest_declaration.def"
};
struct independence_check { struct record rec;
#include "def/independence_check.def"
};
struct independence_waiver { struct record rec;
#include "def/independence_waiver.def"
};
#undef FIELD

#endif
