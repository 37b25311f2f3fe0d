/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Dossiers as ZIP.  The log of the corpus signed one of four entries, so
 * nothing else may be good.
 */
#include "fuzz.h"

#include "base/file.h"
#include "proof/dossier.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char log_key[] =
    "fuzz.example/log+1b9f4cf2+AfgKHSMhgPpZzkRlL1OYT3qS0MmXAOx/jpZcsk5HSgPZ";

static void
count(void *arg, const char *name, const char *text)
{
	assert(*name && *text);
	++*(size_t *)arg;
}

static void
verify(const char *path)
{
	struct arena *a = arena_new_capped((size_t)64 << 20);
	struct dossier_found found;
	size_t faults = 0;
	struct key key;
	struct err err;
	const struct dossier_check check = { .key = &key, .fault = count,
		.arg = &faults };
	enum rc rc;

	if (key_parse(&err, log_key, &key))
		abort();
	rc = dossier_verify(&err, a, path, &check, &found);
	assert((rc == RC_RULE) == (faults > 0));
	if (!rc)
		assert(found.entries == 4 && found.values == 7 &&
		    found.closed == 1 && found.evidence == 1 &&
		    found.audit == 31 && found.checkpoint.size == 11);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char path[] = "/tmp/muster-fuzz.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0 || !file_write_all(fd, data, n))
		abort();
	close(fd);
	verify(path);
	unlink(path);
	return 0;
}
