/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decimal.h - rates and confidences as people write them.
 *
 * 0.06 has no binary form: with a double for it, the sixth part of a hundred
 * of 500 items is 31 items instead of 30, and published tables are wrong for
 * this one reason.  So rates are integers counted in thousand millionths, and
 * become a double only where a probability is computed.
 */
#ifndef DECIMAL_H
#define DECIMAL_H

#include "base/base.h"

struct dec { int64_t v; };              /* v thousand millionths */

#define DEC_UNIT INT64_C(1000000000)    /* one */

enum { DEC_PLACES = 9, DEC_LEN = 24 };

/*
 * "0.05", "5", "-0.3", "1e-6"; at most nine decimals, magnitude below nine
 * thousand millions.  False for all else; *out is then untouched.
 */
bool dec_parse(const char *s, struct dec *out) MUST_USE;

/* The shortest decimal that reads back as the same. */
void dec_write(char out[DEC_LEN], struct dec d);

double dec_real(struct dec d);          /* correctly rounded */

/* r * n rounded down or up, for 0 <= r <= 1 and 0 <= n <= 9e9. */
int64_t dec_times_down(struct dec r, int64_t n);
int64_t dec_times_up(struct dec r, int64_t n);

/* The largest n with r * n <= k (or < k), for 0 < r <= 1, 0 <= k <= 9e9. */
int64_t dec_most_for(struct dec r, int64_t k);
int64_t dec_most_below(struct dec r, int64_t k);

#endif
