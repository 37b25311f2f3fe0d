/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_time_table.h - the rows of the tables behind audit_time.h, carried as
 * data so that an edition is a row and not a branch.
 */
#ifndef AUDIT_TIME_TABLE_H
#define AUDIT_TIME_TABLE_H

#include "base/base.h"

/* Up to `most` persons; a table ends with a row of 0. */
struct audit_time_row { int64_t most; int days100[8]; };

extern const struct audit_time_row audit_time_isms[], audit_time_md5[];

#endif
