/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* main.c - picks a face: serve, a command, or help. */
#include "api/api.h"
#include "cli/cli.h"
#include "domain/domain.h"
#include "report/reports.h"
#include "serve/health.h"
#include "web/web.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Who works on the pages names the folder of their sources (src/web) in
 * MUSTER_PAGES: they are read from there, and a page that forgets a name says
 * so.
 */
static int
run(int argc, char **argv, struct arena *a)
{
	const char *folder = getenv("MUSTER_PAGES");
	const struct face *faces[] = {
		&healthz_face, &readyz_face, &api_face, NULL, NULL
	};
	struct domain domain = muster_domain;
	struct err err;

	if (web_new(&err, a, folder, folder != NULL, &faces[3])) {
		fprintf(stderr, "muster: %s\n", err.text);
		return 70;
	}
	domain.attach = report_attach;
	return cli_main(argc, argv, faces, &domain);
}

int
main(int argc, char **argv)
{
	struct arena *a;
	int status;

	if (sodium_init() < 0) {
		fputs("muster: libsodium cannot start\n", stderr);
		return 71;
	}
	a = arena_new();
	status = run(argc, argv, a);
	arena_free(a);
	return status;
}
