/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * base.h - the small vocabulary every other file is written in.
 *
 * Errors are values: a function that can fail returns an enum rc and leaves
 * the words in a struct err.  Memory comes from arenas and is never freed one
 * piece at a time.  Out-parameters are not touched on failure.
 */
#ifndef BASE_H
#define BASE_H

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NELEMS(a)        (sizeof(a) / sizeof((a)[0]))
#define PRINTF_LIKE(f,a) __attribute__((format(printf, f, a), nonnull(f)))
#define MUST_USE         __attribute__((warn_unused_result))
#define NORETURN         __attribute__((noreturn))

/* "Not set" where zero is a value: int, minutes, days100, bp, money. */
#define UNSET INT64_MIN

/* --- errors ------------------------------------------------------------- */

/* err_table says for each: its name, HTTP status, exit status, meaning. */
enum rc {
	RC_OK = 0,
	RC_INVALID,    /* the input cannot be understood or breaks a limit */
	RC_SIGNIN,     /* nobody is signed in, or no longer */
	RC_DENIED,     /* the actor may not do this */
	RC_MISSING,    /* no such record, or none the actor may see */
	RC_METHOD,     /* not in this way, at this place */
	RC_MEDIA,      /* another kind of content than is read here */
	RC_CONFLICT,   /* a taken key, or no such step here */
	RC_STALE,      /* the record was changed meanwhile */
	RC_REUSED,     /* an idempotency key that another request had */
	RC_RULE,       /* a rule of the domain says no; err.rule names it */
	RC_LIMIT,      /* a bound was hit */
	RC_BUSY,       /* not now: ask again */
	RC_FULL,       /* no room on the disk */
	RC_DB,         /* the store failed */
	RC_COUNT
};

struct err {
	enum rc code;
	const char *rule;    /* "R-6.4.8-02", or NULL */
	const char *field;   /* the field at fault, or NULL */
	char text[240];      /* what happened: short, factual, no full stop */
	char hint[240];      /* what to do about it, or "" */
};

struct err_row {
	const char *name;    /* "conflict": in problem+json and --json */
	int http, exit;
	const char *meaning;
};
extern const struct err_row err_table[RC_COUNT];

/*
 * All return the code, so that they can stand behind "return".  field and
 * rule are kept as pointers: constants, or as long-lived as the err.
 */
enum rc err_set(struct err *e, enum rc code, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
enum rc err_field(struct err *e, const char *field, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
enum rc err_rule(struct err *e, const char *rule, const char *field,
	const char *fmt, ...) PRINTF_LIKE(4, 5);
void err_hint(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* --- memory --------------------------------------------------------------- */

/*
 * One arena per request, command or job; everything in it ends at once.
 * arena_alloc never returns NULL: over the cap it leaves the unit of work
 * through arena_run, the one longjmp of the program.  Code that a library
 * calls back uses arena_try, which answers NULL over the cap.  When the
 * machine itself has no memory the process ends.
 */
struct arena;

enum { ARENA_CAP = 64 * 1024 * 1024 };          /* of arena_new */

struct arena *arena_new(void);
struct arena *arena_new_capped(size_t cap);
void *arena_alloc(struct arena *a, size_t n);   /* zeroed */
void *arena_try(struct arena *a, size_t n);     /* zeroed, or NULL */
char *arena_dup(struct arena *a, const char *s, size_t n);
char *arena_str(struct arena *a, const char *s);        /* NULL stays NULL */
char *arena_fmt(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
void arena_reset(struct arena *a);              /* keeps its first block */
void arena_free(struct arena *a);
size_t arena_used(const struct arena *a);

/* Runs work(arg); RC_LIMIT with words in err when the arena met its cap. */
enum rc arena_run(struct arena *a, struct err *err, enum rc (*work)(void *arg),
	void *arg) MUST_USE;

void *must_alloc(size_t n);                     /* zeroed; free() it */

/* --- growing strings ------------------------------------------------------ */

struct buf {
	struct arena *arena;
	char *s;             /* NUL-terminated once non-NULL; see buf_text */
	size_t len, cap;
};

void buf_add(struct buf *b, const char *s, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_json(struct buf *b, const char *s);    /* quoted, escaped; or null */
const char *buf_text(const struct buf *b);      /* "" when empty */

/* --- a name and a value: from a form, a JSON object, the command line ----- */

struct pair { const char *name, *value; };

#endif
