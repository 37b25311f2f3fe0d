/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* merkle.c - the tree against the RFC's own recursion and known roots. */
#include "unit.h"

#include "proof/merkle.h"

#include <stdio.h>
#include <string.h>

enum { MANY = 300 };

/*
 * The reference of this file, written from RFC 6962, section 2.1, word by
 * word and with OpenSSL's SHA-256 alone: MTH of a list of entries.
 */
static void
mth(const char (*d)[16], size_t n, unsigned char out[HASH])
{
	unsigned char m[1 + 2 * HASH];
	size_t k = 1;

	if (n == 0) {
		hash_bytes("", 0, out);
		return;
	}
	if (n == 1) {
		m[0] = 0x00;
		memcpy(m + 1, d[0], strlen(d[0]));
		hash_bytes(m, 1 + strlen(d[0]), out);
		return;
	}
	while (k * 2 < n)
		k *= 2;
	m[0] = 0x01;
	mth(d, k, m + 1);
	mth(d + k, n - k, m + 1 + HASH);
	hash_bytes(m, sizeof(m), out);
}

static void
leaves(char (*d)[16])
{
	for (size_t i = 0; i < MANY; i++)
		snprintf(d[i], sizeof(d[i]), "leaf %zu", i);
}

static void
roots_are_those_of_the_rfc(void **state)
{
	static char d[MANY][16];
	struct tree t = { 0 };

	(void)state;
	leaves(d);
	for (size_t n = 0; n <= MANY; n++) {
		unsigned char want[HASH], got[HASH];

		mth((const char(*)[16])d, n, want);
		merkle_root(&t, got);
		assert_memory_equal(got, want, HASH);
		if (n == MANY)
			break;
		merkle_leaf(d[n], strlen(d[n]), got);
		merkle_add(&t, got);
		assert_int_equal(t.size, n + 1);
	}
}

/* Roots that the Certificate Transparency programs test themselves with. */
static void
known_roots_are_met(void **state)
{
	static const struct { const char *leaf; size_t n; } in[] = {
		{ "", 0 }, { "\x00", 1 }, { "\x10", 1 }, { "\x20\x21", 2 },
		{ "\x30\x31", 2 }, { "\x40\x41\x42\x43", 4 },
		{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
		{ "\x60\x61\x62\x63\x64\x65\x66\x67"
		  "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
	};
	static const char *const roots[] = {
		"6e340b9cffb37a989ca544e6bb780a2c"
		"78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9d"
		"baf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264"
		"db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398f"
		"a2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3"
		"bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f"
		"98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd7892"
		"9c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2"
		"ab9d823aad2f4960cfe370eff4604328",
	};
	struct tree t = { 0 };

	(void)state;
	for (size_t i = 0; i < NELEMS(in); i++) {
		unsigned char h[HASH];
		char hex[HEX];

		merkle_leaf(in[i].leaf, in[i].n, h);
		merkle_add(&t, h);
		merkle_root(&t, h);
		hash_hex(h, hex);
		assert_string_equal(hex, roots[i]);
	}
}

static void
an_edge_is_saved_and_loaded(void **state)
{
	struct arena *a = arena_new();
	struct tree t = { 0 }, u = { .size = 99 };

	(void)state;
	for (int i = 0; i < 13; i++) {
		unsigned char h[HASH] = { (unsigned char)i }, r[2][HASH];
		char *s;

		merkle_add(&t, h);
		s = merkle_save(&t, a);
		assert_true(merkle_load(&u, t.size, s));
		merkle_root(&t, r[0]);
		merkle_root(&u, r[1]);
		assert_memory_equal(r[0], r[1], HASH);
		assert_false(merkle_load(&u, t.size, s + 1));
		assert_false(merkle_load(&u, (int64_t)1 << 40 | 0xfff, s));
		s[3] = 'G';
		assert_false(merkle_load(&u, t.size, s));
		assert_int_equal(u.size, t.size);
	}
	assert_false(merkle_load(&u, -1, ""));
	assert_true(merkle_load(&u, 0, ""));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_those_of_the_rfc),
		cmocka_unit_test(known_roots_are_met),
		cmocka_unit_test(an_edge_is_saved_and_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
