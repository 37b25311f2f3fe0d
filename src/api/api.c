/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/api.h"

#include <string.h>

static const struct route routes[] = {
	{ GETS, "/api/v1/openapi.json", OPEN, NOW, api_openapi,
	    "This description", 0, false },
	{ GETS, "/api/v1/model", OPEN, NOW, api_model,
	    "The whole model: records, choices, rules, settings", 0, false },
	{ GETS, "/api/v1/me", SIGNED_IN, READS, api_who,
	    "Who is asking, and in which roles", 0, false },
	{ GETS, "/api/v1/search", SIGNED_IN, READS, api_search,
	    "Records by words (q), of one type (record) or of all", 0, false },
	{ POSTS, "/api/v1/orders", SIGNED_IN, CHANGES, api_orders,
	    "Several commands, all or nothing", 16u << 20, false },
	{ POSTS, "/api/v1/upload", SIGNED_IN, CHANGES, api_upload,
	    "A file: its bytes; name, audit or organization in the query", 0,
	    true },
	{ POSTS, "/api/v1/import/:kind", SIGNED_IN, CHANGES, api_import,
	    "A foreign file: its bytes; name, audit, dry_run in the query", 0,
	    true },
	{ GETS, "/api/v1/stored_file/:id/content", SIGNED_IN, READS,
	    api_content, "The bytes of a file", 0, false },
	{ GETS, "/api/v1/decide", OPEN, NOW, api_decisions,
	    "The decisions by name, each with the schema of its question", 0,
	    false },
	{ POSTS, "/api/v1/decide/:name", SIGNED_IN, COMPUTES, api_decide,
	    "Answers a question: time, sites, allocate, agree, trend", 0,
	    false },
	{ POSTS, "/api/v1/decide/:group/:name", SIGNED_IN, COMPUTES,
	    api_decide_one, "Answers a question: sample/size, risk/rank ...", 0,
	    false },
	{ GETS, "/api/v1/:record/:id/document.pdf", SIGNED_IN, COMPUTES,
	    api_document_pdf, "A report, sample sheet or calculation as PDF",
	    0, false },
	{ GETS, "/api/v1/:record/:id/document.txt", SIGNED_IN, COMPUTES,
	    api_document_text, "The same as plain text", 0, false },
	{ GETS, "/api/v1/sampling_plan/:id/list.txt", SIGNED_IN, COMPUTES,
	    api_sample_list, "The list of a sample as it was hashed", 0,
	    false },
	{ GETS, "/api/v1/:record/:id/document.html", SIGNED_IN, COMPUTES,
	    api_document_html, "The same as a page that stands alone", 0,
	    false },
	{ POSTS, "/api/v1/audit/:id/dossier", SIGNED_IN, CHANGES,
	    api_dossier_order, "Orders the dossier of an audit", 0, false },
	{ GETS, "/api/v1/audit/:id/dossier.zip", SIGNED_IN, COMPUTES,
	    api_dossier, "The dossier that was ordered last; 503 while its "
	    "order is not signed", 0, false },
	{ GETS, "/api/v1/checkpoint", SIGNED_IN, READS, api_checkpoint,
	    "The newest checkpoint of the journal, a signed note", 0, false },
	{ GETS, "/api/v1/verifier", SIGNED_IN, READS, api_verifier,
	    "The key that checkpoints are checked with", 0, false },
	{ GETS, "/api/v1/:record", SIGNED_IN, READS, api_list,
	    "A list: filters by field, sort, cursor, limit", 0, false },
	{ POSTS, "/api/v1/:record", SIGNED_IN, CHANGES, api_create,
	    "A new record", 0, false },
	{ GETS, "/api/v1/:record/schema", OPEN, NOW, api_schema,
	    "JSON Schema of the record", 0, false },
	{ GETS, "/api/v1/:record/:id", SIGNED_IN, READS, api_get,
	    "One record, by id or code", 0, false },
	{ 1u << M_PATCH, "/api/v1/:record/:id", SIGNED_IN, CHANGES, api_update,
	    "Changes fields (merge patch)", 0, false },
	{ 1u << M_DELETE, "/api/v1/:record/:id", SIGNED_IN, CHANGES,
	    api_discard, "Discards a part of something in its first state", 0,
	    false },
	{ GETS, "/api/v1/:record/:id/journal", SIGNED_IN, READS, api_journal,
	    "What was done with the record, newest first", 0, false },
	{ GETS, "/api/v1/:record/:id/proof", SIGNED_IN, READS, api_proof,
	    "The proof (tlog-proof) of the record's last change", 0, false },
	{ GETS, "/api/v1/:record/:id/proof/:index", SIGNED_IN, READS,
	    api_proof_of_entry, "The proof of an entry of its journal", 0,
	    false },
	{ GETS, "/api/v1/:record/:id/gates", SIGNED_IN, READS, api_gates,
	    "The steps possible now, and what is missing for each", 0, false },
	{ POSTS, "/api/v1/:record/:id/:verb", SIGNED_IN, CHANGES, api_step,
	    "Makes a step of the record's states", 0, false },
	{ 0, NULL, OPEN, NOW, NULL, NULL, 0, false }
};

/* --- problems (RFC 9457) ------------------------------------------------------- */

static void
member(struct buf *b, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_fmt(b, ",\"%s\":", name);
	buf_json(b, value);
}

static void
problem(struct call *c, const struct err *err)
{
	const struct err_row *row = &err_table[err->code];
	struct buf b = { .arena = c->rq->arena };

	buf_fmt(&b, "{\"type\":\"about:blank\",\"title\":\"%s\","
	    "\"status\":%d", row->name, row->http);
	member(&b, "detail", err->text);
	member(&b, "hint", err->hint);
	member(&b, "field", err->field);
	member(&b, "rule", err->rule);
	buf_str(&b, "}\n");
	answer_text(c, row->http, "application/problem+json", &b);
	if (err->code == RC_SIGNIN)
		response_header(c->rq, "WWW-Authenticate", "Bearer");
}

const struct face api_face = { "/api/", routes, problem, NULL };

/* --- small things -------------------------------------------------------------------- */

enum rc
api_entity(struct call *c, const struct entity **e)
{
	*e = entity_find(c->arg[0]);
	if (*e)
		return RC_OK;
	err_set(&c->cx.err, RC_MISSING, "there is no record type \"%.60s\"",
	    c->arg[0]);
	err_hint(&c->cx.err, "GET /api/v1/model lists them.");
	return RC_MISSING;
}

void
api_json(struct call *c, int status, const struct buf *b)
{
	answer_text(c, status, "application/json", b);
}
