/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dialect.h - the two dialects of SQL.  It stands here because model/, which
 * writes the schema, and db/, which runs it, do not know each other.
 */
#ifndef DIALECT_H
#define DIALECT_H

enum dialect { SQLITE, POSTGRES };

#endif
