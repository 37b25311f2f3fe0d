/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier.c - the dossier of an audit: ordered, then made and sent. */
#include "api/api.h"

#include "handover/handover.h"
#include "model/entities.h"

static enum rc
find(struct call *c, int64_t *audit)
{
	return store_id(&c->cx, &audit_entity, c->arg[0], audit);
}

enum rc
api_dossier_order(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	int64_t audit;
	enum rc rc = find(c, &audit);

	if (!rc)
		rc = command_write(&c->cx, handover_order, &audit);
	if (rc)
		return rc;
	buf_fmt(&b, "{\"audit\":%lld,\"dossier\":"
	    "\"/api/v1/audit/%lld/dossier.zip\"}\n", (long long)audit,
	    (long long)audit);
	api_json(c, 202, &b);
	return RC_OK;
}

enum rc
api_dossier(struct call *c)
{
	const struct signer *signer = server_signer(c->srv);
	struct seen seen;
	int64_t audit, size;
	int fd;
	enum rc rc = find(c, &audit);

	if (!rc)
		rc = store_get(&c->cx, &audit_entity, audit, 0, false, &seen);
	if (rc)
		return rc;
	if (!signer || !server_dir(c->srv)) {
		err_set(&c->cx.err, RC_CONFLICT,
		    "the signing key is with another server");
		err_hint(&c->cx.err, "Ask that one for the dossier.");
		return RC_CONFLICT;
	}
	rc = handover_file(&c->cx, server_dir(c->srv), audit, signer, &fd,
	    &size);
	if (!rc)
		answer_file(c, fd, size, "application/zip",
		    arena_fmt(c->cx.arena, "%s.zip",
		    ((const struct record *)seen.rec)->code));
	return rc;
}
