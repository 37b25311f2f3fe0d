/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "schema.h"

#include "access.h"
#include "journal.h"
#include "number.h"
#include "seal.h"
#include "search.h"
#include "session.h"

static const char core_tables[] =
	/* What the store is: its version, its id, whether it is a demo. */
	"CREATE TABLE meta (\n\tname TEXT PRIMARY KEY,\n"
	"\tvalue TEXT NOT NULL\n);\n"
	/* Names of shipped records: iso27001-2022:A.5.18. */
	"CREATE TABLE alias (\n\tname TEXT NOT NULL,\n\trecord TEXT NOT NULL,\n"
	"\tid BIGINT NOT NULL,\n\tPRIMARY KEY (name, record)\n);\n"
	/* Idempotency keys and the answers given. */
	"CREATE TABLE answered (\n\tactor BIGINT NOT NULL,\n"
	"\tkey TEXT NOT NULL,\n\tdigest TEXT NOT NULL,\n"
	"\ttime BIGINT NOT NULL,\n\tanswer TEXT NOT NULL,\n"
	"\tPRIMARY KEY (actor, key)\n);\n"
	"CREATE INDEX answered_time ON answered (time);\n";

void
schema_ddl(struct buf *out, enum dialect d)
{
	buf_str(out, core_tables);
	buf_str(out, number_ddl);
	buf_str(out, access_ddl);
	buf_str(out, session_ddl);
	journal_ddl(out, d);
	buf_str(out, seal_ddl);
	search_ddl(out, d);
	for (size_t i = 0; model[i]; i++)
		model_ddl(out, model[i], d == POSTGRES);
	for (size_t i = 0; d == POSTGRES && model[i]; i++)
		model_ddl_keys(out, model[i]);
}

enum rc
schema_create(struct ctx *cx)
{
	struct buf b = { .arena = cx->arena };

	schema_ddl(&b, db_dialect(cx->db));
	buf_fmt(&b, "INSERT INTO meta (name, value) VALUES ('version', '%d');\n",
	    SCHEMA_VERSION);
	return db_script(cx->db, &cx->err, b.s);
}
