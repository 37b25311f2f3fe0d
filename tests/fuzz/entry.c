/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Journal entries: what is read is the one form of what it says. */
#include "fuzz.h"

#include "proof/entry.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct entry e;
	struct err err;
	char text[ENTRY_MAX];

	if (!entry_parse(&err, a, (const char *)data, n, &e))
		assert(entry_write(text, &e) == n && memcmp(text, data, n) == 0);
	arena_free(a);
	return 0;
}
