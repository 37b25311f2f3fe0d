/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * site_sample.c - which of several similar sites are visited: how many by the
 * rule, a quarter of them by the seed, the central function always.
 */
#include "reckon.h"

#include "base/text.h"
#include "decide/draw.h"
#include "decide/sites.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/isms.h"
#include "model/organization.h"

struct work {
	struct ctx *cx;
	struct site_sample *s;
	struct list sites;              /* of the auditee */
	const char **code;              /* of the group, in order */
	int64_t *id;
	int64_t count, central;
	char hash[HEX];
};

static enum rc
wrong(struct ctx *cx, const char *field, const char *what, const char *hint)
{
	return refuse(cx, "site_sample.create", field, what, hint);
}

static bool
in_group(const struct work *w, const struct site *s)
{
	return !s->retired && !s->central_function &&
	    !text_blank(w->s->similar_group) && str_eq(s->similar_group,
	    w->s->similar_group);
}

/* The register of sites is the list: in order of their codes, hashed. */
static enum rc
find_sites(struct work *w)
{
	struct arena *a = w->cx->arena;
	const char **code = arena_alloc(a, (w->sites.n + 1) * sizeof(*code));
	size_t n = 0;
	enum rc rc;

	for (size_t i = 0; i < w->sites.n; i++) {
		const struct site *s = w->sites.rec[i];

		if (s->central_function && !s->retired)
			w->central = s->rec.id;
		if (in_group(w, s))
			code[n++] = s->rec.code;
	}
	rc = draw_list(&w->cx->err, a, code, n, &w->code, w->hash);
	if (rc)
		return rc;
	w->count = (int64_t)n;
	w->id = arena_alloc(a, (n + 1) * sizeof(*w->id));
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < w->sites.n; i++) {
			const struct site *s = w->sites.rec[i];

			if (str_eq(s->rec.code, w->code[k]))
				w->id[k] = s->rec.id;
		}
	return RC_OK;
}

static enum rc
open_work(struct ctx *cx, struct site_sample *s, struct work *w)
{
	struct audit *audit;
	struct isms_profile *profile;
	enum rc rc = of_ref(cx, &audit_entity, s->audit, &audit);

	*w = (struct work){ .cx = cx, .s = s };
	if (!rc)
		rc = of_ref(cx, &isms_profile_entity, s->profile, &profile);
	if (!rc)
		rc = store_of(cx, &site_entity, "organization",
		    audit->auditee, &w->sites);
	if (!rc)
		rc = find_sites(w);
	if (!rc && text_blank(s->similar_group) && profile->similar_sites !=
	    UNSET)
		w->count = profile->similar_sites;
	return rc;
}

static enum sites_kind
kind_of(const struct site_sample *s)
{
	return s->kind == SITE_SAMPLE_KIND_SURVEILLANCE ? SITES_SURVEILLANCE
	    : s->kind == SITE_SAMPLE_KIND_RECERTIFICATION
	    ? SITES_RECERTIFICATION : SITES_INITIAL;
}

/* --- what was chosen ------------------------------------------------------------------ */

/* The random part is what the seed says, so it must be among the chosen. */
static enum rc
judge_random(struct work *w)
{
	int64_t row[64], tried, n = w->s->random_part;
	enum rc rc;

	if (text_blank(w->s->seed) || !w->id[0])
		return RC_OK;
	if (n > (int64_t)NELEMS(row))
		n = NELEMS(row);
	rc = draw_rivest(&w->cx->err, w->cx->arena, w->s->seed, w->count, 0,
	    n, false, row, &tried);
	for (int64_t i = 0; !rc && i < n; i++)
		if (!refs_have(w->s->chosen, w->id[row[i] - 1]))
			return wrong(w->cx, "chosen", arena_fmt(w->cx->arena,
			    "the seed draws %s, which is not among the sites "
			    "chosen", w->code[row[i] - 1]), "At least a "
			    "quarter of the sites is chosen at random; add "
			    "it.");
	return rc;
}

static enum rc
judge_number(struct work *w)
{
	const struct site_sample *s = w->s;
	int64_t n = (int64_t)s->chosen.n - (w->central &&
	    refs_have(s->chosen, w->central));

	if (s->kind == SITE_SAMPLE_KIND_OWN)
		return text_blank(s->increase_reason) && n < s->computed
		    ? wrong(w->cx, "increase_reason", arena_fmt(
		    w->cx->arena, "%lld sites are fewer than the %lld of the "
		    "rule", (long long)n, (long long)s->computed),
		    "Say why so many will do.") : RC_OK;
	if (n < s->computed)
		return wrong(w->cx, "chosen", arena_fmt(w->cx->arena, "%lld "
		    "sites are chosen and IAF MD 1, 6.1.3 asks for %lld",
		    (long long)n, (long long)s->computed), "Choose as many, "
		    "besides the central function.");
	return n > s->computed && text_blank(s->increase_reason) ? wrong(
	    w->cx, "increase_reason", "more sites than the rule asks for need "
	    "a reason", "For instance a change, a complaint or a risk.")
	    : RC_OK;
}

static void
add_central(struct work *w)
{
	struct refs *r = &w->s->chosen;
	int64_t *id = arena_alloc(w->cx->arena, (r->n + 1) * sizeof(*id));

	if (!w->central || refs_have(*r, w->central) ||
	    w->s->kind == SITE_SAMPLE_KIND_OWN)
		return;
	for (size_t i = 0; i < r->n; i++)
		id[i] = r->id[i];
	id[r->n] = w->central;
	*r = (struct refs){ r->n + 1, id };
}

/* --- the numbers ------------------------------------------------------------------------- */

static enum rc
keep_numbers(struct work *w)
{
	struct sites_ask ask = { .sites = w->count, .kind = kind_of(w->s) };
	struct sites r;
	enum rc rc = sites_of(&w->cx->err, &ask, &r);

	if (rc)
		return wrong(w->cx, "similar_group", arena_str(w->cx->arena,
		    w->cx->err.text), "Name a group that has sites, or count "
		    "them in the profile.");
	w->s->population = w->count;
	w->s->computed = r.sample;
	w->s->random_part = r.random_minimum;
	w->s->population_hash = arena_str(w->cx->arena, w->hash);
	w->s->method_note = "IAF MD 1:2018, 6.1.3, no stated confidence; "
		"random part by SHA-256(seed, i) over the codes in order; "
		"muster " MUSTER_VERSION;
	return RC_OK;
}

static enum rc
reckon(struct ctx *cx, struct change *ch)
{
	struct site_sample *s = ch->after;
	struct work *w = arena_alloc(cx->arena, sizeof(*w));
	enum rc rc;

	if (!s->audit || !s->profile || !s->kind)
		return RC_OK;
	rc = open_work(cx, s, w);
	if (rc)
		return rc;
	if (!w->count)
		return wrong(cx, "similar_group", "there are no similar sites "
		    "to choose from", "Name a group that has sites, or count "
		    "them in the profile.");
	add_central(w);
	rc = keep_numbers(w);
	if (!rc)
		rc = judge_number(w);
	if (!rc)
		rc = judge_random(w);
	if (!rc && changed(ch, "seed"))
		s->draws = s->draws == UNSET ? 1 : s->draws + 1;
	return rc;
}

enum rc
sites_question(struct ctx *cx, const struct site_sample *s, struct buf *out)
{
	static const char *const kinds[] = { "initial", "surveillance",
		"recertification" };

	(void)cx;
	buf_fmt(out, "{\"sites\":%lld,\"kind\":\"%s\"}",
	    (long long)s->population, kinds[kind_of(s)]);
	return RC_OK;
}

static const struct judge prepares[] = {
	{ "site_sample.create", reckon },
	{ "site_sample.update", reckon },
	{ NULL, NULL }
};

const struct domain_part site_sample_part = { "sampling", NULL, prepares,
	NULL };
