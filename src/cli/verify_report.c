/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify_report.c - are these the bytes that were issued, and of what? */
#include "cli/cli.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/past.h"
#include "report/reports.h"

#include <string.h>

enum { MOST = 256 << 20, NOT_ISSUED = 3 };

struct report_check {
	struct cli *cli;
	struct ctx *cx;
	const char *bytes;
	size_t n;
	int64_t id, issued;             /* issued: when its entry arrived */
	const char *code;
};

/* --- which report is it? ------------------------------------------------------------ */

/* NULL hash: any issued one that has this number on it. */
static enum rc
find(struct report_check *r, const char *hash)
{
	struct ctx *cx = r->cx;
	struct rows rows;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &rows, "SELECT "
	    "r.id, r.code, j.arrived FROM report r JOIN journal j ON "
	    "j.record = r.id AND j.command = 'report.issue' AND j.outcome = 0 "
	    "WHERE r.hash <> '' AND (r.hash = $1 OR $1 = '') ORDER BY r.id",
	    ARGS(TEXT(hash)));

	for (size_t i = 0; !rc && i < rows.nrows; i++) {
		const struct value *v = rows_at(&rows, i, 0);

		if (!*hash && !strstr(r->bytes, v[1].s))
			continue;
		r->id = v[0].i;
		r->code = v[1].s;
		r->issued = v[2].i;
		return RC_OK;
	}
	return rc;
}

/* --- made again ---------------------------------------------------------------------- */

static enum rc
make_again(struct report_check *r, struct buf *pdf, struct buf *page)
{
	struct past past;
	struct doc *d;
	enum rc rc = past_open(r->cx, r->issued, &past);

	if (!rc) {
		rc = report_audit(&past.cx, r->id, &d);
		if (!rc)
			rc = doc_html(&past.cx.err, page, d);
		if (!rc)
			rc = doc_pdf(&past.cx.err, pdf, d);
		if (rc)
			r->cx->err = past.cx.err;
	}
	past_close(&past);
	return rc;
}

static bool
same(const struct report_check *r, const struct buf *b)
{
	return r->n == b->len && memcmp(r->bytes, b->s, r->n) == 0;
}

/* Other bytes: by other programs or fonts, or of another content? */
static void
tell_difference(struct report_check *r, const struct buf *pdf,
    const struct buf *page)
{
	struct doc_made was, is;
	char hex[HEX];

	hash_hex_of(page->s, page->len, hex);
	if (!doc_pdf_made(r->cx->arena, r->bytes, r->n, &was) ||
	    !doc_pdf_made(r->cx->arena, pdf->s, pdf->len, &is)) {
		puts("made again: other bytes; the file does not say what it "
		    "was made with");
		return;
	}
	puts("made again: other bytes");
	printf("  then: %s\n  now:  %s\n", was.with, is.with);
	puts(str_eq(was.content, hex)
	    ? "  the content is the same, word for word"
	    : "  the content is another: values were erased, or who may see "
	    "what has changed");
}

static enum rc
judge(struct report_check *r, bool page_given)
{
	struct buf pdf = { .arena = r->cx->arena }, page = pdf;
	enum rc rc = make_again(r, &pdf, &page);

	if (rc)
		return rc;
	if (!page_given) {
		printf("issued: these are the bytes of %s\n", r->code);
		if (same(r, &pdf))
			puts("made again: the same bytes");
		else
			tell_difference(r, &pdf, &page);
	} else if (same(r, &page)) {
		printf("issued: this is %s as a page\n", r->code);
	} else {
		printf("not issued: %s as a page has other bytes\n", r->code);
		r->cli->exit = NOT_ISSUED;
	}
	return RC_OK;
}

static enum rc
check(struct report_check *r)
{
	bool page = str_starts(r->bytes, "<!DOCTYPE") ||
	    str_starts(r->bytes, "<!doctype");
	char hex[HEX];
	enum rc rc;

	hash_hex_of(r->bytes, r->n, hex);
	rc = find(r, page ? "" : hex);
	if (rc)
		return rc;
	if (r->id)
		return judge(r, page);
	puts("not issued: no report of this store has these bytes");
	r->cli->exit = NOT_ISSUED;
	return RC_OK;
}

enum rc
cli_verify_report(struct cli *cli)
{
	struct report_check r = { .cli = cli };
	struct held h;
	char *bytes;
	enum rc rc;

	if (cli->args.nwords != 1)
		return cli_usage(cli, "one FILE is wanted");
	rc = file_read(&cli->err, cli->arena, cli->args.word[0], MOST, &bytes,
	    &r.n);
	if (!rc)
		rc = held_look(cli, &h);
	if (rc)
		return rc;
	r.bytes = bytes;
	r.cx = &h.cx;
	rc = access_load(&h.cx);
	if (!rc)
		rc = check(&r);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}
