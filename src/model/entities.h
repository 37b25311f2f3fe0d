/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* entities.h - the record types themselves, by name and as a list. */
#ifndef MODEL_ENTITIES_H
#define MODEL_ENTITIES_H

#include "model.h"

#define RECORD(n) extern const struct entity n##_entity;
#include "def/records.def"
#undef RECORD

extern const struct entity *const model[];      /* ends at NULL */

#endif
