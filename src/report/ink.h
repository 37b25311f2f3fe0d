/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ink.h - the colours of paper: those that the pages' style sheet has in its
 * light scheme.  On screens colours come from classes, never from here.
 */
#ifndef INK_H
#define INK_H

#include "report/doc.h"

enum ink {
	INK_TEXT, INK_MUTED, INK_LINE, INK_EDGE, INK_SUNKEN, INK_WHITE,
	INK_ACCENT, INK_ACCENT_SOFT, INK_ACCENT_PALE, INK_PALE,
	INK_GOOD, INK_GOOD_SOFT, INK_INFO, INK_INFO_SOFT, INK_WARN,
	INK_WARN_SOFT, INK_BAD, INK_BAD_SOFT, INK_NOTE, INK_NOTE_SOFT,
	INK_COUNT
};

extern const unsigned char ink_rgb[INK_COUNT][3];

enum ink ink_of(enum meaning m);        /* of its words and shapes */
enum ink ink_soft(enum meaning m);      /* of the ground behind them */

#endif
