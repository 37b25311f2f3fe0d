/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * embed OUT SYMBOL FILE... - writes a C file with the bytes of the files as
 * the table SYMBOL[] of struct embedded (src/base/embed.h) and their number
 * as SYMBOL_count.  The build runs it; what it writes is never committed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
die(const char *what, const char *name)
{
	fprintf(stderr, "embed: %s: ", what);
	perror(name);
	exit(1);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Writes the bytes as an array; returns their FNV-1a hash. */
static uint64_t
write_bytes(FILE *out, const char *path, int number)
{
	FILE *in = fopen(path, "rb");
	uint64_t hash = 14695981039346656037u;
	size_t n = 0;
	int c;

	if (!in)
		die("cannot read", path);
	fprintf(out, "static const char file%d[] = {", number);
	while ((c = getc(in)) != EOF) {
		fprintf(out, "%s%d,", n++ % 20 ? "" : "\n",
		    c < 128 ? c : c - 256);
		hash = (hash ^ (unsigned)c) * 1099511628211u;
	}
	fputs("\n0 };\n", out);
	if (ferror(in))
		die("cannot read", path);
	fclose(in);
	return hash;
}

int
main(int argc, char **argv)
{
	uint64_t *hash = calloc((size_t)argc, sizeof(*hash));
	FILE *out;

	if (argc < 4 || !hash) {
		fputs("usage: embed OUT SYMBOL FILE...\n", stderr);
		return 2;
	}
	out = fopen(argv[1], "w");
	if (!out)
		die("cannot write", argv[1]);
	fputs("#include \"base/embed.h\"\n\n", out);
	for (int i = 3; i < argc; i++)
		hash[i] = write_bytes(out, argv[i], i);
	fprintf(out, "extern const struct embedded %s[];\n"
	    "extern const size_t %s_count;\n"
	    "const size_t %s_count = %d;\n"
	    "const struct embedded %s[] = {\n",
	    argv[2], argv[2], argv[2], argc - 3, argv[2]);
	for (int i = 3; i < argc; i++)
		fprintf(out, "\t{ \"%s\", file%d, sizeof(file%d) - 1, "
		    "\"%016llx\" },\n", base_name(argv[i]), i, i,
		    (unsigned long long)hash[i]);
	fputs("};\n", out);
	if (fclose(out))
		die("cannot write", argv[1]);
	free(hash);
	return 0;
}
