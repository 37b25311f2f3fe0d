/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * model.h - the model is data.
 *
 * Every record type is listed once, field by field, in def/NAME.def.  Two
 * things are made of that list, in the header and the .c of its subject: a C
 * struct, and a constant table that describes it.  All else (DDL, queries,
 * JSON, forms, the API's schema, journal values, access to fields) is worked
 * out at run time by walking the tables.  This header says what a table is;
 * derive.h says what is derived.
 *
 * size: a table's words are read as one vocabulary.
 */
#ifndef MODEL_H
#define MODEL_H

#include "base/base.h"

/* --- who may: a set of bits, so that a rule is one mask -------------------- */

enum {
	ADM = 1u << 0,          /* administrator */
	APM = 1u << 1,          /* audit programme manager */
	ACL = 1u << 2,          /* audit client */
	ATL = 1u << 3,          /* audit team leader */
	AUD = 1u << 4,          /* auditor */
	AIT = 1u << 5,          /* auditor in training */
	TEX = 1u << 6,          /* technical expert */
	OBS = 1u << 7,          /* observer */
	GUI = 1u << 8,          /* guide */
	AUR = 1u << 9,          /* auditee representative */
	TOP = 1u << 10,         /* top management */
	RO3 = 1u << 11,         /* reading third party */
	EVA = 1u << 12,         /* evaluator */
	SYS = 1u << 13,         /* the system itself */
	ROLES = 13              /* those that people have */
};
#define ANYONE 0x1fffu

/* What a role may do with a record type ... */
enum { CREATE = 1u << 0, READ = 1u << 1, UPDATE = 1u << 2, STEP = 1u << 3,
	EXPORT = 1u << 4 };
/* ... and what narrows it (changes of these meanings: core/access.c). */
enum {
	ASSIGNED = 1u << 0,     /* in audits that the person is assigned to */
	OWN = 1u << 1,          /* records made by the person or naming him */
	OURS = 1u << 2,         /* records of the person's own organization */
	EXTRACT = 1u << 3,      /* open fields only */
	SPECIAL = 1u << 4,      /* with an access grant */
	PRESENTED = 1u << 5,    /* once shown to the auditee */
	CLOSED = 1u << 6,       /* after the closing meeting */
	ISSUED = 1u << 7,       /* once issued */
	GAVE = 1u << 8,         /* what the person's own side handed over */
	OF_MANAGER = 1u << 9    /* matters of the programme manager */
};
struct right { unsigned roles, may, limits; };

/* --- choices ----------------------------------------------------------------- */

enum tone { TONE_NEUTRAL, TONE_QUIET, TONE_INFO, TONE_GOOD, TONE_WARN,
	TONE_BAD };

struct choice {
	int64_t value;          /* stored; never used again, never 0 */
	const char *name;       /* in the API */
	const char *label;      /* on a page */
	const char *meaning;
	enum tone tone;
};

/* --- fields -------------------------------------------------------------------- */

enum kind {
	KIND_text, KIND_markdown, KIND_hash,
	KIND_date, KIND_time, KIND_pick, KIND_set, KIND_class, KIND_bool,
	KIND_int, KIND_minutes, KIND_days100, KIND_bp, KIND_money,
	KIND_ref, KIND_blob, KIND_refs
};

struct refs { size_t n; const int64_t *id; };

typedef const char *kind_text;          /* NULL or "" is not set */
typedef const char *kind_markdown;
typedef const char *kind_hash;          /* 64 hexadecimal digits */
typedef int64_t kind_date;              /* days since 1970-01-01, 0: not set */
typedef int64_t kind_time;              /* UTC seconds, 0: not set */
typedef int64_t kind_pick;              /* a choice's value, 0: not set */
typedef int64_t kind_set;               /* bit n-1 for choice n */
typedef int64_t kind_class;
typedef int64_t kind_bool;              /* 0 or 1 */
typedef int64_t kind_int;               /* these five: UNSET is not set */
typedef int64_t kind_minutes;
typedef int64_t kind_days100;           /* hundredths of a day */
typedef int64_t kind_bp;                /* hundredths of a per cent */
typedef int64_t kind_money;             /* minor units */
typedef int64_t kind_ref;               /* another record's id, 0: not set */
typedef int64_t kind_blob;              /* a stored_file's id */
typedef struct refs kind_refs;          /* in order */

enum {
	REQUIRED = 1u << 0,
	FIXED = 1u << 1,        /* given at creation only */
	SEARCH = 1u << 2,       /* in the full-text index */
	SORT = 1u << 3,         /* lists can be sorted by it */
	UNIQUE = 1u << 4,
	DERIVED = 1u << 5,      /* set by the system or a step, never typed */
	PERSONAL = 1u << 6,     /* its values can be erased by law */
	CLASSIFIED = 1u << 7    /* content: not in mail or for administrators */
};

struct entity;

struct field {
	const char *name;       /* column, JSON member, form control */
	enum kind kind;
	size_t offset;          /* of the member in the record's struct */
	unsigned flags;
	unsigned read, write;   /* who may; 0: whoever may the record */
	const char *label, *help;
	int64_t min, max;       /* of numbers; max of text in code points */
	const struct choice *choices;   /* pick, set, class; ends at no name */
	const struct entity *ref;       /* ref, refs, blob */
};

/* --- a record's life ------------------------------------------------------------- */

struct step {
	const char *verb;       /* "close": in the API, the URL and the CLI */
	int64_t from, to;       /* from 0: creation */
	unsigned who;
	const char *rules;      /* ids of the rules that judge it, or NULL */
	const char *guard;      /* what else must be so, in words, or NULL */
	const char *effect;     /* what it brings about besides, or NULL */
};

struct machine {
	const struct choice *states;
	const struct step *steps;
	size_t nsteps;
};

/* --- record types ------------------------------------------------------------------ */

struct entity {
	const char *name, *label, *plural;
	const char *prefix;             /* of codes: PREFIX-YY-NNN */
	const char *subject;            /* the file of its subject */
	const char *clause, *about;
	/*
	 * The anchor, which decides roles and scope: ways "KIND PATH" in order,
	 * separated by "; ", the first whose references are set counts.  KIND is
	 * audit, programme, organization, person or system.
	 */
	const char *belongs;
	const char *own;               /* fields that name whose record it is */
	unsigned flags;                 /* PERSONAL, CLASSIFIED */
	size_t size;                    /* of the record's struct */
	const struct field *fields;
	size_t nfields;
	size_t state;                   /* offset of the state, 0: has none */
	const struct machine *machine;
	struct right rights[ROLES];     /* ends at roles == 0 */
};

enum anchor { ANCHOR_AUDIT = 1, ANCHOR_PROGRAMME, ANCHOR_ORGANIZATION,
	ANCHOR_PERSON, ANCHOR_SYSTEM };

/* What every record has, first in its struct. */
struct record {
	int64_t id;             /* unique over all record types */
	int64_t rev;           /* counts changes; guards against lost updates */
	const char *code;
	int64_t at;             /* id of its anchor, 0: the system */
	int64_t at_kind;        /* ANCHOR_AUDIT ... */
	int64_t created_at, created_by;         /* time, account */
	int64_t changed_at, changed_by;
};

/* --- rules, settings, indicators ---------------------------------------------------- */

enum force { BLOCK, WARN, INFORM };     /* WARN: goes on with a reason */
enum rule_group { GROUP_CLAUSE, GROUP_NEED_TO_KNOW, GROUP_INDEPENDENCE };

struct rule_row {
	const char *id;
	enum force force;
	const char *clause;
	enum rule_group group;
	const char *records;
	const char *moments;    /* besides the steps that name the rule */
	const char *text;
};
struct setting_row {
	const char *name, *label;
	int64_t min, max, standard;
	const char *unit, *rules, *help;
};
struct indicator_row {
	const char *id, *label, *question, *numerator, *denominator;
	const char *unit, *records, *target, *warn;
};
/* Each ends at a row without id or name. */
extern const struct rule_row rule_rows[];
extern const struct setting_row setting_rows[];
extern const struct indicator_row indicator_rows[];

/* Derived fields that a step takes as its argument: may it be given there? */
bool step_takes(const char *command, const char *field);

const struct rule_row *rule_find(const char *id);       /* or NULL */
const struct setting_row *setting_find(const char *name);

#endif
