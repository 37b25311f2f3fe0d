/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doc_text.c - text, names and references made fit for every writer. */
#include "report/doc_own.h"

#include "base/text.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd };

/*
 * One code point at s and its length; a broken sequence is one byte long and
 * reads as U+FFFD.  The shortest form alone is taken, surrogates are not.
 */
static uint32_t
decode(const unsigned char *s, size_t *len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = *s < 0x80 ? 1 : *s >> 5 == 6 ? 2 : *s >> 4 == 14 ? 3 :
	    *s >> 3 == 30 ? 4 : 0;
	uint32_t c = n == 1 ? *s : n ? *s & (0x7fu >> n) : REPLACEMENT;

	*len = 1;
	for (size_t i = 1; i < n; i++) {
		if (s[i] >> 6 != 2)
			return REPLACEMENT;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (n < 2)
		return c;
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return REPLACEMENT;
	*len = n;
	return c;
}

/* What stands for c: itself, or what the header says; 0 for nothing. */
static uint32_t
settle(uint32_t c, uint32_t after)
{
	if (c == '\r')
		return after == '\n' ? 0 : '\n';
	if (c == '\t')
		return ' ';
	if (c == 0x2028 || c == 0x2029)
		return '\n';
	if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0))
		return REPLACEMENT;
	if (c == 0x202d || c == 0x202e || (c & 0xfffe) == 0xfffe ||
	    (c >= 0xfdd0 && c <= 0xfdef))
		return REPLACEMENT;
	return c;
}

static void
encode(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_char(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_char(b, (char)(0xe0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_char(b, (char)(0xf0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_char(b, (char)(0x80 | (c & 0x3f)));
}

/* How far s is clean. */
static size_t
clean_length(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len, n = 0;

	while (p[n]) {
		uint32_t c = decode(p + n, &len);

		if (settle(c, 0) != c || (c == REPLACEMENT && len == 1))
			break;
		n += len;
	}
	return n;
}

const char *
doc_clean(struct arena *a, const char *s)
{
	struct buf b = { .arena = a };
	const unsigned char *p;
	size_t len, n;

	if (!s)
		return NULL;
	n = clean_length(s);
	if (!s[n])
		return s;
	buf_add(&b, s, n);
	for (p = (const unsigned char *)s + n; *p; p += len) {
		uint32_t c = decode(p, &len);

		c = settle(c, p[len]);
		if (c)
			encode(&b, c);
	}
	return buf_text(&b);
}

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

const char *
doc_lang(struct arena *a, const char *lang)
{
	size_t n = 0;

	if (!lang || !is_alnum(*lang))
		return "en";
	while (n < 35 && (is_alnum(lang[n]) || lang[n] == '-'))
		n++;
	return lang[n] ? "en" : arena_dup(a, lang, n);
}

bool
doc_rtl(const struct doc *d)
{
	static const char *const tags[] = { "ar", "arc", "ckb", "dv", "fa",
		"he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi" };
	size_t n = strcspn(d->lang, "-");

	for (size_t i = 0; i < NELEMS(tags); i++)
		if (strlen(tags[i]) == n && !strncmp(tags[i], d->lang, n))
			return true;
	return false;
}

/* Letters of the scripts written right to left, less those left to right. */
static long
balance(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len;
	long n = 0;

	for (; *p; p += len) {
		uint32_t c = decode(p, &len);

		if ((c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
		    (c >= 0xfe70 && c < 0xff00) ||
		    (c >= 0x10800 && c < 0x11000) ||
		    (c >= 0x1e800 && c < 0x1f000))
			n++;
		else if ((c < 0x80 && is_alnum((char)c) && c > '9') ||
		    c >= 0xc0)
			n--;
	}
	return n;
}

bool
doc_text_rtl(const char *s, bool otherwise)
{
	long n = s ? balance(s) : 0;

	return n ? n > 0 : otherwise;
}

bool
doc_part_rtl(const struct doc_part *p)
{
	long n = p->title ? balance(p->title) : 0;

	for (const struct doc_run *r = p->runs; r; r = r->next)
		n += balance(r->text);
	return n ? n > 0 : doc_rtl(p->doc);
}

char *
doc_name(struct arena *a, const char *s)
{
	char *name = arena_str(a, s && *s ? s : "-");

	for (char *p = name; *p; p++)
		if (!is_alnum(*p) && !strchr("-_.", *p))
			*p = '-';
	return name;
}

bool
doc_href_safe(const char *href)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:" };

	if (!href || strlen(href) > 2000)
		return false;
	for (const char *p = href; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f ||
		    strchr("\"<>\\^`{|}", *p))
			return false;
	for (size_t i = 0; i < NELEMS(schemes); i++)
		if (str_starts(href, schemes[i]))
			return true;
	return false;
}

char *
doc_pattern(struct arena *a, const char *pattern, int64_t n, int64_t m)
{
	struct buf b = { .arena = a };

	for (const char *p = pattern; *p; p++) {
		if (str_starts(p, "{n}") || str_starts(p, "{m}")) {
			buf_int(&b, p[1] == 'n' ? n : m);
			p += 2;
		} else {
			buf_char(&b, *p);
		}
	}
	return arena_str(a, buf_text(&b));
}

/* --- targets: an open hash table of parts by their names ------------------ */

static size_t
slot_of(struct doc_part *const *table, size_t cap, const char *name)
{
	size_t h = 5381;

	for (const char *p = name; *p; p++)
		h = h * 33 + (unsigned char)*p;
	for (h &= cap - 1; table[h]; h = (h + 1) & (cap - 1))
		if (!strcmp(table[h]->anchor, name))
			break;
	return h;
}

static void
grow(struct doc *d)
{
	size_t cap = d->cap_anchors ? d->cap_anchors * 2 : 64;
	struct doc_part **table = arena_alloc(d->arena, cap * sizeof(*table));

	for (size_t i = 0; i < d->cap_anchors; i++)
		if (d->anchors[i])
			table[slot_of(table, cap, d->anchors[i]->anchor)] =
			    d->anchors[i];
	d->anchors = table;
	d->cap_anchors = cap;
}

void
doc_anchor(struct doc_part *p, const char *name)
{
	struct doc *d = p->doc;
	char *clean = doc_name(d->arena, name);
	size_t slot;

	if (p->anchor)
		return;
	if (d->nanchors * 2 >= d->cap_anchors)
		grow(d);
	slot = slot_of(d->anchors, d->cap_anchors, clean);
	if (d->anchors[slot])
		return;
	p->anchor = clean;
	d->anchors[slot] = p;
	d->nanchors++;
}

size_t
doc_slot(const struct doc *d, const char *name)
{
	return slot_of(d->anchors, d->cap_anchors, name);
}

struct doc_part *
doc_find(const struct doc *d, const char *href)
{
	if (!href || *href != '#' || !d->cap_anchors)
		return NULL;
	return d->anchors[doc_slot(d, href + 1)];
}
