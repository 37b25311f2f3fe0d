/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pairs.h"

#include <string.h>

static size_t
count(const struct json *object)
{
	size_t n = 0;

	for (const struct json *j = object->first; j; j = j->next)
		n += j->kind == J_LIST && j->count ? j->count : 1;
	return n;
}

static enum rc
value_text(struct err *err, struct arena *a, const char *name,
    const struct json *j, const char **out)
{
	switch (j->kind) {
	case J_NULL:
		*out = "";
		return RC_OK;
	case J_BOOL:
		*out = j->truth ? "true" : "false";
		return RC_OK;
	case J_INT:
		*out = arena_fmt(a, "%lld", (long long)j->number);
		return RC_OK;
	case J_TEXT:
		*out = j->text;
		return RC_OK;
	case J_REAL:
	case J_LIST:
	case J_OBJECT:
		break;
	}
	err_field(err, name, "%.60s: a text, a whole number, true, false, "
	    "null or a list of these is wanted", name);
	return RC_INVALID;
}

enum rc
pairs_from_json(struct err *err, struct arena *a, const struct json *object,
    struct pair **out, size_t *n)
{
	struct pair *p;
	size_t k = 0;

	if (object->kind != J_OBJECT)
		return err_set(err, RC_INVALID, "a JSON object is wanted");
	p = arena_alloc(a, (count(object) + 1) * sizeof(*p));
	for (const struct json *j = object->first; j; j = j->next) {
		const struct json *one = j->kind == J_LIST ? j->first : j;

		if (!one) {
			p[k++] = (struct pair){ j->name, "" };
			continue;
		}
		for (; one; one = j->kind == J_LIST ? one->next : NULL) {
			const char *s;
			enum rc rc = value_text(err, a, j->name, one, &s);

			if (rc)
				return rc;
			p[k++] = (struct pair){ j->name, s };
		}
	}
	*out = p;
	*n = k;
	return RC_OK;
}

const char *
pairs_take(struct pair *p, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++) {
		const char *value = p[i].value;

		if (strcmp(p[i].name, name) != 0)
			continue;
		memmove(p + i, p + i + 1, (*n - i - 1) * sizeof(*p));
		*n -= 1;
		return value;
	}
	return NULL;
}
