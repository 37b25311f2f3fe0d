/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * api.h - REST under /api/v1, the same few routes for all record types.
 *
 * Answers are JSON; errors are RFC 9457 problems with the field and the rule.
 * A record's revision is its ETag; If-Match makes a change conditional;
 * Idempotency-Key makes it happen once.
 */
#ifndef API_H
#define API_H

#include "serve/route.h"

extern const struct face api_face;

/* read.c */
route_fn api_list, api_get, api_schema, api_journal, api_gates, api_search,
	api_content, api_model, api_who;
/* write.c */
route_fn api_create, api_update, api_discard, api_step, api_orders, api_upload;
/* decide.c */
route_fn api_decide, api_decide_one, api_decisions;
/* import.c */
route_fn api_import;
/* document.c */
route_fn api_document_pdf, api_document_html, api_document_text,
	api_sample_list;
/* dossier.c */
route_fn api_dossier, api_dossier_order;
/* proof.c */
route_fn api_checkpoint, api_verifier, api_proof, api_proof_of_entry;
/* openapi.c */
route_fn api_openapi;
void openapi_write(struct buf *out);

/* The record type that the path names, or RC_MISSING. */
enum rc api_entity(struct call *c, const struct entity **e) MUST_USE;
/* The record that it names, as the actor may see it. */
enum rc api_record(struct call *c, const struct entity **e, unsigned ask,
	struct seen *seen) MUST_USE;
void api_json(struct call *c, int status, const struct buf *b);

#endif
