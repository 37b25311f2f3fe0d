/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * icon.h - the shapes of states, the same in HTML and PDF: paths in a square
 * of 24 by 24, in the letters M L H V A Z (and their small forms) of SVG.
 * Arcs are of circles.
 */
#ifndef ICON_H
#define ICON_H

#include "base/base.h"

struct icon {
	const char *name;
	const char *stroke;     /* drawn with a line of 1.75 to 2 */
	const char *fill;       /* and filled, or NULL */
};

const struct icon *icon_find(const char *name);        /* or NULL */

#endif
