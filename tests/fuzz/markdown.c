/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* markdown.c - any bytes as Markdown: whole tags of a small set, in order. */
#include "fuzz.h"

#include "base/html.h"
#include "base/text.h"
#include "report/doc.h"

#include <string.h>

enum { DEEP = 200 };

struct job { struct arena *a; const char *text; struct html out; };

static enum rc
work(void *arg)
{
	struct job *job = arg;
	struct doc *d = doc_new(job->a, "t", "en");

	doc_markdown(d->root, job->text);
	doc_html_sheet(&job->out, d);
	return RC_OK;
}

static bool
is_known(const char *name)
{
	return word_in("article header h1 p a strong em code ul ol li pre div "
	    "blockquote table thead tbody tr th td", name);
}

static void
check_tags(const char *s)
{
	char open[DEEP][16];
	size_t n = 0;

	while ((s = strchr(s, '<')) != NULL) {
		bool end = s[1] == '/';
		size_t len = strcspn(s += 1 + end, " >");
		char name[16] = "";

		assert(len > 0 && len < sizeof(name));
		memcpy(name, s, len);
		s = strchr(s, '>');
		assert(s);
		if (!strcmp(name, "br"))
			continue;
		assert(is_known(name));
		if (end) {
			assert(n > 0 && !strcmp(open[n - 1], name));
			n--;
		} else {
			assert(n < DEEP);
			memcpy(open[n++], name, sizeof(name));
		}
	}
	assert(n == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct job job = { .a = arena_new_capped(16 << 20) };
	struct err err;

	job.text = arena_dup(job.a, (const char *)data, n);
	job.out.b.arena = job.a;
	if (!arena_run(job.a, &err, work, &job)) {
		assert(utf8_valid(buf_text(&job.out.b), job.out.b.len));
		check_tags(buf_text(&job.out.b));
	}
	arena_free(job.a);
	return 0;
}
