/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * date.h - civil days and UTC seconds, and how they are written.
 *
 * A day is the number of days since 1970-01-01 in the proleptic Gregorian
 * calendar, a time the number of seconds since its midnight, UTC.  Written
 * forms are those of RFC 3339: 2026-09-16 and 2026-09-16T10:31:07Z.
 */
#ifndef DATE_H
#define DATE_H

#include "base.h"

enum { DATE_LEN = 10, TIME_LEN = 20, DAY_SECONDS = 86400 };

int64_t day_of(int year, int month, int day);
void day_split(int64_t days, int *year, int *month, int *day);

/* Years 1 to 9999; false for anything else, days that do not exist too. */
bool day_parse(const char *s, int64_t *days) MUST_USE;
/* Also takes an offset (+02:00) and fractions of a second (cut off). */
bool time_parse(const char *s, int64_t *seconds) MUST_USE;

void day_write(char out[DATE_LEN + 1], int64_t days);
void time_write(char out[TIME_LEN + 1], int64_t seconds);

int64_t day_of_time(int64_t seconds);           /* in UTC */
int weekday(int64_t days);                      /* 0 is Monday */

int64_t clock_now(void);                        /* UTC seconds */
int64_t clock_ms(void);                         /* steady, for time-outs */

#endif
