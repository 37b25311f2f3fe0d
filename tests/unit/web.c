/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * web.c - every record type has its list, form and page; what is typed comes
 * back with its error; nothing is shown that the reader may not see.
 */
#include "unit.h"

#include "markup_check.h"
#include "serve/serve.h"
#include "store_stand.h"
#include "web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANAGER, AUDITOR, STRANGER, ADMIN };

static struct arena *pages_arena;
static const struct face *faces[2];
static char *icons;

struct reply { int status; const char *text, *location; };

static struct reply
call(struct stand *st, const char *login, enum method method,
    const char *path, const char *query, const char *form)
{
	struct request *rq = arena_alloc(st->arena, sizeof(*rq));
	struct pair *args = arena_alloc(st->arena, 32 * sizeof(*args));
	struct pair *fields = arena_alloc(st->arena, 64 * sizeof(*fields));
	struct reply r;

	*rq = (struct request){ .arena = st->arena, .method = method,
		.path = path, .query = query, .target = path, .host = "h",
		.args = args, .fields = fields, .body = "",
		.peer.local = true };
	rq->nargs = stand_pairs(st->arena, query, args);
	rq->nfields = stand_pairs(st->arena, form, fields);
	serve_call(faces, NULL, st->db, st->numbers, "/nowhere", rq, login);
	r = (struct reply){ rq->rs.status, arena_dup(st->arena,
	    rq->rs.body ? rq->rs.body : "", rq->rs.len), "" };
	for (size_t i = 0; i < rq->rs.nheaders; i++)
		if (strcmp(rq->rs.headers[i].name, "Location") == 0)
			r.location = rq->rs.headers[i].value;
	return r;
}

static void
write_out(const char *name, const char *text)
{
	const char *folder = getenv("PAGES_OUT");
	char path[300];
	FILE *f;

	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/%s.html", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static struct reply
get(struct stand *st, const char *login, const char *path, const char *query)
{
	struct reply r = call(st, login, M_GET, path, query, "");
	const char *wrong = NULL;

	if (r.status == 200)
		wrong = markup_check(st->arena, icons, r.text);
	if (wrong)
		fail_msg("%s?%s: %s", path, query, wrong);
	return r;
}

static void
want(struct reply r, int status, const char *text)
{
	if (r.status != status)
		fail_msg("%d, not %d: %s", r.status, status, r.text);
	if (text && !strstr(r.text, text))
		fail_msg("not in the page: %s\n%s", text, r.text);
}

/* --- a small store ------------------------------------------------------------------ */

static int64_t org, site, edition, programme;

#define made(st, command, ...) stand_must(st, -1, command, NULL, \
	arena_fmt((st)->arena, __VA_ARGS__))

static void
fill_store(struct stand *st)
{
	org = made(st, "organization.create",
	    "name=Meridian <Instruments>|duties=client|duties=auditee");
	stand_person(st, MANAGER, "hana", "programme_manager", org);
	stand_person(st, AUDITOR, "ines", "auditor", org);
	stand_person(st, STRANGER, "sam", "observer", org);
	stand_person(st, ADMIN, "adam", "administrator", org);
	site = made(st, "site.create", "organization=%lld|name=Hall 1|"
	    "kind=plant|time_zone=UTC", (long long)org);
	edition = made(st, "criteria_edition.create", "source=%lld|label="
	    "2022|status=current", (long long)made(st,
	    "criteria_source.create", "short_name=27001|title=ISO/IEC 27001|"
	    "kind=standard"));
	programme = made(st, "programme.create", "title=Audits 2026|"
	    "client=%lld|client_person=%lld|manager=%lld|party=first|"
	    "period_from=2026-01-01|period_to=2028-12-31|cycle_years=3|"
	    "auditees=%lld|schemes=%lld|report_approver=manager",
	    (long long)org, (long long)st->person[MANAGER],
	    (long long)st->person[MANAGER], (long long)org,
	    (long long)edition);
}

/* --- tests ----------------------------------------------------------------------------- */

static void
every_type_has_list_and_form(struct stand *st)
{
	for (const struct entity *const *e = model; *e; e++) {
		const char *path = arena_fmt(st->arena, "/%s", (*e)->name);
		struct reply r = get(st, "hana", path, "");

		if (r.status != 200)
			fail_msg("%s: %s", path, r.text);
		r = get(st, "hana", arena_fmt(st->arena, "%s/new", path), "");
		if (r.status != 200 && r.status != 403)
			fail_msg("%s/new: %d %s", path, r.status, r.text);
	}
	want(get(st, "hana", "/records", ""), 200, "All records");
	want(get(st, "hana", "/", ""), 200, "My work");
}

static void
on_form(struct stand *st)
{
	struct reply r;

	r = call(st, "hana", M_POST, "/site/new", "", arena_fmt(st->arena,
	    "csrf=x|organization=%lld|name=<Hall> 2|kind=plant|"
	    "time_zone=Europe/Berlin", (long long)org));
	assert_int_equal(r.status, 303);
	assert_non_null(strstr(r.location, "?done=create"));
	want(get(st, "hana", arena_dup(st->arena, r.location,
	    strcspn(r.location, "?")), "done=create"), 200,
	    "&lt;Hall&gt; 2");
	/* What was typed comes back with the error at its field. */
	r = call(st, "hana", M_POST, "/site/new", "",
	    "name=Typed once|kind=nonsense");
	want(r, 400, "value=\"Typed once\"");
	want(r, 400, "id=\"kind-e\"");
	want(r, 400, "<title>Error: ");
	want(r, 400, "href=\"#kind\"");
	r = call(st, "hana", M_POST, "/site/new", "", "nonsense=1");
	want(r, 400, "The form has no field");
}

static void
on_conflict(struct stand *st)
{
	const char *path = arena_fmt(st->arena, "/site/%lld",
	    (long long)site);
	const char *edit = arena_fmt(st->arena, "%s/edit", path);
	struct reply r;

	want(get(st, "hana", edit, ""), 200, "name=\"rev\" value=\"1\"");
	r = call(st, "hana", M_POST, edit, "", "rev=1|name=Hall one");
	assert_int_equal(r.status, 303);
	r = call(st, "hana", M_POST, edit, "", "rev=1|name=Hall eins");
	want(r, 412, "Hall eins");
	want(r, 412, "Hall one");
	want(r, 412, "name=\"keep_name\"");
	want(r, 412, "name=\"rev\" value=\"2\"");
	r = call(st, "hana", M_POST, edit, "",
	    "rev=2|name=Hall eins|keep_name=theirs");
	assert_int_equal(r.status, 303);
	want(get(st, "hana", path, ""), 200, "<h1>Hall one</h1>");
	want(get(st, "hana", arena_fmt(st->arena, "%s/journal", path), ""),
	    200, "<ins>Hall one</ins>");
	want(get(st, "hana", arena_fmt(st->arena, "%s/proof/0", path), ""),
	    404, "Not found");
}

static void
on_strangers(struct stand *st)
{
	want(get(st, "sam", arena_fmt(st->arena, "/programme/%lld",
	    (long long)programme), ""), 404, "Not found");
	want(get(st, "sam", "/nonsense", ""), 404, NULL);
	want(get(st, "sam", "/site/new", ""), 403, NULL);
	want(get(st, "hana", "/site", "nonsense=1"), 400,
	    "has no filter");
}

static void
on_lists(struct stand *st)
{
	struct reply r = get(st, "hana", "/site", "q=hall|sort=name|kind=");

	want(r, 200, "aria-sort=\"ascending\"");
	want(r, 200, "href=\"/site?q=hall&amp;sort=-name\"");
	r = call(st, "hana", M_GET, "/programme", "export=csv|view=all", "");
	want(r, 200, "Code,Title,");
	want(r, 200, "\r\nPRG-");
	want(call(st, "hana", M_GET, "/person", "export=csv", ""), 403,
	    "not yours to take away");
	want(get(st, "hana", "/site", "q=nowhere"), 200,
	    "Nothing fits these filters");
	want(get(st, "hana", "/search", "q=meridian"), 200,
	    "Meridian &lt;Instruments&gt;");
	r = call(st, "hana", M_GET, "/search", "q=PRG-26-001", "");
	if (r.status == 303)
		assert_non_null(strstr(r.location, "/programme/PRG-"));
}

/* The screens of one audit, and a question that is answered. */
static void
on_audit(struct stand *st)
{
	static const char *const tabs[] = { "", "/preparation", "/planning",
		"/fieldwork", "/findings", "/evidence", "/meetings",
		"/actions", "/reports", "/auditee", "/journal", "/edit" };
	int64_t audit = made(st, "audit.create", "programme=%lld|title=Hall "
	    "audit|kind=internal|party=first|mode=onsite|announcement="
	    "announced|auditee=%lld|client=%lld|planned_from=2026-09-14|"
	    "origin=schedule|class=internal", (long long)programme,
	    (long long)org, (long long)org);

	for (size_t i = 0; i < NELEMS(tabs); i++)
		want(get(st, "hana", arena_fmt(st->arena, "/audit/%lld%s",
		    (long long)audit, tabs[i]), ""), 200, "<main");
	want(get(st, "ines", arena_fmt(st->arena, "/sampling_plan/%lld",
	    (long long)made(st, "sampling_plan.create", "audit=%lld|"
	    "objective=Doors|population=Doors|source=Plan|method=random|"
	    "size=26|population_size=140|rationale=Usual", (long long)audit)),
	    ""), 200, "What a draw can miss");
	want(get(st, "hana", "/follow-up", ""), 200, "Open actions");
	want(get(st, "hana", "/criteria", ""), 200, "Choose an item");
	want(get(st, "hana", "/settings", ""), 200, "Cooling-off");
	want(get(st, "hana", "/import/oscal-catalog", ""), 200, "Look at");
	want(get(st, "hana", "/import/nonsense", ""), 404, NULL);
	want(get(st, "hana", arena_fmt(st->arena, "/audit/%lld/cancel",
	    (long long)audit), ""), 200, "id=\"state_reason\"");
	want(get(st, "hana", arena_fmt(st->arena, "/audit/%lld/close",
	    (long long)audit), ""), 409, "is not offered to you");
}

/* Each answer that has a chart shows it, with its numbers beside it. */
static void
on_tools(struct stand *st)
{
	static const struct { const char *path, *query, *title; } tools[] = {
		{ "sample size", "population=140|tolerable=0.1|"
		    "confidence=0.95", "Operating characteristic" },
		{ "sample evaluate", "confidence=0.95|n=93|x=1",
		    "Operating characteristic" },
		{ "sample plan", "kind=staged|confidence=0.9|tolerable=0.05|"
		    "continue_at=1,0", "Operating characteristic" },
		{ "trend", "kind=p|x=12,15,8|n=50,50,50", "Control chart" },
		{ "trend", "kind=km|times=9,13,13,18|events=1,1,0,1",
		    "Share still open" },
		{ "risk rank", "weights=0.5,0.5|units=[{\"name\": \"north\", "
		    "\"factors\": [5, 4]}, {\"name\": \"south\", "
		    "\"factors\": [1, 2]}]", "Scores" } };

	want(get(st, "hana", "/decide", ""), 200, "How many items");
	want(get(st, "hana", "/decide/sample size", "population=140|"
	    "tolerable=0.1|confidence=0.95"), 200, ">26<");
	want(get(st, "hana", "/decide/sample size", "tolerable=7|"
	    "confidence=0.95"), 400, "id=\"tolerable-e\"");
	for (size_t i = 0; i < NELEMS(tools); i++) {
		const char *path = arena_fmt(st->arena, "/decide/%s",
		    tools[i].path);
		struct reply r = get(st, "hana", path, tools[i].query);

		want(r, 200, tools[i].title);
		want(r, 200, "<svg class=\"chart\"");
		want(r, 200, "Chart as a table");
	}
}

static void
on_settings(struct stand *st)
{
	struct reply r = call(st, "adam", M_POST, "/settings", "",
	    "audit_day_minutes=9");

	want(r, 400, "id=\"audit_day_minutes-e\"");
	r = call(st, "adam", M_POST, "/settings", "", "audit_day_minutes=450");
	assert_int_equal(r.status, 303);
	want(get(st, "adam", "/settings", ""), 200, "value=\"450\"");
	/* Who manages the programme changes what is there, no more. */
	r = call(st, "hana", M_POST, "/settings", "", "audit_day_minutes=460");
	assert_int_equal(r.status, 303);
	want(call(st, "hana", M_POST, "/settings", "",
	    "declaration_months=13"), 403, NULL);
}

static void
the_pages(struct stand *st)
{
	fill_store(st);
	every_type_has_list_and_form(st);
	on_form(st);
	on_conflict(st);
	on_strangers(st);
	on_lists(st);
	on_audit(st);
	on_tools(st);
	on_settings(st);
	write_out("w-programme", get(st, "hana", arena_fmt(st->arena,
	    "/programme/%lld", (long long)programme), "").text);
	write_out("w-home", get(st, "hana", "/", "").text);
	write_out("w-finding-new", get(st, "ines", "/finding/new", "").text);
}

static void
pages_of_a_store(void **state)
{
	(void)state;
	stand_on_both(the_pages, "web");
}

static int
begin(void **state)
{
	FILE *f = fopen(TEST_SOURCE "/src/web/static/icons.svg", "r");
	struct err err;
	size_t n;

	(void)state;
	pages_arena = arena_new();
	icons = arena_alloc(pages_arena, 1 << 16);
	assert_non_null(f);
	n = fread(icons, 1, (1 << 16) - 1, f);
	fclose(f);
	if (web_new(&err, pages_arena, NULL, true, &faces[0])) {
		print_error("%s\n", err.text);
		return 1;
	}
	return n == 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(pages_arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_a_store),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
