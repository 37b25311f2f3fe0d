/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * arf_reader.h - between arf.c, which drives expat and knows where in the file
 * it stands, and arf_result.c, which keeps what is found there.  Not for
 * others.
 *
 * All of it is called back by expat: memory that may run out is asked for
 * with arena_try, and a failure is kept in rc and stops the parser.
 */
#ifndef ARF_READER_H
#define ARF_READER_H

#include "arf.h"

#include <expat.h>

enum { ARF_DEPTH = 128, ARF_TEXT = 4000 };

/* Where in the file we are: the elements of XCCDF that matter. */
enum place {
	OTHER, RESULT, RESULT_BENCHMARK, RESULT_PROFILE, RESULT_TARGET,
	RESULT_ADDRESS, RESULT_FACTS, RESULT_FACT, RESULT_IDENTITY,
	RESULT_PLATFORM, RESULT_SCORE, CHECK, CHECK_RESULT, CHECK_IDENT,
	CHECK_MESSAGE, CHECK_SYSTEM, BENCHMARK, BENCHMARK_TITLE,
	BENCHMARK_VERSION, PROFILE, PROFILE_TITLE, RULE, RULE_TITLE
};

struct named { const char *id, *title, *severity; struct named *next; };

struct arf {
	XML_Parser parser;
	struct arena *arena;
	const struct arf_limits *limits;
	struct err *err;
	enum rc rc;
	size_t depth, nchecks, nrules;
	enum place places[ARF_DEPTH + 1];
	size_t text_depth, text_len;    /* 0: no text is wanted */
	char text[ARF_TEXT];
	const char *fact;               /* name of the one being read */
	const char *host_fact, *scanner, *scanner_version;
	struct named *rules, *profiles;
	struct named benchmark;         /* severity holds its version */
	struct scan *scan, *first, **tail;
	struct scan_check *check, *last;
};

void arf_fail(struct arf *r, enum rc code, const char *what,
	const char *detail);

/* An element of that place begins; its attributes. */
void arf_open(struct arf *r, enum place place, const char **attrs);
/* Its whole text. */
void arf_text(struct arf *r, enum place place, const char *text);
/* It ends. */
void arf_close(struct arf *r, enum place place);
/* The file has ended: titles and severities stand in its benchmark. */
enum rc arf_titles(struct arf *r, struct err *err) MUST_USE;

#endif
