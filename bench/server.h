/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* server.h - the whole server over a demonstration store, to be measured. */
#ifndef SERVER_H
#define SERVER_H

#include "base/base.h"

#include <sys/types.h>

struct server {
	char dir[64];           /* of the store, removed at the end */
	char token[128];        /* bearer token of the login */
	uint16_t port;
	pid_t pid;
};

/* False, with what went wrong on stderr, when there is no server. */
bool server_start(struct server *s, const char *muster, const char *login);
void server_stop(struct server *s);
/* Processor time that a process has used, in seconds. */
double server_cpu(pid_t pid);

/* One answer: its head, then its body. */
enum { ANSWER_MOST = 512 * 1024 };
struct answer { char text[ANSWER_MOST]; size_t n; const char *body; };

/* False unless its status is 200 or 201. */
bool server_ask(uint16_t port, const char *request, struct answer *a);

#endif
