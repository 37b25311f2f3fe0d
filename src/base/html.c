/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html.h"

#include <string.h>

static void
escape(struct html *h, const char *s, const char *special)
{
	while (s && *s) {
		size_t n = strcspn(s, special);

		buf_add(&h->b, s, n);
		s += n;
		switch (*s) {
		case '&':
			html_raw(h, "&amp;");
			break;
		case '<':
			html_raw(h, "&lt;");
			break;
		case '>':
			html_raw(h, "&gt;");
			break;
		case '"':
			html_raw(h, "&quot;");
			break;
		case '\'':
			html_raw(h, "&#39;");
			break;
		default:
			return;
		}
		s++;
	}
}

void
html_text(struct html *h, const char *s)
{
	escape(h, s, "&<>");
}

void
html_attr(struct html *h, const char *s)
{
	escape(h, s, "&<>\"'");
}

void
html_query(struct html *h, const char *s)
{
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; s && *s; s++) {
		if (strchr(safe, *s))
			buf_char(&h->b, *s);
		else
			buf_fmt(&h->b, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

void
html_int(struct html *h, int64_t v)
{
	buf_int(&h->b, v);
}

void
html_add(struct html *h, const struct html *part)
{
	buf_add(&h->b, buf_text(&part->b), part->b.len);
}
