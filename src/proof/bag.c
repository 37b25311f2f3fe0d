/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bag.h"

#include "base/date.h"
#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 * 1024, BLOCK = 64 * 1024 };

struct listed {
	const char *name;               /* from the bag's folder on */
	unsigned char sum[HASH];
};

struct list {
	struct listed *row;
	size_t n, cap;
};

struct bag {
	struct arena *arena;            /* names, lists, a chunk */
	struct archive *zip;
	const char *folder;
	bag_sink *sink;
	void *arg;
	struct err *err;                /* of the call that is running */
	enum rc broken;                 /* what the sink answered last */
	struct list data, tags;
	int64_t bytes;                  /* of the data */
	char *chunk;
	bool sealed;
};

/* --- names ---------------------------------------------------------------- */

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool
bag_name_valid(const char *name)
{
	size_t n = strlen(name);
	char before = '/';

	if (n == 0 || n > BAG_NAME || name[n - 1] == '/')
		return false;
	for (; *name; before = *name++)
		if (before == '/' ? !is_plain(*name) || *name == '.'
				  : !is_plain(*name) && *name != '/')
			return false;
	return true;
}

/* --- the stream ----------------------------------------------------------- */

/*
 * libarchive is never told that the sink failed: it would give up its buffer
 * unfreed.  What follows goes nowhere, and finished() looks.
 */
static la_ssize_t
write_out(struct archive *zip, void *arg, const void *p, size_t n)
{
	struct bag *b = arg;

	(void)zip;
	if (!b->broken)
		b->broken = b->sink(b->arg, b->err, p, n);
	return (la_ssize_t)n;
}

/* The sink has said why, or libarchive does. */
static enum rc
finished(struct bag *b, struct err *err, bool done)
{
	if (b->broken || done)
		return b->broken;
	return err_set(err, RC_DB, "the archive cannot be written: %s",
	    archive_error_string(b->zip));
}

enum rc
bag_new(struct err *err, const char *folder, bag_sink *sink, void *arg,
    struct bag **out)
{
	struct arena *a = arena_new_capped((size_t)1 << 30);
	struct bag *b = arena_alloc(a, sizeof(*b));
	enum rc rc;

	assert(bag_name_valid(folder) && !strchr(folder, '/'));
	*b = (struct bag){ .arena = a, .sink = sink, .arg = arg, .err = err };
	b->folder = arena_str(a, folder);
	b->chunk = arena_alloc(a, CHUNK);
	b->zip = archive_write_new();
	assert(b->zip);
	if (archive_write_set_format_zip(b->zip) ||
	    archive_write_zip_set_compression_store(b->zip) ||
	    archive_write_set_bytes_per_block(b->zip, BLOCK) ||
	    archive_write_set_bytes_in_last_block(b->zip, 1) ||
	    archive_write_open(b->zip, b, NULL, write_out, NULL)) {
		rc = finished(b, err, false);
		bag_free(b);
		return rc;
	}
	*out = b;
	return RC_OK;
}

void
bag_free(struct bag *b)
{
	if (!b)
		return;
	b->broken = RC_DB;
	archive_write_free(b->zip);
	arena_free(b->arena);
}

/*
 * No time at all: the format then has its first day, wherever the program
 * runs, where a real time would be written in the zone of the machine.
 */
static enum rc
begin_file(struct bag *b, struct err *err, const char *name, int64_t size)
{
	struct archive_entry *e = archive_entry_new();
	bool done;

	b->err = err;
	archive_entry_set_pathname(e, arena_fmt(b->arena, "%s/%s", b->folder,
	    name));
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, str_ends(name, ".sh") ? 0755 : 0644);
	archive_entry_set_size(e, size);
	done = archive_write_header(b->zip, e) == ARCHIVE_OK;
	archive_entry_free(e);
	return finished(b, err, done);
}

static enum rc
put(struct bag *b, struct err *err, const void *p, size_t n)
{
	return finished(b, err,
	    n == 0 || archive_write_data(b->zip, p, n) == (la_ssize_t)n);
}

static enum rc
end_file(struct bag *b, struct err *err)
{
	return finished(b, err,
	    archive_write_finish_entry(b->zip) == ARCHIVE_OK);
}

static enum rc
write_file(struct bag *b, struct err *err, const char *name, const void *p,
    size_t n)
{
	enum rc rc;

	rc = begin_file(b, err, name, (int64_t)n);
	if (!rc)
		rc = put(b, err, p, n);
	if (!rc)
		rc = end_file(b, err);
	return rc;
}

static void
list_add(struct bag *b, struct list *list, const char *name,
    const unsigned char sum[HASH])
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 64;
		struct listed *row = arena_alloc(b->arena, cap * sizeof(*row));

		if (list->n)
			memcpy(row, list->row, list->n * sizeof(*row));
		list->row = row;
		list->cap = cap;
	}
	list->row[list->n].name = arena_str(b->arena, name);
	memcpy(list->row[list->n++].sum, sum, HASH);
}

/* --- data ----------------------------------------------------------------- */

static enum rc
copy(struct bag *b, struct err *err, int64_t size, bag_source *source,
    void *arg, struct hash *sum)
{
	enum rc rc = RC_OK;

	while (size >= 0 && !rc) {
		size_t got = 0;

		rc = source(arg, err, b->chunk, CHUNK, &got);
		if (rc || got == 0)
			break;
		hash_add(sum, b->chunk, got);
		size -= (int64_t)got;
		if (size >= 0)
			rc = put(b, err, b->chunk, got);
	}
	if (!rc && size != 0)
		rc = err_set(err, RC_DB, "a file has another size than said");
	return rc;
}

enum rc
bag_stream(struct bag *b, struct err *err, const char *name, int64_t size,
    bag_source *source, void *arg, unsigned char sum[HASH])
{
	const char *full = arena_fmt(b->arena, "data/%s", name);
	struct hash *h;
	enum rc rc;

	assert(!b->sealed && size >= 0);
	if (!bag_name_valid(name))
		return err_set(err, RC_INVALID,
		    "\"%.80s\" is no name for a file in a bag", name);
	rc = begin_file(b, err, full, size);
	if (rc)
		return rc;
	h = hash_new();
	rc = copy(b, err, size, source, arg, h);
	hash_end(h, sum);
	if (!rc)
		rc = end_file(b, err);
	if (rc)
		return rc;
	list_add(b, &b->data, full, sum);
	b->bytes += size;
	return RC_OK;
}

struct bytes { const char *p; size_t n; };

static enum rc
from_memory(void *arg, struct err *err, void *p, size_t n, size_t *got)
{
	struct bytes *from = arg;

	(void)err;
	*got = from->n < n ? from->n : n;
	if (*got)
		memcpy(p, from->p, *got);
	from->p += *got;
	from->n -= *got;
	return RC_OK;
}

enum rc
bag_add(struct bag *b, struct err *err, const char *name, const void *p,
    size_t n)
{
	struct bytes from = { p, n };
	unsigned char sum[HASH];

	return bag_stream(b, err, name, (int64_t)n, from_memory, &from, sum);
}

/* --- the lists ------------------------------------------------------------ */

static int
by_name(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static enum rc
list_text(struct err *err, struct list *list, struct buf *out)
{
	if (list->n)
		qsort(list->row, list->n, sizeof(*list->row), by_name);
	for (size_t i = 0; i < list->n; i++) {
		char hex[HEX];

		if (i && str_eq(list->row[i - 1].name, list->row[i].name))
			return err_set(err, RC_CONFLICT,
			    "two files of the bag have the name %s",
			    list->row[i].name);
		hash_hex(list->row[i].sum, hex);
		buf_fmt(out, "%s  %s\n", hex, list->row[i].name);
	}
	return RC_OK;
}

static enum rc
tag(struct bag *b, struct err *err, const char *name, const char *text)
{
	unsigned char sum[HASH];

	hash_bytes(text, strlen(text), sum);
	list_add(b, &b->tags, name, sum);
	return write_file(b, err, name, text, strlen(text));
}

static char *
info_text(struct bag *b, const struct bag_info *info)
{
	struct buf out = { .arena = b->arena };
	char day[DATE_LEN + 1];

	day_write(day, info->day);
	if (info->organization)
		buf_fmt(&out, "Source-Organization: %s\n", info->organization);
	if (info->description)
		buf_fmt(&out, "External-Description: %s\n", info->description);
	if (info->identifier)
		buf_fmt(&out, "External-Identifier: %s\n", info->identifier);
	buf_fmt(&out, "Bagging-Date: %s\nPayload-Oxum: %lld.%zu\n", day,
	    (long long)b->bytes, b->data.n);
	return out.s;
}

enum rc
bag_seal(struct bag *b, struct err *err, const struct bag_info *info,
    unsigned char sum[HASH])
{
	struct buf data = { .arena = b->arena }, tags = data;
	enum rc rc;

	assert(!b->sealed);
	b->sealed = true;
	rc = list_text(err, &b->data, &data);
	if (!rc)
		rc = tag(b, err, "bagit.txt", "BagIt-Version: 1.0\n"
		    "Tag-File-Character-Encoding: UTF-8\n");
	if (!rc)
		rc = tag(b, err, "bag-info.txt", info_text(b, info));
	if (!rc)
		rc = tag(b, err, "manifest-sha256.txt", buf_text(&data));
	if (!rc)
		rc = list_text(err, &b->tags, &tags);
	if (!rc)
		rc = write_file(b, err, "tagmanifest-sha256.txt", tags.s,
		    tags.len);
	if (!rc)
		hash_bytes(tags.s, tags.len, sum);
	return rc;
}

enum rc
bag_attach(struct bag *b, struct err *err, const char *name, const void *p,
    size_t n)
{
	assert(b->sealed && bag_name_valid(name) && !str_starts(name, "data"));
	return write_file(b, err, name, p, n);
}

enum rc
bag_close(struct bag *b, struct err *err)
{
	assert(b->sealed);
	b->err = err;
	return finished(b, err, archive_write_close(b->zip) == ARCHIVE_OK);
}
