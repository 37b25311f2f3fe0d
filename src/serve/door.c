/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/door.h"

#include "base/text.h"
#include "core/access.h"
#include "serve/answer.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

static bool
changes(const struct request *rq)
{
	return rq->method != M_GET && rq->method != M_HEAD &&
	    rq->method != M_OPTIONS;
}

static enum rc
foreign(struct call *c)
{
	err_set(&c->cx.err, RC_DENIED, "this request does not come from a "
	    "page of this server");
	err_hint(&c->cx.err, "Load the page again and repeat the change.");
	return RC_DENIED;
}

/*
 * Browsers say where a request comes from; those that do not are asked for
 * the token of the form alone.
 */
static enum rc
check_origin(struct call *c)
{
	const char *site = request_header(c->rq, "Sec-Fetch-Site");
	const char *origin = request_header(c->rq, "Origin");
	const char *host;

	if (site)
		return str_eq(site, "same-origin") || str_eq(site, "none")
		    ? RC_OK : foreign(c);
	if (!origin)
		return RC_OK;
	host = strstr(origin, "://");
	return host && str_eq(host + 3, c->rq->host) ? RC_OK : foreign(c);
}

static enum rc
check_token(struct call *c)
{
	const char *given = request_header(c->rq, "X-CSRF-Token");

	if (!given)
		given = request_field(c->rq, "csrf");
	if (given && strlen(given) == strlen(c->session.csrf) &&
	    sodium_memcmp(given, c->session.csrf, strlen(given)) == 0)
		return RC_OK;
	return foreign(c);
}

static enum rc
by_cookie(struct call *c, const char *token)
{
	enum rc rc = session_find(&c->cx, token, &c->session);

	if (rc == RC_SIGNIN && c->route->who == OPEN)
		return RC_OK;
	if (rc)
		return rc;
	c->signed_in = true;
	if (!changes(c->rq))
		return RC_OK;
	rc = check_origin(c);
	return rc ? rc : check_token(c);
}

/*
 * The owner of the store and root may speak for anybody on this machine; for
 * nobody they are the system itself.
 */
static enum rc
by_socket(struct call *c, const char *login)
{
	enum rc rc;

	if (c->rq->peer.uid != 0 && c->rq->peer.uid != geteuid())
		return err_set(&c->cx.err, RC_DENIED, "only the owner of the "
		    "store may speak for others");
	rc = login ? session_as(&c->cx, login, &c->session)
	    : access_load(&c->cx);
	c->signed_in = rc == RC_OK;
	return rc;
}

static enum rc
by_bearer(struct call *c, const char *token)
{
	enum rc rc = token_find(&c->cx, token, &c->session);

	c->signed_in = rc == RC_OK;
	return rc;
}

enum rc
door_open(struct call *c)
{
	const char *auth = request_header(c->rq, "Authorization");
	const char *as = request_header(c->rq, "X-Muster-As");
	const char *cookie = request_cookie(c->rq, answer_cookie_name(c->rq));
	enum rc rc = RC_OK;

	c->cx.address = *c->rq->peer.address ? c->rq->peer.address : NULL;
	if (auth && str_starts(auth, "Bearer "))
		rc = by_bearer(c, auth + strlen("Bearer "));
	else if (cookie)
		rc = by_cookie(c, cookie);
	else if (c->rq->peer.local)
		rc = by_socket(c, as);
	else if (changes(c->rq))
		rc = check_origin(c);
	if (rc || c->signed_in || c->route->who == OPEN)
		return rc;
	err_set(&c->cx.err, RC_SIGNIN, "nobody is signed in");
	err_hint(&c->cx.err, "Sign in, or send a token.");
	return RC_SIGNIN;
}
