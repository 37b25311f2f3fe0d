/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "entry.h"

#include "base/date.h"
#include "base/text.h"
#include "proof/merkle.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_TIME_END ((int64_t)253402300800)  /* the year 10000 */

static const char first_line[] = "muster-entry/1\n";

const char entry_first[HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";
const char entry_no_values[HEX] =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static const char *const outcomes[] = {
	[OUTCOME_DONE] = "done",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_READ] = "read",
	[OUTCOME_EXPORTED] = "exported",
};

const char *
outcome_name(enum outcome o)
{
	assert((size_t)o < NELEMS(outcomes));
	return outcomes[o];
}

bool
outcome_parse(const char *s, enum outcome *out)
{
	for (size_t i = 0; i < NELEMS(outcomes); i++)
		if (str_eq(s, outcomes[i])) {
			*out = (enum outcome)i;
			return true;
		}
	return false;
}

/* --- writing -------------------------------------------------------------- */

static bool
is_word(const char *s)
{
	size_t n = 0;

	for (; s[n]; n++)
		if (s[n] <= ' ' || s[n] > '~' || n >= ENTRY_WORD)
			return false;
	return n > 0;
}

static bool
is_hash(const char *s)
{
	return strlen(s) == HEX - 1 &&
	    strspn(s, "0123456789abcdef") == HEX - 1;
}

static bool
is_word_or_none(const char *s)
{
	return !s || (is_word(s) && !str_eq(s, "-"));
}

bool
entry_valid(const struct entry *e)
{
	return e->arrived >= 0 && e->time >= 0 && e->time < ENTRY_TIME_END &&
	    e->actor >= 0 && e->record >= 0 && e->rev >= 0 && e->audit >= 0 &&
	    e->index >= 0 && (size_t)e->outcome < NELEMS(outcomes) &&
	    e->command && is_word_or_none(e->command) &&
	    is_word_or_none(e->type) && is_word_or_none(e->rule) &&
	    (e->type || (!e->record && !e->rev)) &&
	    (!e->blob || is_hash(e->blob)) && e->values &&
	    is_hash(e->values) && e->previous && is_hash(e->previous);
}

static char *
put(char *p, const char *s)
{
	size_t n = strlen(s);

	memcpy(p, s, n);
	return p + n;
}

static char *
put_number(char *p, int64_t v)
{
	char tmp[24], *t = tmp + sizeof(tmp);
	size_t n;

	assert(v >= 0);
	do
		*--t = (char)('0' + v % 10);
	while (v /= 10);
	n = (size_t)(tmp + sizeof(tmp) - t);
	memcpy(p, t, n);
	return p + n;
}

static char *
put_line(char *p, const char *key, int64_t v)
{
	p = put_number(put(p, key), v);
	*p++ = '\n';
	return p;
}

/* A word, or "-" where there is none; so no word may be "-" itself. */
static char *
put_word(char *p, const char *key, const char *word)
{
	assert(!word || (is_word(word) && !str_eq(word, "-")));
	p = put(put(p, key), word ? word : "-");
	*p++ = '\n';
	return p;
}

static char *
put_hash(char *p, const char *key, const char *hash)
{
	assert(is_hash(hash));
	p = put(put(p, key), hash);
	*p++ = '\n';
	return p;
}

static char *
put_record(char *p, const struct entry *e)
{
	assert(e->type ? is_word(e->type) && !str_eq(e->type, "-")
		       : !e->record && !e->rev);
	p = put(put(p, "record "), e->type ? e->type : "-");
	*p++ = ' ';
	p = put_number(p, e->record);
	*p++ = ' ';
	p = put_number(p, e->rev);
	*p++ = '\n';
	return p;
}

size_t
entry_write(char out[ENTRY_MAX], const struct entry *e)
{
	char time[TIME_LEN + 1], *p = out;

	assert(e->command);
	time_write(time, e->time);
	p = put(p, first_line);
	p = put_line(p, "arrived ", e->arrived);
	p = put_word(p, "time ", time);
	p = put_line(p, "actor ", e->actor);
	p = put_word(p, "command ", e->command);
	p = put_record(p, e);
	p = put_line(p, "audit ", e->audit);
	p = put_word(p, "outcome ", outcome_name(e->outcome));
	p = put_word(p, "rule ", e->rule);
	p = e->blob ? put_hash(p, "blob ", e->blob) : put(p, "blob -\n");
	p = put_hash(p, "values ", e->values);
	p = put_line(p, "index ", e->index);
	p = put_hash(p, "previous ", e->previous);
	*p = '\0';
	assert(p - out < ENTRY_MAX);
	return (size_t)(p - out);
}

char *
entry_text(struct arena *a, const struct entry *e)
{
	char text[ENTRY_MAX];

	return arena_dup(a, text, entry_write(text, e));
}

void
entry_leaf(const struct entry *e, unsigned char out[HASH])
{
	char text[ENTRY_MAX];

	merkle_leaf(text, entry_write(text, e), out);
}

/* --- reading -------------------------------------------------------------- */

enum line { ARRIVED, TIME, ACTOR, COMMAND, RECORD, AUDIT, OUTCOME, RULE, BLOB,
	VALUES, INDEX, PREVIOUS, LINES };

static const char *const keys[LINES] = {
	[ARRIVED] = "arrived", [TIME] = "time", [ACTOR] = "actor",
	[COMMAND] = "command", [RECORD] = "record", [AUDIT] = "audit",
	[OUTCOME] = "outcome", [RULE] = "rule", [BLOB] = "blob",
	[VALUES] = "values", [INDEX] = "index", [PREVIOUS] = "previous",
};

static bool
split_record(char *s, struct entry *e)
{
	char *id = strchr(s, ' '), *rev = id ? strchr(id + 1, ' ') : NULL;

	if (!rev)
		return false;
	*id = *rev = '\0';
	if (!is_word(s) || !int_parse(id + 1, 0, INT64_MAX, &e->record) ||
	    !int_parse(rev + 1, 0, INT64_MAX, &e->rev))
		return false;
	e->type = str_eq(s, "-") ? NULL : s;
	return e->type || (!e->record && !e->rev);
}

static bool
read_word(const char *s, const char **out)
{
	*out = str_eq(s, "-") ? NULL : s;
	return is_word(s);
}

static bool
read_hash(const char *s, const char **out)
{
	*out = s;
	return is_hash(s);
}

static bool
read_line(enum line line, char *s, struct entry *e)
{
	switch (line) {
	case ARRIVED:
		return int_parse(s, 0, INT64_MAX, &e->arrived);
	case TIME:
		return time_parse(s, &e->time);
	case ACTOR:
		return int_parse(s, 0, INT64_MAX, &e->actor);
	case COMMAND:
		return read_word(s, &e->command) && e->command;
	case RECORD:
		return split_record(s, e);
	case AUDIT:
		return int_parse(s, 0, INT64_MAX, &e->audit);
	case OUTCOME:
		return outcome_parse(s, &e->outcome);
	case RULE:
		return read_word(s, &e->rule);
	case BLOB:
		e->blob = NULL;
		return str_eq(s, "-") || read_hash(s, &e->blob);
	case VALUES:
		return read_hash(s, &e->values);
	case INDEX:
		return int_parse(s, 0, INT64_MAX, &e->index);
	case PREVIOUS:
		return read_hash(s, &e->previous);
	case LINES:
		break;
	}
	return false;
}

/* The value of the line at *p, which is moved behind it; NULL: not there. */
static char *
take_line(char **p, const char *key)
{
	size_t n = strlen(key);
	char *value = *p + n + 1, *end;

	if (strncmp(*p, key, n) != 0 || (*p)[n] != ' ')
		return NULL;
	end = strchr(value, '\n');
	if (!end)
		return NULL;
	*end = '\0';
	*p = end + 1;
	return value;
}

/*
 * Numbers and times have forms that read well and are not the one form
 * (leading zeros, offsets): what is written again must be what was read.
 */
static bool
is_canonical(const struct entry *e, const char *s, size_t n)
{
	char text[ENTRY_MAX];

	return entry_write(text, e) == n && memcmp(text, s, n) == 0;
}

enum rc
entry_parse(struct err *err, struct arena *a, const char *s, size_t n,
    struct entry *out)
{
	struct entry e = { 0 };
	char *p;

	if (n >= ENTRY_MAX)
		return err_set(err, RC_LIMIT, "an entry has at most %d bytes",
		    ENTRY_MAX - 1);
	p = arena_dup(a, s, n);
	if (!str_starts(p, first_line))
		return err_set(err, RC_INVALID, "not a muster-entry/1");
	p += sizeof(first_line) - 1;
	for (int i = 0; i < LINES; i++) {
		char *value = take_line(&p, keys[i]);

		if (!value || !read_line((enum line)i, value, &e))
			return err_field(err, keys[i],
			    "the line \"%s\" of the entry is missing or wrong",
			    keys[i]);
	}
	if (!is_canonical(&e, s, n))
		return err_set(err, RC_INVALID,
		    "the entry is not in its one form");
	*out = e;
	return RC_OK;
}

/* --- values --------------------------------------------------------------- */

void
entry_commit(const unsigned char salt[SALT], const char *name,
    const char *value, size_t n, unsigned char out[HASH])
{
	struct hash *h = hash_new();

	assert(strlen(name) <= ENTRY_NAME);
	hash_add(h, salt, SALT);
	hash_add(h, name, strlen(name) + 1);
	hash_add(h, value, n);
	hash_end(h, out);
}

static int
by_name(const void *a, const void *b)
{
	const struct commitment *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
entry_values(struct arena *a, struct commitment *list, size_t n, char out[HEX])
{
	struct buf lines = { .arena = a };

	if (n)
		qsort(list, n, sizeof(*list), by_name);
	for (size_t i = 0; i < n; i++) {
		char hex[HEX];

		assert(list[i].name[0] && !strpbrk(list[i].name, " \n"));
		assert(!i || strcmp(list[i - 1].name, list[i].name) != 0);
		hash_hex(list[i].c, hex);
		buf_fmt(&lines, "%s %s\n", list[i].name, hex);
	}
	hash_hex_of(buf_text(&lines), lines.len, out);
}
