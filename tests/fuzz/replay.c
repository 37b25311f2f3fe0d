/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * replay.c - feeds a fuzz target the files of its corpus in a normal test
 * run: each whole, cut at up to 200 places, and with single bits turned.  The
 * seed is printed; giving it as second argument repeats a run.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CUTS = 200, TURNS = 300, LONGEST = 1 << 20 };

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* A copy of exactly n bytes, so that reading one too many is seen. */
static void
feed(const uint8_t *data, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	if (n)
		memcpy(copy, data, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void
vary(uint8_t *data, size_t n, uint64_t *seed)
{
	size_t cuts = n < CUTS ? n : CUTS;

	feed(data, n);
	for (size_t i = 0; i < cuts; i++)
		feed(data, n * i / cuts);
	for (size_t i = 0; n && i < TURNS; i++) {
		size_t at = next(seed) % n;
		uint8_t was = data[at];

		data[at] ^= (uint8_t)(1u << next(seed) % 8);
		feed(data, n);
		data[at] = was;
	}
}

static int
replay(const char *path, uint64_t *seed)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(LONGEST);
	size_t n;

	if (!f || !data) {
		fprintf(stderr, "%s cannot be read\n", path);
		return 1;
	}
	n = fread(data, 1, LONGEST, f);
	fclose(f);
	vary(data, n, seed);
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) :
	    (uint64_t)time(NULL);
	DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
	size_t files = 0;
	int bad = 0;

	if (!d) {
		fprintf(stderr, "usage: %s FOLDER [SEED]\n", argv[0]);
		return 2;
	}
	printf("seed %llu\n", (unsigned long long)seed);
	fflush(stdout);
	seed = seed * 2 + 1;
	for (const struct dirent *e; (e = readdir(d));) {
		char path[4096];

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], e->d_name);
		bad |= replay(path, &seed);
		files++;
	}
	closedir(d);
	printf("%zu files\n", files);
	return bad || !files;
}
