/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tool.h - for tests that ask other people's programs: a folder of their
 * own, files in it, and commands without a shell.
 */
#ifndef TOOL_H
#define TOOL_H

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct tool_folder { char path[64]; };

static inline void
tool_folder_make(struct tool_folder *f)
{
	snprintf(f->path, sizeof(f->path), "/tmp/muster-test.XXXXXX");
	assert_non_null(mkdtemp(f->path));
}

/* A path in the folder; eight of them live at a time. */
static inline const char *
tool_path(const struct tool_folder *f, const char *name)
{
	static char path[8][256];
	static size_t next;
	char *p = path[next++ % 8];

	snprintf(p, sizeof(path[0]), "%s/%s", f->path, name);
	return p;
}

static inline void
tool_file(const struct tool_folder *f, const char *name, const void *p,
    size_t n)
{
	FILE *out = fopen(tool_path(f, name), "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(p, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
}

static inline void
tool_text(const struct tool_folder *f, const char *name, const char *text)
{
	tool_file(f, name, text, strlen(text));
}

static inline bool
tool_here(const char *name)
{
	const char *path = getenv("PATH");
	char full[4096];

	for (const char *p = path ? path : ""; *p; p += *p == ':') {
		size_t n = strcspn(p, ":");

		snprintf(full, sizeof(full), "%.*s/%s", (int)n, p, name);
		if (access(full, X_OK) == 0)
			return true;
		p += n;
	}
	return false;
}

/*
 * The exit status of a command whose words end with NULL; what it prints is
 * thrown away, or goes to the file "out".
 */
static inline int
tool_run(const char *const *words, const char *out)
{
	posix_spawn_file_actions_t to;
	char *argv[32] = { NULL };
	int status = -1, rc;
	pid_t pid;

	for (size_t i = 0; words[i]; i++)
		argv[i] = strdup(words[i]);
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&to, 1, out ? out : "/dev/null",
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&to, 1, 2);
	rc = posix_spawnp(&pid, argv[0], &to, NULL, argv, environ);
	if (rc == 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	posix_spawn_file_actions_destroy(&to);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return rc == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define TOOL(...) tool_run((const char *const[]){ __VA_ARGS__, NULL }, NULL)

static inline void
tool_folder_remove(struct tool_folder *f)
{
	assert_int_equal(TOOL("rm", "-rf", f->path), 0);
}

#endif
