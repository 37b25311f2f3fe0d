/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Samples that anybody can draw again. */
#include "table.h"

#include "decide/draw.h"

/* --- Rivest 2011 --------------------------------------------------------- */

static void
published_picks(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/rng_rivest2011_sha256.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t n = table_int(t, row, "draws"), pick[16], draws;
		const char *p = table_text(t, row,
		    "expected_1based_with_duplicates");
		char *end;

		assert_int_equal(draw_rivest(&err, a,
		    table_text(t, row, "seed_utf8"),
		    table_int(t, row, "population"), 0, n, true, pick, &draws),
		    RC_OK);
		assert_int_equal(draws, n);
		for (int64_t i = 0; i < n; i++, p = end)
			assert_int_equal(pick[i], strtol(p, &end, 10));
	}
	arena_free(a);
}

static void
a_published_election_audit(void **state)
{
	const int64_t want[] = { 740, 180, 264, 789, 238 };
	struct arena *a = arena_new();
	int64_t pick[5], draws;
	struct err err;

	(void)state;
	assert_int_equal(draw_rivest(&err, a, "3546311556112163624615351222",
	    876, 0, 5, false, pick, &draws), RC_OK);
	assert_memory_equal(pick, want, sizeof(want));
	assert_int_equal(draw_rivest(&err, a, "3546311556112163624615351222",
	    876, 2, 3, false, pick, &draws), RC_OK);
	assert_memory_equal(pick, want + 2, 3 * sizeof(*want));
	arena_free(a);
}

static void
each_item_once(void **state)
{
	struct arena *a = arena_new();
	int64_t *pick = arena_alloc(a, 1000 * sizeof(*pick)), draws;
	bool seen[1001] = { false };
	struct err err;

	(void)state;
	assert_int_equal(draw_rivest(&err, a, "all", 1000, 0, 1000, false, pick,
	    &draws), RC_OK);
	for (int i = 0; i < 1000; i++) {
		assert_false(seen[pick[i]]);
		seen[pick[i]] = true;
	}
	assert_true(draws > 1000);
	assert_int_equal(draw_rivest(&err, a, "all", 10, 0, 11, false, pick,
	    &draws), RC_INVALID);
	assert_int_equal(draw_rivest(&err, a, "", 10, 0, 1, false, pick,
	    &draws), RC_INVALID);
	assert_int_equal(draw_rivest(&err, a, "all", 1000000, 0, 1000000,
	    false, pick, &draws), RC_LIMIT);
	arena_free(a);
}

/* --- consistent ---------------------------------------------------------- */

static int64_t
split_ids(struct arena *a, const char *text, const char **ids)
{
	int64_t n = 0, last;

	if (sscanf(text, "0..%lld", (long long *)&last) == 1) {
		for (; n <= last; n++)
			ids[n] = arena_fmt(a, "%lld", (long long)n);
		return n;
	}
	for (const char *p = text; *p; n++) {
		size_t len = strcspn(p, " ");

		ids[n] = arena_dup(a, p, len);
		p += len + (p[len] == ' ');
	}
	return n;
}

static void
check_consistent(struct arena *a, const struct table *t, size_t row)
{
	const char *ids[200], *want[200], *number[200];
	int64_t n = split_ids(a, table_text(t, row, "ids"), ids);
	int64_t take = table_int(t, row, "take"), taken;
	int64_t tickets = split_ids(a, table_text(t, row,
	    "expected_ticket_9digits"), number);
	struct ticket out[200];
	struct err err;

	assert_int_equal(draw_consistent(&err, a, table_text(t, row, "seed"),
	    ids, n, table_int(t, row, "drop"), take,
	    table_int(t, row, "with_replacement") == 1, out, &taken), RC_OK);
	assert_int_equal(taken, split_ids(a, table_text(t, row,
	    "expected_order"), want));
	for (int64_t i = 0; i < taken; i++) {
		assert_string_equal(ids[out[i].item], want[i]);
		if (i < tickets)
			assert_memory_equal(out[i].number, number[i],
			    strlen(number[i]));
	}
}

static void
published_tickets(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "math/rng_consistent_sampler.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++)
		check_consistent(a, t, row);
	arena_free(a);
}

/* Whoever comes, goes or is merged in: the others keep their order. */
static void
the_others_keep_their_order(void **state)
{
	struct arena *a = arena_new();
	struct ticket all[300], part[300];
	const char *ids[300];
	int64_t n, m;
	struct err err;

	(void)state;
	for (int i = 0; i < 300; i++)
		ids[i] = arena_fmt(a, "row %d", i);
	assert_int_equal(draw_consistent(&err, a, "seed", ids, 300, 0, 300,
	    false, all, &n), RC_OK);
	for (int from = 0; from < 300; from += 50) {
		int count = from + 100 <= 300 ? 100 : 50, k = 0;

		assert_int_equal(draw_consistent(&err, a, "seed", ids + from,
		    count, 0, count, false, part, &m), RC_OK);
		for (int i = 0; i < 300; i++)
			if (all[i].item >= from && all[i].item < from + count)
				assert_int_equal(part[k++].item + from,
				    all[i].item);
		assert_int_equal(k, m);
	}
	/* Dropping what was taken goes on where it ended. */
	assert_int_equal(draw_consistent(&err, a, "seed", ids, 300, 5, 7, false,
	    part, &m), RC_OK);
	for (int i = 0; i < 7; i++)
		assert_int_equal(part[i].item, all[i + 5].item);
	arena_free(a);
}

static void
too_many_nines_are_refused(void **state)
{
	struct arena *a = arena_new();
	const char *one[] = { "x" };
	struct ticket *out = arena_alloc(a, 100000 * sizeof(*out));
	int64_t n;
	struct err err;

	(void)state;
	assert_int_equal(draw_consistent(&err, a, "s", one, 1, 0, 100000, true,
	    out, &n), RC_LIMIT);
	assert_int_equal(draw_consistent(&err, a, "s", one, 1, 0, 10, false,
	    out, &n), RC_OK);
	assert_int_equal(n, 1);
	arena_free(a);
}

/* --- lists and seeds ----------------------------------------------------- */

static void
lists_are_put_in_order(void **state)
{
	struct arena *a = arena_new();
	const char *one[] = { " b", "a", "e\xcc\x81" };
	const char *two[] = { "\xc3\xa9 ", "b", "a" };
	const char *twice[] = { "a", "a " };
	const char **sorted;
	char x[HEX], y[HEX], want[HEX];
	struct err err;

	(void)state;
	assert_int_equal(draw_list(&err, a, one, 3, &sorted, x), RC_OK);
	assert_int_equal(draw_list(&err, a, two, 3, &sorted, y), RC_OK);
	assert_string_equal(x, y);
	hash_hex_of("a\nb\n\xc3\xa9\n", 7, want);
	assert_string_equal(x, want);
	assert_string_equal(sorted[2], "\xc3\xa9");
	assert_int_equal(draw_list(&err, a, twice, 2, &sorted, x), RC_INVALID);
	arena_free(a);
}

static void
a_seed_of_two_parties(void **state)
{
	const char *one = "46136251634152635142", *two = "the lead's number 71";
	char list[HEX], seal[HEX], seed[HEX], other[HEX], want[HEX], text[256];
	struct err err;

	(void)state;
	hash_hex_of("a\n", 2, list);
	assert_int_equal(draw_seal(&err, list, one, seal), RC_OK);
	snprintf(text, sizeof(text), "muster-part/1\n%s\n%s\n", list, one);
	hash_hex_of(text, strlen(text), want);
	assert_string_equal(seal, want);
	assert_int_equal(draw_seed(&err, list, one, two, seed), RC_OK);
	assert_int_equal(draw_seed(&err, list, two, one, other), RC_OK);
	assert_string_not_equal(seed, other);
	assert_int_equal(draw_seal(&err, list, "123", seal), RC_INVALID);
	assert_int_equal(draw_seal(&err, "12", one, seal), RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_picks),
		cmocka_unit_test(a_published_election_audit),
		cmocka_unit_test(each_item_once),
		cmocka_unit_test(published_tickets),
		cmocka_unit_test(the_others_keep_their_order),
		cmocka_unit_test(too_many_nines_are_refused),
		cmocka_unit_test(lists_are_put_in_order),
		cmocka_unit_test(a_seed_of_two_parties),
	};

	return cmocka_run_group_tests_name("decide_draw", tests, NULL, NULL);
}
