/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lynis.h - the report file of Lynis (lynis-report.dat, versions 2 and 3).
 *
 * Lines key=value and key[]=a|b|c|; keys differ between versions, unknown
 * ones are passed over.  Times are local without a zone.  A file without its
 * last line finish=true is of a run that was broken off: scan.whole is false.
 */
#ifndef LYNIS_H
#define LYNIS_H

#include "scan.h"

struct lynis_limits { size_t bytes, line, checks; };
extern const struct lynis_limits lynis_limits;

enum rc lynis_read(struct err *err, struct arena *a, const char *s, size_t n,
	const struct lynis_limits *limits, const struct scan **out) MUST_USE;

#endif
