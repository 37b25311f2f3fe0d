/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doc.c - reports as trees, and as HTML. */
#include "unit.h"

#include "base/html.h"
#include "golden.h"
#include "report_sample.h"

#include <string.h>

static const char *
html_of(const struct doc *d)
{
	struct buf b = { .arena = d->arena };
	struct html h = { b };

	doc_html_sheet(&h, d);
	return buf_text(&h.b);
}

static void
a_report_is_the_html_it_was(void **state)
{
	struct arena *a = arena_new();
	struct buf first = { .arena = a }, second = { .arena = a };
	struct err err;

	(void)state;
	assert_int_equal(doc_html(&err, &first, sample_report(a)), RC_OK);
	assert_int_equal(doc_html(&err, &second, sample_report(a)), RC_OK);
	assert_string_equal(buf_text(&first), buf_text(&second));
	same_as_golden(a, "report.html", buf_text(&first));
	arena_free(a);
}

static void
an_empty_report_is_a_report(void **state)
{
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, "", NULL);

	(void)state;
	doc_contents(d->root);
	doc_list(d->root, true);
	doc_keys(d->root);
	doc_markdown(d->root, NULL);
	assert_string_equal(d->lang, "en");
	assert_string_equal(html_of(d), "<article class=\"sheet\" lang=\"en\" "
	    "dir=\"ltr\">\n<header class=\"stack-s\"><p class=\"line small "
	    "muted\"></p>\n<h1></h1>\n<p class=\"line muted\"></p>\n</header>\n"
	    "</article>\n");
	arena_free(a);
}

static void
sections_and_annexes_are_numbered(void **state)
{
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, "t", "en");
	struct doc_part *one = doc_section(d->root, "one");

	(void)state;
	assert_string_equal(one->number, "1");
	doc_section_plain(d->root, "aside");
	assert_string_equal(doc_section(one, "x")->number, "1.1");
	assert_string_equal(doc_section(doc_section(one, "y"), "z")->number,
	    "1.2.1");
	assert_string_equal(doc_annex(d, "first")->number, "A");
	assert_string_equal(doc_section(doc_annex(d, "second"), "p")->number,
	    "B.1");
	assert_string_equal(doc_section(d->root, "two")->number, "2");
	arena_free(a);
}

static void
text_is_never_markup(void **state)
{
	static const char evil[] = "<script>alert(1)</script>\"' onload=x &amp;";
	static const struct doc_col cols[] = { { evil, COL_NAME, 0 },
		{ evil, COL_TEXT, 0 } };
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, evil, "en\"><script>");
	struct doc_part *s = doc_section(d->root, evil), *t, *r;
	struct buf b = { .arena = a };
	const char *html;
	struct err err;

	(void)state;
	d->code = d->owner = d->foot = d->copy = d->class_mark = evil;
	d->words.draft = evil;
	d->draft = true;
	doc_anchor(s, evil);
	doc_markdown(s, evil);
	doc_markdown(s, "[x](javascript:alert(1)) [y](data:text/html,z) "
	    "![p](https://evil.example/p.png) <b>bold</b>");
	doc_link(doc_para(s, NULL), evil, "https://x.example/\"><script>");
	doc_ref(doc_para(s, NULL), evil, evil);
	doc_key(d->facts, evil, evil);
	t = doc_table(s, evil, cols, 2);
	r = doc_row(t);
	doc_cell(r, evil);
	doc_state(doc_cell(r, NULL), evil, MEANING_BAD, evil);
	doc_callout(s, MEANING_NONE, evil, evil);
	doc_sign(doc_signs(s), evil, evil, evil);
	doc_qr(s, evil, evil);
	assert_int_equal(doc_html(&err, &b, d), RC_OK);
	html = buf_text(&b);
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "javascript:"));
	assert_null(strstr(html, "<img"));
	assert_null(strstr(html, "<b>"));
	assert_null(strstr(html, "href=\"data:"));
	assert_null(strstr(html, "\" onload"));
	assert_non_null(strstr(html, "<html lang=\"en\" dir=\"ltr\">"));
	arena_free(a);
}

static void
a_file_asks_nothing_from_outside(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct err err;
	const char *at;

	(void)state;
	assert_int_equal(doc_html(&err, &b, sample_report(a)), RC_OK);
	for (at = buf_text(&b); (at = strstr(at, "url(")); at++)
		assert_int_equal(at[4], '#');
	assert_null(strstr(buf_text(&b), "src="));
	assert_null(strstr(buf_text(&b), "@import"));
	assert_null(strstr(buf_text(&b), "<link"));
	assert_null(strstr(buf_text(&b), "<script"));
	assert_null(strstr(buf_text(&b), " style="));
	arena_free(a);
}

static void
broken_text_is_mended(void **state)
{
	static const struct pair cases[] = {
		{ "plain \u00e9 \U0001f512", "plain \u00e9 \U0001f512" },
		{ "tab\tand\r\nline\rend", "tab and\nline\nend" },
		{ "a\x01\x7f" "b", "a\ufffd\ufffd" "b" },
		{ "cut \xe2\x82", "cut \ufffd\ufffd" },
		{ "\xc0\xaf \xed\xa0\x80", "\ufffd\ufffd \ufffd\ufffd\ufffd" },
		{ "\xf5\x80\x80\x80", "\ufffd\ufffd\ufffd\ufffd" },
		{ "\u202egnp.exe", "\ufffdgnp.exe" },
		{ "\u2028\xc2\x85\uffff", "\n\ufffd\ufffd" },
	};
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, "t", "en");

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++)
		assert_string_equal(doc_para(d->root, cases[i].name)->runs->text,
		    cases[i].value);
	arena_free(a);
}

static const char *
markdown(struct arena *a, const char *text)
{
	struct doc *d = doc_new(a, "t", "en");
	const char *html, *end;

	doc_markdown(d->root, text);
	html = strstr(html_of(d), "</header>\n") + 10;
	end = strstr(html, "</article>");
	return arena_dup(a, html, (size_t)(end - html));
}

static void
markdown_is_a_small_set(void **state)
{
	static const struct pair cases[] = {
		{ "a *b* **c** `d`\ne", "<p>a <em>b</em> <strong>c</strong> "
		    "<code class=\"mono\">d</code> e</p>\n" },
		{ "# Head\ntext", "<p><strong>Head</strong></p>\n<p>text</p>\n" },
		{ "- a\n- b\n\n  c", "<ul class=\"dots\">\n<li>a</li>\n<li>b\n"
		    "<p>c</p>\n</li>\n</ul>\n" },
		{ "> said", "<blockquote>\n<p>said</p>\n</blockquote>\n" },
		{ "```\nx < y\n```", "<pre dir=\"ltr\">x &lt; y\n</pre>\n" },
		{ "two  \nlines &amp; &bogus;", "<p>two<br>lines &amp; "
		    "&amp;bogus;</p>\n" },
		{ "[t](https://x.example/a)", "<p><a href=\""
		    "https://x.example/a\" rel=\"noreferrer\">t</a></p>\n" },
		{ "|a|b|\n|---|--:|\n|1|2|", "<div class=\"wrap\" tabindex=\"0\">"
		    "<table class=\"fold\"><thead><tr><th scope=\"col\">a</th>"
		    "<th scope=\"col\" class=\"num\">b</th></tr></thead>\n"
		    "<tbody>\n<tr><td data-l=\"a\">1</td><td data-l=\"b\" "
		    "class=\"num\">2</td></tr>\n</tbody></table></div>\n" },
		{ "<div>x</div>", "<p>&lt;div&gt;x&lt;/div&gt;</p>\n" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++)
		assert_string_equal(markdown(a, cases[i].name), cases[i].value);
	arena_free(a);
}

static void
deep_markdown_stays_shallow(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	const char *html;

	(void)state;
	for (int i = 0; i < 400; i++)
		buf_str(&b, "> - ");
	buf_str(&b, "bottom");
	html = markdown(a, buf_text(&b));
	assert_non_null(strstr(html, "bottom"));
	assert_true(strlen(html) < 2000);
	arena_free(a);
}

static void
text_that_runs_the_other_way_says_so(void **state)
{
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, "t", "ar-EG");

	(void)state;
	doc_para(d->root, "\u0627\u0644\u0648\u0635\u0648\u0644 ISO 27001");
	doc_para(d->root, "English only");
	assert_true(doc_rtl(d));
	assert_non_null(strstr(html_of(d), "dir=\"rtl\""));
	assert_non_null(strstr(html_of(d), "<p dir=\"ltr\">English"));
	assert_non_null(strstr(html_of(d), "<p>\u0627"));
	arena_free(a);
}

static void
a_name_has_one_target(void **state)
{
	struct arena *a = arena_new();
	struct doc *d = doc_new(a, "t", "en");
	struct doc_part *p = doc_para(d->root, "first");
	struct doc_part *q = doc_para(d->root, "second");

	(void)state;
	doc_anchor(p, "F 1");
	doc_anchor(q, "F-1");
	assert_ptr_equal(doc_find(d, "#F-1"), p);
	assert_null(q->anchor);
	for (int i = 0; i < 2000; i++)
		doc_anchor(doc_para(d->root, "x"), arena_fmt(a, "n%d", i));
	assert_non_null(doc_find(d, "#n1999"));
	assert_null(doc_find(d, "#n2000"));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_the_html_it_was),
		cmocka_unit_test(an_empty_report_is_a_report),
		cmocka_unit_test(sections_and_annexes_are_numbered),
		cmocka_unit_test(text_is_never_markup),
		cmocka_unit_test(a_file_asks_nothing_from_outside),
		cmocka_unit_test(broken_text_is_mended),
		cmocka_unit_test(markdown_is_a_small_set),
		cmocka_unit_test(deep_markdown_stays_shallow),
		cmocka_unit_test(text_that_runs_the_other_way_says_so),
		cmocka_unit_test(a_name_has_one_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
