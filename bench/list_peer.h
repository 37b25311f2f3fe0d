/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * list_peer.h - the list of findings as one would write it by hand: the same
 * library, the same statements, the same bytes, and nothing that checks.
 */
#ifndef LIST_PEER_H
#define LIST_PEER_H

#include "base/base.h"

#include <microhttpd.h>

struct by_hand {
	const char *path;       /* of the database */
	int64_t person, account;        /* who asks */
	bool page;              /* or JSON */
	const char *head, *tail;        /* of the page, around its rows */
	const char *sprite;     /* where the page's icons are */
	const char *lines;      /* of the answer's head, "Name: value\r\n" */
};

/* The person and account of a login, 0 when there is none. */
int64_t peer_person(const char *path, const char *login, int64_t *account);

/* Serves on a port of its own until it is killed; 0 when it cannot. */
uint16_t peer_start(struct by_hand *p, unsigned workers);

#endif
