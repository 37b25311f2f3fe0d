/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit.h - cmocka with the headers it wants before itself. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * Where stores of tests lie: in memory if they can, because a busy disk makes
 * each commit of them wait, and what a power cut leaves is tested elsewhere.
 */
static inline const char *
unit_folder(void)
{
	return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* For a case that cannot run here: cmocka's skip() counts as a failure. */
#define LEAVE_OUT(why) \
	do { \
		print_message("# left out: %s\n", why); \
		return; \
	} while (0)

#endif
