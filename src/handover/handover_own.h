/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handover_own.h - what the files of handover.h share. */
#ifndef HANDOVER_OWN_H
#define HANDOVER_OWN_H

#include "handover/handover.h"

#include "base/html.h"
#include "core/query.h"
#include "core/seal.h"
#include "model/audit.h"
#include "proof/dossier.h"

/* The newest opened value of a field, and the entry that set it. */
struct shown {
	const char *name, *value;
	int64_t entry;
};

/* A record as far as the audit's entries tell of it. */
struct told {
	const struct entity *entity;
	int64_t id;
	bool seen, here;        /* may the reader see it; does it exist */
	bool kept;              /* its handling lets only a description go */
	struct view_of view;
	const char *code, *blob;        /* blob: that an entry of it names */
	struct shown *field;
	size_t n, room;
	size_t closed;          /* values that are not opened */
	struct told *next;      /* in the same slot */
};

/* An entry, as far as a reader wants to know. */
struct step_told {
	int64_t index, time, actor;
	const char *command;
	enum outcome outcome;
	const struct told *record;      /* or NULL */
	struct step_told *next;
};

enum { HANDOVER_SLOTS = 4096 };

struct handover {
	struct ctx *cx;
	struct ctx step;                /* of one step: its own arena */
	struct arena *keep;             /* as long as the work */
	struct arena *page;             /* of entries that were read */
	const struct handover_to *to;
	const struct audit *audit;
	int64_t order;                  /* place of its entry */
	struct sealed checkpoint;
	struct dossier *dossier;
	struct told **record;           /* in the order of their creation */
	size_t nrecords, room;
	struct told *slot[HANDOVER_SLOTS];
	struct step_told *first_step, *last_step;
	struct buf left_out;
	size_t erased;
	int64_t done, total;
	struct handover_told told;
};

/* May this value of an entry go along, as far as its record is concerned? */
bool handover_opens(const struct told *r, const char *name);

/* handover_entries.c: all of the audit's entries with what may be opened. */
enum rc handover_entries(struct handover *h) MUST_USE;
struct told *handover_find(const struct handover *h, int64_t id);
const char *handover_value(const struct told *r, const char *name);

/* handover_files.c: the files that entries name. */
enum rc handover_files(struct handover *h) MUST_USE;

/* About how many bytes there will be. */
enum rc handover_weigh(struct ctx *cx, int64_t audit, int64_t *bytes) MUST_USE;

/*
 * The actor's last order, if any: place, time, and whether a checkpoint
 * covers it.
 */
enum rc handover_ordered(struct ctx *cx, int64_t audit, struct rows *out)
	MUST_USE;

/* handover_page.c: the records to read, as a page and as JSON. */
enum rc handover_pages(struct handover *h) MUST_USE;

/* A line of left-out.txt. */
void handover_leave_out(struct handover *h, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

#endif
