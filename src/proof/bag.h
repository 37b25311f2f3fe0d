/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bag.h - a folder of files with their checksums (BagIt 1.0, RFC 8493) in
 * one ZIP, written in one stream and read back with every doubt.
 *
 * Same files in the same order give the same bytes: nothing is compressed,
 * no time is stored, and lists are sorted.  Names are ours, so they can be
 * plain: letters, digits, ".", "_", "-" and "/", no part begins with ".".
 * A reader refuses any other name, which settles path traversal and names
 * that sha256sum would write in its own way.
 *
 *     NAME/bagit.txt, bag-info.txt, manifest-sha256.txt,
 *     NAME/tagmanifest-sha256.txt, NAME/data/...
 */
#ifndef BAG_H
#define BAG_H

#include "base/base.h"
#include "base/hash.h"

enum { BAG_NAME = 200 };        /* bytes of a name at most */

bool bag_name_valid(const char *name);

/* --- writing -------------------------------------------------------------- */

struct bag;

/* Takes all bytes or fails. */
typedef enum rc bag_sink(void *arg, struct err *err, const void *p, size_t n);
/* Gives up to n bytes and how many; 0 at the end. */
typedef enum rc bag_source(void *arg, struct err *err, void *p, size_t n,
	size_t *got);

/*
 * Names must be valid and new, folder too, which has no "/" (asserted for
 * literals of the program, so build them from checked parts).  After a
 * failure only bag_free is allowed.
 */
enum rc bag_new(struct err *err, const char *folder, bag_sink *sink,
	void *arg, struct bag **out) MUST_USE;
void bag_free(struct bag *b);                   /* NULL is allowed */

/* data/NAME, of n bytes; or of size bytes, which source must give exactly. */
enum rc bag_add(struct bag *b, struct err *err, const char *name,
	const void *p, size_t n) MUST_USE;
enum rc bag_stream(struct bag *b, struct err *err, const char *name,
	int64_t size, bag_source *source, void *arg,
	unsigned char sum[HASH]) MUST_USE;

struct bag_info {
	const char *organization;       /* one line each, or NULL */
	const char *identifier;
	const char *description;
	int64_t day;                    /* of bagging */
};

/*
 * No more data: writes the lists.  sum is that of tagmanifest-sha256.txt,
 * over which somebody may sign: bag_attach adds that file beside it.
 */
enum rc bag_seal(struct bag *b, struct err *err, const struct bag_info *info,
	unsigned char sum[HASH]) MUST_USE;
enum rc bag_attach(struct bag *b, struct err *err, const char *name,
	const void *p, size_t n) MUST_USE;
enum rc bag_close(struct bag *b, struct err *err) MUST_USE;

/* --- reading -------------------------------------------------------------- */

struct bag_file {
	const char *name;               /* below the top folder: data/... */
	int64_t size;
	unsigned char sum[HASH];
	const char *bytes;              /* with a NUL behind; NULL: not kept */
};

struct bag_content {
	struct bag_file *file;          /* sorted by name */
	size_t n;
};

struct bag_limits {
	size_t files;
	int64_t bytes;                  /* of all files together */
	size_t keep;                    /* of one file that is kept */
};
extern const struct bag_limits bag_limits;      /* 300,000; 1 TiB; 4 MiB */

/*
 * Reads a ZIP, or a folder that was one, to its end.  keep says which files'
 * bytes are wanted; one of those over limits->keep is RC_LIMIT.  RC_INVALID
 * when it is no such thing or is cut: err says where.  Says nothing yet of
 * the checksums.
 */
enum rc bag_load(struct err *err, struct arena *a, const char *path,
	const struct bag_limits *limits, bool (*keep)(const char *name),
	struct bag_content *out) MUST_USE;

const struct bag_file *bag_find(const struct bag_content *c, const char *name);

/* Called once for each thing that is wrong; the text names it. */
typedef void bag_fault(void *arg, const char *name, const char *text);

/*
 * Holds the files against the lists in the bag, which must be kept ones:
 * every file listed, every listed file there, every sum right.  The number
 * of faults.
 */
size_t bag_check(struct arena *a, const struct bag_content *c,
	bag_fault *fault, void *arg);

/* Is it one of the lists that bag_check needs kept? */
bool bag_is_list(const char *name);

#endif
