/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/multipart.h"

#include "base/text.h"
#include "http/chars.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70 };     /* RFC 2046, 5.1.1 */

enum where { START, DATA, AFTER, HEAD, TAIL };

struct multipart {
	struct arena *arena;
	struct multipart_to to;
	enum where where;
	char delimiter[4 + BOUNDARY_MAX + 1];   /* "\r\n--boundary" */
	size_t length;          /* of the delimiter */
	size_t matched;         /* of it, at the end of what was fed */
	char after[2];          /* what stands behind a boundary */
	size_t nafter;
	char *head;
	size_t nhead, head_max;
};

static enum rc
bad(struct err *err, const char *text)
{
	return err_set(err, RC_INVALID, "the form is damaged: %s", text);
}

static enum rc
no_room(struct err *err)
{
	return err_set(err, RC_LIMIT, "the form takes too much memory");
}

/* --- parameters: ; name="value" -------------------------------------------- */

struct param {
	const char *name, *value;
	size_t name_len, value_len;
	bool quoted;
};

/*
 * Reads one parameter at *at.  1: there was one, 0: the end, -1: neither.
 * The value of a quoted one keeps its backslashes.
 */
static int
next_param(const char **at, struct param *out)
{
	const char *s = *at + strspn(*at, " \t");

	if (!*s)
		return 0;
	if (*s++ != ';')
		return -1;
	s += strspn(s, " \t");
	for (out->name = s; char_is_token(*s); s++)
		;
	out->name_len = (size_t)(s - out->name);
	if (!out->name_len || *s++ != '=')
		return -1;
	out->quoted = *s == '"';
	out->value = s += out->quoted;
	if (out->quoted) {
		for (; *s && *s != '"'; s++)
			if (*s == '\\' && s[1])
				s++;
		if (!*s)
			return -1;
	} else {
		while (char_is_token(*s))
			s++;
	}
	out->value_len = (size_t)(s - out->value);
	*at = s + out->quoted;
	return 1;
}

static bool
is_named(const struct param *p, const char *name)
{
	return p->name_len == strlen(name) &&
	       strncasecmp(p->name, name, p->name_len) == 0;
}

/*
 * Clients write a quote as \" or as %22 (WHATWG); a backslash before
 * anything else is itself, for it comes in paths of old browsers.
 */
static char *
unquote(struct arena *a, const struct param *p)
{
	char *to = arena_try(a, p->value_len + 1), *out = to;
	const char *s = p->value, *end = s + p->value_len;

	if (!to)
		return NULL;
	for (; s < end; s++) {
		if (*s == '\\' && p->quoted && s + 1 < end &&
		    (s[1] == '"' || s[1] == '\\')) {
			*out++ = *++s;
		} else if (end - s >= 3 && memcmp(s, "%22", 3) == 0) {
			*out++ = '"';
			s += 2;
		} else {
			*out++ = *s;
		}
	}
	return to;
}

/* --- the head of a part ----------------------------------------------------- */

static const char *
last_component(const char *s)
{
	const char *slash = strrchr(s, '/'), *back;

	if (slash)
		s = slash + 1;
	back = strrchr(s, '\\');
	return back ? back + 1 : s;
}

static enum rc
read_disposition(struct multipart *m, const char *s, struct part *part,
    struct err *err)
{
	struct param p;
	int more;

	if (part->name)
		return bad(err, "two Content-Disposition fields in a part");
	if (strncasecmp(s, "form-data", 9) != 0)
		return bad(err, "a part is not form-data");
	s += 9;
	while ((more = next_param(&s, &p)) > 0) {
		const char **to = is_named(&p, "name")	     ? &part->name
				  : is_named(&p, "filename") ? &part->filename
							     : NULL;

		if (!to)
			continue;
		if (*to)
			return bad(err, "a part has two names");
		*to = unquote(m->arena, &p);
		if (!*to)
			return no_room(err);
		if (!utf8_valid(*to, strlen(*to)))
			return bad(err, "a name is not UTF-8");
	}
	if (more < 0)
		return bad(err, "a Content-Disposition cannot be read");
	if (!part->name || !*part->name)
		return bad(err, "a part has no name");
	if (part->filename)
		part->filename = last_component(part->filename);
	return RC_OK;
}

static enum rc
read_field(struct multipart *m, char *line, struct part *part, struct err *err)
{
	char *colon = line, *value;

	while (char_is_token(*colon))
		colon++;
	if (colon == line || *colon != ':')
		return bad(err, "a part's head cannot be read");
	*colon = '\0';
	value = colon + 1 + strspn(colon + 1, " \t");
	for (const char *s = value; *s; s++)
		if (!char_is_text(*s))
			return bad(err, "a part's head has a control "
			    "character");
	if (strcasecmp(line, "Content-Disposition") == 0)
		return read_disposition(m, value, part, err);
	if (strcasecmp(line, "Content-Type") == 0) {
		char *type = arena_try(m->arena, strlen(value) + 1);

		if (!type)
			return no_room(err);
		memcpy(type, value, strlen(value));
		part->type = type;
	}
	if (strcasecmp(line, "Content-Transfer-Encoding") == 0 &&
	    strcasecmp(value, "binary") != 0 &&
	    strcasecmp(value, "8bit") != 0 && strcasecmp(value, "7bit") != 0)
		return bad(err, "a part has a transfer encoding");
	return RC_OK;
}

/* m->head ends with an empty line. */
static enum rc
read_head(struct multipart *m, struct err *err)
{
	struct part part = { 0 };
	char *line = m->head;

	if (memchr(m->head, '\0', m->nhead))
		return bad(err, "a part's head has a NUL");
	m->head[m->nhead] = '\0';
	while (strcmp(line, "\r\n") != 0) {
		char *stop = strstr(line, "\r\n");
		enum rc rc;

		if (!stop)
			return bad(err, "a part has no head");
		*stop = '\0';
		rc = read_field(m, line, &part, err);
		if (rc)
			return rc;
		line = stop + 2;
	}
	if (!part.name)
		return bad(err, "a part has no Content-Disposition");
	m->where = DATA;
	return m->to.open(m->to.self, &part, err);
}

static enum rc
take_head(struct multipart *m, char c, struct err *err)
{
	if (m->nhead == m->head_max)
		return err_set(err, RC_LIMIT, "a part's head is too long");
	m->head[m->nhead++] = c;
	if (c != '\n' || m->nhead < 2)
		return RC_OK;
	if (m->nhead == 2
		? memcmp(m->head, "\r\n", 2) != 0
		: m->nhead < 4 ||
		      memcmp(m->head + m->nhead - 4, "\r\n\r\n", 4) != 0)
		return RC_OK;
	return read_head(m, err);
}

/* --- the stream ------------------------------------------------------------- */

static enum rc
give(struct multipart *m, const char *p, size_t n, struct err *err)
{
	return n ? m->to.data(m->to.self, p, n, err) : RC_OK;
}

/* A match that was begun breaks off: what was held back of it is data. */
static enum rc
let_go(struct multipart *m, bool earlier, struct err *err)
{
	size_t n = m->matched;

	if (m->where == START)
		return bad(err, "it does not begin with its boundary");
	m->matched = 0;
	return earlier ? give(m, m->delimiter, n, err) : RC_OK;
}

/*
 * Data up to the next boundary.  A boundary begins with a carriage return
 * and has no second one: a broken match never hides the start of another.
 */
static enum rc
take_data(struct multipart *m, const char **at, const char *end,
    struct err *err)
{
	const char *p = *at, *data = p; /* not yet given */
	const char *held = m->matched ? p : NULL;
	bool earlier = held != NULL;    /* the match began before this piece */

	while (p < end && m->matched < m->length) {
		if (m->matched == 0) {
			held = memchr(p, '\r', (size_t)(end - p));
			p = held ? held + 1 : end;
			m->matched = held ? 1 : 0;
		} else if (*p == m->delimiter[m->matched]) {
			p++;
			m->matched++;
		} else {
			enum rc rc = let_go(m, earlier, err);

			if (rc)
				return rc;
			if (earlier)
				data = p;
			earlier = false;
		}
	}
	*at = p;
	if (m->matched)
		p = held;
	if (m->where == START)
		return RC_OK;
	return give(m, data, (size_t)(p - data), err);
}

static enum rc
end_data(struct multipart *m, struct err *err)
{
	bool part = m->where == DATA;

	m->where = AFTER;
	m->matched = m->nafter = m->nhead = 0;
	return part ? m->to.close(m->to.self, err) : RC_OK;
}

static enum rc
take_after(struct multipart *m, char c, struct err *err)
{
	m->after[m->nafter++] = c;
	if (m->nafter < 2)
		return RC_OK;
	m->nafter = 0;
	if (memcmp(m->after, "\r\n", 2) == 0)
		m->where = HEAD;
	else if (memcmp(m->after, "--", 2) == 0)
		m->where = TAIL;
	else
		return bad(err, "a boundary is followed by something else");
	return RC_OK;
}

/* One line end may stand behind the last boundary. */
static enum rc
take_tail(struct multipart *m, char c, struct err *err)
{
	if (m->nafter < 2 && c == "\r\n"[m->nafter]) {
		m->nafter++;
		return RC_OK;
	}
	return bad(err, "something follows its last boundary");
}

enum rc
multipart_feed(struct multipart *m, const char *p, size_t n, struct err *err)
{
	const char *end = p + n;
	enum rc rc = RC_OK;

	while (p < end && !rc) {
		switch (m->where) {
		case START:
		case DATA:
			rc = take_data(m, &p, end, err);
			if (!rc && m->matched == m->length)
				rc = end_data(m, err);
			break;
		case AFTER:
			rc = take_after(m, *p++, err);
			break;
		case HEAD:
			rc = take_head(m, *p++, err);
			break;
		case TAIL:
			rc = take_tail(m, *p++, err);
			break;
		}
	}
	return rc;
}

enum rc
multipart_end(const struct multipart *m, struct err *err)
{
	return m->where == TAIL && m->nafter != 1
		   ? RC_OK
		   : bad(err, "its end is missing");
}

/* --- start ------------------------------------------------------------------- */

static const char form_type[] = "multipart/form-data";

bool
multipart_is(const char *type)
{
	size_t n = sizeof(form_type) - 1;

	return type && strncasecmp(type, form_type, n) == 0 &&
	       (type[n] == '\0' || strchr("; \t", type[n]));
}

/* The characters of RFC 2046; a blank may not be the last one. */
static bool
set_boundary(struct multipart *m, const struct param *p)
{
	static const char chars[] =
	    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "'()+_,-./:=? ";
	size_t n = p->value_len;

	if (m->length || !n || n > BOUNDARY_MAX || p->value[n - 1] == ' ')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!strchr(chars, p->value[i]))
			return false;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, p->value, n);
	m->length = n + 4;
	return true;
}

enum rc
multipart_new(struct arena *a, const char *type, size_t head_max,
    const struct multipart_to *to, struct multipart **out, struct err *err)
{
	struct multipart *m = arena_try(a, sizeof(*m));
	char *head = m ? arena_try(a, head_max + 1) : NULL;
	const char *s = type + sizeof(form_type) - 1;
	struct param p;
	int more;

	if (!head)
		return no_room(err);
	assert(multipart_is(type));
	*m = (struct multipart){ .arena = a, .to = *to, .head = head,
		.head_max = head_max, .matched = 2 };
	while ((more = next_param(&s, &p)) > 0)
		if (is_named(&p, "boundary") && !set_boundary(m, &p))
			return bad(err, "its boundary is not plain");
	if (more < 0 || !m->length)
		return bad(err, "its type has no boundary");
	*out = m;
	return RC_OK;
}
