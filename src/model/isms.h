/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* isms.h - records of isms, made of their lists. */
#ifndef MODEL_ISMS_H
#define MODEL_ISMS_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct isms_profile { struct record rec;
#include "def/isms_profile.def"
};
struct person_group { struct record rec;
#include "def/person_group.def"
};
struct isms_process { struct record rec;
#include "def/isms_process.def"
};
struct information_system { struct record rec;
#include "def/information_system.def"
};
struct supplier_relation { struct record rec;
#include "def/supplier_relation.def"
};
struct isms_risk { struct record rec;
#include "def/isms_risk.def"
};
struct statement_of_applicability { struct record rec;
#include "def/statement_of_applicability.def"
};
struct applicability_entry { struct record rec;
#include "def/applicability_entry.def"
};
struct applicability_check { struct record rec;
#include "def/applicability_check.def"
};
struct performance_signal { struct record rec;
#include "def/performance_signal.def"
};
#undef FIELD

#endif
