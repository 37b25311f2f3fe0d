/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * change.c - durable changes with their journal over the API: 64 clients at
 * once against one client of the same server alone, and against one that
 * commits one row at a time in a database of its own, without a server.
 * Changes a second; to reach: at least 4 times those of either.
 *
 *   bench_change MUSTER [TURNS [MS]]
 */
#include "bench.h"
#include "load.h"
#include "server.h"

#include "base/date.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

enum { MANY = 64, MOST = 101 };

static char request[2048];

static double
changes(const struct server *s, unsigned clients, int64_t ms)
{
	struct load l = { .port = s->port, .clients = clients, .ask = request,
		.ms = ms };
	struct load_result got;

	load_run(&l, &got);
	if (got.failed)
		return 0;
	return (double)got.answered * 1000 / (double)got.ms;
}

/* As the store does it: write-ahead log, one flush for each row. */
static sqlite3_stmt *
open_alone(const struct server *s, sqlite3 **db)
{
	sqlite3_stmt *q = NULL;
	char path[128];

	snprintf(path, sizeof(path), "%s/alone.db", s->dir);
	if (sqlite3_open(path, db) != SQLITE_OK ||
	    sqlite3_exec(*db, "PRAGMA journal_mode = WAL; "
	    "PRAGMA synchronous = FULL; CREATE TABLE alone (id INTEGER "
	    "PRIMARY KEY, title TEXT, body TEXT)", NULL, NULL, NULL) !=
	    SQLITE_OK)
		return NULL;
	sqlite3_prepare_v2(*db, "INSERT INTO alone (title, body) VALUES ($1, "
	    "$2)", -1, &q, NULL);
	return q;
}

static double
alone(sqlite3_stmt *q, int64_t ms)
{
	int64_t began = clock_ms(), n = 0;

	for (; clock_ms() - began < ms; n++) {
		sqlite3_bind_text(q, 1, "a note", -1, SQLITE_STATIC);
		sqlite3_bind_text(q, 2, request, -1, SQLITE_STATIC);
		if (sqlite3_step(q) != SQLITE_DONE)
			return 0;
		sqlite3_reset(q);
	}
	return (double)n * 1000 / (double)(clock_ms() - began);
}

static void
make_request(const struct server *s)
{
	static const char body[] = "{\"title\":\"Look again\","
	    "\"owner\":\"PER-25-005\",\"audit\":\"A-26-09\"}";

	snprintf(request, sizeof(request), "POST /api/v1/task HTTP/1.1\r\n"
	    "Host: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: "
	    "application/json\r\nContent-Length: %zu\r\n\r\n%s", s->token,
	    sizeof(body) - 1, body);
}

static double
tell(const char *name, double *ratio, size_t n)
{
	qsort(ratio, n, sizeof(*ratio), bench_order);
	printf("%-52s %5.2f  (%.2f to %.2f)\n", name, ratio[n / 2], ratio[0],
	    ratio[n - 1]);
	return ratio[n / 2];
}

/* The turns; false when one of them did nothing. */
static bool
measure(const struct server *s, sqlite3_stmt *q, size_t turns, int64_t ms,
    double *one, double *bare)
{
	for (size_t i = 0; i < turns; i++) {
		double many = changes(s, MANY, ms);

		one[i] = many / changes(s, 1, ms);
		bare[i] = many / alone(q, ms);
		if (!(many > 0))
			return false;
	}
	return true;
}

int
main(int argc, char **argv)
{
	size_t turns = argc > 2 ? strtoul(argv[2], NULL, 10) : BENCH_TURNS;
	int64_t ms = argc > 3 ? strtol(argv[3], NULL, 10) : 500;
	double one[MOST], bare[MOST];
	static struct answer first;
	struct server s;
	sqlite3 *db = NULL;
	sqlite3_stmt *q;
	bool good = false;

	if (argc < 2 || turns < 1 || turns > MOST || ms < 1) {
		fputs("usage: bench_change MUSTER [TURNS [MS]]\n", stderr);
		return 64;
	}
	if (server_start(&s, argv[1], "ines") && (q = open_alone(&s, &db))) {
		make_request(&s);
		if (!server_ask(s.port, request, &first))
			fprintf(stderr, "%s\n", first.text);
		else
			good = measure(&s, q, turns, ms, one, bare);
		sqlite3_finalize(q);
	}
	sqlite3_close(db);
	server_stop(&s);
	if (!good)
		return 1;
	good = tell("changes of 64 clients, of one client", one, turns) >= 4;
	return !(tell("changes of 64 clients, of rows committed alone", bare,
	    turns) >= 4 && good);
}
