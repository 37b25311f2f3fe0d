/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/inbox.h"

#include "base/text.h"

struct inbox {
	struct sink sink;
	const char *dir, *name;
	int64_t limit;
	struct blob_in *blob;
	struct upload upload;
	bool arrived;
};

static enum rc
on_open(void *self, const struct part *part, struct err *err)
{
	struct inbox *in = self;

	(void)err;
	in->name = part ? part->filename : NULL;
	return RC_OK;
}

static enum rc
on_take(void *self, const char *p, size_t n, struct err *err)
{
	struct inbox *in = self;
	enum rc rc = in->blob ? RC_OK
	    : blob_begin(in->dir, in->limit, err, &in->blob);

	return rc ? rc : blob_take(in->blob, err, p, n);
}

static void
on_end(void *self, bool whole)
{
	struct inbox *in = self;
	struct err err;

	if (!in->blob)
		return;
	if (whole)
		in->arrived = blob_end(in->blob, &err, &in->upload) == RC_OK;
	else
		blob_give_up(in->blob);
	in->blob = NULL;
}

/* A form without files: its fields are wanted, not its bytes. */
static bool
plain_form(const struct request *rq)
{
	const char *type = request_header(rq, "Content-Type");

	return type && str_starts(type, "application/x-www-form-urlencoded");
}

void
inbox_open(struct request *rq, const char *blobs, uint64_t limit)
{
	struct inbox *in;

	if (plain_form(rq))
		return;
	in = arena_alloc(rq->arena, sizeof(*in));

	*in = (struct inbox){ .sink = { in, on_open, on_take, on_end },
		.dir = blobs, .limit = (int64_t)limit };
	rq->intake.sink = &in->sink;
	/* A form around the file needs a little more. */
	rq->intake.limit = limit + 65536;
	rq->user = in;
}

void
inbox_take(struct request *rq, struct call *c)
{
	struct inbox *in = rq->user;

	if (!in || !in->arrived)
		return;
	c->upload = &in->upload;
	c->upload_name = in->name;
}
