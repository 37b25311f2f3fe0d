/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "exchange/oscal.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct oscal_catalog c = { 0 };
	struct err err = { .code = RC_OK };
	enum rc rc = n > 1 << 16 ? RC_LIMIT : oscal_catalog_read(&err, a,
	    (const char *)data, n, &c);

	assert((rc == RC_OK) == (c.items != NULL));
	assert(rc == RC_OK || n > 1 << 16 || (err.code == rc && *err.text));
	for (const struct oscal_item *i = c.items; i; i = i->next)
		assert(*i->id && *i->number && *i->title);
	arena_free(a);
	return 0;
}
