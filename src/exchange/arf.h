/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * arf.h - results of SCAP scanners: ARF 1.1, and XCCDF 1.1 and 1.2 results
 * with or without their benchmark.
 *
 * The file streams through expat; of the benchmark in it only titles are
 * kept.  A document type is refused, so there are no entities to expand and
 * nothing outside is ever asked for.  gzip and xz are unpacked.
 */
#ifndef ARF_H
#define ARF_H

#include "scan.h"
#include "unpack.h"

struct arf_limits {
	struct unpack_limits file;
	size_t depth, checks, text;     /* text: bytes kept of one element */
};
extern const struct arf_limits arf_limits;

/* One struct scan a TestResult.  NULL for the limits: the usual ones. */
enum rc arf_read(struct err *err, struct arena *a, struct source from,
	const struct arf_limits *limits, const struct scan **out) MUST_USE;

#endif
