/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* extent.h - records of extent, made of their lists. */
#ifndef MODEL_EXTENT_H
#define MODEL_EXTENT_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct extent_factor { struct record rec;
#include "def/extent_factor.def"
};
struct coverage_cell { struct record rec;
#include "def/coverage_cell.def"
};
struct resource_item { struct record rec;
#include "def/resource_item.def"
};
struct tool { struct record rec;
#include "def/tool.def"
};
#undef FIELD

#endif
