/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_time.h - audit days after tables by persons, step by step.
 *
 * All times are hundredths of a day of 8 hours, all shares hundredths of a
 * per cent.  Rounding comes last: to the nearest half day, a tie up, and
 * never below the floor.  For internal audits the result is a benchmark.
 *
 * Sources: ISO/IEC 27006:2015 annexes B and C, ISO/IEC 27006-1:2024 annex C,
 * IAF MD 1, MD 5:2019 and MD 11, answers 37.5, 37.23, 38.2 and 48.6 of EA.
 * The numbers are facts; the documents themselves are to be bought and
 * applied by those who certify.
 */
#ifndef AUDIT_TIME_H
#define AUDIT_TIME_H

#include "base/base.h"

enum {
	AUDIT_TIME_BANDS = 23, AUDIT_TIME_EDITIONS = 10, AUDIT_TIME_FACTORS = 6,
	AUDIT_TIME_GROUPS = 100, AUDIT_TIME_PERSONS = 1000000
};

/* An edition of a scheme: its table and its limits. */
struct audit_time_edition {
	const char *name;               /* "27006-1:2024" */
	const char *title;              /* "ISO/IEC 27006-1:2024, annex C" */
	int most_reduction;             /* 3000: not below 70 % of the table */
	const char *reduction_clause;
	int onsite;                     /* least share spent auditing */
	const char *groups_clause;      /* NULL: no root for identical work */
	int remote_limit;               /* 0: none; else approval above it */
	const char *remote_clause;
};

extern const struct audit_time_edition audit_time_edition[AUDIT_TIME_EDITIONS];

/* The names of the six factors, three of business and three of IT. */
extern const char *const audit_time_factor[AUDIT_TIME_FACTORS];

int audit_time_find(const char *edition);       /* index, or -1 */

/* Hundredths of a day; 0 above the table's last band. */
int64_t audit_time_table(int edition, int64_t persons);

/* Bounds of a band: *least to *most persons, days100; false beyond the last. */
bool audit_time_band(int edition, int band, int64_t *least, int64_t *most,
	int64_t *days100);

enum audit_time_level { AUDIT_TIME_LOW, AUDIT_TIME_MEDIUM, AUDIT_TIME_HIGH };

/* Of three factors, each 1 to 3: 3-4 low, 5-6 medium, 7-9 high. */
enum audit_time_level audit_time_level(const int factor[3]);

/* The range of the adjustment, in hundredths of a per cent. */
void audit_time_range(enum audit_time_level business, enum audit_time_level it,
	int *least, int *most);

struct audit_time_ask {
	int edition;
	int64_t persons;                /* not in groups; 0 or more */
	const int64_t *group;           /* headcounts of identical work */
	size_t groups;
	bool rated;                     /* the factors are given */
	int factor[AUDIT_TIME_FACTORS];
	bool adjusted;                  /* adjust is given */
	int adjust;                     /* -3000 is 30 % less */
	const char *reason;             /* or NULL */
	int64_t own;                    /* own table time, 0: by the table */
	int site_reduction;             /* 0 to 5000, all reductions together */
	int integration;                /* 0 to 2000 */
	int stage1;                     /* share of stage 1, 0: 3000 */
	int remote;                     /* share planned remotely, 0 to 10000 */
};

struct audit_time {
	int64_t effective;              /* persons */
	int64_t table, adjusted, initial, onsite_minimum;
	int64_t surveillance, recertification, stage1, stage2, site, combined;
	int64_t remote;                 /* hundredths of a day of the initial */
	enum audit_time_level business, it;     /* when rated */
	int least, most, adjust;        /* range and what was applied */
	bool floored;                   /* rounding was stopped by the floor */
	bool remote_approval;           /* above the edition's limit */
};

/*
 * RC_RULE with the clause where a limit is broken, RC_INVALID where a number
 * or a reason is missing; err->field names the field.
 */
enum rc audit_time_of(struct err *err, const struct audit_time_ask *ask,
	struct audit_time *out) MUST_USE;

/* Nearest half day of a time in hundredths, a tie up. */
int64_t audit_time_half(int64_t days100);

#endif
