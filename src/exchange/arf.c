/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "arf_reader.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const struct arf_limits arf_limits = {
	.file = { .bytes = 256 * 1024 * 1024, .ratio = 200 },
	.depth = 100,
	.checks = 50000,
	.text = 2000,
};

enum { CHUNK = 32 * 1024 };

static const struct edge {
	enum place from;                /* OTHER: anywhere */
	const char *name;
	enum place to;
	bool text;                      /* its text is wanted */
} edges[] = {
	{ OTHER, "TestResult", RESULT, false },
	{ OTHER, "Benchmark", BENCHMARK, false },
	{ OTHER, "Profile", PROFILE, false },
	{ OTHER, "Rule", RULE, false },
	{ BENCHMARK, "title", BENCHMARK_TITLE, true },
	{ BENCHMARK, "version", BENCHMARK_VERSION, true },
	{ PROFILE, "title", PROFILE_TITLE, true },
	{ RULE, "title", RULE_TITLE, true },
	{ RESULT, "benchmark", RESULT_BENCHMARK, false },
	{ RESULT, "profile", RESULT_PROFILE, false },
	{ RESULT, "identity", RESULT_IDENTITY, true },
	{ RESULT, "target", RESULT_TARGET, true },
	{ RESULT, "target-address", RESULT_ADDRESS, true },
	{ RESULT, "target-facts", RESULT_FACTS, false },
	{ RESULT_FACTS, "fact", RESULT_FACT, true },
	{ RESULT, "platform", RESULT_PLATFORM, false },
	{ RESULT, "score", RESULT_SCORE, true },
	{ RESULT, "rule-result", CHECK, false },
	{ CHECK, "result", CHECK_RESULT, true },
	{ CHECK, "ident", CHECK_IDENT, true },
	{ CHECK, "message", CHECK_MESSAGE, true },
	{ CHECK, "check", CHECK_SYSTEM, false },
};

void
arf_fail(struct arf *r, enum rc code, const char *what, const char *detail)
{
	if (r->rc)
		return;
	r->rc = err_set(r->err, code, "line %lu, column %lu: %s%s",
	    (unsigned long)XML_GetCurrentLineNumber(r->parser),
	    (unsigned long)XML_GetCurrentColumnNumber(r->parser) + 1, what,
	    detail);
	XML_StopParser(r->parser, XML_FALSE);
}

static const struct edge *
find_edge(const struct arf *r, const char *name)
{
	static const char xccdf[] = "http://checklists.nist.gov/xccdf/1.";
	const char *local = strrchr(name, '|');
	enum place from = r->places[r->depth];

	if (!local || !str_starts(name, xccdf))
		return NULL;
	for (const struct edge *e = edges; e < edges + NELEMS(edges); e++) {
		if ((e->from == OTHER || e->from == from) &&
		    strcmp(e->name, local + 1) == 0)
			return e;
	}
	return NULL;
}

static void
on_open(void *arg, const char *name, const char **attrs)
{
	struct arf *r = arg;
	const struct edge *e = find_edge(r, name);

	if (r->rc)
		return;
	if (r->depth >= r->limits->depth) {
		arf_fail(r, RC_LIMIT, "elements are nested deeper than is read",
		    "");
		return;
	}
	if (e && e->to == RESULT && r->scan) {
		arf_fail(r, RC_INVALID, "a TestResult stands in a TestResult", "");
		return;
	}
	r->places[++r->depth] = e ? e->to : OTHER;
	if (e)
		arf_open(r, e->to, attrs);
	if (e && e->text && !r->text_depth) {
		r->text_depth = r->depth;
		r->text_len = 0;
	}
}

static void
on_text(void *arg, const char *s, int n)
{
	struct arf *r = arg;

	for (int i = 0; r->text_depth && i < n; i++) {
		bool blank = strchr(" \t\r\n", s[i]) != NULL;

		if (r->text_len + 1 >= ARF_TEXT)
			return;
		if (blank && (!r->text_len || r->text[r->text_len - 1] == ' '))
			continue;
		r->text[r->text_len++] = blank ? ' ' : s[i];
	}
}

static void
on_close(void *arg, const char *name)
{
	struct arf *r = arg;
	enum place place = r->places[r->depth];

	(void)name;
	if (r->rc)
		return;
	if (r->text_depth == r->depth) {
		if (r->text_len && r->text[r->text_len - 1] == ' ')
			r->text_len--;
		r->text[r->text_len] = '\0';
		r->text_depth = 0;
		arf_text(r, place, r->text);
	}
	if (r->rc)
		return;
	arf_close(r, place);
	r->depth--;
}

static void
on_doctype(void *arg, const char *name, const char *system, const char *public,
    int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	arf_fail(arg, RC_INVALID, "the file declares a document type; such files "
	    "are not read", "");
}

static enum rc
syntax(struct arf *r)
{
	enum XML_Error e = XML_GetErrorCode(r->parser);
	bool early = e == XML_ERROR_NO_ELEMENTS ||
	    e == XML_ERROR_UNCLOSED_TOKEN || e == XML_ERROR_PARTIAL_CHAR ||
	    e == XML_ERROR_UNCLOSED_CDATA_SECTION;

	if (r->rc)
		return r->rc;
	r->rc = err_set(r->err, RC_INVALID, "line %lu, column %lu: %s",
	    (unsigned long)XML_GetCurrentLineNumber(r->parser),
	    (unsigned long)XML_GetCurrentColumnNumber(r->parser) + 1,
	    early ? "the XML ends early" : XML_ErrorString(e));
	err_hint(r->err, "Look at that place of the file, or fetch the file "
	    "anew: it may have been cut.");
	return r->rc;
}

static enum rc
run(struct arf *r, struct source from)
{
	struct unpack *u = unpack_new(from, &r->limits->file);
	char *chunk = must_alloc(CHUNK);
	size_t got = 1;
	enum rc rc = RC_OK;

	while (!rc && got) {
		rc = unpack_read(u, r->err, chunk, CHUNK, &got);
		if (!rc && XML_Parse(r->parser, chunk, (int)got, got == 0) !=
		    XML_STATUS_OK)
			rc = syntax(r);
	}
	free(chunk);
	unpack_free(u);
	return rc;
}

static enum rc
finish(struct arf *r, struct err *err, const struct scan **out)
{
	enum rc rc;

	if (!r->first) {
		err_set(err, RC_INVALID, "there is no TestResult of XCCDF 1.1 "
		    "or 1.2 in this file");
		err_hint(err, "Give the file that the scanner wrote as its "
		    "results, for instance by oscap xccdf eval --results-arf.");
		return RC_INVALID;
	}
	rc = arf_titles(r, err);
	if (rc)
		return rc;
	*out = r->first;
	return RC_OK;
}

enum rc
arf_read(struct err *err, struct arena *a, struct source from,
    const struct arf_limits *limits, const struct scan **out)
{
	struct arf *r = must_alloc(sizeof(*r));
	enum rc rc;

	r->arena = a;
	r->limits = limits ? limits : &arf_limits;
	r->err = err;
	r->tail = &r->first;
	assert(r->limits->depth <= ARF_DEPTH && r->limits->text < ARF_TEXT);
	r->parser = XML_ParserCreateNS(NULL, '|');
	if (!r->parser) {
		free(r);
		return err_set(err, RC_LIMIT, "no memory to read the file");
	}
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, on_open, on_close);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	rc = run(r, from);
	if (!rc)
		rc = finish(r, err, out);
	XML_ParserFree(r->parser);
	free(r);
	return rc;
}
