/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story_parts.h - what the files that play a story share. */
#ifndef STORY_PARTS_H
#define STORY_PARTS_H

#include "story.h"

struct known {
	const char *name;
	int64_t id, account;    /* account: of a person who acted */
	const struct entity *entity;
	struct known *next;
};

enum { BUCKETS = 4096 };

struct story {
	struct ctx *cx;
	const struct story_config *cf;
	struct arena *names;            /* outlives the single orders */
	struct arena *keep;             /* outlives the story */
	struct known *bucket[BUCKETS];
	struct story_result *result;
	const char *at;                 /* what is left of the text */
	const char *end;
	enum rc rc;
	struct err err;
};

/* Values as they stand there; what follows from them is the player's. */
struct line {
	const char *at, *by, *command, *on, *ref, *code, *reason;
	const struct json *set;
};

/* --- story_names.c: what lines named ---------------------------------------- */

struct known *known_find(struct story *s, const char *name);
void known_add(struct story *s, const char *name, const struct entity *e,
	int64_t id);
/* Has a line named it already? */
bool known_claimed(const struct story *s, const struct entity *e, int64_t id);

/* --- story_line.c: a line, its values, its actor and its time ---------------- */

enum rc line_read(struct story *s, const char *text, size_t n, struct line *l)
	MUST_USE;
/* Files are stored, and become references. */
enum rc line_set(struct story *s, const struct json *set, struct pair **out,
	size_t *n) MUST_USE;
enum rc line_actor(struct story *s, const char *by) MUST_USE;
enum rc line_clock(struct story *s, const char *at) MUST_USE;

/* --- story_file.c ------------------------------------------------------------- */

/* The place of a file is that of the record it is for. */
enum rc story_file(struct story *s, const char *path, const struct pair *set,
	size_t n, int64_t *id) MUST_USE;

/* --- story_made.c: what the program did by itself ------------------------------ */

/*
 * Is what a line of the system asks for there already?  A record that was
 * made gets the name of the line.
 */
enum rc story_made(struct story *s, const struct entity *e,
	const struct line *l, const struct pair *in, size_t n, bool *done)
	MUST_USE;

#endif
