/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "exchange/lynis.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct lynis_limits limits = { 1 << 16, 1000, 100 };
	struct arena *a = arena_new_capped(1 << 20);
	struct err err = { .code = RC_OK };
	const struct scan *out = NULL;
	enum rc rc = lynis_read(&err, a, (const char *)data, n, &limits, &out);

	assert((rc == RC_OK) == (out != NULL));
	assert(rc == RC_OK || (err.code == rc && *err.text));
	if (out)
		assert(strlen(scan_summary(a, out, 4000)) <= 4000);
	arena_free(a);
	return 0;
}
