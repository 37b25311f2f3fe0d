/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* link.c - a store, wherever it is: on disk, behind its server, far away. */
#include "cli/cli.h"

#include "base/json.h"
#include "base/text.h"
#include "core/number.h"
#include "serve/serve.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 1 << 30 };

struct link {
	struct cli *cli;
	const char *as;
	/* far away */
	CURL *curl;
	struct curl_slist *headers, *file_headers;
	const char *base;
	/* on the disk */
	struct held held;
	bool local;
};

/* --- on the disk -------------------------------------------------------------------- */

static bool
take_pair(struct arena *a, const char *s, size_t n, struct pair *p)
{
	size_t eq = strcspn(s, "=");

	if (!n)
		return false;
	p->name = arena_dup(a, s, eq < n ? eq : n);
	p->value = eq < n ? arena_dup(a, s + eq + 1, n - eq - 1) : "";
	return true;
}

static char *
decoded(struct arena *a, const char *s)
{
	char *out = arena_str(a, s), *w = out;

	for (const char *r = out; *r; r++) {
		char hex[3] = { r[0] == '%' ? r[1] : '\0',
			r[0] == '%' && r[1] ? r[2] : '\0', '\0' };

		if (*r == '%' && hex[1]) {
			*w++ = (char)strtol(hex, NULL, 16);
			r += 2;
		} else {
			*w++ = *r;
		}
	}
	*w = '\0';
	return out;
}

static void
take_target(struct arena *a, struct request *rq, const char *target)
{
	size_t n = strcspn(target, "?");
	const char *s = target[n] ? target + n + 1 : "";
	struct pair *args = arena_alloc(a, (strlen(s) + 1) * sizeof(*args));

	rq->target = target;
	rq->path = decoded(a, arena_dup(a, target, n));
	rq->query = s;
	while (*s) {
		size_t k = strcspn(s, "&");

		if (take_pair(a, s, k, &args[rq->nargs])) {
			args[rq->nargs].name = decoded(a,
			    args[rq->nargs].name);
			args[rq->nargs].value = decoded(a,
			    args[rq->nargs].value);
			rq->nargs++;
		}
		s += k + (s[k] == '&');
	}
	rq->args = args;
}

static int
call_here(struct link *l, const char *method, const char *path,
    const char *body, struct upload *up, const char **out)
{
	static const struct pair json = { "Content-Type",
		"application/json" };
	struct request rq = { .arena = l->cli->arena, .host = "",
		.peer.local = true, .user = up, .headers = &json,
		.nheaders = body != NULL };

	for (int m = 0; m < M_COUNT; m++)
		if (str_eq(method_names[m], method))
			rq.method = (enum method)m;
	take_target(l->cli->arena, &rq, path);
	rq.body = body ? body : "";
	rq.len = strlen(rq.body);
	serve_call(l->cli->faces, l->cli->domain, l->held.cx.db,
	    l->held.cx.numbers, l->held.place.blobs, &rq, l->as);
	*out = rq.rs.body ? rq.rs.body : "";
	return rq.rs.status;
}

/* As a server takes an upload: to the store first, then the call. */
static enum rc
take_file(struct link *l, struct err *err, FILE *file, struct upload *up)
{
	struct blob_in *b;
	char chunk[16384];
	size_t n;
	enum rc rc = blob_begin(l->held.place.blobs, FILE_MOST, err, &b);

	if (rc)
		return rc;
	while (!rc && (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		rc = blob_take(b, err, chunk, n);
	if (!rc && ferror(file))
		rc = err_set(err, RC_INVALID, "the file cannot be read");
	if (!rc)
		return blob_end(b, err, up);
	blob_give_up(b);
	return rc;
}

static enum rc
upload_here(struct link *l, struct err *err, const char *path, FILE *file,
    const char **out, long *status)
{
	struct upload up;
	enum rc rc = take_file(l, err, file, &up);

	if (rc)
		return rc;
	*status = call_here(l, "POST", path, NULL, &up, out);
	if (*status >= 300)
		blob_remove(l->held.place.blobs, up.name);
	return RC_OK;
}

/* --- through a server ------------------------------------------------------------------ */

static size_t
take_bytes(char *p, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;

	buf_add(b, p, size * n);
	return size * n;
}

/* What is sent is set already. */
static enum rc
perform(struct link *l, struct err *err, const char *path, const char **out,
    long *status)
{
	struct buf b = { .arena = l->cli->arena };
	CURLcode code;

	curl_easy_setopt(l->curl, CURLOPT_URL, arena_fmt(l->cli->arena,
	    "%s%s", l->base, path));
	curl_easy_setopt(l->curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(l->curl, CURLOPT_WRITEDATA, &b);
	code = curl_easy_perform(l->curl);
	if (code != CURLE_OK)
		return err_set(err, RC_BUSY, "the server does not answer: %s",
		    curl_easy_strerror(code));
	curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, status);
	*out = buf_text(&b);
	return RC_OK;
}

static enum rc
call_there(struct link *l, struct err *err, const char *method,
    const char *path, const char *body, const char **out, long *status)
{
	curl_easy_setopt(l->curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(l->curl, CURLOPT_HTTPHEADER, l->headers);
	curl_easy_setopt(l->curl, CURLOPT_POSTFIELDS, body);
	if (!body)
		curl_easy_setopt(l->curl, CURLOPT_HTTPGET,
		    str_eq(method, "GET") ? 1L : 0L);
	return perform(l, err, path, out, status);
}

/* What comes: bytes of a file, or the words of a problem. */
struct coming { CURL *curl; FILE *file; struct buf problem; };

static size_t
take_file_bytes(char *p, size_t size, size_t n, void *arg)
{
	struct coming *c = arg;
	long status = 0;

	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status < 400)
		return fwrite(p, 1, size * n, c->file);
	buf_add(&c->problem, p, size * n);
	return size * n;
}

static size_t
give_bytes(char *p, size_t size, size_t n, void *arg)
{
	return fread(p, 1, size * n, arg);
}

static enum rc
upload_there(struct link *l, struct err *err, const char *path, FILE *file,
    const char **out, long *status)
{
	struct stat st;

	if (fstat(fileno(file), &st) < 0)
		return err_set(err, RC_INVALID, "the file cannot be read");
	curl_easy_setopt(l->curl, CURLOPT_POST, 1L);
	curl_easy_setopt(l->curl, CURLOPT_HTTPHEADER, l->file_headers);
	curl_easy_setopt(l->curl, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)st.st_size);
	curl_easy_setopt(l->curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(l->curl, CURLOPT_READDATA, file);
	return perform(l, err, path, out, status);
}

static void
add_header(struct link *l, const char *name, const char *value)
{
	const char *line = arena_fmt(l->cli->arena, "%s: %s", name, value);

	l->headers = curl_slist_append(l->headers, line);
	l->file_headers = curl_slist_append(l->file_headers, line);
}

static enum rc
open_there(struct link *l, const char *url, const char *socket)
{
	const struct args *a = &l->cli->args;
	const char *token = args_option(a, "token");

	curl_global_init(CURL_GLOBAL_DEFAULT);
	l->curl = curl_easy_init();
	if (!l->curl)
		return err_set(&l->cli->err, RC_BUSY, "no memory for a "
		    "connection");
	l->base = url ? url : "http://localhost";
	if (socket)
		curl_easy_setopt(l->curl, CURLOPT_UNIX_SOCKET_PATH, socket);
	if (!token)
		token = getenv("MUSTER_TOKEN");
	if (url && token)
		add_header(l, "Authorization", arena_fmt(l->cli->arena,
		    "Bearer %s", token));
	if (socket && l->as)
		add_header(l, "X-Muster-As", l->as);
	if (args_option(a, "key"))
		add_header(l, "Idempotency-Key", args_option(a, "key"));
	add_header(l, "Expect", "");
	l->headers = curl_slist_append(l->headers,
	    "Content-Type: application/json");
	l->file_headers = curl_slist_append(l->file_headers,
	    "Content-Type: application/octet-stream");
	return RC_OK;
}

/* --- opening --------------------------------------------------------------------------------- */

enum rc
link_open(struct cli *cli, struct link **out)
{
	struct link *l = arena_alloc(cli->arena, sizeof(*l));
	const char *url = args_option(&cli->args, "url");
	enum rc rc;

	l->cli = cli;
	l->as = args_option(&cli->args, "as");
	if (url) {
		rc = open_there(l, url, NULL);
	} else {
		rc = held_open(cli, &l->held);
		l->local = rc == RC_OK;
		if (rc == RC_BUSY)
			rc = open_there(l, NULL, arena_fmt(cli->arena,
			    "%s/muster.sock", cli_data(cli)));
	}
	if (!rc)
		*out = l;
	return rc;
}

void
link_close(struct link *l)
{
	if (l->local)
		held_close(&l->held);
	if (l->curl)
		curl_easy_cleanup(l->curl);
	curl_slist_free_all(l->headers);
	curl_slist_free_all(l->file_headers);
}

/* --- calling ----------------------------------------------------------------------------------- */

static enum rc
code_of_status(long status)
{
	for (int rc = RC_INVALID; rc < RC_COUNT; rc++)
		if (err_table[rc].http == status)
			return (enum rc)rc;
	return status >= 500 ? RC_DB : RC_INVALID;
}

/* Problem details become an error again. */
static enum rc
problem(struct arena *a, struct err *err, long status, const char *body)
{
	const struct json *j;
	const char *text = NULL, *hint = NULL, *field = NULL, *rule = NULL;
	struct err bad;

	if (json_parse(&bad, a, body, strlen(body), NULL, &j) ||
	    json_may_text(&bad, j, "detail", &text) ||
	    json_may_text(&bad, j, "hint", &hint) ||
	    json_may_text(&bad, j, "field", &field) ||
	    json_may_text(&bad, j, "rule", &rule) || !text)
		return err_set(err, code_of_status(status), "the server "
		    "answered %ld", status);
	err_set(err, code_of_status(status), "%s", text);
	err->field = field;
	err->rule = rule;
	if (hint)
		err_hint(err, "%s", hint);
	return err->code;
}

enum rc
link_call(struct link *l, struct err *err, const char *method,
    const char *path, const char *body, const char **out)
{
	long status = 0;
	enum rc rc = RC_OK;

	if (l->local)
		status = call_here(l, method, path, body, NULL, out);
	else
		rc = call_there(l, err, method, path, body, out, &status);
	if (rc || status < 400)
		return rc;
	return problem(l->cli->arena, err, status, *out);
}

enum rc
link_upload(struct link *l, struct err *err, const char *path, FILE *file,
    const char **out)
{
	long status = 0;
	enum rc rc = l->local ? upload_here(l, err, path, file, out, &status)
	    : upload_there(l, err, path, file, out, &status);

	if (rc || status < 400)
		return rc;
	return problem(l->cli->arena, err, status, *out);
}

enum rc
link_download(struct link *l, struct err *err, const char *path, FILE *file)
{
	struct coming c = { l->curl, file, { .arena = l->cli->arena } };
	long status = 0;
	CURLcode code;

	if (l->local)
		return err_set(err, RC_INVALID, "no server has this store");
	if (fflush(file) || ftruncate(fileno(file), 0))
		return err_set(err, RC_DB, "the file cannot be written");
	rewind(file);
	curl_easy_setopt(l->curl, CURLOPT_CUSTOMREQUEST, "GET");
	curl_easy_setopt(l->curl, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(l->curl, CURLOPT_HTTPHEADER, l->headers);
	curl_easy_setopt(l->curl, CURLOPT_URL, arena_fmt(l->cli->arena,
	    "%s%s", l->base, path));
	curl_easy_setopt(l->curl, CURLOPT_WRITEFUNCTION, take_file_bytes);
	curl_easy_setopt(l->curl, CURLOPT_WRITEDATA, &c);
	code = curl_easy_perform(l->curl);
	if (code != CURLE_OK)
		return err_set(err, RC_DB, "the file did not come whole: %s",
		    curl_easy_strerror(code));
	curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, &status);
	return status < 400 ? RC_OK : problem(l->cli->arena, err, status,
	    buf_text(&c.problem));
}
