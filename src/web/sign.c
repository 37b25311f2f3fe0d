/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/sign.h"

#include "base/text.h"
#include "web/form.h"
#include "web/screen.h"

#include <inttypes.h>

/* --- sign in, sign out ------------------------------------------------------------ */

static enum rc
sign_in_page(struct ask *ask, const struct err *err)
{
	struct view *v = frame_page(ask, "Sign in", "");
	const char *back = ask_field(ask, "back");

	if (!*back)
		back = ask_arg(ask, "back");
	view_text(v, "organization", "");
	view_text(v, "name", ask_field(ask, "name"));
	view_text(v, "back", form_back(ask, back) ? back : "/");
	view_text(v, "ended", *ask_arg(ask, "back") ? "You were not signed "
	    "in, or not any more. What you asked for opens after you sign "
	    "in." : "");
	if (err) {
		page_error(v, "password", err->text, err->rule, err->hint);
		ask->status = 401;
	}
	ask->view = v;
	ask->page = "signin";
	ask->frame = "door";
	return RC_OK;
}

enum rc
page_sign_in(struct ask *ask)
{
	bool empty;
	enum rc rc = setup_open(ask->cx, &empty);

	if (rc)
		return rc;
	if (empty)
		ask->location = url_new(ask->cx->arena, "/setup");
	return empty ? RC_OK : sign_in_page(ask, NULL);
}

void
send_to_sign_in(struct ask *ask)
{
	struct url *u = url_new(ask->cx->arena, "/sign-in");
	const char *path = ask->rq->path;

	if (ask->rq->method == M_GET && !str_eq(path, "/"))
		url_pair(u, "back", ask->rq->target);
	ask->location = u;
}

struct opening { int64_t account; const char *token, *back; };

static enum rc
begin_session(struct ctx *cx, void *arg)
{
	struct opening *o = arg;

	return session_begin(cx, o->account, &o->token);
}

static enum rc
open_session(struct call *c)
{
	struct opening *o = c->rq->user;
	enum rc rc = command_write(&c->cx, begin_session, o);

	if (rc)
		return rc;
	answer_cookie(c, o->token);
	answer_see(c, o->back);
	return RC_OK;
}

enum rc
send_sign_in(struct ask *ask)
{
	struct opening *o = arena_alloc(ask->cx->arena, sizeof(*o));
	const char *back = ask_field(ask, "back");
	enum rc rc = password_check(ask->cx, ask_field(ask, "name"),
	    ask_field(ask, "password"), &o->account);

	if (rc) {
		const struct err *err = ask_err(ask);

		return rc == RC_DB ? rc : sign_in_page(ask, err);
	}
	o->back = form_back(ask, back) ? back : "/";
	ask->call->rq->user = o;
	ask->call->next = open_session;
	return RC_OK;
}

static enum rc
end_session(struct ctx *cx, void *arg)
{
	const struct session *s = arg;

	return session_end(cx, s->hash);
}

enum rc
send_sign_out(struct ask *ask)
{
	enum rc rc = command_write(ask->cx, end_session,
	    &ask->call->session);

	if (rc)
		return rc;
	answer_cookie(ask->call, NULL);
	ask->location = url_new(ask->cx->arena, "/sign-in");
	return RC_OK;
}

/* --- the first account ---------------------------------------------------------------- */

static void
add_line(struct ask *ask, struct view *v, const char *list, const char *name,
    const char *label, const char *type, const char *hint,
    const struct err *err)
{
	struct view *f = field_new(v, list, name, label);
	bool secret = str_eq(type, "password");
	bool wrong = err && str_eq(err->field, name);

	field_line(f, type, secret ? "" : ask_field(ask, name), 200);
	view_text(f, "auto", secret ? "new-password" : "");
	field_notes(f, hint, wrong ? err->text : NULL, NULL);
}

static enum rc
setup_page(struct ask *ask, const struct err *err)
{
	struct view *v = frame_page(ask, "Set up this server", "");

	add_line(ask, v, "fields_code", "code", "One-time set-up code", "text",
	    "It stands in the terminal where muster was started, and is valid "
	    "for 30 minutes.", err);
	add_line(ask, v, "fields_account", "organization",
	    "Your organization", "text", "As it shall stand in reports.",
	    err);
	add_line(ask, v, "fields_account", "name", "Your name", "text", NULL,
	    err);
	add_line(ask, v, "fields_account", "email", "Mail address", "email",
	    NULL, err);
	add_line(ask, v, "fields_account", "login", "Sign-in name", "text",
	    "Short, in small letters.", err);
	add_line(ask, v, "fields_account", "password", "Passphrase",
	    "password", "At least 12 characters. Four unusual words are good.",
	    err);
	view_list(v, "begin");
	if (err) {
		page_error(v, err->field, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	ask->view = v;
	ask->page = "setup";
	ask->frame = "door";
	return RC_OK;
}

enum rc
page_setup(struct ask *ask)
{
	bool empty;
	enum rc rc = setup_open(ask->cx, &empty);

	if (rc)
		return rc;
	if (!empty)
		ask->location = url_new(ask->cx->arena, "/sign-in");
	return empty ? setup_page(ask, NULL) : RC_OK;
}

struct founding { struct ask *ask; struct opening opening; };

static enum rc
found(struct ctx *cx, void *arg)
{
	struct founding *f = arg;
	struct ask *ask = f->ask;
	const struct setup s = { .organization = ask_field(ask,
		"organization"), .name = ask_field(ask, "name"),
		.email = ask_field(ask, "email"),
		.login = ask_field(ask, "login"),
		.password = ask_field(ask, "password"), .manages = true };
	enum rc rc = setup_check(cx, ask_field(ask, "code"));

	if (!rc)
		rc = setup_first(cx, &s, &f->opening.account);
	if (!rc)
		rc = begin_session(cx, &f->opening);
	return rc;
}

enum rc
send_setup(struct ask *ask)
{
	struct founding f = { .ask = ask };
	bool empty;
	enum rc rc = setup_open(ask->cx, &empty);

	if (!rc && !empty)
		return page_setup(ask);
	if (!rc)
		rc = command_write(ask->cx, found, &f);
	if (rc) {
		const struct err *err = ask_err(ask);

		return rc == RC_DB ? rc : setup_page(ask, err);
	}
	answer_cookie(ask->call, f.opening.token);
	ask->location = url_new(ask->cx->arena, "/");
	return RC_OK;
}

/* --- the person's own account ------------------------------------------------------------- */

static void
add_password(struct ask *ask, struct view *v, const struct err *err)
{
	add_line(ask, v, "fields", "old", "Passphrase now", "password", NULL,
	    err);
	add_line(ask, v, "fields", "password", "New passphrase", "password",
	    "At least 12 characters. Other sessions are ended.", err);
	add_line(ask, v, "token_fields", "label", "What it is for", "text",
	    NULL, err);
	add_line(ask, v, "token_fields", "days", "Valid for (days)", "number",
	    "1 to 365", err);
}

static enum rc
add_roles(struct ask *ask, struct view *v)
{
	const struct entity *e = entity_find("role_grant");
	struct view *card = card_new(v, "side", "h-roles", "My roles");
	struct page rows;
	enum rc rc = screen_rows(ask, e, "person", ask->cx->person, NULL, 50,
	    &rows);

	if (rc)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		ask->seen = rows.view[i];
		show_field(ask, card_fact(card, field_words(ask, field_find(e,
		    "scope"), rows.rec[i])), field_find(e, "duty"),
		    rows.rec[i]);
	}
	if (!rows.n)
		fact_text(card_fact(card, "Roles"), "None that you may see");
	return RC_OK;
}

static enum rc
account_page(struct ask *ask, const char *token, const struct err *err)
{
	struct view *v = frame_page(ask, "My account", "/me"), *t;

	page_fact(v, ask->call->session.name, NULL);
	page_fact(v, arena_fmt(ask->cx->arena, "signs in as %s",
	    ask->call->session.login), NULL);
	view_list(v, "fresh_token");
	if (token) {
		t = view_item(v, "fresh_token");
		view_text(t, "text", token);
		view_text(t, "note", "Keep it where the program finds it and "
		    "nobody else.");
	}
	if (str_eq(ask_arg(ask, "done"), "password"))
		page_notice(v, "good", "The passphrase is changed.");
	if (err) {
		page_error(v, err->field, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	add_password(ask, v, err);
	frame_show(ask, v, "account");
	return add_roles(ask, v);
}

enum rc
page_account(struct ask *ask)
{
	return account_page(ask, NULL, NULL);
}

static enum rc
set_password(struct ctx *cx, void *arg)
{
	struct founding *f = arg;
	int64_t account = f->ask->call->session.account;
	enum rc rc = password_set(cx, account, ask_field(f->ask, "password"));

	if (!rc)
		rc = session_end_all(cx, account);
	if (!rc)
		rc = session_begin(cx, account, &f->opening.token);
	return rc;
}

enum rc
send_password(struct ask *ask)
{
	struct founding f = { .ask = ask };
	int64_t account;
	enum rc rc = password_check(ask->cx, ask->call->session.login,
	    ask_field(ask, "old"), &account);

	if (rc)
		rc = err_field(&ask->cx->err, "old",
		    "this is not your passphrase now");
	if (!rc)
		rc = command_write(ask->cx, set_password, &f);
	if (rc) {
		const struct err *err = ask_err(ask);

		return rc == RC_DB ? rc : account_page(ask, NULL, err);
	}
	answer_cookie(ask->call, f.opening.token);
	ask->location = url_new(ask->cx->arena, "/me?done=password");
	return RC_OK;
}

struct minting { struct ask *ask; const char *token; int64_t days; };

static enum rc
make_token(struct ctx *cx, void *arg)
{
	struct minting *m = arg;

	return token_make(cx, cx->account, ask_field(m->ask, "label"),
	    m->days, &m->token);
}

enum rc
send_token(struct ask *ask)
{
	struct minting m = { .ask = ask };
	enum rc rc = int_parse(ask_field(ask, "days"), 0, 100000, &m.days)
	    ? RC_OK : err_field(&ask->cx->err, "days",
	    "the number of days is missing");

	if (!rc)
		rc = command_write(ask->cx, make_token, &m);
	if (rc) {
		const struct err *err = ask_err(ask);

		return rc == RC_DB ? rc : account_page(ask, NULL, err);
	}
	return account_page(ask, m.token, NULL);
}

enum rc
send_theme(struct ask *ask)
{
	const char *theme = ask_field(ask, "theme");
	const char *back = ask_field(ask, "back");
	bool known = word_in("light dark", theme);

	response_header(ask->call->rq, "Set-Cookie", arena_fmt(
	    ask->cx->arena, "theme=%s; Path=/; SameSite=Lax; Max-Age=%d",
	    known ? theme : "", known ? 31536000 : 0));
	ask->location = form_back(ask, back);
	if (!ask->location)
		ask->location = url_new(ask->cx->arena, "/");
	return RC_OK;
}

enum rc
page_about(struct ask *ask)
{
	struct view *v = frame_page(ask, "About muster", "");

	view_text(v, "version", MUSTER_VERSION);
	frame_show(ask, v, "about");
	return RC_OK;
}
