/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* main.c - picks a face: serve, a command, or help. */
#include "api/api.h"
#include "cli/cli.h"
#include "domain/domain.h"
#include "serve/health.h"

#include <sodium.h>
#include <stdio.h>

static const struct face *const faces[] = {
	&healthz_face, &readyz_face, &api_face, NULL
};

int
main(int argc, char **argv)
{
	if (sodium_init() < 0) {
		fputs("muster: libsodium cannot start\n", stderr);
		return 71;
	}
	return cli_main(argc, argv, faces, &muster_domain);
}
