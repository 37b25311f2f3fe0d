/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* path.c - paths of the API, built from words of the command line. */
#include "cli/cli.h"

#include <string.h>

void
path_add(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr("-._~", *s))
			buf_char(b, *s);
		else
			buf_fmt(b, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

void
path_arg(struct buf *b, const char *glue, const char *name, const char *value)
{
	buf_str(b, glue);
	path_add(b, name);
	buf_char(b, '=');
	path_add(b, value);
}

enum rc
path_pair(struct cli *cli, const char *word, const char **name,
    const char **value)
{
	size_t n = strcspn(word, "=");

	if (!word[n]) {
		err_set(&cli->err, RC_INVALID, "\"%.60s\" is not FIELD=VALUE",
		    word);
		return RC_INVALID;
	}
	*name = arena_dup(cli->arena, word, n);
	*value = word + n + 1;
	return RC_OK;
}
