/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Notes.  The keys of the corpus were thrown away, so whatever is accepted
 * beyond the one text that they signed is a forgery.
 */
#include "fuzz.h"

#include "proof/checkpoint.h"

#include <stdlib.h>
#include <string.h>

static const char log_key[] =
    "fuzz.example/log+1b9f4cf2+AfgKHSMhgPpZzkRlL1OYT3qS0MmXAOx/jpZcsk5HSgPZ";
static const char witness_key[] =
    "fuzz.example/w+31836a8f+BBZd8SiMtU5N+VKN1AR6PdabwYcTeWs4DYOnHlEDbVoC";
static const char signed_text[] =
    "fuzz.example/log\n11\niHSmWOo7OS9xG2fmtaKc9HBe/HlwE2cMYUhzpUPXEGc=\n";

/* Text and lines written again are the bytes that were read. */
static void
write_again(struct arena *a, const struct note *note, const char *s, size_t n)
{
	struct buf out = { .arena = a };

	buf_fmt(&out, "%s\n", note->text);
	for (size_t i = 0; i < note->nsigs; i++)
		note_add_line(&out, &note->sig[i]);
	assert(out.len == n && memcmp(out.s, s, n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;
	struct arena *a = arena_new();
	struct key log, witness;
	struct checkpoint cp;
	struct note note;
	struct err err;
	int64_t time;

	if (key_parse(&err, log_key, &log) ||
	    key_parse(&err, witness_key, &witness))
		abort();
	if (!note_parse(&err, a, s, n, &note)) {
		write_again(a, &note, s, n);
		if (note_check(&note, &witness, &time) == NOTE_GOOD)
			assert(strcmp(note.text, signed_text) == 0 &&
			    time == 1789554667);
		if (note_check(&note, &log, NULL) == NOTE_GOOD)
			assert(strcmp(note.text, signed_text) == 0);
	}
	if (!checkpoint_open(&err, a, s, n, &log, &cp, NULL))
		assert(cp.size == 11);
	if (!checkpoint_parse(&err, a, s, n, &cp))
		assert(strncmp(checkpoint_text(a, &cp), s,
		    strlen(checkpoint_text(a, &cp))) == 0);
	arena_free(a);
	return 0;
}
