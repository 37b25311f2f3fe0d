/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* held.c - the store in the hands of this process alone. */
#include "cli/cli.h"

#include "core/number.h"
#include "core/seal.h"
#include "core/sequencer.h"
#include "exchange/ship.h"


/* Indicators once; guidance whenever the program has other tables. */
enum rc
held_ship(struct ctx *cx)
{
	struct ship_result made;
	const char *note = NULL;
	enum rc rc = ship_all(cx, &made);

	if (!rc)
		rc = place_note(cx, "shipped", &note);
	if (rc || note)
		return rc;
	rc = ship_indicators(cx);
	return rc ? rc : place_take_note(cx, "shipped", MUSTER_VERSION);
}

enum rc
held_bare(struct cli *cli, struct held *h)
{
	struct db *db;
	enum rc rc = place_open(&cli->err, cli->arena, cli_data(cli),
	    &h->place);

	if (rc)
		return rc;
	db = db_open(h->place.where, DB_WRITE, &cli->err);
	if (!db) {
		place_close(&h->place);
		return cli->err.code;
	}
	ctx_begin(&h->cx, cli->arena, db);
	h->cx.domain = cli->domain;
	h->cx.blobs = h->place.blobs;
	h->cx.numbers = numbers_new();
	return RC_OK;
}

enum rc
held_open(struct cli *cli, struct held *h)
{
	enum rc rc = held_bare(cli, h);

	if (rc)
		return rc;
	rc = place_ready(&h->cx, &h->place);
	if (!rc)
		rc = held_ship(&h->cx);
	if (rc) {
		cli->err = h->cx.err;
		held_close(h);
	}
	return rc;
}

enum rc
held_look(struct cli *cli, struct held *h)
{
	struct db *db;
	enum rc rc = place_look(&cli->err, cli->arena, cli_data(cli),
	    &h->place);

	if (rc)
		return rc;
	db = db_open(h->place.where, DB_READ, &cli->err);
	if (!db)
		return cli->err.code;
	ctx_begin(&h->cx, cli->arena, db);
	h->cx.blobs = h->place.blobs;
	return RC_OK;
}

void
held_close(struct held *h)
{
	db_close(h->cx.db);
	numbers_free(h->cx.numbers);
	place_close(&h->place);
}

enum rc
held_seal(struct held *h, struct seal **out)
{
	bool shared = db_shared(h->cx.db);
	struct seal *s;
	enum rc rc = shared ? sequencer_once(&h->cx) : RC_OK;

	if (!rc)
		rc = seal_open(&h->cx, h->place.seal, &s);
	if (rc)
		return rc;
	rc = shared ? sequencer_once(&h->cx) : RC_OK;
	if (!rc)
		rc = seal_make(&h->cx, s);
	if (rc)
		seal_close(s);
	else
		*out = s;
	return rc;
}
