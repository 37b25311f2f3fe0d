/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* user.c - an account as its administrator sees it: a passphrase to begin. */
#include "web/sign.h"

#include "base/text.h"
#include "model/account.h"
#include "web/record.h"

static bool
administers(const struct ask *ask)
{
	return ask->cx->who_system & ADM;
}

static void
add_passphrase(struct record_page *p, const struct err *err)
{
	struct ask *ask = p->ask;
	struct view *card = card_new(p->view, "cards", "h-pass",
	    "Passphrase"), *s, *f;

	view_text(card, "intro", "Set one for the beginning and hand it over "
	    "in person; open sessions of the account end.");
	s = step_new(card, "forms", "Set a passphrase", url_new(
	    ask->cx->arena, "/user_account/%s/passphrase", p->r->code),
	    p->r->rev);
	view_flag(s, "asks", true);
	f = field_new(s, "fields", "password", "New passphrase");
	field_line(f, "password", "", 200);
	view_text(f, "auto", "new-password");
	field_notes(f, "At least 12 characters. Four unusual words are good.",
	    err ? err->text : NULL, NULL);
}

static enum rc
account_page(struct ask *ask, const struct err *err)
{
	struct record_page p;
	enum rc rc = record_open(ask, &user_account_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (rc)
		return rc;
	if (str_eq(ask_arg(ask, "done"), "passphrase"))
		page_notice(p.view, "good", "The passphrase is set.");
	if (err) {
		page_error(p.view, err->field, err->text, err->rule,
		    err->hint);
		ask->status = err_table[err->code].http;
	}
	if (administers(ask))
		add_passphrase(&p, err);
	rc = record_fields(&p, "");
	if (!rc)
		rc = record_children(&p, "");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "record");
	return rc;
}

enum rc
page_user_account(struct ask *ask)
{
	return account_page(ask, NULL);
}

struct setting_of { struct ask *ask; int64_t account; };

static enum rc
set_passphrase(struct ctx *cx, void *arg)
{
	struct setting_of *s = arg;
	enum rc rc = password_set(cx, s->account, ask_field(s->ask,
	    "password"));

	return rc ? rc : session_end_all(cx, s->account);
}

enum rc
send_user_password(struct ask *ask)
{
	struct setting_of s = { .ask = ask };
	struct seen seen;
	struct url *u;
	enum rc rc = store_id(ask->cx, &user_account_entity, ask->name,
	    &s.account);

	if (!rc)
		rc = store_get(ask->cx, &user_account_entity, s.account, 0,
		    false, &seen);
	if (rc)
		return rc;
	if (!administers(ask))
		return err_set(&ask->cx->err, RC_DENIED,
		    "only an administrator sets the passphrase of others");
	rc = command_write(ask->cx, set_passphrase, &s);
	if (rc)
		return rc == RC_DB ? rc : account_page(ask, ask_err(ask));
	u = url_new(ask->cx->arena, "/user_account/%s?done=passphrase",
	    ask->name);
	ask->location = u;
	return RC_OK;
}
