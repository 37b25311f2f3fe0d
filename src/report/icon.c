/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/icon.h"

#include <string.h>

#define CIRCLE "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0z"

static const struct icon icons[] = {
	{ "open", CIRCLE, NULL },
	{ "half", CIRCLE, "M12 3.5a8.5 8.5 0 0 1 0 17z" },
	{ "done", CIRCLE "M8 12.2l2.8 2.8l5.2 -5.5", NULL },
	{ "check", "M5 12.5l4.5 4.5l9.5 -9.5", NULL },
	{ "major", "M12 2.5l9.5 9.5l-9.5 9.5l-9.5 -9.5z",
	    "M12 2.5l9.5 9.5l-9.5 9.5l-9.5 -9.5z" },
	{ "minor", "M12 3l9 9l-9 9l-9 -9z", NULL },
	{ "ofi", "M12 19V6M6.5 11.5L12 6l5.5 5.5M5 21h14", NULL },
	{ "star", "M12 3.5l2.6 5.5l6 0.8l-4.4 4.2l1.1 6l-5.3 -2.9l-5.3 2.9"
	    "l1.1 -6l-4.4 -4.2l6 -0.8z", NULL },
	{ "warn", "M12 4l9 16H3zM12 10v4.5M12 17.2v0.1", NULL },
	{ "stop", "M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7 -4.7V8.2z"
	    "M8.5 12h7", NULL },
	{ "info", CIRCLE "M12 11v5M12 7.8v0.1", NULL },
	{ "clock", CIRCLE "M12 7v5.5l3.5 2", NULL },
	{ "lock", "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3", NULL },
	{ "no", CIRCLE "M9 9l6 6M15 9l-6 6", NULL },
	{ "partly", "M4 4h16v16H4z", "M4 12h16v8H4z" },
	{ "na", CIRCLE "M6.2 17.8L17.8 6.2", NULL },
	{ "skip", CIRCLE "M8 12h8", NULL },
	{ "pause", CIRCLE "M10 9v6M14 9v6", NULL },
	{ "dispute", "M4 8h13l-3.5 -3.5M20 16H7l3.5 3.5", NULL },
	{ "pen", "M4 20l1 -4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5", NULL },
	{ "undo", "M8.5 5L4 9.5L8.5 14M4.5 9.5H14a5 5 0 0 1 0 10H9", NULL },
	{ "send", "M20.5 3.5L3.5 10l7 3.5L14 20.5zM10.5 13.5l4 -4", NULL },
	{ "seal", "M6 9.5a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
	    "M8.5 14.5L7 21.5l5 -2.5l5 2.5l-1.5 -7", NULL },
	{ "todo", CIRCLE, NULL },
	{ "note", "M5 4h14v10l-5 6H5zM19 14h-5v6M8.5 9h7", NULL },
	{ "shield", "M12 3l7.5 3v5.5L12 21l-7.5 -9.5V6z", NULL },
};

const struct icon *
icon_find(const char *name)
{
	for (size_t i = 0; name && i < NELEMS(icons); i++)
		if (!strcmp(icons[i].name, name))
			return &icons[i];
	return NULL;
}
