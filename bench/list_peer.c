/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "list_peer.h"

#include "base/date.h"
#include "model/finding.h"
#include "web/ask.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 512 * 1024, ROWS = 50, BADGE = 256, CHOICES = 32, ANY = 0x1fff };

/* One for each thread of the daemon. */
struct seat {
	sqlite3 *db;
	sqlite3_stmt *list, *links, *count;
	char *out, *at;
};

/* Written once, at start: what stands for a choice in a page. */
struct badges { char text[CHOICES][BADGE]; };

static struct by_hand me;
static struct badges types, states;
static _Thread_local struct seat mine;

/* --- bytes -------------------------------------------------------------------- */

static void
put(struct seat *s, const char *text)
{
	s->at = stpcpy(s->at, text);
}

static void
put_number(struct seat *s, int64_t n)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t u = n < 0 ? (uint64_t)-n : (uint64_t)n;

	*--p = '\0';
	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (n < 0)
		*--p = '-';
	put(s, p);
}

static void
put_json(struct seat *s, const char *text)
{
	*s->at++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*s->at++ = '\\';
		if (*text == '\n') {
			*s->at++ = '\\';
			*s->at++ = 'n';
		} else {
			*s->at++ = *text;
		}
	}
	*s->at++ = '"';
}

static void
put_html(struct seat *s, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&': put(s, "&amp;"); break;
		case '<': put(s, "&lt;"); break;
		case '>': put(s, "&gt;"); break;
		case '"': put(s, "&quot;"); break;
		case '\'': put(s, "&#39;"); break;
		default: *s->at++ = *text;
		}
}

static const char *
words(sqlite3_stmt *q, int column)
{
	const void *s = sqlite3_column_text(q, column);

	return s ? s : "";
}

/* --- the list as JSON ------------------------------------------------------------ */

static void
put_time(struct seat *s, int64_t t)
{
	char out[TIME_LEN + 1];

	time_write(out, t);
	put_json(s, out);
}

static void
put_set(struct seat *s, const struct choice *c, int64_t bits)
{
	char *first = s->at + 1;

	*s->at++ = '[';
	for (int i = 0; c[i].name; i++)
		if (bits >> (c[i].value - 1) & 1) {
			if (s->at != first)
				*s->at++ = ',';
			put_json(s, c[i].name);
		}
	*s->at++ = ']';
}

static void
put_value(struct seat *s, const struct field *f, sqlite3_stmt *q, int column)
{
	int64_t v = sqlite3_column_int64(q, column);
	char day[DATE_LEN + 1];

	if (f->kind == KIND_set) {
		put_set(s, f->choices, v);
	} else if (f->kind == KIND_bool) {
		put(s, v ? "true" : "false");
	} else if (f->kind == KIND_text || f->kind == KIND_markdown) {
		if (*words(q, column))
			put_json(s, words(q, column));
		else
			put(s, "null");
	} else if (!v || sqlite3_column_type(q, column) == SQLITE_NULL) {
		put(s, "null");
	} else if (f->kind == KIND_time) {
		put_time(s, v);
	} else if (f->kind == KIND_date) {
		day_write(day, v);
		put_json(s, day);
	} else if (f->kind == KIND_pick || f->kind == KIND_class) {
		put_json(s, f->choices[v - 1].name);
	} else {
		put_number(s, v);
	}
}

/*
 * Lists of references are a second statement, so their places are kept while
 * the rows are written, and filled when the rows are known.
 */
struct slot { size_t at; int64_t id, field; };
struct slots {
	struct slot slot[ROWS * 2];
	size_t n, rows;
	char ids[ROWS * 24], *end;
};

static void
keep_slot(struct seat *s, struct slots *k, int64_t id, size_t field)
{
	k->slot[k->n++] = (struct slot){ (size_t)(s->at - s->out), id,
		(int64_t)field };
}

static void
put_record(struct seat *s, struct slots *k)
{
	const struct entity *e = &finding_entity;
	sqlite3_stmt *q = s->list;
	int64_t id = sqlite3_column_int64(q, 0);
	int column = 9;

	put(s, "{\"id\":");
	put_number(s, id);
	put(s, ",\"rev\":");
	put_number(s, sqlite3_column_int64(q, 1));
	put(s, ",\"code\":");
	put_json(s, words(q, 2));
	put(s, ",\"created_at\":");
	put_time(s, sqlite3_column_int64(q, 5));
	put(s, ",\"created_by\":");
	put_number(s, sqlite3_column_int64(q, 6));
	put(s, ",\"changed_at\":");
	put_time(s, sqlite3_column_int64(q, 7));
	put(s, ",\"changed_by\":");
	put_number(s, sqlite3_column_int64(q, 8));
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		put(s, ",\"");
		put(s, f->name);
		put(s, "\":");
		if (f->kind == KIND_refs)
			keep_slot(s, k, id, i);
		else
			put_value(s, f, q, column++);
	}
	*s->at++ = '}';
	k->end += snprintf(k->end, 24, "%s%lld", k->rows++ ? "," : "[",
	    (long long)id);
}

/* Both the slots and the links of one field come in the order of the rows. */
static void
fill_slots(struct seat *s, struct slots *k, char *to)
{
	sqlite3_stmt *q = s->links;
	const char *from = s->out;
	char *end = s->at;

	snprintf(k->end, 2, "]");
	sqlite3_bind_text(q, 1, k->ids, -1, SQLITE_STATIC);
	sqlite3_step(q);
	s->at = to;
	for (size_t i = 0; i < k->n; i++) {
		const struct slot *t = &k->slot[i];
		size_t n = (size_t)(s->out + t->at - from);
		bool first = true;

		memcpy(s->at, from, n);
		s->at += n;
		from += n;
		*s->at++ = '[';
		for (; sqlite3_data_count(q) &&
		    sqlite3_column_int64(q, 0) == t->id &&
		    sqlite3_column_int64(q, 1) == t->field; first = false) {
			if (!first)
				*s->at++ = ',';
			put_number(s, sqlite3_column_int64(q, 3));
			sqlite3_step(q);
		}
		*s->at++ = ']';
	}
	memcpy(s->at, from, (size_t)(end - from));
	s->at += end - from;
	sqlite3_reset(q);
}

static void
write_json(struct seat *s)
{
	struct slots k = { .end = k.ids };
	char *to = s->out + ROOM / 2;

	put(s, "{\"items\":[");
	while (sqlite3_step(s->list) == SQLITE_ROW && k.rows < ROWS) {
		put(s, k.rows ? ",\n" : "\n");
		put_record(s, &k);
	}
	put(s, "],\"next\":\"i.");
	/* The cursor is the number of the last one shown. */
	put(s, strrchr(k.ids, ',') + 1);
	put(s, "\"}\n");
	fill_slots(s, &k, to);
	sqlite3_reset(s->list);
}

/* --- and as a page ----------------------------------------------------------------- */

/* The columns after those of the finding: its audit and who drafted it. */
enum { AUDIT_CODE = 42, AUDIT_TITLE, PERSON_CODE, PERSON_NAME };

static int
column_of(const char *name)
{
	int column = 9;

	for (size_t i = 0; i < finding_entity.nfields; i++) {
		const struct field *f = &finding_entity.fields[i];

		if (strcmp(f->name, name) == 0)
			return column;
		column += f->kind != KIND_refs;
	}
	abort();
}

static void
put_link(struct seat *s, const char *to, const char *code, const char *text)
{
	put(s, "<a href=\"/");
	put(s, to);
	put(s, "/");
	put_html(s, code);
	put(s, "\">");
	put_html(s, text);
	put(s, "</a>");
}

static void
put_row(struct seat *s)
{
	static int title, type, due, state;
	sqlite3_stmt *q = s->list;
	char day[DATE_LEN + 1];

	if (!title) {
		type = column_of("type");
		due = column_of("plan_due");
		state = column_of("state");
		title = column_of("title");
	}
	put(s, "<tr><th scope=\"row\"><div class=\"clamp\">"
	    "<span class=\"code small muted\">");
	put_html(s, words(q, 2));
	put(s, "</span><br>");
	put_link(s, "finding", words(q, 2), words(q, title));
	put(s, "</div></th><td data-l=\"Type and grade\">");
	put(s, types.text[sqlite3_column_int(q, type)]);
	put(s, "</td><td data-l=\"Action plan due\" class=\"nowrap\">");
	if (sqlite3_column_int64(q, due)) {
		day_write(day, sqlite3_column_int64(q, due));
		put(s, day);
	}
	put(s, "</td><td data-l=\"Audit\">");
	put_link(s, "audit", words(q, AUDIT_CODE), words(q, AUDIT_TITLE));
	put(s, "</td><td data-l=\"Drafted by\">");
	put_link(s, "person", words(q, PERSON_CODE), words(q, PERSON_NAME));
	put(s, "</td><td data-l=\"State\">");
	put(s, states.text[sqlite3_column_int(q, state)]);
	put(s, "</td></tr>\n");
}

static void
write_page(struct seat *s)
{
	size_t rows = 0;

	sqlite3_step(s->count);
	put(s, me.head);
	while (sqlite3_step(s->list) == SQLITE_ROW && rows++ < ROWS)
		put_row(s);
	put(s, me.tail);
	sqlite3_reset(s->count);
	sqlite3_reset(s->list);
}

/* --- start and answer ------------------------------------------------------------------ */

static const char scope[] =
    " t.at IN (SELECT anchor FROM reach WHERE person = $1 AND kind = 1 "
    "AND since <= $2 AND until >= $2 AND (roles & $3) <> 0) "
    "AND (t.class < 4 OR (t.created_by = $4 OR t.drafted_by = $1 OR "
    "t.mentor_signed_by = $1 OR t.reviewed_by = $1 OR t.replied_by = $1) "
    "OR t.at IN (SELECT anchor FROM reach WHERE person = $1 AND kind = 1 "
    "AND since <= $2 AND until >= $2 AND (roles & $5) <> 0) "
    "OR EXISTS (SELECT 1 FROM access_grant g WHERE g.audit = t.at "
    "AND g.person = $1 AND g.state = 2 AND g.valid_from <= $6 "
    "AND g.valid_until >= $6 AND (g.areas & $3) <> 0))";

static sqlite3_stmt *
ready(struct seat *s, const char *text)
{
	int64_t today = day_of_time(clock_now());
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, &q,
	    NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_int64(q, 1, me.person);
	sqlite3_bind_int64(q, 2, today);
	sqlite3_bind_int64(q, 3, ANY);
	sqlite3_bind_int64(q, 4, me.account);
	sqlite3_bind_int64(q, 5, ANY);
	sqlite3_bind_int64(q, 6, today);
	return q;
}

static void
seat_start(struct seat *s)
{
	char text[8192], *p = text, *end = text + sizeof(text);

	s->out = must_alloc(ROOM);
	sqlite3_open_v2(me.path, &s->db, SQLITE_OPEN_READONLY, NULL);
	p += snprintf(p, (size_t)(end - p), "SELECT t.id, t.rev, t.code, t.at, "
	    "t.at_kind, t.created_at, t.created_by, t.changed_at, "
	    "t.changed_by");
	for (size_t i = 0; i < finding_entity.nfields; i++)
		if (finding_entity.fields[i].kind != KIND_refs)
			p += snprintf(p, (size_t)(end - p), ", t.%s",
			    finding_entity.fields[i].name);
	if (me.page)
		p += snprintf(p, (size_t)(end - p), ", a.code, a.title, "
		    "p.code, p.name");
	p += snprintf(p, (size_t)(end - p), " FROM finding t%s WHERE%s "
	    "ORDER BY t.id DESC LIMIT 51", me.page ? " LEFT JOIN audit a ON "
	    "a.id = t.audit LEFT JOIN person p ON p.id = t.drafted_by" : "",
	    scope);
	s->list = ready(s, text);
	snprintf(text, sizeof(text), "SELECT count(*) FROM (SELECT 1 FROM "
	    "finding t WHERE%s LIMIT 1000)", scope);
	s->count = ready(s, text);
	sqlite3_prepare_v3(s->db, "SELECT id, 9 AS field, position, target "
	    "FROM finding__evidence WHERE id IN (SELECT value FROM "
	    "json_each($1)) UNION ALL SELECT id, 10, position, target FROM "
	    "finding__sites WHERE id IN (SELECT value FROM json_each($1)) "
	    "ORDER BY id DESC, field, position", -1, SQLITE_PREPARE_PERSISTENT,
	    &s->links, NULL);
}

static void
add_lines(struct MHD_Response *m)
{
	char name[64], value[512];
	int n;

	for (const char *p = me.lines; sscanf(p, "%63[^:]: %511[^\r]\r\n%n",
	    name, value, &n) == 2; p += n)
		MHD_add_response_header(m, name, value);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *up, size_t *n,
    void **seen)
{
	struct seat *s = &mine;
	struct MHD_Response *m;
	enum MHD_Result done;
	char *begin;

	(void)url, (void)method, (void)version, (void)up, (void)n;
	if (!*seen) {
		*seen = cls;
		return MHD_YES;
	}
	if (!s->db)
		seat_start(s);
	s->at = s->out;
	begin = s->out + (me.page ? 0 : ROOM / 2);
	if (me.page)
		write_page(s);
	else
		write_json(s);
	m = MHD_create_response_from_buffer((size_t)(s->at - begin), begin,
	    MHD_RESPMEM_MUST_COPY);
	add_lines(m);
	done = MHD_queue_response(c, 200, m);
	MHD_destroy_response(m);
	return done;
}

static void
make_badges(struct badges *b, const struct choice *c)
{
	for (; c->name; c++) {
		struct badge g = choice_badge(c);

		snprintf(b->text[c->value], BADGE, "<span class=\"st%s%s\">"
		    "<svg class=\"i\" width=\"18\" height=\"18\" "
		    "aria-hidden=\"true\"><use href=\"%s#%s\"/></svg>%s</span>",
		    *g.tone ? " " : "", g.tone, me.sprite, g.icon, c->label);
	}
}

int64_t
peer_person(const char *path, const char *login, int64_t *account)
{
	sqlite3_stmt *q = NULL;
	int64_t person = 0;
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
	    && sqlite3_prepare_v2(db, "SELECT person, id FROM user_account "
	    "WHERE login = $1", -1, &q, NULL) == SQLITE_OK) {
		sqlite3_bind_text(q, 1, login, -1, SQLITE_STATIC);
		if (sqlite3_step(q) == SQLITE_ROW) {
			person = sqlite3_column_int64(q, 0);
			*account = sqlite3_column_int64(q, 1);
		}
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return person;
}

uint16_t
peer_start(struct by_hand *p, unsigned workers)
{
	static int mark;
	struct MHD_Daemon *d;

	me = *p;
	make_badges(&types, finding_type_choices);
	make_badges(&states, finding_state_choices);
	d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL,
	    on_request, &mark, MHD_OPTION_THREAD_POOL_SIZE, workers,
	    MHD_OPTION_END);
	return d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
}
