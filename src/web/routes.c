/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * routes.c - which page answers which path.  The list is made into two
 * tables: the server's routes, and what the pages need besides.
 */
#include "web/web.h"

#include "base/text.h"
#include "web/screen.h"
#include "web/sign.h"

#include <string.h>

enum names {
	NOTHING,        /* the path names no record */
	RECORD,         /* ":record" */
	RECORD_ID,      /* ":record" and ":id" */
	RECORD_VERB,    /* and ":verb" */
	ID,             /* ":id" of a record type that the row names */
	NAME            /* a name that is no record's */
};

/* P: a page; U: one whose form may bring a file. */
#define PAGES(P, U) \
	P(GETS, "/", SIGNED_IN, READS, page_home, NULL, NOTHING, NULL, \
	    "what is late, due and waiting for the person") \
	P(GETS, "/sign-in", OPEN, READS, page_sign_in, NULL, NOTHING, NULL, \
	    "sign in") \
	P(POSTS, "/sign-in", OPEN, COMPUTES, send_sign_in, NULL, NOTHING, \
	    NULL, "checks name and passphrase") \
	P(POSTS, "/sign-out", SIGNED_IN, CHANGES, send_sign_out, NULL, \
	    NOTHING, NULL, "ends the session") \
	P(GETS, "/setup", OPEN, READS, page_setup, NULL, NOTHING, NULL, \
	    "the first account of an empty store") \
	P(POSTS, "/setup", OPEN, CHANGES, send_setup, NULL, NOTHING, NULL, \
	    "makes the first account") \
	P(GETS, "/about", OPEN, READS, page_about, NULL, NOTHING, NULL, \
	    "version and licence") \
	P(GETS, "/me", SIGNED_IN, READS, page_account, NULL, NOTHING, NULL, \
	    "the person's own account") \
	P(POSTS, "/me/theme", SIGNED_IN, READS, send_theme, NULL, NOTHING, \
	    NULL, "light, dark, or as the device") \
	P(POSTS, "/me/password", SIGNED_IN, CHANGES, send_password, NULL, \
	    NOTHING, NULL, "changes the passphrase") \
	P(POSTS, "/me/token", SIGNED_IN, CHANGES, send_token, NULL, \
	    NOTHING, NULL, "makes a token for a program") \
	P(GETS, "/search", SIGNED_IN, READS, page_search, NULL, NOTHING, \
	    NULL, "full text over all that the reader may see") \
	P(GETS, "/follow-up", SIGNED_IN, READS, page_follow_up, NULL, \
	    NOTHING, NULL, "actions by the time that is left") \
	P(GETS, "/criteria", SIGNED_IN, READS, page_criteria, NULL, NOTHING, \
	    NULL, "criteria: tree, guidance, maps") \
	P(GETS, "/decide", SIGNED_IN, READS, page_tools, NULL, NOTHING, NULL, \
	    "questions that can be reckoned") \
	P(GETS, "/decide/:name", SIGNED_IN, COMPUTES, page_tool, NULL, NAME, \
	    NULL, "one question: form and answer") \
	P(GETS, "/import/:kind", SIGNED_IN, READS, page_import, NULL, NAME, \
	    NULL, "a foreign file") \
	U(POSTS, "/import/:kind", SIGNED_IN, CHANGES, send_import, NULL, \
	    NAME, NULL, "looks at a foreign file, or takes it in") \
	P(GETS, "/settings", SIGNED_IN, READS, page_settings, NULL, NOTHING, \
	    NULL, "numbers that rules call default") \
	P(POSTS, "/settings", SIGNED_IN, CHANGES, send_settings, \
	    then_settings, NOTHING, NULL, "changes settings") \
	P(GETS, "/checkpoint", SIGNED_IN, READS, page_checkpoint, NULL, \
	    NOTHING, NULL, "the newest checkpoint of the journal") \
	P(GETS, "/records", SIGNED_IN, READS, page_records, NULL, NOTHING, \
	    NULL, "every record type") \
	P(GETS, "/:record/new", SIGNED_IN, READS, page_new_form, NULL, \
	    RECORD, NULL, "the form of a new record") \
	U(POSTS, "/:record/new", SIGNED_IN, CHANGES, send_new, then_new, \
	    RECORD, NULL, "makes a record") \
	P(GETS, "/audit/:id", SIGNED_IN, READS, page_audit, NULL, ID, \
	    "audit", "where an audit stands, and what is missing") \
	P(GETS, "/audit/:id/preparation", SIGNED_IN, READS, \
	    page_preparation, NULL, ID, "audit", \
	    "what was settled before the audit began") \
	P(GETS, "/audit/:id/planning", SIGNED_IN, READS, page_planning, \
	    NULL, ID, "audit", "the plan: sessions by person and day") \
	P(GETS, "/audit/:id/fieldwork", SIGNED_IN, READS, page_fieldwork, \
	    NULL, ID, "audit", "working papers with their progress") \
	P(GETS, "/working_paper/:id", SIGNED_IN, READS, page_paper, NULL, \
	    ID, "working_paper", "the questions of a working paper") \
	P(POSTS, "/working_paper/:id", SIGNED_IN, CHANGES, send_bulk, \
	    then_bulk, ID, "working_paper", "a step of several questions") \
	P(GETS, "/checklist_item/:id", SIGNED_IN, READS, page_question, \
	    NULL, ID, "checklist_item", "one question, one card") \
	U(POSTS, "/checklist_item/:id", SIGNED_IN, CHANGES, send_question, \
	    then_question, ID, "checklist_item", \
	    "the answer to a question, with a file") \
	P(GETS, "/audit/:id/evidence", SIGNED_IN, READS, page_evidence, \
	    NULL, ID, "audit", "evidence of an audit, and adding to it") \
	U(POSTS, "/audit/:id/evidence", SIGNED_IN, CHANGES, send_evidence, \
	    then_evidence, ID, "audit", "a file as evidence") \
	P(GETS, "/audit/:id/auditee", SIGNED_IN, READS, page_auditee, NULL, \
	    ID, "audit", "an audit as the auditee sees it") \
	U(POSTS, "/information_request/:id/reply", SIGNED_IN, CHANGES, \
	    send_reply, then_reply, ID, "information_request", \
	    "an answer to a request, with a file") \
	P(GETS, "/finding/:id", SIGNED_IN, READS, page_finding, NULL, ID, \
	    "finding", "a finding, both views, and what is done") \
	P(GETS, "/meeting/:id", SIGNED_IN, READS, page_meeting, NULL, ID, \
	    "meeting", "a meeting: agenda, people, minutes") \
	P(GETS, "/audit/:id/reports", SIGNED_IN, READS, page_audit_report, \
	    NULL, ID, "audit", "the newest report of an audit") \
	P(GETS, "/audit/:id/dossier", SIGNED_IN, READS, page_dossier, NULL, \
	    ID, "audit", "the dossier of an audit: order and fetch it") \
	P(POSTS, "/audit/:id/dossier", SIGNED_IN, CHANGES, send_dossier, \
	    NULL, ID, "audit", "orders the dossier of an audit") \
	P(GETS, "/report/:id", SIGNED_IN, READS, page_report, NULL, ID, \
	    "report", "a report as it would go out") \
	P(GETS, "/programme/:id", SIGNED_IN, READS, page_programme, NULL, ID, \
	    "programme", "a programme: timeline, coverage, audits") \
	P(GETS, "/user_account/:id", SIGNED_IN, READS, page_user_account, \
	    NULL, ID, "user_account", "an account, for its administrator") \
	P(POSTS, "/user_account/:id/passphrase", SIGNED_IN, CHANGES, \
	    send_user_password, NULL, ID, "user_account", \
	    "a passphrase to begin with") \
	P(GETS, "/audit/:id/findings", SIGNED_IN, READS, page_audit_list, \
	    NULL, ID, "audit", "findings of an audit") \
	P(GETS, "/audit/:id/actions", SIGNED_IN, READS, page_audit_list, \
	    NULL, ID, "audit", "actions after an audit") \
	P(GETS, "/audit/:id/meetings", SIGNED_IN, READS, page_audit_list, \
	    NULL, ID, "audit", "meetings of an audit") \
	P(GETS, "/:record", SIGNED_IN, READS, page_list, NULL, RECORD, NULL, \
	    "a list: filters, sort, pages") \
	P(GETS, "/:record/:id", SIGNED_IN, READS, page_record, NULL, \
	    RECORD_ID, NULL, "a record") \
	P(GETS, "/:record/:id/edit", SIGNED_IN, READS, page_edit_form, NULL, \
	    RECORD_ID, NULL, "the form of a record") \
	U(POSTS, "/:record/:id/edit", SIGNED_IN, CHANGES, send_edit, \
	    then_edit, RECORD_ID, NULL, "changes a record") \
	P(GETS, "/:record/:id/journal", SIGNED_IN, READS, page_history, \
	    NULL, RECORD_ID, NULL, "the journal of a record") \
	P(GETS, "/:record/:id/proof/:index", SIGNED_IN, READS, page_proof, \
	    NULL, RECORD_VERB, NULL, "the proof of an entry") \
	P(GETS, "/:record/:id/:verb", SIGNED_IN, READS, page_step_form, \
	    NULL, RECORD_VERB, NULL, "asks what a step needs") \
	P(POSTS, "/:record/:id/:verb", SIGNED_IN, CHANGES, send_step, \
	    then_step, RECORD_VERB, NULL, "makes a step")

/* --- a page, from the call to the answer ---------------------------------------------- */

struct screen {
	page_fn *make;
	then_fn *then;
	enum names names;
	const char *record;
};

static route_fn answer_page;
static const struct screen *screen_of(const struct route *r);

/* What the path names, or RC_MISSING. */
static enum rc
take_names(struct ask *ask, const struct screen *page, const char *const *arg)
{
	const char *record = page->names == ID ? page->record : arg[0];
	size_t k = page->names == ID ? 0 : 1;

	if (page->names == NAME)
		ask->name = arg[0];
	if (page->names == NOTHING || page->names == NAME)
		return RC_OK;
	ask->entity = entity_find(record);
	if (!ask->entity)
		return err_set(&ask->cx->err, RC_MISSING,
		    "there is nothing at %.160s", ask->rq->path);
	if (page->names != RECORD)
		ask->name = arg[k];
	if (page->names == RECORD_VERB)
		ask->verb = arg[k + 1];
	return RC_OK;
}

static void
begin(struct ask *ask, struct call *c)
{
	*ask = (struct ask){ .call = c, .cx = &c->cx, .rq = c->rq,
		.pages = c->face->data };
}

static enum rc
finish(struct ask *ask)
{
	struct html h = { { .arena = ask->cx->arena } };
	enum rc rc;

	if (ask->location) {
		answer_see(ask->call, url_text(ask->location));
		return RC_OK;
	}
	if (!ask->page)
		return RC_OK;   /* answered by itself, or later */
	rc = pages_fill(ask->pages, &ask->cx->err, &h, ask->frame, ask->page,
	    ask->view);
	answer_text(ask->call, ask->status ? ask->status : 200,
	    "text/html; charset=utf-8", &h.b);
	return rc;
}

/* A warning is passed with a reason, which then stands for every order. */
static void
give_reason(struct ask *ask)
{
	const char *reason = ask_field(ask, "reason_to_go_on");

	for (size_t i = 0; *reason && i < ask->norders; i++)
		if (!ask->order[i].reason)
			ask->order[i].reason = reason;
}

static enum rc
change(struct ask *ask, const struct screen *page)
{
	enum rc rc = page->make(ask);

	give_reason(ask);

	ask->done = arena_alloc(ask->cx->arena,
	    (ask->norders + 1) * sizeof(*ask->done));
	if (!rc && ask->norders)
		rc = command_run(ask->cx, ask->order, ask->norders, ask->done,
		    NULL);
	return page->then(ask, rc);
}

/* A session that is used stays: once in a while that is written down. */
static enum rc
touch(struct ctx *cx, void *arg)
{
	const struct call *c = arg;

	return session_touch(cx, c->session.hash);
}

static enum rc
keep_session(struct call *c)
{
	/* The page is made; it is not worth an error page instead. */
	(void)!command_write(&c->cx, touch, c);
	return RC_OK;
}

static enum rc
answer_page(struct call *c)
{
	const struct screen *page = screen_of(c->route);
	struct ask ask;
	enum rc rc;

	begin(&ask, c);
	rc = take_names(&ask, page, c->arg);
	if (!rc)
		rc = page->then ? change(&ask, page) : page->make(&ask);
	if (!rc)
		rc = finish(&ask);
	if (!rc && c->session.stale && c->route->way == READS)
		c->next = keep_session;
	return rc;
}

static void
problem(struct call *c, const struct err *err)
{
	struct ask ask;

	begin(&ask, c);
	if (err->code == RC_SIGNIN) {
		send_to_sign_in(&ask);
	} else {
		frame_error(&ask, err);
	}
	(void)!finish(&ask);
}

/* --- static files ------------------------------------------------------------------------ */

static enum rc
answer_file_of_ours(struct call *c)
{
	const struct embedded *e = pages_file(c->face->data, c->arg[0]);

	if (!e)
		return err_set(&c->cx.err, RC_MISSING, "there is no such file");
	c->rq->rs.status = 200;
	c->rq->rs.type = pages_type(c->arg[0]);
	c->rq->rs.body = e->text;
	c->rq->rs.len = e->len;
	response_header(c->rq, "Cache-Control",
	    "public, max-age=31536000, immutable");
	return RC_OK;
}

/* --- the tables --------------------------------------------------------------------------- */

#define AS_ROUTE(methods, path, who, way, make, then, names, record, help) \
	{ methods, path, who, way, answer_page, help, 0, false },
#define AS_UPLOAD(methods, path, who, way, make, then, names, record, help) \
	{ methods, path, who, way, answer_page, help, 0, true },
#define AS_PAGE(methods, path, who, way, make, then, names, record, help) \
	{ make, then, names, record },

/* The static files first: "/:record/:id" would take them. */
static const struct route routes[] = {
	{ GETS, "/static/:file", OPEN, NOW, answer_file_of_ours,
	    "style sheet, icons", 0, false },
	PAGES(AS_ROUTE, AS_UPLOAD)
	{ 0 }
};
static const struct screen screens[] = { { NULL, NULL, NOTHING, NULL },
	PAGES(AS_PAGE, AS_PAGE) };

static const struct screen *
screen_of(const struct route *r)
{
	return &screens[r - routes];
}

enum rc
web_new(struct err *err, struct arena *a, const char *folder, bool strict,
    const struct face **out)
{
	struct face *f = arena_alloc(a, sizeof(*f));
	struct pages *p;
	enum rc rc = pages_new(err, a, folder, strict, &p);

	if (rc)
		return rc;
	*f = (struct face){ .prefix = "/", .routes = routes,
		.problem = problem, .data = p };
	*out = f;
	return RC_OK;
}
