/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* golden.h - texts that are held against a file under tests/golden. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "unit.h"

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

/* The file of that name under tests/golden, or "". */
static const char *
golden(struct arena *a, const char *name)
{
	struct buf b = { .arena = a };
	char path[512], block[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/golden/%s", TEST_SOURCE, name);
	f = fopen(path, "rb");
	if (!f)
		return "";
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	return buf_text(&b);
}

/* With MUSTER_GOLDEN set the file is written anew, for a person to read. */
static void
same_as_golden(struct arena *a, const char *name, const char *text)
{
	char path[512];
	FILE *f;

	if (getenv("MUSTER_GOLDEN")) {
		snprintf(path, sizeof(path), "%s/tests/golden/%s", TEST_SOURCE,
		    name);
		f = fopen(path, "wb");
		assert_non_null(f);
		fputs(text, f);
		fclose(f);
	}
	assert_string_equal(text, golden(a, name));
}

#endif
