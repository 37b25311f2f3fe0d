/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "entities.h"

#define RECORD(n) &n##_entity,
const struct entity *const model[] = {
#include "def/records.def"
	NULL
};
#undef RECORD
