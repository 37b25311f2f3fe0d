/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * driver.h - what sqlite.c and postgres.c offer to db.c, and the statement
 * cache that they share.  Nobody else includes it.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include "db/db.h"

struct driver {
	void *(*open)(const char *where, enum db_mode mode, struct err *err);
	void (*close)(void *conn);
	bool (*lost)(void *conn);
	enum rc (*query)(void *conn, struct err *err, struct arena *a,
		struct rows *out, const char *sql, const struct value *arg,
		size_t n);
	enum rc (*run)(void *conn, struct err *err, const char *sql,
		const struct value *arg, size_t n);
	enum rc (*settle)(void *conn, struct err *err);
	enum rc (*each)(void *conn, struct err *err, const char *sql,
		const struct value *arg, size_t n, db_row_fn *fn, void *fn_arg);
	enum rc (*script)(void *conn, struct err *err, const char *sql);
	enum rc (*snapshot)(void *conn, struct err *err, const char *file);
};
extern const struct driver sqlite_driver, postgres_driver;

/* The answer while it grows; it stays whole when the arena meets its cap. */
struct take {
	struct arena *arena;
	struct rows rows;
	size_t cap;
};

/* The next row, all V_NULL; NULL over a limit, with words in err. */
struct value *take_row(struct take *t, struct err *err);
/* Makes the text the arena's own; false over the limit. */
bool take_text(struct take *t, struct err *err, struct value *text, size_t n);

/*
 * Statements by their text, the least recently used given up first.  A slot
 * never moves; its number is new each time another text takes it.
 */
enum { SLOTS = 512, BUCKETS = 1024 };

struct slot {
	char *sql;
	uint64_t hash, number;
	struct slot *next;              /* of the same bucket */
	struct slot *newer, *older;
	void *stmt;                     /* SQLite's */
	bool in_order;                  /* SQLite: $1 stands first, and so on */
	enum { NOT_READY, ASKED, READY } ready;  /* PostgreSQL's */
	bool limited;                   /* PostgreSQL: it ends in a LIMIT */
};

struct cache {
	struct slot slot[SLOTS];
	struct slot *bucket[BUCKETS];
	struct slot *newest, *oldest;
	size_t used;
	uint64_t number;
	void (*evict)(void *conn, struct slot *s);
	void *conn;
};

/* Never NULL; its text was perhaps new: then stmt is NULL, ready NOT_READY. */
struct slot *cache_find(struct cache *c, const char *sql);
/* Gives up all, telling evict of each. */
void cache_clear(struct cache *c);

#endif
