/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Receipts.  Only the one of entry 5 in the log of 11 can be true. */
#include "fuzz.h"

#include "base/text.h"
#include "proof/receipt.h"

#include <stdlib.h>
#include <string.h>

static const char log_key[] =
    "fuzz.example/log+1b9f4cf2+AfgKHSMhgPpZzkRlL1OYT3qS0MmXAOx/jpZcsk5HSgPZ";
static const char entry[] =
    "43bb8a61566085e52a35dd275c4f64232a39c2f7a08c8d66ef6eb1c5ffc35478";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;
	struct arena *a = arena_new();
	unsigned char leaf[HASH];
	struct receipt r;
	struct err err;
	struct key key;
	char *again;

	if (key_parse(&err, log_key, &key) || !hash_parse(entry, leaf))
		abort();
	if (!receipt_parse(&err, a, s, n, &r)) {
		again = receipt_text(a, &r);
		assert(strlen(again) == n && memcmp(again, s, n) == 0);
		if (!receipt_verify(&err, a, &r, leaf, &key, NULL))
			assert(r.index == 5 && r.path.n == 4);
		leaf[0] ^= 1;
		assert(receipt_verify(&err, a, &r, leaf, &key, NULL) != RC_OK);
	}
	arena_free(a);
	return 0;
}
