/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading a bag: a ZIP or a folder, from whoever gave it. */
#include "bag.h"

#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024, DEPTH = 12 };

const struct bag_limits bag_limits = { 300000, (int64_t)1 << 40,
	4 * 1024 * 1024 };

struct loader {
	struct arena *arena;
	struct err *err;
	const struct bag_limits *limits;
	bool (*keep)(const char *name);
	const char *folder;             /* the top one, once it is known */
	struct bag_file *file;
	size_t n, cap;
	int64_t bytes;
	char *chunk;
};

/* --- one file ------------------------------------------------------------- */

typedef ssize_t reader(void *arg, void *p, size_t n);

/* arena_try: a jump out of here would leave files and archives open. */
static void *
grow(struct loader *l, size_t n)
{
	void *p = arena_try(l->arena, n);

	if (!p)
		err_set(l->err, RC_LIMIT, "the bag needs too much memory");
	return p;
}

static enum rc
add_row(struct loader *l, const struct bag_file *file)
{
	size_t cap = l->cap ? 2 * l->cap : 256;
	struct bag_file *rows;

	if (l->n == l->limits->files)
		return err_set(l->err, RC_LIMIT,
		    "the bag has more than %zu files", l->limits->files);
	if (l->n == l->cap) {
		rows = grow(l, cap * sizeof(*rows));
		if (!rows)
			return RC_LIMIT;
		if (l->n)
			memcpy(rows, l->file, l->n * sizeof(*rows));
		l->file = rows;
		l->cap = cap;
	}
	l->file[l->n++] = *file;
	return RC_OK;
}

struct kept { char *p; size_t n, cap; };

/* Doubled as it grows: what the archive says of sizes need not be true. */
static enum rc
keep_more(struct loader *l, struct kept *k, const char *p, size_t n)
{
	char *more;

	if (k->n + n > l->limits->keep)
		return err_set(l->err, RC_LIMIT,
		    "a list or record in the bag is larger than %zu bytes",
		    l->limits->keep);
	if (k->n + n >= k->cap) {
		size_t cap = (k->n + n + 512) * 2;

		more = grow(l, cap);
		if (!more)
			return RC_LIMIT;
		if (k->n)
			memcpy(more, k->p, k->n);
		k->p = more;
		k->cap = cap;
	}
	memcpy(k->p + k->n, p, n);
	k->n += n;
	k->p[k->n] = '\0';
	return RC_OK;
}

static enum rc
read_bytes(struct loader *l, struct bag_file *file, reader *read_some,
    void *arg, struct hash *sum)
{
	struct kept kept = { 0 };
	bool keep = l->keep(file->name);
	enum rc rc = RC_OK;
	ssize_t got;

	if (keep)
		rc = keep_more(l, &kept, "", 0);
	while (!rc && (got = read_some(arg, l->chunk, CHUNK)) != 0) {
		if (got < 0)
			return err_set(l->err, RC_INVALID,
			    "%s cannot be read to its end", file->name);
		hash_add(sum, l->chunk, (size_t)got);
		file->size += got;
		l->bytes += got;
		if (l->bytes > l->limits->bytes)
			return err_set(l->err, RC_LIMIT,
			    "the bag has too many bytes");
		if (keep)
			rc = keep_more(l, &kept, l->chunk, (size_t)got);
	}
	file->bytes = kept.p;
	return rc;
}

static enum rc
take_file(struct loader *l, const char *name, reader *read_some, void *arg)
{
	struct bag_file file = { .name = name };
	struct hash *sum;
	enum rc rc;

	if (!bag_name_valid(name))
		return err_set(l->err, RC_INVALID,
		    "the bag has a file with a name that none can have");
	sum = hash_new();
	rc = read_bytes(l, &file, read_some, arg, sum);
	hash_end(sum, file.sum);
	return rc ? rc : add_row(l, &file);
}

/* --- a ZIP ---------------------------------------------------------------- */

static ssize_t
read_zip(void *arg, void *p, size_t n)
{
	la_ssize_t got = archive_read_data(arg, p, n);

	return got < 0 ? -1 : (ssize_t)got;
}

/* The name below the one top folder that all files share, or NULL. */
static const char *
below_top(struct loader *l, const char *path)
{
	const char *slash = path ? strchr(path, '/') : NULL;
	size_t n = slash ? (size_t)(slash - path) : 0;

	if (!n || n > BAG_NAME || strlen(slash + 1) > BAG_NAME)
		return NULL;
	if (!l->folder) {
		char *folder = grow(l, n + 1);

		if (!folder)
			return NULL;
		memcpy(folder, path, n);
		l->folder = folder;
	}
	if (strncmp(path, l->folder, n) != 0 || l->folder[n])
		return NULL;
	return slash + 1;
}

static enum rc
take_member(struct loader *l, struct archive *zip, struct archive_entry *e)
{
	const char *name = below_top(l, archive_entry_pathname(e));
	char *own;

	if (!name)
		return err_set(l->err, RC_INVALID,
		    "the archive is not one folder of files");
	if (archive_entry_filetype(e) == AE_IFDIR)
		return RC_OK;
	if (archive_entry_filetype(e) != AE_IFREG ||
	    archive_entry_is_encrypted(e))
		return err_set(l->err, RC_INVALID,
		    "the archive holds something that is no plain file");
	own = grow(l, strlen(name) + 1);
	if (!own)
		return RC_LIMIT;
	memcpy(own, name, strlen(name));
	return take_file(l, own, read_zip, zip);
}

static enum rc
load_zip(struct loader *l, int fd)
{
	struct archive *zip = archive_read_new();
	struct archive_entry *e;
	enum rc rc = RC_OK;
	int got = ARCHIVE_FATAL;

	if (zip && archive_read_support_format_zip_seekable(zip) ==
	    ARCHIVE_OK && archive_read_open_fd(zip, fd, CHUNK) == ARCHIVE_OK)
		while (!rc &&
		    (got = archive_read_next_header(zip, &e)) == ARCHIVE_OK)
			rc = take_member(l, zip, e);
	if (!rc && got != ARCHIVE_EOF)
		rc = err_set(l->err, RC_INVALID,
		    "this is no ZIP, or a damaged one: %s",
		    zip ? archive_error_string(zip) : "no memory");
	archive_read_free(zip);
	return rc;
}

/* --- a folder ------------------------------------------------------------- */

static ssize_t
read_fd(void *arg, void *p, size_t n)
{
	ssize_t got;

	do
		got = read(*(const int *)arg, p, n);
	while (got < 0 && errno == EINTR);
	return got;
}

static enum rc load_folder(struct loader *l, int fd, const char *name,
	unsigned depth);

/* No link is followed: what is read lies in the folder. */
static enum rc
take_name(struct loader *l, int at, const char *entry, const char *name,
    unsigned depth)
{
	int fd = openat(at, entry, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);
	struct stat st;
	enum rc rc;

	if (fd < 0 || fstat(fd, &st)) {
		rc = err_set(l->err, RC_INVALID, "%s cannot be opened: %s",
		    name, strerror(errno));
		if (fd >= 0)
			close(fd);
		return rc;
	}
	if (S_ISDIR(st.st_mode))
		return load_folder(l, fd, name, depth + 1);
	if (S_ISREG(st.st_mode))
		rc = take_file(l, name, read_fd, &fd);
	else
		rc = err_set(l->err, RC_INVALID, "%s is no plain file", name);
	close(fd);
	return rc;
}

static char *
join(struct loader *l, const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *s = grow(l, n);

	if (s)
		snprintf(s, n, "%s%s%s", folder, *folder ? "/" : "", name);
	return s;
}

/* Closes fd. */
static enum rc
load_folder(struct loader *l, int fd, const char *name, unsigned depth)
{
	DIR *dir = depth < DEPTH ? fdopendir(fd) : NULL;
	const struct dirent *e;
	enum rc rc = RC_OK;

	if (!dir) {
		close(fd);
		return err_set(l->err, RC_INVALID,
		    "the folder %s cannot be read", name);
	}
	while (!rc && (e = readdir(dir))) {
		const char *full;

		if (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."))
			continue;
		full = join(l, name, e->d_name);
		rc = full ? take_name(l, dirfd(dir), e->d_name, full, depth)
			  : RC_LIMIT;
	}
	closedir(dir);
	return rc;
}

/* --- both ----------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	const struct bag_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static enum rc
sort(struct loader *l, struct bag_content *out)
{
	if (l->n)
		qsort(l->file, l->n, sizeof(*l->file), by_name);
	for (size_t i = 1; i < l->n; i++)
		if (str_eq(l->file[i - 1].name, l->file[i].name))
			return err_set(l->err, RC_INVALID,
			    "two files of the archive have the name %s",
			    l->file[i].name);
	*out = (struct bag_content){ l->file, l->n };
	return RC_OK;
}

enum rc
bag_load(struct err *err, struct arena *a, const char *path,
    const struct bag_limits *limits, bool (*keep)(const char *name),
    struct bag_content *out)
{
	struct loader l = { .arena = a, .err = err, .keep = keep,
		.limits = limits ? limits : &bag_limits };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	enum rc rc;

	if (fd < 0 || fstat(fd, &st)) {
		rc = err_set(err, errno == ENOENT ? RC_MISSING : RC_DENIED,
		    "%s cannot be opened: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return rc;
	}
	l.chunk = must_alloc(CHUNK);
	if (S_ISDIR(st.st_mode)) {
		rc = load_folder(&l, fd, "", 0);
	} else {
		rc = load_zip(&l, fd);
		close(fd);
	}
	free(l.chunk);
	return rc ? rc : sort(&l, out);
}

const struct bag_file *
bag_find(const struct bag_content *c, const char *name)
{
	const struct bag_file key = { .name = name };

	if (!c->n)
		return NULL;
	return bsearch(&key, c->file, c->n, sizeof(key), by_name);
}
