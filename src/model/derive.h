/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * derive.h - what is worked out from the tables of the model.
 *
 * A record is handled here as its entity and a pointer to its struct.
 */
#ifndef MODEL_DERIVE_H
#define MODEL_DERIVE_H

#include "entities.h"

/* --- finding one's way -------------------------------------------------------- */

const struct entity *entity_find(const char *name);             /* or NULL */
const struct field *field_find(const struct entity *e, const char *name);
const struct choice *choice_find(const struct choice *c, int64_t value);
const struct choice *choice_named(const struct choice *c, const char *name);
unsigned role_bit(const char *name);    /* of the list "role"; 0: none */

/* The step with this verb from that state, or NULL. */
const struct step *machine_step(const struct machine *m, int64_t from,
	const char *verb);
bool machine_final(const struct machine *m, int64_t state);

/* --- one field of one record ----------------------------------------------------- */

bool field_is_text(const struct field *f);
bool field_has_null(const struct field *f);     /* UNSET, not 0, is "not set" */
const char *field_text(const struct field *f, const void *rec); /* never NULL */
int64_t field_int(const struct field *f, const void *rec);
struct refs field_refs(const struct field *f, const void *rec);
void field_set_text(const struct field *f, void *rec, const char *s);
void field_set_int(const struct field *f, void *rec, int64_t v);
void field_set_refs(const struct field *f, void *rec, struct refs r);
bool field_empty(const struct field *f, const void *rec);
bool field_same(const struct field *f, const void *a, const void *b);

int64_t record_state(const struct entity *e, const void *rec);  /* 0: none */
void record_set_state(const struct entity *e, void *rec, int64_t state);

/* A new record of this type with nothing set. */
void *record_new(struct arena *a, const struct entity *e);

/* --- out ----------------------------------------------------------------------------- */

/* How a record is shown: the reader's roles at it, and how much. */
struct view_of {
	unsigned who;           /* 0: the system, sees all */
	bool extract;           /* open fields only */
};
bool field_visible(const struct field *f, const struct view_of *v);

/*
 * The value as another program would write it, and as the journal commits to
 * it: choices by name, sets and references separated by blanks, "" if not set.
 */
const char *field_show(struct arena *a, const struct field *f,
	const void *rec);

void model_json_value(struct buf *b, const struct field *f, const void *rec);
void model_json(struct buf *out, const struct entity *e, const void *rec,
	const struct view_of *v);
/*
 * What is sent of a record: fields that the reader may not see are absent.
 * What is taken for it: nothing is required in a change, null clears, and
 * "go_on" is the reason for going on after a warning.
 */
enum schema_way { SCHEMA_OUT, SCHEMA_IN };
void model_schema(struct buf *out, const struct entity *e,
	enum schema_way way);

/* Tables and indexes of a record type; foreign keys apart, for PostgreSQL. */
void model_ddl(struct buf *out, const struct entity *e, bool postgres);
void model_ddl_keys(struct buf *out, const struct entity *e);
/* The whole model, for other programs. */
void model_print(struct buf *out);

/* --- in --------------------------------------------------------------------------------- */

/*
 * Sets fields from pairs.  References must be numbers here (core/command.c
 * looks up codes and names); a repeated pair adds to a set or to refs, the
 * first one replaces what was there; "" clears.  command decides about
 * derived and fixed fields; who about write access (SYS may all).
 */
enum rc model_apply(struct err *err, struct arena *a, const struct entity *e,
	void *rec, const char *command, bool creating, const struct pair *in,
	size_t n, unsigned who) MUST_USE;

/* One field from one text; the same parsing for filters and settings. */
enum rc field_parse(struct err *err, struct arena *a, const struct field *f,
	const char *s, int64_t *out) MUST_USE;

/* Everything required is there and within its limits. */
enum rc model_check(struct err *err, const struct entity *e, const void *rec)
	MUST_USE;

#endif
