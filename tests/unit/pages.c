/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pages.c - every page, filled with sample data: all names are given, the
 * markup is well-formed, no icon is missing.  With PAGES_OUT=FOLDER in the
 * environment the pages are written there, to be looked at.
 */
#include "unit.h"

#include "base/date.h"
#include "markup_check.h"
#include "pages_sample.h"
#include "web/pages.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena *arena;
static struct pages *pages;

static void
write_out(const char *name, const struct html *h)
{
	const char *folder = getenv("PAGES_OUT");
	FILE *f;

	if (!folder)
		return;
	f = fopen(arena_fmt(arena, "%s/%s.html", folder, name), "w");
	assert_non_null(f);
	fputs(buf_text(&h->b), f);
	fclose(f);
}

static const char *
sprite(void)
{
	struct html h = { { .arena = arena } };
	struct err err;
	char *end, *name;

	/* Its name with the hash is in every page. */
	assert_int_equal(pages_fill(pages, &err, &h, "door", "about",
	    sample_about(arena)), RC_OK);
	name = strstr(buf_text(&h.b), "icons.");
	end = strchr(name, '#');
	return pages_file(pages, arena_dup(arena, name,
	    (size_t)(end - name)))->text;
}

static void
every_page_fills_and_is_well_formed(void **state)
{
	const char *icons = sprite();
	int bad = 0;

	(void)state;
	for (const struct sample *s = samples; s->name; s++) {
		struct html out = { { .arena = arena } };
		struct err err;
		const char *wrong = NULL;

		if (pages_fill(pages, &err, &out, s->frame, s->name,
		    s->make(arena)))
			wrong = err.text;
		else
			wrong = markup_check(arena, icons, buf_text(&out.b));
		write_out(s->title, &out);
		if (!wrong)
			continue;
		bad++;
		print_error("%s: %s\n", s->title, wrong);
	}
	assert_int_equal(bad, 0);
}

static void
empty_pages_stand_too(void **state)
{
	static const char *const plain[] = { "home", "record" };
	const char *icons = sprite();

	(void)state;
	for (size_t i = 0; i < NELEMS(plain); i++) {
		struct html out = { { .arena = arena } };
		struct err err;
		const char *wrong;

		if (pages_fill(pages, &err, &out, "layout", plain[i],
		    page_new(arena, "Empty")))
			fail_msg("%s", err.text);
		wrong = markup_check(arena, icons, buf_text(&out.b));
		if (wrong)
			fail_msg("%s: %s", plain[i], wrong);
	}
}

static void
nasty_text_stays_text(void **state)
{
	static const char nasty[] = "\"><script>alert(1)</script>'&amp;";
	struct view *v = page_new(arena, nasty);
	struct html out = { { .arena = arena } };
	struct view *card = card_new(v, "cards", "h-c", nasty);
	struct err err;

	(void)state;
	view_text(v, "h1", nasty);
	view_text(v, "q", nasty);
	page_notice(v, "good", nasty);
	page_fact(v, nasty, url_new(arena, "/x/%s", nasty));
	fact_text(card_fact(card, nasty), nasty);
	shape_row(card, "rows", &(struct shape_row){ .text = nasty,
		.note = nasty, .href = url_new(arena, "/x?q=%s", nasty) });
	assert_int_equal(pages_fill(pages, &err, &out, "layout", "record", v),
	    RC_OK);
	assert_null(strstr(buf_text(&out.b), "<script"));
	assert_null(strstr(buf_text(&out.b), "\"><"  "script"));
	assert_null(markup_check(arena, sprite(), buf_text(&out.b)));
}

static void
static_files_are_served_by_their_hash(void **state)
{
	(void)state;
	assert_null(pages_file(pages, "muster.css"));
	assert_null(pages_file(pages, "../muster.css"));
	assert_string_equal(pages_type("a.css"), "text/css; charset=utf-8");
	assert_string_equal(pages_type("a.svg"), "image/svg+xml");
	assert_string_equal(pages_type("a"), "application/octet-stream");
}

static void
pages_can_be_read_from_their_sources(void **state)
{
	struct pages *p = NULL;
	struct err err;

	(void)state;
	assert_int_equal(pages_new(&err, arena, TEST_SOURCE "/src/web", true,
	    &p),
	    RC_OK);
	assert_non_null(p);
	assert_int_equal(pages_new(&err, arena, "/nowhere", false,
	    &p), RC_INVALID);
	assert_non_null(strstr(err.text, "/nowhere/static/"));
}

static int
begin(void **state)
{
	struct err err;

	(void)state;
	arena = arena_new();
	if (pages_new(&err, arena, NULL, true, &pages)) {
		print_error("%s\n", err.text);
		return 1;
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_fills_and_is_well_formed),
		cmocka_unit_test(empty_pages_stand_too),
		cmocka_unit_test(nasty_text_stays_text),
		cmocka_unit_test(static_files_are_served_by_their_hash),
		cmocka_unit_test(pages_can_be_read_from_their_sources),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
