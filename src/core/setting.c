/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "setting.h"

#include "base/text.h"

enum rc
setting_get(struct ctx *cx, const char *name, int64_t audit,
    int64_t programme, int64_t *out)
{
	const struct setting_row *row = setting_find(name);
	struct rows r;
	int64_t v;
	enum rc rc;

	assert(row);
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT value FROM setting WHERE name = $1 AND "
	    "(audit = $2 OR audit IS NULL) AND "
	    "(programme = $3 OR programme IS NULL OR programme IN "
	    "(SELECT programme FROM audit WHERE id = $2)) "
	    "ORDER BY CASE WHEN audit IS NOT NULL THEN 0 "
	    "WHEN programme IS NOT NULL THEN 1 ELSE 2 END, id DESC LIMIT 1",
	    ARGS(TEXT(name), INT(audit), INT(programme)));
	if (rc)
		return rc;
	*out = r.nrows && int_parse(rows_at(&r, 0, 0)->s, row->min, row->max,
	    &v) ? v : row->standard;
	return RC_OK;
}
