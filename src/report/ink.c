/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/ink.h"

const unsigned char ink_rgb[INK_COUNT][3] = {
	[INK_TEXT] = { 0x17, 0x21, 0x2b },
	[INK_MUTED] = { 0x4d, 0x5b, 0x68 },
	[INK_LINE] = { 0xda, 0xe0, 0xe5 },
	[INK_EDGE] = { 0x74, 0x82, 0x8f },
	[INK_SUNKEN] = { 0xed, 0xf0, 0xf2 },
	[INK_WHITE] = { 0xff, 0xff, 0xff },
	[INK_ACCENT] = { 0x0a, 0x5f, 0x73 },
	[INK_ACCENT_SOFT] = { 0xb9, 0xd2, 0xd8 },
	[INK_ACCENT_PALE] = { 0xdd, 0xea, 0xed },
	[INK_PALE] = { 0xf1, 0xf3, 0xf5 },
	[INK_GOOD] = { 0x15, 0x60, 0x3a },
	[INK_GOOD_SOFT] = { 0xe2, 0xf3, 0xe8 },
	[INK_INFO] = { 0x1d, 0x4c, 0x9e },
	[INK_INFO_SOFT] = { 0xe5, 0xed, 0xfb },
	[INK_WARN] = { 0x75, 0x47, 0x00 },
	[INK_WARN_SOFT] = { 0xfc, 0xef, 0xd3 },
	[INK_BAD] = { 0x9f, 0x21, 0x1a },
	[INK_BAD_SOFT] = { 0xfd, 0xe7, 0xe5 },
	[INK_NOTE] = { 0x56, 0x37, 0x99 },
	[INK_NOTE_SOFT] = { 0xee, 0xe8, 0xfb },
};

enum ink
ink_of(enum meaning m)
{
	static const enum ink inks[MEANING_COUNT] = { INK_MUTED, INK_GOOD,
		INK_INFO, INK_WARN, INK_BAD, INK_NOTE };

	return inks[m];
}

enum ink
ink_soft(enum meaning m)
{
	static const enum ink inks[MEANING_COUNT] = { INK_SUNKEN,
		INK_GOOD_SOFT, INK_INFO_SOFT, INK_WARN_SOFT, INK_BAD_SOFT,
		INK_NOTE_SOFT };

	return inks[m];
}
