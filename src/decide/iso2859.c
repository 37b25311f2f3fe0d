/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/iso2859.h"

#include <stdlib.h>
#include <string.h>

const char iso2859_letter[ISO2859_LETTERS] = { 'A', 'B', 'C', 'D', 'E', 'F',
	'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R' };

const int iso2859_size[ISO2859_LETTERS] = { 2, 3, 5, 8, 13, 20, 32, 50, 80,
	125, 200, 315, 500, 800, 1250, 2000 };

const char *const iso2859_aql[ISO2859_AQLS] = { "0.010", "0.015", "0.025",
	"0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5",
	"2.5", "4.0", "6.5", "10" };

const char *const iso2859_level[ISO2859_LEVELS] = { "S-1", "S-2", "S-3", "S-4",
	"I", "II", "III" };

/* Table I: up to this lot, the letters of the seven levels. */
static const struct { int64_t most; char letters[8]; } codes[] = {
	{ 8, "AAAAAAB" }, { 15, "AAAAABC" }, { 25, "AABBBCD" },
	{ 50, "ABBCCDE" }, { 90, "BBCCCEF" }, { 150, "BBCDDFG" },
	{ 280, "BCDEEGH" }, { 500, "BCDEFHJ" }, { 1200, "CCEFGJK" },
	{ 3200, "CDEGHKL" }, { 10000, "CDFGJLM" }, { 35000, "CDFHKMN" },
	{ 150000, "DEGJLNP" }, { 500000, "DEGJMPQ" }, { INT64_MAX, "DEHKNQR" },
};

/* Table II-A along the diagonal, from letter index + AQL index = 14. */
static const int diagonal[] = { 0, -1, -2, 1, 2, 3, 5, 7, 10, 14, 21 };

enum { FIRST = 14, UP = -1, DOWN = -2 };

static int
find(const char *const *list, int n, const char *s)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(list[i], s))
			return i;
	return -1;
}

int
iso2859_find_letter(const char *s)
{
	for (int i = 0; i < ISO2859_LETTERS; i++)
		if (s[0] == iso2859_letter[i] && !s[1])
			return i;
	return -1;
}

int
iso2859_find_aql(const char *s)
{
	struct dec want, have;

	if (!dec_parse(s, &want))
		return -1;
	for (int i = 0; i < ISO2859_AQLS; i++)
		if (dec_parse(iso2859_aql[i], &have) && have.v == want.v)
			return i;
	return -1;
}

int
iso2859_find_level(const char *s)
{
	return find(iso2859_level, ISO2859_LEVELS, s);
}

int
iso2859_code(int64_t lot, int level)
{
	char name[2] = { 0 };
	size_t i = 0;

	assert(lot >= 2 && level >= 0 && level < ISO2859_LEVELS);
	while (lot > codes[i].most)
		i++;
	name[0] = codes[i].letters[level];
	return iso2859_find_letter(name);
}

static int
cell_at(int letter, int aql)
{
	int d = letter + aql - FIRST, cell;

	if (d < 0)
		return DOWN;
	cell = d < (int)NELEMS(diagonal) ? diagonal[d] : UP;
	/* Below the last letter there is nothing to point at. */
	return cell == DOWN && letter + 1 == ISO2859_LETTERS ? UP : cell;
}

struct iso2859
iso2859_plan(int letter, int aql, int64_t lot)
{
	struct iso2859 p = { .cell = ISO2859_PLAN };
	int cell = cell_at(letter, aql), step = cell == UP ? -1 : 1;

	assert(letter >= 0 && letter < ISO2859_LETTERS);
	assert(aql >= 0 && aql < ISO2859_AQLS);
	if (cell < 0)
		p.cell = cell == UP ? ISO2859_UP : ISO2859_DOWN;
	/* An arrow is followed in its own direction to the first number. */
	while (cell < 0) {
		letter += step;
		if (letter < 0 || letter >= ISO2859_LETTERS)
			return p;
		cell = cell_at(letter, aql);
	}
	p.letter = iso2859_letter[letter];
	p.n = iso2859_size[letter];
	p.accept = cell;
	p.reject = cell + 1;
	p.census = lot > 0 && p.n >= lot;
	return p;
}
