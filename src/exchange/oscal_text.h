/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * oscal_text.h - what stands in a part of a catalogue, as text for readers.
 *
 * Nothing here fails: what is absent or of the wrong kind is no text.
 */
#ifndef OSCAL_TEXT_H
#define OSCAL_TEXT_H

#include "oscal_param.h"

/* NULL where the member is no text, or empty. */
const char *oscal_text(const struct json *object, const char *name);
/* The first element of a list, or NULL. */
const struct json *oscal_first(const struct json *object, const char *name);
/* The value of a property; one without a class before one with. */
const char *oscal_property(const struct json *object, const char *name);

/* The parts of that name, lettered parts in them as lists; or NULL. */
const char *oscal_statement(struct arena *a, const struct oscal_params *ps,
	const struct json *at, const char *name);
/* One part and those in it. */
const char *oscal_part(struct arena *a, const struct oscal_params *ps,
	const struct json *part);
/* Guidance, discussion, overview; then examples as a list; or NULL. */
const char *oscal_guidance(struct arena *a, const struct oscal_params *ps,
	const struct json *at);

/* The first words, as many as a title may have. */
const char *oscal_title(struct arena *a, const char *s);

#endif
