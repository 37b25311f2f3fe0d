/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Holding the files of a bag against the lists in it. */
#include "bag.h"

#include "base/text.h"

#include <string.h>

static const char data_list[] = "manifest-sha256.txt";
static const char tag_list[] = "tagmanifest-sha256.txt";
static const char *const tags[] = { "bagit.txt", "bag-info.txt", data_list };

static bool
is_data(const char *name)
{
	return str_starts(name, "data/");
}

static bool
is_tag(const char *name)
{
	for (size_t i = 0; i < NELEMS(tags); i++)
		if (str_eq(name, tags[i]))
			return true;
	return false;
}

bool
bag_is_list(const char *name)
{
	return is_tag(name) || str_eq(name, tag_list);
}

struct checker {
	struct arena *arena;
	const struct bag_content *c;
	bag_fault *fault;
	void *arg;
	size_t faults;
};

static void
say(struct checker *k, const char *name, const char *text)
{
	k->fault(k->arg, name, text);
	k->faults++;
}

/* --- one list ------------------------------------------------------------- */

struct listing {
	const char *list;
	bool (*wants)(const char *name);        /* files that it must name */
	char *rest;
	size_t at;                              /* files before are done */
	const char *before;                     /* the name of the last line */
};

/* "SUM  NAME" in place; false when there is no further whole line. */
static bool
take_line(struct checker *k, struct listing *l, unsigned char sum[HASH],
    const char **name)
{
	char *lf, *line;

	while ((lf = strchr(l->rest, '\n'))) {
		line = l->rest;
		l->rest = lf + 1;
		*lf = '\0';
		if (lf - line > HEX + 1 &&
		    memcmp(line + HEX - 1, "  ", 2) == 0) {
			line[HEX - 1] = '\0';
			*name = line + HEX + 1;
			if (hash_parse(line, sum) && l->wants(*name) &&
			    strcmp(l->before, *name) < 0)
				return true;
		}
		say(k, l->list, "a line of this list is malformed or not in "
		    "its order");
	}
	return false;
}

/* Files before this name have no line; NULL: all that are left. */
static void
pass(struct checker *k, struct listing *l, const char *name)
{
	for (; l->at < k->c->n; l->at++) {
		const char *file = k->c->file[l->at].name;

		if (name && strcmp(file, name) >= 0)
			return;
		if (l->wants(file))
			say(k, file, "the file is not listed");
	}
}

static void
check_list(struct checker *k, const char *list,
    bool (*wants)(const char *name))
{
	struct listing l = { .list = list, .wants = wants, .before = "" };
	const struct bag_file *f = bag_find(k->c, list), *at;
	unsigned char sum[HASH];
	const char *name;

	if (!f || !f->bytes) {
		say(k, list, "the list is missing");
		return;
	}
	l.rest = arena_dup(k->arena, f->bytes, (size_t)f->size);
	while (take_line(k, &l, sum, &name)) {
		pass(k, &l, name);
		at = l.at < k->c->n ? &k->c->file[l.at] : NULL;
		if (!at || !str_eq(at->name, name))
			say(k, name, "the file is listed and not there");
		else if (memcmp(at->sum, sum, HASH) != 0)
			say(k, name, "the file was changed: its checksum is "
			    "another than listed");
		if (at && str_eq(at->name, name))
			l.at++;
		l.before = name;
	}
	pass(k, &l, NULL);
	if (*l.rest || strlen(f->bytes) != (size_t)f->size)
		say(k, list, "the list does not end with a whole line");
}

/* --- the bag -------------------------------------------------------------- */

static const char *
text_of(const struct checker *k, const char *name)
{
	const struct bag_file *f = bag_find(k->c, name);

	return f && f->bytes ? f->bytes : "";
}

static void
check_oxum(struct checker *k)
{
	const char *info = arena_fmt(k->arena, "\n%s",
	    text_of(k, "bag-info.txt"));
	int64_t bytes = 0;
	size_t files = 0;

	for (size_t i = 0; i < k->c->n; i++)
		if (is_data(k->c->file[i].name)) {
			files++;
			bytes += k->c->file[i].size;
		}
	if (!strstr(info, arena_fmt(k->arena, "\nPayload-Oxum: %lld.%zu\n",
	    (long long)bytes, files)))
		say(k, "bag-info.txt",
		    "it tells of another number of files or bytes");
}

size_t
bag_check(struct arena *a, const struct bag_content *c, bag_fault *fault,
    void *arg)
{
	struct checker k = { .arena = a, .c = c, .fault = fault, .arg = arg };

	if (!str_eq(text_of(&k, "bagit.txt"), "BagIt-Version: 1.0\n"
	    "Tag-File-Character-Encoding: UTF-8\n"))
		say(&k, "bagit.txt", "this is not the beginning of a bag");
	check_list(&k, tag_list, is_tag);
	check_list(&k, data_list, is_data);
	check_oxum(&k);
	return k.faults;
}
