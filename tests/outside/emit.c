/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * emit FOLDER - writes a key and a checkpoint into the folder, and prints
 * lines for other people's programs to check:
 *
 *     key VKEY FILE
 *     note VKEY FILE
 *     record INDEX SIZE ROOT TEXT HASH...
 *     tree OLD OLDROOT SIZE ROOT HASH...
 */
#include "base/file.h"
#include "proof/base64.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 300, LEVELS = 3 };

struct log {
	struct tree tree;
	unsigned char root[MANY + 1][HASH];
	unsigned char node[LEVELS][MANY][HASH];
};

static void
give_up(const struct err *err)
{
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static void
keep(void *arg, unsigned level, int64_t index, const unsigned char h[HASH])
{
	struct log *log = arg;

	memcpy(log->node[level / MERKLE_STEP][index], h, HASH);
}

static enum rc
get(void *store, struct err *err, unsigned level, int64_t first, size_t n,
    unsigned char (*out)[HASH])
{
	struct log *log = store;

	(void)err;
	memcpy(out, log->node[level / MERKLE_STEP][first], n * HASH);
	return RC_OK;
}

static const char *
text_of(struct arena *a, int64_t i)
{
	return arena_fmt(a, "entry %lld\nof two lines\n", (long long)i);
}

static void
make_log(struct arena *a, struct log *log)
{
	for (int64_t i = 0; i < MANY; i++) {
		const char *s = text_of(a, i);

		merkle_root(&log->tree, log->root[i]);
		merkle_leaf(s, strlen(s), log->node[0][i]);
		merkle_add_noted(&log->tree, log->node[0][i], keep, log);
	}
	merkle_root(&log->tree, log->root[MANY]);
}

static void
print_path(struct arena *a, const struct path *p)
{
	for (size_t i = 0; i < p->n; i++)
		printf(" %s", base64_text(a, p->hash[i], HASH));
	putchar('\n');
}

static void
print_record(struct arena *a, const struct nodes *nodes, int64_t i, int64_t n)
{
	const struct log *log = nodes->store;
	const char *s = text_of(a, i);
	struct path p;
	struct err err;

	if (path_inclusion(&err, nodes, i, n, &p))
		give_up(&err);
	printf("record %lld %lld %s %s", (long long)i, (long long)n,
	    base64_text(a, log->root[n], HASH), base64_text(a, s, strlen(s)));
	print_path(a, &p);
}

static void
print_tree(struct arena *a, const struct nodes *nodes, int64_t m, int64_t n)
{
	const struct log *log = nodes->store;
	struct path p;
	struct err err;

	if (path_consistency(&err, nodes, m, n, &p))
		give_up(&err);
	printf("tree %lld %s %lld %s", (long long)m,
	    base64_text(a, log->root[m], HASH), (long long)n,
	    base64_text(a, log->root[n], HASH));
	print_path(a, &p);
}

static void
print_note(struct arena *a, const struct log *log, const char *folder)
{
	struct checkpoint cp = { .origin = "audit.example.org/journal",
		.size = MANY };
	struct signer *key = signer_new(cp.origin, KEY_NOTE);
	const char *vkey = key_text(a, signer_key(key));
	const char *path = arena_fmt(a, "%s/signing-key", folder);
	struct err err;
	char *s;

	memcpy(cp.root, log->root[MANY], HASH);
	if (signer_save(&err, key, path))
		give_up(&err);
	printf("key %s %s\n", vkey, path);
	s = checkpoint_sign(a, &cp, key);
	path = arena_fmt(a, "%s/checkpoint", folder);
	if (file_write(&err, path, s, strlen(s), 0600, FILE_NEW))
		give_up(&err);
	printf("note %s %s\n", vkey, path);
	signer_free(key);
}

int
main(int argc, char **argv)
{
	struct log *log = must_alloc(sizeof(*log));
	const struct nodes nodes = { get, log };
	struct arena *a = arena_new();

	if (argc != 2) {
		fputs("usage: emit FOLDER\n", stderr);
		return 2;
	}
	make_log(a, log);
	print_note(a, log, argv[1]);
	for (int64_t n = 1; n <= MANY; n += n < 70 ? 1 : 23)
		for (int64_t m = 0; m < n; m++) {
			print_record(a, &nodes, m, n);
			if (m)
				print_tree(a, &nodes, m, n);
		}
	arena_free(a);
	free(log);
	return 0;
}
