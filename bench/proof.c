/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * proof.c - what proving and checking cost against SHA-256 over the same
 * bytes, which is the least that they could cost.
 */
#include "bench.h"

#include "base/file.h"
#include "proof/dossier.h"
#include "proof/merkle.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES = 20000, LEAVES = 1000000, LEVELS = 6, PROOFS = 2000,
	NODES = 300, RECORDS = 1000, FILES = 64, FILE_BYTES = 4 << 20 };

#define COMPUTES CLOCK_PROCESS_CPUTIME_ID

struct log {
	struct tree tree;
	unsigned char (*node[LEVELS])[HASH];
	unsigned char root[HASH];
};

struct bench {
	struct arena *arena;
	struct entry *entry;            /* ENTRIES, of one audit */
	char (*text)[ENTRY_MAX];
	size_t *len;
	char (*leaf)[HEX];
	struct log million, small;
	struct dossier_value value[3];
	struct signer *key;
	const char *note;
	char *file;                     /* FILE_BYTES of evidence */
	char blob[HEX], folder[40];
	unsigned char sum[HASH];        /* of what was computed */
};

static void
must(enum rc rc, const struct err *err)
{
	if (rc) {
		fprintf(stderr, "bench: %s\n", err->text);
		exit(1);
	}
}

/* --- logs ----------------------------------------------------------------- */

static void
keep(void *arg, unsigned level, int64_t index, const unsigned char h[HASH])
{
	struct log *log = arg;

	memcpy(log->node[level / MERKLE_STEP][index], h, HASH);
}

static void
log_begin(struct log *log, size_t most)
{
	for (size_t i = 0; i < LEVELS; i++)
		log->node[i] = must_alloc(((most >> (i * MERKLE_STEP)) + 1) *
		    HASH);
}

static void
log_add(struct log *log, const unsigned char leaf[HASH])
{
	memcpy(log->node[0][log->tree.size], leaf, HASH);
	merkle_add_noted(&log->tree, leaf, keep, log);
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

/* --- entries -------------------------------------------------------------- */

static void
make_entries(struct bench *b)
{
	const char *previous = entry_first;
	char *values = arena_alloc(b->arena, HEX);
	struct commitment c[3];

	for (size_t i = 0; i < NELEMS(c); i++) {
		c[i].name = b->value[i].name;
		entry_commit(b->value[i].salt, c[i].name, b->value[i].value,
		    b->value[i].n, c[i].c);
	}
	entry_values(b->arena, c, NELEMS(c), values);
	for (int64_t i = 0; i < ENTRIES; i++) {
		unsigned char leaf[HASH];

		b->entry[i] = (struct entry){ .arrived = i + 1,
			.time = 1789554667 + i, .actor = 17,
			.command = "finding.update", .type = "finding",
			.record = 1 + i % RECORDS, .rev = 1 + i / RECORDS,
			.audit = 31, .values = values, .index = i,
			.previous = previous };
		if (i == 0)
			b->entry[i].blob = b->blob;
		b->len[i] = entry_write(b->text[i], &b->entry[i]);
		merkle_leaf(b->text[i], b->len[i], leaf);
		log_add(&b->small, leaf);
		hash_hex(leaf, b->leaf[i]);
		previous = b->leaf[i];
	}
}

/* From rows to the root: text, leaf, chain, tree. */
static void
verify_entries(void *arg)
{
	struct bench *b = arg;
	const char *previous = entry_first;
	struct tree t = { 0 };

	for (size_t i = 0; i < ENTRIES; i++) {
		unsigned char leaf[HASH];

		entry_leaf(&b->entry[i], leaf);
		if (memcmp(b->entry[i].previous, previous, HEX) != 0)
			exit(1);
		merkle_add(&t, leaf);
		previous = b->leaf[i];
	}
	merkle_root(&t, b->sum);
}

/* From texts, as they lie in a dossier. */
static void
parse_entries(void *arg)
{
	struct bench *b = arg;
	struct arena *a = arena_new();
	struct tree t = { 0 };

	for (size_t i = 0; i < ENTRIES; i++) {
		unsigned char leaf[HASH];
		struct entry e;
		struct err err;

		must(entry_parse(&err, a, b->text[i], b->len[i], &e), &err);
		merkle_leaf(b->text[i], b->len[i], leaf);
		merkle_add(&t, leaf);
		arena_reset(a);
	}
	merkle_root(&t, b->sum);
	arena_free(a);
}

static void
hash_entries(void *arg)
{
	struct bench *b = arg;

	for (size_t i = 0; i < ENTRIES; i++)
		hash_bytes(b->text[i], b->len[i], b->sum);
}

/* --- proofs --------------------------------------------------------------- */

static void
make_proofs(void *arg)
{
	struct bench *b = arg;
	const struct nodes nodes = { get, &b->million };

	for (int64_t i = 0; i < PROOFS; i++) {
		struct path p;
		struct err err;

		must(path_inclusion(&err, &nodes, i * 499 % LEAVES, LEAVES,
		    &p), &err);
		b->sum[0] ^= p.hash[0][0];
	}
}

static void
check_proofs(void *arg)
{
	struct bench *b = arg;
	const struct nodes nodes = { get, &b->million };
	struct path p;
	struct err err;

	must(path_inclusion(&err, &nodes, 499, LEAVES, &p), &err);
	for (int i = 0; i < PROOFS; i++)
		if (!path_includes(&p, 499, LEAVES, b->million.node[0][499],
		    b->million.root))
			exit(1);
}

/* As many nodes' hashes as a proof needs that knows nothing but leaves. */
static void
hash_nodes(void *arg)
{
	struct bench *b = arg;
	unsigned char h[HASH] = { 1 };

	for (int i = 0; i < PROOFS * NODES; i++)
		merkle_node(h, b->million.node[0][i % 100], h);
	b->sum[0] ^= h[0];
}

/* A path has some 20 hashes: this is what checking one must hash. */
static void
hash_path(void *arg)
{
	struct bench *b = arg;
	unsigned char h[HASH] = { 1 };

	for (int i = 0; i < PROOFS * 20; i++)
		merkle_node(h, b->million.node[0][i % 100], h);
	b->sum[0] ^= h[0];
}

/* --- dossiers ------------------------------------------------------------- */

static enum rc
to_fd(void *arg, struct err *err, const void *p, size_t n)
{
	if (file_write_all(*(const int *)arg, p, n))
		return RC_OK;
	return err_set(err, RC_FULL, "no room for the bench");
}

struct evidence { const char *p; int64_t left; };

static enum rc
from_memory(void *arg, struct err *err, void *p, size_t n, size_t *got)
{
	struct evidence *e = arg;

	(void)err;
	*got = e->left < (int64_t)n ? (size_t)e->left : n;
	memcpy(p, e->p, *got);
	e->p += *got;
	e->left -= (int64_t)*got;
	return RC_OK;
}

static void
path_in(const struct bench *b, char out[60], const char *name)
{
	snprintf(out, 60, "%s/%s", b->folder, name);
}

static void
fill(struct bench *b, struct dossier *d)
{
	struct err err;
	char name[32];

	for (size_t i = 0; i < RECORDS; i++)
		must(dossier_entry(d, &err, &b->entry[i], b->value, 3), &err);
	for (int i = 0; i < FILES; i++) {
		struct evidence e = { b->file, FILE_BYTES };

		snprintf(name, sizeof(name), "E-%d.bin", i);
		must(dossier_evidence(d, &err, name, b->blob, FILE_BYTES,
		    from_memory, &e), &err);
	}
	must(dossier_end(d, &err), &err);
}

static void
write_dossier(void *arg)
{
	struct bench *b = arg;
	struct dossier_head head = { .folder = "AUD-2026-014", .audit = 31,
		.info = { .organization = "Example", .day = 20712 },
		.nodes = { get, &b->small }, .checkpoint = b->note,
		.signer = b->key, .about = "An audit.\n" };
	struct dossier *d;
	struct err err;
	char path[60];
	int fd;

	path_in(b, path, "dossier.zip");
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(dossier_new(&err, &head, to_fd, &fd, &d), &err);
	fill(b, d);
	dossier_free(d);
	close(fd);
}

static void
copy_and_hash(void *arg)
{
	struct bench *b = arg;
	char path[60];
	int fd;

	path_in(b, path, "copy");
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	for (int i = 0; i < FILES; i++) {
		hash_bytes(b->file, FILE_BYTES, b->sum);
		if (!file_write_all(fd, b->file, FILE_BYTES))
			exit(1);
	}
	close(fd);
}

static void
no_fault(void *arg, const char *name, const char *text)
{
	(void)arg;
	fprintf(stderr, "bench: %s: %s\n", name, text);
	exit(1);
}

static void
verify_dossier(void *arg)
{
	struct bench *b = arg;
	struct arena *a = arena_new_capped((size_t)1 << 30);
	const struct dossier_check check = { .key = signer_key(b->key),
		.fault = no_fault };
	struct dossier_found found;
	struct err err;
	char path[60];

	path_in(b, path, "dossier.zip");
	must(dossier_verify(&err, a, path, &check, &found), &err);
	arena_free(a);
}

static void
hash_file(void *arg)
{
	struct bench *b = arg;

	for (int i = 0; i < FILES; i++)
		hash_bytes(b->file, FILE_BYTES, b->sum);
}

/* --- set up --------------------------------------------------------------- */

static void
make_values(struct bench *b)
{
	static const unsigned char salt[SALT] = { 7 };
	static const char *const names[] = { "grade", "notes", "title" };

	for (size_t i = 0; i < NELEMS(names); i++)
		b->value[i] = (struct dossier_value){ .name = names[i],
			.salt = salt, .value = "A value of usual length",
			.n = 23 };
}

static void
make(struct bench *b)
{
	struct checkpoint cp = { .origin = "bench.example/log",
		.size = ENTRIES };

	b->arena = arena_new();
	b->entry = must_alloc(ENTRIES * sizeof(*b->entry));
	b->text = must_alloc(ENTRIES * sizeof(*b->text));
	b->len = must_alloc(ENTRIES * sizeof(*b->len));
	b->leaf = must_alloc(ENTRIES * sizeof(*b->leaf));
	b->file = must_alloc(FILE_BYTES);
	hash_hex_of(b->file, FILE_BYTES, b->blob);
	log_begin(&b->million, LEAVES);
	for (int64_t i = 0; i < LEAVES; i++)
		log_add(&b->million, (const unsigned char[HASH]){
		    (unsigned char)i, (unsigned char)(i >> 8),
		    (unsigned char)(i >> 16) });
	merkle_root(&b->million.tree, b->million.root);
	log_begin(&b->small, ENTRIES);
	make_values(b);
	make_entries(b);
	b->key = signer_new(cp.origin, KEY_NOTE);
	merkle_root(&b->small.tree, cp.root);
	b->note = checkpoint_sign(b->arena, &cp, b->key);
	memcpy(b->folder, "/tmp/muster-bench.XXXXXX", 25);
	if (!mkdtemp(b->folder))
		exit(1);
}

static void
clean_up(const struct bench *b)
{
	char path[60];

	path_in(b, path, "dossier.zip");
	unlink(path);
	path_in(b, path, "copy");
	unlink(path);
	rmdir(b->folder);
}

int
main(void)
{
	struct bench *b = must_alloc(sizeof(*b));
	double proofs;

	make(b);
	puts("time of ours over time of SHA-256 alone");
	bench_ratio("entries from rows: text, leaf, chain, tree", COMPUTES,
	    verify_entries, hash_entries, b);
	bench_ratio("entries from texts: read strictly, leaf, tree", COMPUTES,
	    parse_entries, hash_entries, b);
	bench_ratio("a proof from 1,000,000: 300 nodes", COMPUTES,
	    make_proofs, hash_nodes, b);
	bench_ratio("checking it: 20 nodes", COMPUTES, check_proofs, hash_path,
	    b);
	bench_ratio("dossier, 1,000 entries and 256 MiB: hash and copy",
	    COMPUTES, write_dossier, copy_and_hash, b);
	bench_ratio("checking it: hash", COMPUTES, verify_dossier, hash_file,
	    b);
	proofs = bench_time(COMPUTES, make_proofs, b);
	printf("a proof from 1,000,000 takes %.3f ms here\n",
	    proofs * 1000 / PROOFS);
	clean_up(b);
	return 0;
}
