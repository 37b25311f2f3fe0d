/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Audit time, sites and allocation against the tables. */
#include "table.h"

#include "decide/allocate.h"
#include "decide/audit_time.h"
#include "decide/sites.h"

/* --- audit time ---------------------------------------------------------- */

static int64_t
days100(const struct table *t, size_t row, const char *column)
{
	return table_dec(t, row, column).v / (DEC_UNIT / 100);
}

static void
time_vectors(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "audit-time/test-vectors-time.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct audit_time_ask ask = { .edition = 0, .adjusted = true,
			.persons = table_int(t, row, "effective_persons"),
			.adjust = (int)table_int(t, row, "adjust_pct") * 100 };
		struct audit_time o;

		assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
		assert_int_equal(o.table, days100(t, row, "table_days"));
		assert_int_equal(o.adjusted, days100(t, row, "adjusted_days"));
		assert_int_equal(o.initial, days100(t, row,
		    "initial_days_rounded"));
		assert_int_equal(o.onsite_minimum, days100(t, row,
		    "onsite_min_days_70pct"));
		assert_int_equal(o.surveillance, days100(t, row,
		    "surveillance_days_1_3"));
		assert_int_equal(o.recertification, days100(t, row,
		    "recertification_days_2_3"));
		assert_int_equal(o.stage1 + o.stage2, o.initial);
	}
	arena_free(a);
}

static void
check_bands(const struct table *t, const char *edition, const char *column)
{
	int e = audit_time_find(edition);

	assert_true(e >= 0);
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t least, most, days;

		assert_true(audit_time_band(e, (int)row - 1, &least, &most,
		    &days));
		assert_int_equal(least, table_int(t, row, "persons_min"));
		assert_int_equal(most, table_int(t, row, "persons_max"));
		assert_int_equal(days, days100(t, row, column));
		assert_int_equal(audit_time_table(e, least), days);
		assert_int_equal(audit_time_table(e, most), days);
	}
	assert_int_equal(audit_time_table(e, 10701), 0);
}

static void
day_tables(void **state)
{
	struct arena *a = arena_new();
	const struct table *isms = table_read(a,
	    "math/audit_time_isms_27006.csv");
	const struct table *md5 = table_read(a, "math/audit_time_md5.csv");

	(void)state;
	/* The last row of the table says: above, follow the progression. */
	((struct table *)(uintptr_t)isms)->rows = 22;
	check_bands(isms, "27006:2015", "isms_initial_audit_days");
	check_bands(isms, "27006-1:2024", "isms_initial_audit_days");
	check_bands(table_read(a, "audit-time/persons-days.csv"),
	    "27006-1:2024", "initial_days");
	check_bands(md5, "md5:2019 qms", "qms_days");
	check_bands(md5, "md5:2019 ems high", "ems_high");
	check_bands(md5, "md5:2019 ems medium", "ems_medium");
	check_bands(md5, "md5:2019 ems low", "ems_low");
	check_bands(md5, "md5:2019 ems limited", "ems_limited");
	check_bands(md5, "md5:2019 ohs high", "ohs_high");
	check_bands(md5, "md5:2019 ohs medium", "ohs_medium");
	check_bands(md5, "md5:2019 ohs low", "ohs_low");
	arena_free(a);
}

static enum audit_time_level
level(const char *s)
{
	return !strcmp(s, "low") ? AUDIT_TIME_LOW : !strcmp(s, "medium")
	    ? AUDIT_TIME_MEDIUM : AUDIT_TIME_HIGH;
}

static void
complexity(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "math/audit_time_complexity_matrix.csv");
	const struct table *u = table_read(a, "audit-time/impact-matrix.csv");
	int least, most;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		audit_time_range(level(table_text(t, row,
		    "business_complexity")), level(table_text(t, row,
		    "it_complexity")), &least, &most);
		assert_int_equal(least, table_int(t, row, "adj_min_pct") * 100);
		assert_int_equal(most, table_int(t, row, "adj_max_pct") * 100);
		audit_time_range(level(table_text(u, row, "business_band")),
		    level(table_text(u, row, "it_band")), &least, &most);
		assert_int_equal(least, table_int(u, row, "min_pct") * 100);
		assert_int_equal(most, table_int(u, row, "max_pct") * 100);
	}
	assert_int_equal(audit_time_level((int[]){ 1, 1, 2 }), AUDIT_TIME_LOW);
	assert_int_equal(audit_time_level((int[]){ 1, 2, 2 }),
	    AUDIT_TIME_MEDIUM);
	assert_int_equal(audit_time_level((int[]){ 2, 2, 2 }),
	    AUDIT_TIME_MEDIUM);
	assert_int_equal(audit_time_level((int[]){ 2, 2, 3 }),
	    AUDIT_TIME_HIGH);
	arena_free(a);
}

/*
 * The rules of audit_time_limits.csv, one by one; where a limit is passed the
 * answer is a refusal that names its clause.
 */
static void
limits_are_enforced(void **state)
{
	struct audit_time_ask ask = { .persons = 100, .adjusted = true };
	const int64_t three[] = { 49, 49, 49 }, one[] = { 49 };
	struct audit_time o;
	struct err err;

	(void)state;
	ask.adjust = -3001;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_RULE);
	assert_non_null(strstr(err.text, "27006"));
	assert_string_equal(err.field, "adjust");
	ask.adjust = -3000;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_true(o.initial * 10 >= o.table * 7);
	ask.site_reduction = 5001;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_RULE);
	ask.site_reduction = 5000;
	ask.integration = 2001;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_RULE);
	ask.integration = 2000;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	/* Identical work: the root of each group, never of the sum. */
	ask = (struct audit_time_ask){ .group = one, .groups = 1 };
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_int_equal(o.effective, 7);
	ask.group = three;
	ask.groups = 3;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_int_equal(o.effective, 21);
	ask.edition = audit_time_find("md5:2019 qms");
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_INVALID);
}

/* Every rule of the list, with what the program has for it. */
static void
limits_of_the_list(void **state)
{
	const struct audit_time_edition *isms = &audit_time_edition[0];
	const struct audit_time_edition *old = &audit_time_edition[1];
	const struct audit_time_edition *md5 = &audit_time_edition[2];
	const struct { const char *rule, *value; bool holds; } row[] = {
		{ "max reduction of chart time (ISMS)", "30 %",
		    isms->most_reduction == 3000
		    && old->most_reduction == 3000 },
		{ "max reduction (IAF MD 5)", "30 %",
		    md5->most_reduction == 3000 },
		/* Those that say true are proven in limits_are_enforced, in
		 * time_vectors and in complexity, by what comes out. */
		{ "max reduction for central functions (IAF MD 1)", "20 %",
		    true },
		{ "max total reduction per sampled site", "50 %", true },
		{ "max increase/decrease integrated systems (IAF MD 11)",
		    "20 %", true },
		{ "effective persons for identical activity",
		    "ceil(sqrt(headcount)), max reduction allowed",
		    root_up(49) == 7 && root_up(50) == 8 },
		{ "surveillance per year", "1/3 of initial", true },
		{ "recertification", "2/3 of initial", true },
		{ "on-site at least (MD5:2009)", "80 % of table time",
		    md5->onsite == 8000 },
		{ "remote audit share needing AB approval (27006:2015 B.3.2)",
		    "> 30 %", old->remote_limit == 3000 },
		{ "score bands: business and IT complexity",
		    "low 3-4, medium 5-6, high 7-9", true },
		{ "audit day", "8 h", true },
	};
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/audit_time_limits.csv");

	(void)state;
	assert_int_equal(t->rows, NELEMS(row));
	for (size_t i = 0; i < NELEMS(row); i++) {
		assert_string_equal(table_text(t, i + 1, "rule"), row[i].rule);
		assert_string_equal(table_text(t, i + 1, "value"),
		    row[i].value);
		assert_true(row[i].holds);
	}
	arena_free(a);
}

static void
editions_differ(void **state)
{
	struct audit_time_ask ask = { .persons = 100, .remote = 3001 };
	struct audit_time o;
	struct err err;

	(void)state;
	ask.edition = audit_time_find("27006:2015");
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_true(o.remote_approval);
	ask.edition = audit_time_find("27006-1:2024");
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_false(o.remote_approval);
	ask.edition = audit_time_find("md5:2019 qms");
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_int_equal(o.onsite_minimum * 10, o.initial * 8);
	assert_int_equal(audit_time_find("27006:2011"), -1);
}

static void
reasons_are_asked_for(void **state)
{
	struct audit_time_ask ask = { .persons = 20000 };
	struct audit_time o;
	struct err err;

	(void)state;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_INVALID);
	assert_string_equal(err.field, "own_days");
	ask.own = 3000;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_INVALID);
	ask.reason = "the progression of the table";
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_int_equal(o.initial, 3000);
	ask = (struct audit_time_ask){ .persons = 100, .rated = true,
		.factor = { 1, 1, 1, 1, 1, 1 } };
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_OK);
	assert_int_equal(o.adjust, -2000);
	ask.adjusted = true;
	ask.adjust = 0;
	assert_int_equal(audit_time_of(&err, &ask, &o), RC_INVALID);
	assert_string_equal(err.field, "reason");
}

/* --- sites --------------------------------------------------------------- */

static void
site_table(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/multisite_md1.csv");
	const char *column[] = { "initial_ceil_sqrt",
		"surveillance_ceil_0.6sqrt",
		"recert_ceil_0.8sqrt" };
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		for (int kind = 0; kind < 3; kind++) {
			struct sites_ask ask = { table_int(t, row, "sites_x"),
				(enum sites_kind)kind, false, false, 0 };
			struct sites s;

			assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
			assert_int_equal(s.sample, table_int(t, row,
			    column[kind]));
			assert_true(s.random_minimum * 4 >= s.sample);
			assert_true((s.random_minimum - 1) * 4 < s.sample);
		}
	}
	arena_free(a);
}

/* The worked examples: initial, surveillance, renewal, renewal 0.8, 30 %. */
static void
site_examples(void **state)
{
	static const int64_t row[][7] = { { 2, 2, 1, 2, 2, 1, 1 },
		{ 10, 4, 2, 4, 3, 1, 3 }, { 24, 5, 3, 5, 4, 2, 8 },
		{ 26, 6, 4, 6, 5, 2, 8 }, { 100, 10, 6, 10, 8, 3, 30 } };
	struct sites s;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(row); i++) {
		struct sites_ask ask = { row[i][0], SITES_INITIAL, false,
			false, 0 };

		assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
		assert_int_equal(s.sample, row[i][1]);
		assert_int_equal(s.random_minimum, row[i][5]);
		ask.kind = SITES_SURVEILLANCE;
		assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
		assert_int_equal(s.sample, row[i][2]);
		ask.all = true;
		assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
		assert_int_equal(s.sample, row[i][6]);
		ask.all = false;
		ask.kind = SITES_RECERTIFICATION;
		assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
		assert_int_equal(s.sample, row[i][4]);
		ask.unproven = true;
		assert_int_equal(sites_of(&err, &ask, &s), RC_OK);
		assert_int_equal(s.sample, row[i][3]);
	}
	same(sites_missed(100, 10, 10), 0.3304762, 1e-6, "missed", 0);
}

/* --- allocation ---------------------------------------------------------- */

static void
allocation_table(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/alloc_neyman_api.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row += 3) {
		int64_t n = table_int(t, row, "n");
		struct stratum s[3];

		for (size_t i = 0; i < 3; i++)
			s[i] = (struct stratum){ table_int(t, row + i, "N"),
				table_dec(t, row + i, "S"), 0, 0 };
		assert_int_equal(allocate(&err, ALLOCATE_NEYMAN, n, 1, s, 3),
		    RC_OK);
		for (size_t i = 0; i < 3; i++)
			same(s[i].share, table_real(t, row + i,
			    "neyman_real"), 1e-8, "neyman", row + i);
		assert_int_equal(allocate(&err, ALLOCATE_PROPORTIONAL, n, 1, s,
		    3), RC_OK);
		for (size_t i = 0; i < 3; i++)
			same(s[i].share, table_real(t, row + i,
			    "proportional_real"), 1e-8, "proportional", row);
		assert_int_equal(allocate(&err, ALLOCATE_OPTIMUM, n, 1, s, 3),
		    RC_OK);
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(s[i].count, table_int(t, row + i,
			    "exact_integer"));
		same(allocate_variance(s, 3), table_real(t, row,
		    "var_total_exact"), 1e-10, "variance", row);
	}
	arena_free(a);
}

/* Every way to share out n over three strata. */
static double
best_of_all(struct stratum *s, int64_t n)
{
	double best = -1;

	for (s[0].count = 1; s[0].count <= s[0].size; s[0].count++) {
		for (s[1].count = 1; s[1].count <= s[1].size; s[1].count++) {
			s[2].count = n - s[0].count - s[1].count;
			if (s[2].count < 1 || s[2].count > s[2].size)
				continue;
			double v = allocate_variance(s, 3);

			if (best < 0 || v < best)
				best = v;
		}
	}
	return best;
}

static void
the_optimum_is_one(void **state)
{
	uint64_t r = 42;
	struct err err;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct stratum s[3];
		int64_t most = 0;

		for (int j = 0; j < 3; j++) {
			r = r * 6364136223846793005u + 1442695040888963407u;
			s[j].size = 1 + (int64_t)(r >> 60);
			s[j].sd.v = (int64_t)(r >> 40 & 0xfff) * DEC_UNIT / 100;
			most += s[j].size;
		}
		int64_t n = 3 + (int64_t)(r >> 33 & 0xff) % (most - 2);

		assert_int_equal(allocate(&err, ALLOCATE_OPTIMUM, n, 1, s, 3),
		    RC_OK);
		assert_int_equal(s[0].count + s[1].count + s[2].count, n);
		double got = allocate_variance(s, 3);

		assert_true(got <= best_of_all(s, n) * (1 + 1e-12) + 1e-9);
	}
}

static void
allocation_keeps_its_sum(void **state)
{
	uint64_t r = 7;
	struct err err;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct stratum s[6];
		int64_t sum = 0, least = 0, most = 0;

		for (int j = 0; j < 6; j++) {
			r = r * 6364136223846793005u + 1442695040888963407u;
			s[j].size = 1 + (int64_t)(r >> 33) % (j == 2 ? 9
			    : 100000000);
			s[j].sd.v = r >> 20 & 1 ? 0 : (int64_t)(r >> 8);
			most += s[j].size;
			least += s[j].size < 2 ? s[j].size : 2;
		}
		int64_t n = least + (int64_t)(r >> 33) % (most - least + 1);

		assert_int_equal(allocate(&err, (enum allocate_rule)(i % 3), n,
		    2, s, 6), RC_OK);
		for (int j = 0; j < 6; j++) {
			assert_true(s[j].count <= s[j].size);
			assert_true(s[j].count >= (s[j].size < 2 ? 1 : 2));
			sum += s[j].count;
		}
		assert_int_equal(sum, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_vectors),
		cmocka_unit_test(day_tables),
		cmocka_unit_test(complexity),
		cmocka_unit_test(limits_are_enforced),
		cmocka_unit_test(limits_of_the_list),
		cmocka_unit_test(editions_differ),
		cmocka_unit_test(reasons_are_asked_for),
		cmocka_unit_test(site_table),
		cmocka_unit_test(site_examples),
		cmocka_unit_test(allocation_table),
		cmocka_unit_test(the_optimum_is_one),
		cmocka_unit_test(allocation_keeps_its_sum),
	};

	return cmocka_run_group_tests_name("decide_time", tests, NULL, NULL);
}
