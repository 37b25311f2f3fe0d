/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * scene.h - an audit told in an audit's words, and played into an empty store.
 *
 * A scene is a text of entries; each is a line and, indented below it, fields.
 *
 *	on 2026-03-02 at 09:00          the clock; a minute passes per order
 *	ines: finding.create leavers    who gives which command on what
 *		title: Rights stay      a list has its values behind commas; a
 *		evidence: list          reference says the name of a record
 *		because: a reason       for going on after a warning
 *	revision is the programme_revision of programme
 *	                                what the program made gets a name
 *	program: finding.issue leavers  the program did it by itself
 *	leavers is closed               the state of a record
 *	ines has nothing to do          no task of hers is open
 *
 *	as in first-audit from ines: plan.create plan until ines: plan.submit plan
 *	                                the entries of another scene; without
 *	                                "from" those from its beginning
 *
 * A second text says where the job breaks off: what is left out of it, what
 * is missing then, and from there it is made good and the job goes on.
 *
 *	before finding.agree leavers
 *		without: list           a record, and whatever names it
 *		without: finding.review leavers
 *		without: statement of leavers
 *		missing: block R-6.4.8-01 FND-26-001 has no evidence
 *		refused: R-6.4.8-01 FND-26-001 has no evidence
 *	before finding.review leavers
 *		by: ines                somebody else than in the job tries
 *		refused: denied ...
 */
#ifndef SCENE_H
#define SCENE_H

#include "core/command.h"

struct entry {
	size_t line;
	char *head;
	struct pair *in;
	size_t n;
};

struct text { const char *path; struct entry *entry; size_t n; };

/* Fails the test when there is no such file or it cannot be understood. */
struct text text_read(struct arena *a, const char *path);

/* gates: NULL for the job alone.  Both databases. */
void scene_play(const char *path, const char *gates);

#endif
