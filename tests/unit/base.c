/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* base.c - the vocabulary: arenas, buffers, escaping, dates, text, hashes. */
#include "unit.h"

#include "base/base.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/text.h"

#include <string.h>

static enum rc
eat(void *arg)
{
	while (arena_alloc(arg, 1000))
		;
	return RC_OK;
}

static void
an_arena_over_its_cap_ends_its_work_alone(void **state)
{
	struct arena *a = arena_new_capped(1 << 20);
	struct err err;

	(void)state;
	assert_int_equal(arena_run(a, &err, eat, a), RC_LIMIT);
	assert_null(arena_try(a, 1 << 20));
	arena_reset(a);
	assert_non_null(arena_try(a, 1000));
	assert_int_equal(arena_run(a, &err, eat, a), RC_LIMIT);
	arena_free(a);
}

static void
json_and_html_are_escaped(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct html h = { { .arena = a } };

	(void)state;
	buf_json(&b, "a\"b\\c\n\x01é");
	assert_string_equal(b.s, "\"a\\\"b\\\\c\\n\\u0001é\"");
	html_attr(&h, "<a & \"b'>");
	assert_string_equal(h.b.s, "&lt;a &amp; &quot;b&#39;&gt;");
	b.len = 0;
	buf_int(&b, INT64_MIN);
	assert_string_equal(b.s, "-9223372036854775808");
	arena_free(a);
}

static void
days_are_those_of_the_calendar(void **state)
{
	static const char *const bad[] = { "2026-02-29", "2026-13-01",
		"2026-1-01", "0000-01-01", "2026-01-01x", "", "20260101" };
	char text[TIME_LEN + 1];
	int64_t d;

	(void)state;
	for (int64_t k = -719000; k < 2900000; k += 137) {
		int y, m, day;

		day_split(k, &y, &m, &day);
		assert_int_equal(day_of(y, m, day), k);
	}
	assert_true(day_parse("2024-02-29", &d));
	day_write(text, d);
	assert_string_equal(text, "2024-02-29");
	assert_int_equal(weekday(d), 3);
	for (size_t i = 0; i < NELEMS(bad); i++)
		assert_false(day_parse(bad[i], &d));
	for (int64_t t = -62135596800; t < 253402300800; t += 98765432) {
		time_write(text, t);
		assert_true(time_parse(text, &d));
		assert_int_equal(d, t);
	}
	assert_true(time_parse("2026-09-16T12:31:07.5+02:00", &d));
	time_write(text, d);
	assert_string_equal(text, "2026-09-16T10:31:07Z");
	assert_false(time_parse("2026-09-16T24:00:00Z", &d));
	assert_false(time_parse("2026-09-16T10:00:00", &d));
}

static void
text_is_counted_folded_and_checked(void **state)
{
	struct arena *a = arena_new();
	int64_t v;

	(void)state;
	assert_int_equal(utf8_count("Größe"), 5);
	assert_string_equal(utf8_cut(a, "Größe", 3), "Grö");
	assert_string_equal(text_fold(a, "GRO\xcc\x88SSE"), "grösse");
	assert_false(utf8_valid("\xc0\x80", 2));
	assert_false(utf8_valid("a\0b", 3));
	assert_true(utf8_valid("a\tb\n", 4));
	assert_true(int_parse("-5", -5, 5, &v));
	assert_int_equal(v, -5);
	assert_true(int_parse("9223372036854775807", 0, INT64_MAX, &v));
	assert_false(int_parse("9223372036854775808", 0, INT64_MAX, &v));
	assert_false(int_parse("+5", 0, 9, &v));
	assert_false(int_parse("", 0, 9, &v));
	assert_true(word_in("one two", "two"));
	assert_false(word_in("one two", "tw"));
	assert_string_equal(text_trim(a, " \t x y\n"), "x y");
	arena_free(a);
}

static void
hashes_agree_in_one_go_and_in_parts(void **state)
{
	unsigned char h[HASH], g[HASH];
	struct hash *sum = hash_new();
	char hex[HEX];

	(void)state;
	hash_hex_of("abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	hash_add(sum, "a", 1);
	hash_add(sum, "bc", 2);
	hash_end(sum, g);
	assert_true(hash_parse(hex, h));
	assert_memory_equal(h, g, HASH);
	assert_false(hash_parse("BA", h));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_over_its_cap_ends_its_work_alone),
		cmocka_unit_test(json_and_html_are_escaped),
		cmocka_unit_test(days_are_those_of_the_calendar),
		cmocka_unit_test(text_is_counted_folded_and_checked),
		cmocka_unit_test(hashes_agree_in_one_go_and_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
