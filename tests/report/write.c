/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* write.c - write KIND FILE: one of the reports that "run" looks at, as PDF. */
#include "../unit/report_sample.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const struct doc_col cols[] = {
	{ "Code", COL_CODE, 0 },
	{ "Name", COL_NAME, 0 },
	{ "State", COL_STATE, 0 },
	{ "Days", COL_NUMBER, 0 },
};

static struct doc *
long_table(struct arena *a, int rows)
{
	struct doc *d = doc_new(a, "A long table", "en");
	struct doc_part *t = doc_table(doc_section(d->root, "Rows"), "Rows",
	    cols, 4);

	for (int i = 0; i < rows; i++) {
		struct doc_part *r = doc_row(t);

		doc_cell(r, arena_fmt(a, "R-%05d", i));
		doc_cell(r, i % 7 ? "A row of the table" : "A row of the table "
		    "whose name is so long that it takes more than one line "
		    "of its column");
		doc_state(doc_cell(r, NULL), i % 3 ? "Closed" : "Open",
		    i % 3 ? MEANING_GOOD : MEANING_WARN, i % 3 ? "done" :
		    "open");
		doc_cell_int(r, i);
	}
	return d;
}

static const char *
repeat(struct arena *a, const char *s, int n)
{
	struct buf b = { .arena = a };

	while (n-- > 0)
		buf_str(&b, s);
	return buf_text(&b);
}

/* All that a person could type who means no good. */
static struct doc *
hostile(struct arena *a)
{
	struct doc *d = doc_new(a, repeat(a, "\u202e(\\)<>&'\" ", 60), "en");
	struct doc_part *s = doc_section(d->root, repeat(a, "H", 5000)), *t, *r;

	d->class_mark = repeat(a, "mark ", 80);
	d->owner = d->code = d->copy = d->foot = repeat(a, "'\\)] ", 90);
	doc_para(s, repeat(a, "x", 20000));
	doc_para(s, repeat(a, "\n", 3000));
	doc_para(s, repeat(a, "\u0627\u0644 abc \u05d0 ", 900));
	doc_para(s, repeat(a, "a\u0301\u0302\u0303\u0304", 400));
	doc_para(s, "\xff\xfe\x01 \xed\xa0\x80 \U0010ffff");
	doc_link(doc_para(s, NULL), "link", "https://x.example/a'b=]q('c");
	doc_ref(doc_para(s, NULL), "nowhere", "none");
	doc_markdown(s, repeat(a, "> - ", 300));
	doc_callout(s, MEANING_BAD, repeat(a, "T ", 700), repeat(a, "c ", 9000));
	doc_code(s, repeat(a, "code ", 4000));
	doc_key(doc_keys(s), repeat(a, "k", 400), repeat(a, "v ", 9000));
	t = doc_table(s, repeat(a, "caption ", 100), cols, 4);
	r = doc_row(t);
	for (int i = 0; i < 4; i++)
		doc_cell(r, repeat(a, i % 2 ? "word " : "z", 12000));
	doc_row(t);
	doc_state(doc_cell(doc_row(t), NULL), repeat(a, "badge ", 100),
	    MEANING_NOTE, "no such icon");
	doc_qr(s, NULL, repeat(a, "q", 5000));
	doc_qr(s, "fits", "https://x.example/");
	return d;
}

/* As many columns as a markdown table can have, on a narrow page. */
static struct doc *
wide(struct arena *a)
{
	struct doc *d = doc_new(a, "Wide", "en");

	d->paper = PAPER_LETTER;
	doc_markdown(d->root, "|a|b|c|d|e|f|g|h|i|j|k|l|m|\n"
	    "|---|---|---|---|---|---|---|---|---|---|---|--:|--:|\n"
	    "|1111111111|2|3|4|5|6|7|8|9|10|11|12|13|\n");
	return d;
}

static struct doc *
arabic(struct arena *a)
{
	struct doc *d = sample_report(a);
	struct doc_part *s;

	d->lang = "ar";
	d->title = "\u062a\u0642\u0631\u064a\u0631 \u0627\u0644\u062a\u062f"
	    "\u0642\u064a\u0642 ISO 27001";
	s = doc_section(d->root, "\u05e9\u05dc\u05d5\u05dd \u0939\u093f"
	    "\u0928\u094d\u0926\u0940 \u4e2d\u6587 \u0e44\u0e17\u0e22");
	doc_para(s, "\u0627\u0644\u0648\u0635\u0648\u0644 \u0639\u0646 "
	    "\u0628\u0639\u062f (ISO/IEC 27001) \u0644\u0645 \u064a\u064f"
	    "\u0644\u063a.");
	return d;
}

static struct doc *
of_kind(struct arena *a, const char *kind)
{
	struct doc *d;

	if (!strcmp(kind, "long"))
		return long_table(a, 10000);
	if (!strcmp(kind, "table"))
		return long_table(a, 120);
	if (!strcmp(kind, "hostile"))
		return hostile(a);
	if (!strcmp(kind, "wide"))
		return wide(a);
	if (!strcmp(kind, "arabic"))
		return arabic(a);
	if (!strcmp(kind, "empty"))
		return doc_new(a, "", "");
	d = sample_report(a);
	if (!strcmp(kind, "font"))
		d->font = d->mono = "No Such Family, \"',;";
	if (!strcmp(kind, "issued"))
		d->draft = d->cover = false;
	return d;
}

struct job { struct arena *a; const char *kind; struct buf out; struct err *err; };

static enum rc
work(void *arg)
{
	struct job *job = arg;

	job->out = (struct buf){ .arena = job->a };
	return doc_pdf(job->err, &job->out, of_kind(job->a, job->kind));
}

int
main(int argc, char **argv)
{
	struct err err = { 0 };
	struct job job = { .err = &err };
	enum rc rc;
	FILE *f;

	if (argc != 3)
		return 2;
	job.kind = argv[1];
	job.a = str_eq(argv[1], "tight") ? arena_new_capped(150000) :
	    arena_new();
	rc = arena_run(job.a, &err, work, &job);
	if (rc) {
		fprintf(stderr, "%s: %s\n", err_table[rc].name, err.text);
	} else {
		f = fopen(argv[2], "wb");
		if (!f || fwrite(job.out.s, 1, job.out.len, f) != job.out.len)
			return 2;
		fclose(f);
	}
	arena_free(job.a);
	return rc ? 1 : 0;
}
