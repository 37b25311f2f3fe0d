/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pg.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 32, LONG = 256 };

static char server[LONG];       /* "" until started */
static char made[MOST][64];
static char conn[MOST][LONG + 80];
static int nmade;
static pid_t owner;

static int
run_script(const char *verb, const char *dir, const char *option,
    const char *setting)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 1);
		execl(TEST_SOURCE "/tests/pg/pg.sh", "pg.sh", verb, dir,
		    option, setting, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* A child that waits for our end, so that a crash leaves no server behind. */
static void
watch(const char *dir)
{
	int ends[2], null = open("/dev/null", O_RDWR | O_CLOEXEC);
	pid_t pid = -1;
	char c;

	if (!pipe(ends)) {
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
		pid = fork();
		close(ends[pid == 0]);
	}
	if (pid == 0) {
		setsid();
		for (int i = 0; i < 3; i++)
			dup2(null, i);
		while (read(ends[0], &c, 1) > 0)
			;
		run_script("stop", dir, NULL, NULL);
		_exit(0);
	}
	close(null);
}

static bool
start_cluster(char out[LONG], const char *setting)
{
	char dir[] = "/tmp/muster-pg.XXXXXX";

	if (!mkdtemp(dir) ||
	    run_script("start", dir, setting ? "-c" : NULL, setting) != 0)
		return false;
	watch(dir);
	snprintf(out, LONG, "host=%s user=muster dbname=postgres", dir);
	return true;
}

/* By the program that made them, not by a child that it forked. */
static void
drop_made(void)
{
	char sql[128];

	for (int i = 0; i < nmade && getpid() == owner; i++) {
		snprintf(sql, sizeof(sql),
		    "DROP DATABASE IF EXISTS %.63s WITH (FORCE)", made[i]);
		pg_do(server, sql);
	}
}

const char *
pg_start(void)
{
	const char *other = getenv("MUSTER_TEST_PG");

	if (server[0])
		return server;
	owner = getpid();
	if (!other)
		return start_cluster(server, NULL) ? server : NULL;
	snprintf(server, sizeof(server), "%s", other);
	atexit(drop_made);
	return server;
}

const char *
pg_own(const char *setting)
{
	static char own[LONG];

	return start_cluster(own, setting) ? own : NULL;
}

const char *
pg_fresh(const char *name)
{
	char sql[128];
	int i = nmade;

	if (!pg_start() || nmade == MOST)
		return NULL;
	snprintf(made[i], sizeof(made[i]), "t%ld_%d_%s", (long)owner, i, name);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s", made[i]);
	if (!pg_do(server, sql))
		return NULL;
	nmade++;
	snprintf(conn[i], sizeof(conn[i]), "%s dbname=%s", server, made[i]);
	return conn[i];
}

const char *
pg_copy(const char *from, const char *name)
{
	const char *base = strrchr(from, '=');
	char sql[256];
	int i = 0;

	while (i < nmade && !strstr(made[i], name))
		i++;
	if (!base || (i == nmade && !pg_fresh(name)))
		return NULL;
	snprintf(sql, sizeof(sql), "DROP DATABASE %.60s WITH (FORCE)",
	    made[i]);
	if (!pg_do(server, sql))
		return NULL;
	snprintf(sql, sizeof(sql), "CREATE DATABASE %.60s TEMPLATE %.60s",
	    made[i], base + 1);
	return pg_do(server, sql) ? conn[i] : NULL;
}

static PGresult *
ask(PGconn *pg, const char *sql)
{
	PGresult *r = PQexec(pg, sql);
	ExecStatusType st = PQresultStatus(r);

	if (st != PGRES_COMMAND_OK && st != PGRES_TUPLES_OK)
		fprintf(stderr, "# %s# in: %s\n", PQerrorMessage(pg), sql);
	return r;
}

bool
pg_do(const char *where, const char *sql)
{
	PGconn *pg = PQconnectdb(where);
	PGresult *r = ask(pg, sql);
	ExecStatusType st = PQresultStatus(r);

	PQclear(r);
	PQfinish(pg);
	return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK;
}

long
pg_number(const char *where, const char *sql)
{
	PGconn *pg = PQconnectdb(where);
	PGresult *r = ask(pg, sql);
	long n = -1;

	if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r))
		n = strtol(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	PQfinish(pg);
	return n;
}
