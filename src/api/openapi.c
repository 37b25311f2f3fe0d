/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* openapi.c - OpenAPI 3.1, from the same tables as everything else. */
#include "api/api.h"

#include "decide/ask.h"

#include <string.h>

static const char head[] =
	"{\"openapi\":\"3.1.0\",\n\"info\":{\"title\":\"muster\",\"version\":"
	"\"" MUSTER_VERSION "\",\"description\":\"Audit management for "
	"information security management systems\",\"license\":{\"name\":"
	"\"AGPL-3.0-or-later\",\"identifier\":\"AGPL-3.0-or-later\"}},\n"
	"\"servers\":[{\"url\":\"/\"}],\n"
	"\"security\":[{\"bearer\":[]}],\n\"paths\":{";

static const char responses[] =
	"\"default\":{\"description\":\"A problem\",\"content\":"
	"{\"application/problem+json\":{\"schema\":{\"$ref\":"
	"\"#/components/schemas/problem\"}}}}";

static const char tail[] =
	"\n},\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":"
	"\"bearer\"}},\n\"parameters\":{\"id\":{\"name\":\"id\",\"in\":"
	"\"path\",\"required\":true,\"description\":\"Id or code\","
	"\"schema\":{\"type\":\"string\"}}}}}\n";

static void
answer_of(struct buf *b, const char *status, const char *what,
    const char *schema)
{
	buf_fmt(b, "\"responses\":{\"%s\":{\"description\":\"%s\",\"content\":"
	    "{\"application/json\":{\"schema\":%s}}},%s}", status, what,
	    schema, responses);
}

static const char *
ref(struct buf *b, const char *name)
{
	return arena_fmt(b->arena, "{\"$ref\":\"#/components/schemas/%s\"}",
	    name);
}

static void
body_of(struct buf *b, const char *type, const char *schema)
{
	buf_fmt(b, "\"requestBody\":{\"content\":{\"%s\":{\"schema\":%s}}},",
	    type, schema);
}

static void
operation(struct buf *b, const char *method, const char *id,
    const char *summary, const char *tag)
{
	buf_fmt(b, "\"%s\":{\"operationId\":\"%s\",\"summary\":", method, id);
	buf_json(b, summary);
	buf_fmt(b, ",\"tags\":[\"%s\"],", tag);
}

static void
list_paths(struct buf *b, const struct entity *e)
{
	const char *list = arena_fmt(b->arena, "{\"type\":\"object\","
	    "\"properties\":{\"items\":{\"type\":\"array\",\"items\":%s},"
	    "\"next\":{\"type\":[\"string\",\"null\"]}},\"required\":"
	    "[\"items\",\"next\"]}", ref(b, e->name));
	const char *in = ref(b, arena_fmt(b->arena, "%s.in", e->name));

	buf_fmt(b, "\"/api/v1/%s\":{", e->name);
	operation(b, "get", arena_fmt(b->arena, "%s.list", e->name),
	    arena_fmt(b->arena, "List of %s", e->plural), e->subject);
	answer_of(b, "200", "A page", list);
	buf_str(b, "},");
	operation(b, "post", arena_fmt(b->arena, "%s.create", e->name),
	    arena_fmt(b->arena, "New: %s", e->label), e->subject);
	body_of(b, "application/json", in);
	answer_of(b, "201", "The record", ref(b, e->name));
	buf_str(b, "}},\n");
}

static void
record_paths(struct buf *b, const struct entity *e)
{
	const char *in = ref(b, arena_fmt(b->arena, "%s.in", e->name));

	buf_fmt(b, "\"/api/v1/%s/{id}\":{\"parameters\":[{\"$ref\":"
	    "\"#/components/parameters/id\"}],", e->name);
	operation(b, "get", arena_fmt(b->arena, "%s.get", e->name), e->label,
	    e->subject);
	answer_of(b, "200", "The record", ref(b, e->name));
	buf_str(b, "},");
	operation(b, "patch", arena_fmt(b->arena, "%s.update", e->name),
	    arena_fmt(b->arena, "Change: %s", e->label), e->subject);
	body_of(b, "application/merge-patch+json", in);
	answer_of(b, "200", "The record", ref(b, e->name));
	buf_str(b, "}},\n");
}

static bool
first_of_verb(const struct machine *m, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(m->steps[k].verb, m->steps[i].verb) == 0)
			return false;
	return m->steps[i].from != 0;
}

static void
step_paths(struct buf *b, const struct entity *e)
{
	const struct machine *m = e->machine;
	const char *in = ref(b, arena_fmt(b->arena, "%s.in", e->name));

	for (size_t i = 0; m && i < m->nsteps; i++) {
		const char *verb = m->steps[i].verb;

		if (!first_of_verb(m, i))
			continue;
		buf_fmt(b, "\"/api/v1/%s/{id}/%s\":{\"parameters\":[{\"$ref\":"
		    "\"#/components/parameters/id\"}],", e->name, verb);
		operation(b, "post", arena_fmt(b->arena, "%s.%s", e->name,
		    verb), arena_fmt(b->arena, "%s: %s", e->label, verb),
		    e->subject);
		body_of(b, "application/json", in);
		answer_of(b, "200", "The record", ref(b, e->name));
		buf_str(b, "}},\n");
	}
}

/* "sample size" is POST /api/v1/decide/sample/size. */
static void
decide_paths(struct buf *b)
{
	for (size_t i = 0; ask_names[i]; i++) {
		const struct ask_name *n = ask_names[i];
		struct buf in = { .arena = b->arena };
		char *path = arena_str(b->arena, n->name);
		char *id = arena_str(b->arena, n->name);

		if (strchr(path, ' ')) {
			*strchr(path, ' ') = '/';
			*strchr(id, ' ') = '_';
		}
		ask_schema(n, &in);
		buf_fmt(b, "\"/api/v1/decide/%s\":{", path);
		operation(b, "post", arena_fmt(b->arena, "decide.%s", id),
		    n->title, "decide");
		body_of(b, "application/json", in.s);
		answer_of(b, "200", "The answer", "{\"type\":\"object\"}");
		buf_str(b, "}},\n");
	}
}

static void
schemas(struct buf *b)
{
	buf_str(b, "\"components\":{\"schemas\":{\n\"problem\":{\"type\":"
	    "\"object\",\"properties\":{\"type\":{\"type\":\"string\"},"
	    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"}"
	    ",\"detail\":{\"type\":\"string\"},\"hint\":{\"type\":\"string\"},"
	    "\"field\":{\"type\":\"string\"},\"rule\":{\"type\":\"string\"}},"
	    "\"required\":[\"title\",\"status\"]}");
	for (size_t i = 0; model[i]; i++) {
		buf_fmt(b, ",\n\"%s\":", model[i]->name);
		model_schema(b, model[i], SCHEMA_OUT);
		buf_fmt(b, ",\n\"%s.in\":", model[i]->name);
		model_schema(b, model[i], SCHEMA_IN);
	}
}

void
openapi_write(struct buf *b)
{
	buf_str(b, head);
	buf_char(b, '\n');
	for (size_t i = 0; model[i]; i++) {
		list_paths(b, model[i]);
		record_paths(b, model[i]);
		step_paths(b, model[i]);
	}
	decide_paths(b);
	b->len -= 2;            /* the last comma */
	buf_str(b, "\n},\n");
	schemas(b);
	buf_str(b, tail);
}

enum rc
api_openapi(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };

	openapi_write(&b);
	api_json(c, 200, &b);
	return RC_OK;
}
