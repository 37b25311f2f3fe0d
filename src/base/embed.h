/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * embed.h - a file that was built into the program.  tools/embed.c writes the
 * tables of them; a folder's meson.build says which.
 */
#ifndef EMBED_H
#define EMBED_H

#include <stddef.h>

struct embedded {
	const char *name;       /* without folders */
	const char *text;       /* its bytes, and a NUL behind them */
	size_t len;
	const char *hash;       /* 16 hexadecimal digits: changes with bytes */
};

#endif
