/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ask_inside.h - how the functions behind the names read their question.
 *
 * Getters never fail to the caller: the first thing wrong is kept in q->rc
 * and q->err, they answer a harmless value, and whoever runs checks ask_bad
 * once before computing.  Field names must be those of the table.
 */
#ifndef DECIDE_ASK_INSIDE_H
#define DECIDE_ASK_INSIDE_H

#include "decide/ask.h"

enum { ASK_LIST = 100000 };             /* entries of a list */

struct question {
	struct arena *arena;
	struct err *err;
	enum rc rc;
	const struct ask_name *name;
	const struct json *in;
};

const struct ask_field *ask_field_of(const struct ask_name *n,
	const char *name);             /* or NULL */

bool ask_bad(const struct question *q);

/* Keeps a failure of a library function; true when it failed. */
bool ask_failed(struct question *q, enum rc rc);
void ask_refuse(struct question *q, const char *field, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

bool ask_has(const struct question *q, const char *name);
int64_t ask_int(struct question *q, const char *name, int64_t absent);
struct dec ask_rate(struct question *q, const char *name, struct dec absent);
struct dec ask_dec(struct question *q, const char *name, struct dec absent);
int ask_pick(struct question *q, const char *name);  /* index of the choice */
bool ask_flag(struct question *q, const char *name, bool absent);
const char *ask_text(struct question *q, const char *name, const char *absent);

/* Lists in the arena; NULL and 0 when absent. */
int64_t *ask_ints(struct question *q, const char *name, size_t *n);
struct dec *ask_decs(struct question *q, const char *name, size_t *n);
const char **ask_texts(struct question *q, const char *name, size_t *n);
const struct json *ask_rows(struct question *q, const char *name, size_t *n);

/* Members of one row, by the same rules; field names the list in errors. */
int64_t row_int(struct question *q, const char *field, const struct json *row,
	const char *name, int64_t absent);
struct dec row_dec(struct question *q, const char *field,
	const struct json *row, const char *name, struct dec absent);
const char *row_text(struct question *q, const char *field,
	const struct json *row, const char *name, const char *absent);

/* A JSON number or text as a decimal; false when it is none. */
bool json_dec(const struct json *j, struct dec *out);

/* "95 %", "2.08 %": a rate as people say it, in the arena. */
const char *say_percent(struct question *q, double rate);
const char *say_rate(struct question *q, struct dec rate);

/* Method, edition and what is taken for granted; ends the answer. */
void say_basis(struct question *q, struct result *w, const char *method,
	const char *edition, const char *const *assumption, size_t n);

extern const struct ask_name ask_sample_size, ask_sample_evaluate,
	ask_sample_bayes, ask_sample_mus, ask_sample_plan, ask_sample_draw,
	ask_sample_redraw, ask_sample_seal, ask_sample_seed,
	ask_sample_weights, ask_time, ask_sites, ask_allocate, ask_agree,
	ask_trend, ask_risk_rank, ask_risk_intervals, ask_risk_budget,
	ask_risk_coverage;

#endif
