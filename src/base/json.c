/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

const struct json_limits json_limits = {
	.bytes = 64 * 1024 * 1024,
	.depth = 64,
	.nodes = 1000000,
};

static const char *const kind_names[] = {
	[J_NULL] = "null", [J_BOOL] = "true or false",
	[J_INT] = "a whole number", [J_REAL] = "a number", [J_TEXT] = "a text",
	[J_LIST] = "a list", [J_OBJECT] = "an object",
};

/* --- the text itself, without meaning ------------------------------------- */

struct frame {
	const char *key;
	size_t length;                  /* of the key */
	size_t index;
	bool object, wants_key;
};

/*
 * Walks over brackets, commas and strings.  It is told to stop at the place
 * where jansson gave up, so that everything before it is well-formed.
 */
struct scan {
	const char *s;
	size_t n, at, nodes, deepest, depth;
	struct frame stack[JSON_DEPTH + 1];
};

static size_t
string_end(const char *s, size_t n, size_t at)
{
	while (at < n && s[at] != '"')
		at += s[at] == '\\' ? 2 : 1;
	return at < n ? at : n;
}

/* NULL below the depth that is kept: then only counting goes on. */
static struct frame *
top_frame(struct scan *sc)
{
	return sc->depth <= JSON_DEPTH ? &sc->stack[sc->depth] : NULL;
}

static void
scan_string(struct scan *sc)
{
	struct frame *f = top_frame(sc);
	size_t from = sc->at + 1;

	sc->at = string_end(sc->s, sc->n, from);
	if (f && f->object && f->wants_key) {
		f->key = sc->s + from;
		f->length = sc->at - from;
		f->wants_key = false;
	}
}

static void
scan_open(struct scan *sc, bool object)
{
	struct frame *f;

	sc->nodes++;
	sc->depth++;
	if (sc->depth > sc->deepest)
		sc->deepest = sc->depth;
	f = top_frame(sc);
	if (f)
		*f = (struct frame){ .object = object, .wants_key = true };
}

static void
scan_comma(struct scan *sc)
{
	struct frame *f = top_frame(sc);

	sc->nodes++;
	if (!f)
		return;
	f->index++;
	f->wants_key = true;
}

static void
scan_all(struct scan *sc)
{
	for (; sc->at < sc->n; sc->at++) {
		char c = sc->s[sc->at];

		if (c == '"')
			scan_string(sc);
		else if (c == '{' || c == '[')
			scan_open(sc, c == '{');
		else if ((c == '}' || c == ']') && sc->depth)
			sc->depth--;
		else if (c == ',')
			scan_comma(sc);
	}
}

/* Messages stay printable whatever a file calls its members. */
static void
tame(char *s)
{
	for (; *s; s++) {
		if (*s < 0x20 || *s > 0x7e)
			*s = '?';
	}
}

static void
scan_path(char *out, size_t n, const struct scan *sc)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 1; i <= sc->depth && i <= JSON_DEPTH && used < n; i++) {
		const struct frame *f = &sc->stack[i];
		int k = f->object ?
		    snprintf(out + used, n - used, "%s%.*s", used ? "." : "",
		        f->length < 60 ? (int)f->length : 60,
		        f->key ? f->key : "") :
		    snprintf(out + used, n - used, "[%zu]", f->index);

		used += (size_t)k;
	}
	tame(out);
}

static enum rc
check_bounds(struct err *err, const char *s, size_t n,
    const struct json_limits *limits)
{
	struct scan sc = { .s = s, .n = n, .nodes = 1 };

	if (n > limits->bytes)
		return err_set(err, RC_LIMIT, "the JSON has %zu bytes, "
		    "at most %zu are read", n, limits->bytes);
	scan_all(&sc);
	if (sc.deepest > limits->depth)
		return err_set(err, RC_LIMIT, "the JSON is nested %zu deep, "
		    "at most %zu are read", sc.deepest, limits->depth);
	if (sc.nodes > limits->nodes)
		return err_set(err, RC_LIMIT, "the JSON has more than %zu "
		    "values", limits->nodes);
	return RC_OK;
}

static enum rc
syntax_fault(struct err *err, const char *s, size_t n, const json_error_t *je)
{
	size_t at = je->position > 0 ? (size_t)je->position : 0;
	struct scan sc = { .s = s, .n = at < n ? at : n };
	char path[120], text[JSON_ERROR_TEXT_LENGTH], *near;

	scan_all(&sc);
	scan_path(path, sizeof(path), &sc);
	/* jansson quotes the file: that may be neither short nor printable. */
	snprintf(text, sizeof(text), "%s", je->text);
	if (json_error_code(je) == json_error_null_character)
		snprintf(text, sizeof(text), "NUL is not taken in a text");
	if (json_error_code(je) == json_error_invalid_utf8)
		snprintf(text, sizeof(text), "this is not UTF-8");
	near = strstr(text, " near ");
	if (near)
		*near = '\0';
	err_set(err, RC_INVALID, "line %d, column %d%s%s: %s",
	    je->line, je->column, *path ? ", " : "", path, text);
	err_hint(err, "Look at that place; what was cut on its way is best "
	    "fetched anew.");
	return RC_INVALID;
}

/* --- into the arena ------------------------------------------------------ */

/* Follows jansson's tree, which keeps the order of the text. */
struct load {
	struct arena *arena;
	const char *s;
	size_t n, at, start;            /* start: of the line */
	unsigned line;
};

static void
go_to_value(struct load *l)
{
	for (; l->at < l->n && strchr(" \t\r\n,:]}", l->s[l->at]); l->at++) {
		if (l->s[l->at] == '\n') {
			l->line++;
			l->start = l->at + 1;
		}
	}
}

static void
pass_scalar(struct load *l)
{
	if (l->at < l->n && l->s[l->at] == '"')
		l->at = string_end(l->s, l->n, l->at + 1) + 1;
	else
		while (l->at < l->n && !strchr(" \t\r\n,]}", l->s[l->at]))
			l->at++;
}

static const char *
copy(struct load *l, const char *s, size_t n)
{
	char *p = arena_try(l->arena, n + 1);

	if (p && n)
		memcpy(p, s, n);
	return p;
}

static struct json *load_value(struct load *l, json_t *v, const char *name,
	const struct json *up);

static bool
load_list(struct load *l, json_t *v, struct json *out)
{
	const struct json **tail = &out->first;

	out->kind = J_LIST;
	out->count = json_array_size(v);
	l->at++;
	for (size_t i = 0; i < out->count; i++) {
		struct json *child = load_value(l, json_array_get(v, i), NULL,
		    out);

		if (!child)
			return false;
		*tail = child;
		tail = &child->next;
	}
	return true;
}

static bool
load_object(struct load *l, json_t *v, struct json *out)
{
	const struct json **tail = &out->first;

	out->kind = J_OBJECT;
	out->count = json_object_size(v);
	l->at++;
	for (void *it = json_object_iter(v); it;
	    it = json_object_iter_next(v, it)) {
		const char *name = copy(l, json_object_iter_key(it),
		    json_object_iter_key_len(it));
		struct json *child;

		go_to_value(l);
		pass_scalar(l);
		child = name ? load_value(l, json_object_iter_value(it), name,
		    out) : NULL;
		if (!child)
			return false;
		*tail = child;
		tail = &child->next;
	}
	return true;
}

static bool
load_scalar(struct load *l, const json_t *v, struct json *out)
{
	pass_scalar(l);
	switch (json_typeof(v)) {
	case JSON_STRING:
		out->kind = J_TEXT;
		out->text = copy(l, json_string_value(v),
		    json_string_length(v));
		return out->text;
	case JSON_INTEGER:
		out->kind = J_INT;
		out->number = json_integer_value(v);
		return true;
	case JSON_REAL:
		out->kind = J_REAL;
		out->real = json_real_value(v);
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		out->kind = J_BOOL;
		out->truth = json_is_true(v);
		return true;
	case JSON_NULL:
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return true;
}

static struct json *
load_value(struct load *l, json_t *v, const char *name, const struct json *up)
{
	struct json *out = arena_try(l->arena, sizeof(*out));
	bool whole;

	if (!out)
		return NULL;
	go_to_value(l);
	out->name = name;
	out->up = up;
	out->line = l->line;
	out->column = (unsigned)(l->at - l->start) + 1;
	if (json_is_object(v))
		whole = load_object(l, v, out);
	else if (json_is_array(v))
		whole = load_list(l, v, out);
	else
		whole = load_scalar(l, v, out);
	return whole ? out : NULL;
}

enum rc
json_parse(struct err *err, struct arena *a, const char *s, size_t n,
    const struct json_limits *limits, const struct json **out)
{
	struct load l = { .arena = a, .line = 1 };
	json_error_t je;
	json_t *tree;
	const struct json *root;
	enum rc rc;

	if (!limits)
		limits = &json_limits;
	assert(limits->depth <= JSON_DEPTH);
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		s += 3;
		n -= 3;
	}
	rc = check_bounds(err, s, n, limits);
	if (rc)
		return rc;
	tree = json_loadb(s, n, JSON_REJECT_DUPLICATES, &je);
	if (!tree)
		return syntax_fault(err, s, n, &je);
	l.s = s;
	l.n = n;
	root = load_value(&l, tree, NULL, NULL);
	json_decref(tree);
	if (!root)
		return err_set(err, RC_LIMIT, "the JSON needs more memory than "
		    "one piece of work may have");
	*out = root;
	return RC_OK;
}

/* --- reading it ----------------------------------------------------------- */

const struct json *
json_get(const struct json *object, const char *name)
{
	if (!object || object->kind != J_OBJECT)
		return NULL;
	for (const struct json *m = object->first; m; m = m->next) {
		if (strcmp(m->name, name) == 0)
			return m;
	}
	return NULL;
}

static size_t
index_in_list(const struct json *at)
{
	size_t i = 0;

	for (const struct json *m = at->up->first; m != at; m = m->next)
		i++;
	return i;
}

void
json_path(char *out, size_t n, const struct json *at)
{
	const struct json *chain[JSON_DEPTH + 1];
	size_t depth = 0, used = 0;

	assert(n > 0);
	for (; at->up && depth <= JSON_DEPTH; at = at->up)
		chain[depth++] = at;
	snprintf(out, n, "%s", depth ? "" : "the document");
	while (depth-- > 0 && used < n) {
		const struct json *m = chain[depth];
		int k = m->name ?
		    snprintf(out + used, n - used, "%s%.60s",
		        used ? "." : "", m->name) :
		    snprintf(out + used, n - used, "[%zu]", index_in_list(m));

		used += (size_t)k;
	}
	tame(out);
}

enum rc
json_fault(struct err *err, const struct json *at, const char *fmt, ...)
{
	char path[120], text[120];
	va_list ap;

	json_path(path, sizeof(path), at);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(err, RC_INVALID, "line %u, column %u, %s: %s", at->line,
	    at->column, path, text);
}

static enum rc
check_kind(struct err *err, const struct json *m, enum json_kind kind)
{
	if (m->kind == kind)
		return RC_OK;
	json_fault(err, m, "%s is wanted here, not %s", kind_names[kind],
	    kind_names[m->kind]);
	err->field = m->name;
	return RC_INVALID;
}

enum rc
json_may(struct err *err, const struct json *object, const char *name,
    enum json_kind kind, const struct json **out)
{
	const struct json *m = json_get(object, name);
	enum rc rc;

	if (m && m->kind == J_NULL)
		m = NULL;
	rc = m ? check_kind(err, m, kind) : RC_OK;
	if (rc)
		return rc;
	*out = m;
	return RC_OK;
}

enum rc
json_want(struct err *err, const struct json *object, const char *name,
    enum json_kind kind, const struct json **out)
{
	const struct json *m = NULL;
	enum rc rc;

	rc = check_kind(err, object, J_OBJECT);
	if (!rc)
		rc = json_may(err, object, name, kind, &m);
	if (rc)
		return rc;
	if (!m) {
		json_fault(err, object, "\"%s\" is missing", name);
		err->field = name;
		return RC_INVALID;
	}
	*out = m;
	return RC_OK;
}

enum rc
json_may_text(struct err *err, const struct json *object, const char *name,
    const char **out)
{
	const struct json *m = NULL;
	enum rc rc;

	rc = json_may(err, object, name, J_TEXT, &m);
	if (rc)
		return rc;
	*out = m ? m->text : NULL;
	return RC_OK;
}

enum rc
json_want_text(struct err *err, const struct json *object, const char *name,
    const char **out)
{
	const struct json *m = NULL;
	enum rc rc;

	rc = json_want(err, object, name, J_TEXT, &m);
	if (rc)
		return rc;
	*out = m->text;
	return RC_OK;
}
