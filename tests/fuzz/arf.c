/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "exchange/arf.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct arf_limits limits = { { 1 << 20, 200 }, 20, 100, 200 };
	struct arena *a = arena_new_capped(1 << 20);
	struct memory m = { (const char *)data, n };
	struct err err = { .code = RC_OK };
	const struct scan *out = NULL;
	enum rc rc = arf_read(&err, a, (struct source){ memory_read, &m },
	    &limits, &out);

	assert((rc == RC_OK) == (out != NULL));
	assert(rc == RC_OK || (err.code == rc && *err.text));
	if (out)
		assert(strlen(scan_summary(a, out, 4000)) <= 4000);
	arena_free(a);
	return 0;
}
