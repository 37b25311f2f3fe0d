/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cli.h - the command line: a table of commands, each with its help.
 */
#ifndef CLI_H
#define CLI_H

#include "core/command.h"
#include "core/place.h"
#include "serve/route.h"

#include <stdio.h>

/* What was typed, taken apart: options by name, the rest in order. */
struct args {
	const struct pair *option;      /* value "" for one without */
	size_t noptions;
	const char *const *word;
	size_t nwords;
};
const char *args_option(const struct args *a, const char *name); /* or NULL */

struct cli_row;
struct cli {
	struct arena *arena;
	const struct cli_row *row;      /* the command that runs */
	struct args args;
	struct err err;
	const struct face *const *faces;
	const struct domain *domain;
	/* For commands with a status of their own: also when they fail. */
	int exit;
};

typedef enum rc cli_fn(struct cli *cli);
struct cli_row {
	const char *name;
	const char *usage;      /* after the name */
	const char *options;    /* that it takes besides --data and --json,
	                           with "=" when they have a value; "*": any
	                           other, with a value */
	cli_fn *run;
	const char *help;       /* the first line is the short one */
};
extern const struct cli_row cli_rows[];         /* ends at name == NULL */

int cli_main(int argc, char **argv, const struct face *const *faces,
	const struct domain *domain);

const char *cli_data(struct cli *cli);          /* --data or the default */
/* --listen ADDRESS:PORT, or where a server listens without it. */
enum rc cli_listen(struct cli *cli, struct http_listen *out) MUST_USE;
enum rc cli_usage(struct cli *cli, const char *text) MUST_USE;

/* backup.c, checkpoint.c, job.c, records.c, store.c, play.c, run.c, decide.c */
cli_fn cli_list, cli_show, cli_do, cli_journal, cli_routes, cli_model, cli_init,
	cli_import, cli_document, cli_user, cli_token, cli_migrate, cli_demo,
	cli_seed, cli_serve, cli_version, cli_search, cli_decide, cli_backup,
	cli_restore, cli_checkpoint, cli_key, cli_verify, cli_dossier,
	cli_verify_dossier, cli_verify_report, cli_job, cli_manual,
	cli_witness, cli_witness_log;

/* A word as a part of a path; NAME=VALUE behind "?" or "&"; a word apart. */
void path_add(struct buf *b, const char *s);
void path_arg(struct buf *b, const char *glue, const char *name,
	const char *value);
enum rc path_pair(struct cli *cli, const char *word, const char **name,
	const char **value) MUST_USE;

/* --- a store, wherever it is ------------------------------------------------------ */

/*
 * The store itself when nobody holds it; through its socket when a server
 * does; through REST with --url and --token.  A person need not know which.
 */
struct link;
enum rc link_open(struct cli *cli, struct link **out) MUST_USE;
void link_close(struct link *l);
/* The answer's body; RC_OK for a status below 400, else the problem's. */
enum rc link_call(struct link *l, struct err *err, const char *method,
	const char *path, const char *body, const char **out) MUST_USE;

/* The same with the bytes of a file as body, always by POST. */
enum rc link_upload(struct link *l, struct err *err, const char *path,
	FILE *file, const char **out) MUST_USE;

/*
 * The bytes at path into the file, from a server; what was in it goes.
 * RC_INVALID on a store of one's own, which no bytes need to travel from.
 */
enum rc link_download(struct link *l, struct err *err, const char *path,
	FILE *file) MUST_USE;

/* --- an own connection, for what no server does ------------------------------------- */

struct held { struct place place; struct ctx cx; };
/* Opens, locks, makes ready. */
enum rc held_open(struct cli *cli, struct held *h) MUST_USE;
/* Opens and locks alone: for what is wrong with a store. */
enum rc held_bare(struct cli *cli, struct held *h) MUST_USE;
/* Reads alone, beside whoever holds it: no lock, nothing is made. */
enum rc held_look(struct cli *cli, struct held *h) MUST_USE;
void held_close(struct held *h);

/* Gives what waits its place and signs it; the caller closes the seal. */
struct seal;
enum rc held_seal(struct held *h, struct seal **out) MUST_USE;

/* What comes with the program, into a store that does not have it yet. */
enum rc held_ship(struct ctx *cx) MUST_USE;

#endif
