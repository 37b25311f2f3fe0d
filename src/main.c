/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>

int
main(void)
{
	puts("muster " MUSTER_VERSION);
	return 0;
}
