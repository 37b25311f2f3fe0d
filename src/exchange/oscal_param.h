/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * oscal_param.h - the parameters of a catalogue, and prose with them put in.
 *
 * A parameter may be used far from where it is declared, so all are gathered
 * before any prose is written.
 */
#ifndef OSCAL_PARAM_H
#define OSCAL_PARAM_H

#include "base/json.h"

struct oscal_params;

/* Of the catalogue, its groups and controls, at any depth. */
enum rc oscal_params_read(struct err *err, struct arena *a,
	const struct json *catalog, struct oscal_params **out) MUST_USE;

/*
 * prose with each {{ insert: param, ID }} (old form: {{ ID }}) replaced.
 * Stops when out has grown beyond OSCAL_PROSE: parameters that name one
 * another could fill any memory.
 */
enum { OSCAL_PROSE = 64 * 1024 };
void oscal_prose(struct buf *out, const struct oscal_params *params,
	const char *prose);

#endif
