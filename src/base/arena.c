/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 16 * 1024, BLOCK = 64 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t used, cap;
	_Alignas(ALIGN) char mem[];
};

struct arena {
	struct block *top;
	size_t used, cap;
	jmp_buf *landing;       /* where to go over the cap */
};

static NORETURN void
no_memory(void)
{
	fputs("muster: out of memory\n", stderr);
	abort();
}

void *
must_alloc(size_t n)
{
	void *p = calloc(1, n);

	if (!p)
		no_memory();
	return p;
}

static void
add_block(struct arena *a, size_t cap)
{
	struct block *b = malloc(sizeof(*b) + cap);

	if (!b)
		no_memory();
	*b = (struct block){ .next = a->top, .cap = cap };
	a->top = b;
}

struct arena *
arena_new_capped(size_t cap)
{
	struct arena *a = must_alloc(sizeof(*a));

	a->cap = cap;
	add_block(a, FIRST);
	return a;
}

struct arena *
arena_new(void)
{
	return arena_new_capped(ARENA_CAP);
}

void *
arena_try(struct arena *a, size_t n)
{
	void *p;

	if (n > a->cap || a->cap - n < a->used + ALIGN)
		return NULL;
	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (a->top->cap - a->top->used < n)
		add_block(a, n > BLOCK ? n : BLOCK);
	p = a->top->mem + a->top->used;
	a->top->used += n;
	a->used += n;
	return memset(p, 0, n);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	void *p = arena_try(a, n);

	if (p)
		return p;
	if (!a->landing) {
		fputs("muster: an arena outside a unit of work is full\n",
		    stderr);
		abort();
	}
	longjmp(*a->landing, 1);
}

enum rc
arena_run(struct arena *a, struct err *err, enum rc (*work)(void *arg),
    void *arg)
{
	jmp_buf here, *outer = a->landing;
	enum rc rc;

	if (setjmp(here) == 0) {
		a->landing = &here;
		rc = work(arg);
	} else {
		rc = err_set(err, RC_LIMIT, "this takes more memory than one "
		    "piece of work may have (%zu MB)", a->cap >> 20);
		err_hint(err, "Ask for less at once, or split the work.");
	}
	a->landing = outer;
	return rc;
}

char *
arena_dup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (n)
		memcpy(p, s, n);
	return p;
}

char *
arena_str(struct arena *a, const char *s)
{
	return s ? arena_dup(a, s, strlen(s)) : NULL;
}

char *
arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	s = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
arena_reset(struct arena *a)
{
	while (a->top->next) {
		struct block *b = a->top;

		a->top = b->next;
		free(b);
	}
	a->top->used = 0;
	a->used = 0;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->top) {
		struct block *b = a->top;

		a->top = b->next;
		free(b);
	}
	free(a);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
