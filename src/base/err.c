/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base.h"

#include <stdio.h>

const struct err_row err_table[RC_COUNT] = {
	[RC_OK] = { "ok", 200, 0, "done" },
	[RC_INVALID] = { "invalid", 400, 64,
	    "the input cannot be understood or breaks a limit of its field" },
	[RC_SIGNIN] = { "sign-in", 401, 77, "nobody is signed in" },
	[RC_DENIED] = { "denied", 403, 77, "the actor may not do this" },
	[RC_MISSING] = { "missing", 404, 66,
	    "there is no such record, or none that the actor may see" },
	[RC_METHOD] = { "method", 405, 64, "this cannot be done here" },
	[RC_MEDIA] = { "media", 415, 64,
	    "this kind of content is not read here" },
	[RC_CONFLICT] = { "conflict", 409, 75,
	    "the record is not in the right state, or its key is taken" },
	[RC_STALE] = { "stale", 412, 75, "the record was changed meanwhile" },
	[RC_REUSED] = { "reused", 422, 65,
	    "the key of this request was used for another" },
	[RC_RULE] = { "rule", 422, 65, "a rule of the domain says no" },
	[RC_LIMIT] = { "limit", 413, 73, "a bound was hit" },
	[RC_BUSY] = { "busy", 503, 75, "not now: ask again" },
	[RC_FULL] = { "full", 507, 73, "there is no room on the disk" },
	[RC_DB] = { "store", 500, 74, "the store failed" },
};

static void write_words(char *out, size_t size, const char *fmt, va_list ap)
	PRINTF_LIKE(3, 0);
static void say(struct err *e, enum rc code, const char *fmt, va_list ap)
	PRINTF_LIKE(3, 0);

/*
 * Words may quote a foreign file: no control character of it reaches a
 * terminal, and words that are cut to fit do not end within a character.
 */
static void
write_words(char *out, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(out, size, fmt, ap);
	size_t at = size - 1;

	for (char *p = out; *p; p++)
		*p = (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p;
	if (n < 0 || (size_t)n < size)
		return;
	while (at && ((unsigned char)out[at - 1] & 0xc0) == 0x80)
		at--;
	if (at && ((unsigned char)out[at - 1] & 0xc0) == 0xc0)
		at--;
	out[at] = '\0';
}

static void
say(struct err *e, enum rc code, const char *fmt, va_list ap)
{
	*e = (struct err){ .code = code };
	write_words(e->text, sizeof(e->text), fmt, ap);
}

enum rc
err_set(struct err *e, enum rc code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, code, fmt, ap);
	va_end(ap);
	return code;
}

enum rc
err_field(struct err *e, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, RC_INVALID, fmt, ap);
	va_end(ap);
	e->field = field;
	return RC_INVALID;
}

enum rc
err_rule(struct err *e, const char *rule, const char *field, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(e, RC_RULE, fmt, ap);
	va_end(ap);
	e->rule = rule;
	e->field = field;
	return RC_RULE;
}

void
err_hint(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_words(e->hint, sizeof(e->hint), fmt, ap);
	va_end(ap);
}
