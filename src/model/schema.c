/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON Schema (2020-12) of a record, as the API sends and takes it. */
#include "derive.h"

static void
schema_choices(struct buf *b, const struct field *f)
{
	buf_str(b, "\"enum\":[");
	for (const struct choice *c = f->choices; c->name; c++) {
		if (c != f->choices)
			buf_char(b, ',');
		buf_json(b, c->name);
	}
	if (f->kind != KIND_set)
		buf_str(b, ",null");
	buf_char(b, ']');
}

static void
schema_kind(struct buf *b, const struct field *f)
{
	switch (f->kind) {
	case KIND_text:
	case KIND_markdown:
	case KIND_hash:
		buf_fmt(b, "\"type\":[\"string\",\"null\"],\"maxLength\":%lld",
		    (long long)f->max);
		break;
	case KIND_date:
		buf_str(b, "\"type\":[\"string\",\"null\"],\"format\":\"date\"");
		break;
	case KIND_time:
		buf_str(b, "\"type\":[\"string\",\"null\"],"
		    "\"format\":\"date-time\"");
		break;
	case KIND_pick:
	case KIND_class:
		schema_choices(b, f);
		break;
	case KIND_set:
		buf_str(b, "\"type\":\"array\",\"uniqueItems\":true,"
		    "\"items\":{");
		schema_choices(b, f);
		buf_char(b, '}');
		break;
	case KIND_bool:
		buf_str(b, "\"type\":\"boolean\"");
		break;
	case KIND_int:
	case KIND_minutes:
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		buf_fmt(b, "\"type\":[\"integer\",\"null\"],\"minimum\":%lld,"
		    "\"maximum\":%lld", (long long)f->min, (long long)f->max);
		break;
	case KIND_ref:
	case KIND_blob:
		buf_fmt(b, "\"type\":[\"integer\",\"string\",\"null\"],"
		    "\"x-record\":\"%s\"", f->ref->name);
		break;
	case KIND_refs:
		buf_fmt(b, "\"type\":\"array\",\"items\":{\"type\":[\"integer\","
		    "\"string\"]},\"x-record\":\"%s\"", f->ref->name);
		break;
	}
}

static void
schema_field(struct buf *b, const struct field *f)
{
	buf_fmt(b, ",\"%s\":{\"title\":", f->name);
	buf_json(b, f->label);
	if (f->help && *f->help) {
		buf_str(b, ",\"description\":");
		buf_json(b, f->help);
	}
	if (f->flags & DERIVED)
		buf_str(b, ",\"readOnly\":true");
	if (f->flags & REQUIRED && !(f->flags & DERIVED))
		buf_str(b, ",\"x-required\":true");
	buf_char(b, ',');
	schema_kind(b, f);
	buf_char(b, '}');
}

static const char implied[] =
	"\"id\":{\"type\":\"integer\"},\"rev\":{\"type\":\"integer\"},"
	"\"code\":{\"type\":\"string\"},"
	"\"created_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"created_by\":{\"type\":\"integer\"},"
	"\"changed_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"changed_by\":{\"type\":\"integer\"},"
	"\"remarks\":{\"type\":\"array\"}";

void
model_schema(struct buf *b, const struct entity *e, enum schema_way way)
{
	buf_str(b, "{\"type\":\"object\",\"title\":");
	buf_json(b, e->label);
	buf_str(b, ",\"description\":");
	buf_json(b, e->about);
	buf_str(b, ",\"properties\":{");
	buf_str(b, way == SCHEMA_OUT ? implied
	    : "\"go_on\":{\"type\":\"string\"}");
	for (size_t i = 0; i < e->nfields; i++)
		if (way == SCHEMA_OUT || !(e->fields[i].flags & DERIVED))
			schema_field(b, &e->fields[i]);
	buf_str(b, "}");
	if (way == SCHEMA_OUT)
		buf_str(b, ",\"required\":[\"id\",\"rev\",\"code\"]");
	buf_str(b, ",\"additionalProperties\":true}");
}
