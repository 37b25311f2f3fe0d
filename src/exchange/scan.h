/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * scan.h - what a scanner says about one machine, whatever the scanner.
 *
 * The readers (arf.h, lynis.h) fill this; the import registers the file as
 * evidence and keeps scan_summary beside it, so that it can be searched.  A
 * check that failed is evidence and never a finding by itself: whether it
 * matters is an auditor's judgement.
 */
#ifndef SCAN_H
#define SCAN_H

#include "base/base.h"

enum scan_result {
	SCAN_PASS, SCAN_FIXED, SCAN_FAIL, SCAN_ERROR, SCAN_UNKNOWN,
	SCAN_NOT_CHECKED, SCAN_NOT_APPLICABLE, SCAN_NOT_SELECTED,
	SCAN_INFORMATIONAL, SCAN_WARNING, SCAN_SUGGESTION, SCAN_RESULTS
};
extern const char *const scan_result_words[SCAN_RESULTS];

struct scan_check {
	const char *id;
	const char *title;              /* NULL where the file has none */
	const char *severity;           /* "high", or NULL */
	const char *detail;             /* message or advice, or NULL */
	const char *system;             /* how it was checked, or NULL */
	const char *identifiers;        /* "CCE-80783-4 CVE-2005-3629", or NULL */
	int64_t time;                   /* UTC seconds, 0 when not told */
	enum scan_result result;
	struct scan_check *next;
};

struct scan {
	const char *tool;               /* "OpenSCAP 1.3.7" */
	const char *host;
	const char *addresses;          /* blank-separated, or NULL */
	const char *system;             /* "Debian 11.11", or NULL */
	const char *benchmark;          /* id, and NULL where there is none */
	const char *benchmark_title, *benchmark_version;
	const char *profile, *profile_title;
	const char *operator;           /* who ran it, or NULL */
	const char *score;              /* as printed, or NULL */
	bool privileged;                /* ran with the rights of root */
	bool whole;                     /* the run came to its end */
	/* UTC seconds, 0 when not told; local: the zone is not told. */
	int64_t start, end;
	bool local;
	int64_t index;                  /* hardening index, or UNSET */
	int64_t tests;                  /* how many were run, or UNSET */
	size_t counts[SCAN_RESULTS], n;
	struct scan_check *checks;      /* in order of the file */
	struct scan *next;              /* further results in one file */
};

/* How many checks came to a verdict: an empty scan looks like success. */
size_t scan_judged(const struct scan *s);

/*
 * Markdown of at most max bytes: what ran where and when, the counts, then
 * each check that did not pass, and how many more there are.
 */
const char *scan_summary(struct arena *a, const struct scan *s, size_t max);
/* One line: "23 pass, 17 fail, 4 error, 311 not selected". */
const char *scan_counts(struct arena *a, const struct scan *s);

#endif
