/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pages_sample_more.h - the pages about records; see pages_sample.h. */

static void
add_history(struct arena *a, struct view *v)
{
	struct view *c = card_new(v, "side", "h-hist", "History");

	card_link(c, "Journal", url_new(a, "/finding/F-26-038/journal"));
	card_event(c, &(struct shape_event){ "dispute", "bad",
		"Marcus Feld disputed the grade", NULL, NULL, NULL,
		NOW - 1500 });
	card_event(c, &(struct shape_event){ "pen", "muted", "Drafted", NULL,
		"Ines Aguilar", NULL, NOW - 4000 });
}

static void
add_gates(struct arena *a, struct view *v)
{
	struct view *st = view_item(v, "gates_st");

	view_text(v, "gates_title", "What is missing before Concluding");
	view_text(st, "tone", "warn");
	view_text(st, "icon", "warn");
	view_text(st, "word", "1 of 2 missing");
	shape_row(v, "gates", &(struct shape_row){ "stop", "bad", NULL,
		"36 questions have no verdict", "Each needs one, or a reason.",
		"R-6.4.9-02", NULL, "46 of 82",
		url_new(a, "/working_paper"), 0, { 0 } });
	shape_row(v, "gates", &(struct shape_row){ .icon = "done",
		.tone = "good", .text = "Opening meeting on record" });
}

static void
add_life(struct view *v)
{
	view_text(v, "life_of", "State of the audit");
	page_life(v, "Scheduled", LIFE_DONE, NOW - 9000000);
	page_life(v, "Ready", LIFE_DONE, NOW - 700000);
	page_life(v, "In progress", LIFE_NOW, NOW - 180000);
	page_life(v, "Reporting", LIFE_LATER, 0);
	page_life(v, "Closed", LIFE_LATER, 0);
}

static void
add_steps(struct arena *a, struct view *v)
{
	struct view *s, *f;

	s = step_new(v, "main_step", "Agree in the team",
	    url_new(a, "/finding/F-26-038/agree"), 4);
	view_flag(s, "main", true);
	s = step_new(v, "more_steps", "Withdraw",
	    url_new(a, "/finding/F-26-038/withdraw"), 4);
	view_flag(s, "danger", true);
	view_flag(s, "asks", true);
	f = field_new(s, "fields", "state_reason", "Reason");
	view_text(f, "id", "withdraw-reason");
	field_area(f, "", 1000, 3);
	field_notes(f, "Shown beside the state.", NULL, NULL);
	s = view_item(v, "more_links");
	view_url(s, "href", "/finding/F-26-038/journal");
	view_text(s, "label", "Journal and proof");
	view_flag(v, "more", true);
}

static void
add_tabs(struct arena *a, struct view *v)
{
	view_text(v, "tabs_of", "Audit A-26-09");
	page_tab(v, "Overview", 0, url_new(a, "/audit/A-26-09"), true);
	page_tab(v, "Plan", 0, url_new(a, "/audit/A-26-09/plan"), false);
	page_tab(v, "Findings", 19, url_new(a, "/audit/A-26-09/finding"),
	    false);
	page_tab(v, "Report", 0, url_new(a, "/audit/A-26-09/report"), false);
}

static struct view *
of_audit(struct arena *a, const char *title)
{
	struct view *v = in_frame(a, title);

	page_crumb(v, "A-26-09", url_new(a, "/audit/A-26-09"));
	page_crumb(v, title, NULL);
	page_fact_code(v, "A-26-09");
	page_fact_state(v, &going);
	add_tabs(a, v);
	return v;
}

static void
add_facts(struct arena *a, struct view *v, const char *list)
{
	struct view *c = card_new(v, list, "h-facts", "Facts"), *f;

	f = card_fact(c, "Audit");
	fact_value(f, &(struct shape_value){ .code = "A-26-09",
		.text = "Kestrel Bay plant", .href = url_new(a, "/audit/x") });
	f = card_fact(c, "Sites");
	fact_text(f, "Hall 1");
	fact_text(f, "Hall 2");
	fact_value(card_fact(c, "Class"), &(struct shape_value){
		.st = { "info", "lock", "Internal" } });
}

static struct view *
sample_record(struct arena *a)
{
	struct view *v = of_audit(a, "Warehouse walk"), *c, *p, *t, *r;
	struct html *h = arena_alloc(a, sizeof(*h));

	h->b.arena = a;
	html_raw(h, "<p>Gate 4 and <em>both</em> halls.</p><ul><li>badges</li>"
	    "<li>visitors</li></ul>");
	page_notice(v, "good", "Saved.");
	add_life(v);
	add_steps(a, v);
	page_do(v, "pen", "Edit", url_new(a, "/x/edit"), false);
	c = card_new(v, "cards", "h-main", "Session");
	p = card_part(c, "parts", "Topics", "what is looked at");
	fact_value(p, &(struct shape_value){ .html = h });
	p = card_part(c, "parts", "Begins", NULL);
	fact_value(p, &(struct shape_value){ .time = NOW });
	c = card_new(v, "cards", "h-kids", "Interviewed people");
	view_text(c, "note", "1 record");
	card_link(c, "Add", url_new(a, "/interviewee/new?session=7"));
	t = table_new(c, "tables", "Interviewed people");
	table_head(t, "Person", false);
	r = table_row(t);
	table_cell(r, "Person", &(struct shape_cell){ .first = true,
		.text = "Shift lead" });
	c = card_new(v, "cards", "h-none", "Recordings");
	shape_empty(c, &(struct shape_empty){ .icon = "video",
		.text = "No consent to a recording" });
	add_facts(a, v, "side");
	add_gates(a, v);
	add_history(a, v);
	return v;
}

static void
add_all_fields(struct view *g)
{
	struct view *f = field_new(g, "fields", "title", "Title");

	field_line(f, "text", "Guest badges are not counted", 200);
	field_notes(f, "A sentence, not a topic.", NULL, NULL);
	f = field_new(g, "fields", "statement", "Statement");
	field_area(f, "Badges are not counted because nobody was told.", 1000,
	    3);
	field_notes(f, "What is so, without cause or solution.",
	    "Take out the cause", "R-6.4.8-02");
	f = field_new(g, "fields", "type", "Type and grade");
	field_choices(f, false);
	field_choice(f, "major", "Major nonconformity",
	    "Ability of the system is in doubt", true);
	field_choice(f, "minor", "Minor nonconformity", "A lapse", false);
	f = field_new(g, "fields", "site", "Site");
	field_pick(f, "Choose");
	field_option(f, "1", "Gate 4", true);
	field_option(f, "2", "Hall 1", false);
	f = field_new(g, "fields", "impact", "What could suffer");
	field_choices(f, true);
	field_choice(f, "c", "Confidentiality", "", true);
	field_choice(f, "i", "Integrity", "", false);
	f = field_new(g, "fields", "systemic", "Systemic");
	field_tick(f, true);
	field_notes(f, "Tick if it is more than one place.", NULL, NULL);
	f = field_new(g, "fields", "effort", "Effort");
	view_flag(f, "optional", true);
	field_line(f, "text", "2.5", UNSET);
	view_text(f, "mode", "decimal");
	view_text(f, "unit", "days");
	f = field_new(g, "fields", "repeat_of", "Repeats");
	view_flag(f, "optional", true);
	field_line(f, "text", "F-24-007", UNSET);
	field_known(f, "F-24-007", "Badges of visitors");
	f = field_new(g, "fields", "file", "File");
	field_file(f, false);
	f = field_new(g, "fields", "audit", "Audit");
	field_said(f, "A-26-09 Kestrel Bay plant", NULL);
}

static struct view *
sample_form(struct arena *a)
{
	struct view *v = in_frame(a, "Edit finding F-26-041"), *g, *c, *o;

	page_crumb(v, "F-26-041", url_new(a, "/finding/F-26-041"));
	page_crumb(v, "Edit", NULL);
	page_fact_state(v, &draft);
	page_error(v, "statement", "Statement: take the cause out",
	    "R-6.4.8-02", "The auditee looks for the cause later.");
	view_url(v, "action", "/finding/F-26-041/edit");
	view_url(v, "cancel", "/finding/F-26-041");
	view_int(v, "rev", 3);
	view_flag(v, "many", true);
	view_list(v, "hidden");
	g = view_item(v, "conflict");
	view_text(g, "who", "Tomasz Wrona");
	view_text(g, "count_note", "1 field differs");
	view_text(g, "note", "He saved version 4 at 12:15; you began with 3.");
	c = view_item(g, "fields");
	view_text(c, "label", "Site");
	for (int i = 0; i < 2; i++) {
		o = view_item(c, "options");
		view_text(o, "name", "keep_site");
		view_text(o, "value", i ? "theirs" : "mine");
		view_text(o, "text", i ? "Gate 4" : "Hall 1");
		view_text(o, "note", i ? "Tomasz Wrona, version 4" : "Yours");
		view_flag(o, "checked", i);
	}
	g = view_item(v, "groups");
	view_text(g, "id", "h-g1");
	view_text(g, "title", "Finding");
	view_text(g, "intro", "A draft may be saved with errors.");
	add_all_fields(g);
	view_text(v, "save", "Save");
	g = view_item(v, "save_more");
	view_text(g, "value", "agree");
	view_text(g, "label", "Save and send to the team");
	add_facts(a, v, "side");
	return v;
}

static struct view *
sample_step(struct arena *a)
{
	struct view *v = in_frame(a, "Withdraw F-26-041"), *f;

	page_fact_state(v, &draft);
	page_error(v, "state_reason", "Reason is missing", NULL,
	    "Say it in a sentence.");
	view_url(v, "action", "/finding/F-26-041/withdraw");
	view_url(v, "cancel", "/finding/F-26-041");
	view_int(v, "rev", 3);
	view_text(v, "label", "Withdraw");
	view_text(v, "effect", "The finding leaves the report.");
	view_flag(v, "danger", true);
	f = field_new(v, "fields", "state_reason", "Reason");
	field_area(f, "", 1000, 3);
	field_notes(f, NULL, "Reason is missing", NULL);
	add_gates(a, v);
	shape_row(v, "rules", &(struct shape_row){ .text = "Only while the "
		"report is a draft", .rule = "R-6.4.8-08" });
	return v;
}

static void
add_chart(struct arena *a, struct view *card)
{
	struct html *h = arena_alloc(a, sizeof(*h));

	h->b.arena = a;
	html_raw(h, "<svg class=\"chart\" viewBox=\"0 0 640 64\" width=\"640\" "
	    "height=\"64\" role=\"img\" aria-labelledby=\"c-t\"><title "
	    "id=\"c-t\">Findings by clause</title><text x=\"0\" y=\"21\">"
	    "8 Operation</text><rect class=\"c-major\" x=\"151\" y=\"4\" "
	    "width=\"80\" height=\"26\" rx=\"2\"/><rect class=\"c-minor\" "
	    "x=\"233\" y=\"4\" width=\"160\" height=\"26\" rx=\"2\"/><path "
	    "class=\"axis\" d=\"M150 0V60\"/></svg>");
	view_html(card, "chart", h);
}

static struct view *
sample_audit(struct arena *a)
{
	struct view *v = of_audit(a, "Kestrel Bay plant, internal audit"), *c;

	add_life(v);
	add_steps(a, v);
	add_gates(a, v);
	for (int i = 0; i < 2; i++) {
		struct view *p = view_item(v, "progress");

		view_fmt(p, "id", "p%d", i);
		view_text(p, "label", i ? "Sessions: 15 of 17"
		    : "Questions: 46 of 82");
		view_int(p, "max", i ? 17 : 82);
		view_int(p, "value", i ? 15 : 46);
		view_int(p, "percent", i ? 88 : 56);
	}
	c = card_new(v, "cards", "h-chart", "Findings by clause and grade");
	add_chart(a, c);
	add_facts(a, v, "side");
	return v;
}

static struct view *
sample_plan(struct arena *a)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu",
		"Fri" };
	struct view *v = of_audit(a, "Audit plan"), *d, *w, *c, *s;

	add_life(v);
	view_text(v, "week_title", "Week of 2026-09-14");
	view_list(v, "weeks");
	for (int i = 0; i < 5; i++) {
		d = view_item(v, "days");
		view_text(d, "name", names[i]);
		view_date(d, "day", TODAY - 2 + i);
		view_flag(d, "today", i == 2);
	}
	for (int i = 0; i < 2; i++) {
		w = view_item(v, "week");
		view_text(w, "person", i ? "Priya Raman" : "Ines Aguilar");
		view_text(w, "duty", i ? "Technical expert" : "Leader");
		for (int k = 0; k < 5; k++) {
			c = view_item(w, "cells");
			view_list(c, "sessions");
			if ((i + k) % 2)
				continue;
			s = view_item(c, "sessions");
			view_text(s, "text", "Access rights and leavers");
			view_url(s, "href", "/plan_session/%d", k);
			view_text(s, "when", "10:30 to 12:30");
			view_text(s, "place", "room Tern");
			view_text(s, "kind", i ? "remote" : "");
			view_flag(s, "now", k == 2);
		}
	}
	add_facts(a, v, "cards");
	return v;
}

static struct view *
sample_checklist(struct arena *a)
{
	struct view *v = of_audit(a, "Fieldwork"), *p, *g, *i;

	p = view_item(v, "paper");
	view_text(p, "code", "WP-05");
	view_text(p, "title", "Access rights and leavers");
	view_text(p, "note", "8 of 12 answered");
	view_url(p, "action", "/working_paper/WP-05/bulk");
	g = view_item(p, "bulk");
	view_text(g, "value", "review");
	view_text(g, "label", "Mark as reviewed");
	g = view_item(p, "groups");
	view_text(g, "label", "Granting");
	view_text(g, "count", "2 questions");
	for (int k = 1; k < 3; k++) {
		i = view_item(g, "items");
		view_int(i, "pick", k);
		view_fmt(i, "select", "Select question %d", k);
		view_url(i, "href", "/checklist_item/%d", k);
		view_int(i, "no", k);
		view_text(i, "text", "Is there one rule for who may ask for "
		    "access and who says yes?");
		view_text(i, "code", "A.5.15");
		view_list(i, "verdict");
		view_int(i, "evidence", 3);
		view_list(i, "findings");
		view_text(i, "prepared", k > 1 ? "IA" : "");
		view_text(i, "reviewed", "");
		add_badges(i);
		shape_badge(i, &going);
	}
	add_facts(a, v, "cards");
	add_gates(a, v);
	view_list(v, "side");
	return v;
}

static struct view *
sample_question(struct arena *a)
{
	static const char *const verdict[][4] = {
		{ "conform", "Conform", "good", "done" },
		{ "nonconform", "Nonconform", "bad", "no" },
		{ "partly", "Partly", "warn", "partly" },
		{ "not_applicable", "Not applicable", "", "na" } };
	struct view *v = in_frame(a, "Is remote access switched off on the "
	    "last working day of a leaver?"), *p, *f;

	view_text(v, "paper_code", "WP-05");
	view_text(v, "paper_title", "Access rights and leavers");
	view_text(v, "paper_note", "Session 10:30 to 12:30, room Tern");
	view_text(v, "answered_note", "8 of 12 answered, 4 left");
	view_int(v, "answered", 8);
	view_int(v, "all", 12);
	for (int i = 1; i <= 12; i++) {
		p = view_item(v, "pips");
		view_url(p, "href", "/checklist_item/%d", i);
		view_text(p, "kind", i == 4 ? "bad" : i == 6 ? "warn" :
		    i < 9 ? "good" : "");
		view_int(p, "no", i);
		view_text(p, "said", "conform");
		view_flag(p, "now", i == 9);
	}
	view_url(v, "action", "/checklist_item/9");
	view_int(v, "rev", 2);
	view_text(v, "code", "A.5.18");
	view_text(v, "note", "Question 9 of 12, group Removal");
	view_text(v, "prepared", "Prepared by IA");
	for (size_t i = 0; i < NELEMS(verdict); i++) {
		p = view_item(v, "verdicts");
		view_text(p, "value", verdict[i][0]);
		view_text(p, "label", verdict[i][1]);
		view_text(p, "kind", verdict[i][2]);
		view_text(p, "tone", "");
		view_text(p, "icon", verdict[i][3]);
		view_flag(p, "checked", i == 1);
	}
	f = field_new(v, "fields", "notes", "Notes");
	field_area(f, "26 of 140 leavers drawn from the HR list.", 8000, 5);
	field_notes(f, "Write so that a reviewer can follow without you.",
	    NULL, NULL);
	view_text(v, "evidence_note", "1 linked, at least 1 needed");
	shape_row(v, "rows", &(struct shape_row){ .icon = "file",
		.code = "EV-0058", .text = "Leavers and last sign-in",
		.href = url_new(a, "/evidence/EV-0058"),
		.st = { "info", "check", "Verified" } });
	f = field_new(v, "ev_fields", "source", "Source");
	field_pick(f, "");
	field_option(f, "system", "System", true);
	view_flag(v, "fixed", false);
	p = view_item(v, "prev");
	view_url(p, "href", "/checklist_item/8");
	view_text(p, "label", "Question 8");
	p = view_item(v, "next");
	view_url(p, "href", "/checklist_item/10");
	view_text(p, "label", "Save and go to 10");
	view_flag(p, "save", true);
	view_url(v, "raise", "/finding/new?item=9");
	view_text(v, "saved", "Saved 12:16");
	add_facts(a, v, "side");
	return v;
}

static struct view *
sample_evidence(struct arena *a)
{
	struct view *v = of_audit(a, "Evidence"), *u, *f;

	u = view_item(v, "upload");
	view_url(u, "action", "/audit/A-26-09/evidence");
	view_text(u, "note", "Up to 2 GB a file");
	f = field_new(u, "fields", "title", "Title");
	field_line(f, "text", "", 200);
	add_list(a, v);
	return v;
}

static struct view *
sample_finding(struct arena *a)
{
	struct view *v = of_audit(a, "Leavers keep remote access after their "
	    "last day"), *p, *f;

	add_life(v);
	add_steps(a, v);
	page_fact_state(v, &major);
	view_text(v, "found_note", "Wording version 2");
	p = card_part(v, "found", "Statement", "what is not so");
	fact_text(p, "The remote access of people who leave is not reliably "
	    "removed on their last working day.");
	p = card_part(v, "found", "Grade", "and why");
	fact_value(p, &(struct shape_value){ .st = major });
	fact_text(p, "The control does not do what it is there for.");
	p = card_part(v, "found", "Cause", NULL);
	view_text(p, "missing", "Asked for with the action plan.");
	for (int i = 0; i < 2; i++) {
		p = view_item(v, "views");
		view_text(p, "title", i ? "Audit team: Ines Aguilar"
		    : "Auditee: Marcus Feld");
		view_text(p, "text", "The facts are right. We see a minor.");
		view_text(p, "note", i ? "Noted when presented," : "");
		view_time(p, "when", NOW);
	}
	p = view_item(v, "views_st");
	view_text(p, "tone", "warn");
	view_text(p, "icon", "dispute");
	view_text(p, "word", "Open");
	p = view_item(v, "answer");
	view_text(p, "title", "Answer the disagreement");
	view_url(p, "action", "/disagreement/DIS-26-001/try");
	view_url(p, "back", "/finding/F-26-038");
	view_int(p, "rev", 1);
	view_text(p, "label", "Send answer");
	view_text(p, "note", "If it stays open, both views go into the "
	    "report.");
	f = field_new(p, "fields", "attempt", "Your answer");
	field_area(f, "", 1000, 3);
	add_gates(a, v);
	add_facts(a, v, "side");
	add_history(a, v);
	return v;
}

static struct view *
sample_meeting(struct arena *a)
{
	struct view *v = of_audit(a, "Opening meeting"), *g;

	add_life(v);
	g = view_item(v, "agenda");
	view_url(g, "action", "/meeting/MTG-26-001/edit");
	view_int(g, "rev", 1);
	view_text(g, "title", "Agenda");
	view_text(g, "note", "Tick what was said");
	view_text(g, "label", "Save");
	add_all_fields(g);
	g = view_item(v, "people");
	view_url(g, "action", "/meeting/MTG-26-001/attendance");
	view_text(g, "title", "Who was there");
	view_text(g, "note", "1 person");
	view_list(g, "fields");
	view_list(g, "hidden");
	shape_row(g, "rows", &(struct shape_row){ .icon = "person",
		.text = "Marcus Feld", .note = "Plant manager" });
	return v;
}

static struct view *
sample_report(struct arena *a)
{
	struct view *v = of_audit(a, "Report RPT-26-09"), *c;
	struct html *h = arena_alloc(a, sizeof(*h));

	h->b.arena = a;
	html_raw(h, "<section><h2>1 Audit at a glance</h2><p>Scope and "
	    "dates.</p></section>");
	view_text(v, "report_title", "Report RPT-26-09");
	view_html(v, "report", h);
	add_gates(a, v);
	c = card_new(v, "side", "h-app", "Approvals");
	card_event(c, &(struct shape_event){ .icon = "half", .tone = "info",
		.text = "Author: Ines Aguilar", .note = "writing" });
	return v;
}

static struct view *
sample_followup(struct arena *a)
{
	struct view *v = in_frame(a, "Follow-up");

	page_kpi(v, "Open actions", "23", "", "");
	page_kpi(v, "Overdue", "2", "longest 6 days", "late");
	add_list(a, v);
	return v;
}

static struct view *
sample_auditee(struct arena *a)
{
	struct view *v = in_frame(a, "Audit of Kestrel Bay plant"), *r, *f, *s;

	view_flag(v, "solo", true);
	page_fact(v, "You answer for: plant management", NULL);
	view_text(v, "requests_note", "1 to answer, 1 answered");
	r = view_item(v, "requests");
	view_url(r, "action", "/information_request/REQ-26-007/answer");
	view_int(r, "rev", 1);
	view_text(r, "code", "REQ-26-007");
	view_text(r, "text", "List of supplier accounts with remote access");
	add_badges(r);
	shape_badge(r, &going);
	view_text(r, "late", "1 day late");
	view_date(r, "due", TODAY - 1);
	view_text(r, "about", "Names may be blacked out.");
	f = field_new(r, "fields", "file", "File");
	field_file(f, true);
	f = field_new(r, "fields", "answer", "Or a short answer");
	field_line(f, "text", "", 500);
	view_text(r, "label", "Send answer");
	view_text(v, "answered_note", "1 answered request");
	shape_row(v, "answered", &(struct shape_row){ .icon = "done",
		.tone = "good", .text = "Visitor log of gate 4", .st = done });
	view_text(v, "findings_note", "Drafts of the team are not here");
	r = shape_row(v, "findings", &(struct shape_row){ .icon = "minor",
		.tone = "warn", .code = "F-26-040",
		.text = "Rights stay after the yearly look-through",
		.note = "Say whether the facts are right.",
		.href = url_new(a, "/finding/F-26-040"), .st = minor });
	view_list(r, "links");
	s = step_new(r, "replies", "Facts are right",
	    url_new(a, "/finding/F-26-040/acknowledge"), 2);
	s = step_new(r, "replies", "I see it differently",
	    url_new(a, "/finding/F-26-040/dispute"), 2);
	view_flag(s, "asks", true);
	f = field_new(s, "fields", "state_reason", "How do you see it?");
	field_area(f, "", 1000, 3);
	add_history(a, v);
	return v;
}

static struct view *
sample_programme(struct arena *a)
{
	static const char *const kind[] = { "h3", "", "plan", "gap" };
	struct view *v = in_frame(a, "Group ISMS audits 2026 to 2028"), *t, *h;

	add_life(v);
	page_kpi(v, "Schedule kept", "3 of 3", "started in time", "");
	t = view_item(v, "timeline");
	add_chart(a, t);
	view_text(t, "after", "");
	view_text(v, "heat_title", "Coverage of clauses by audit");
	view_text(v, "heat_note", "Each cell says depth done / planned.");
	view_text(v, "heat_first", "Clause");
	for (int i = 0; i < 4; i++) {
		h = view_item(v, "heat_heads");
		view_fmt(h, "code", "A-26-0%d", i);
		shape_link(h, "href", i ? url_new(a, "/audit/%d", i) : NULL);
	}
	for (int i = 4; i < 7; i++) {
		h = view_item(v, "heat");
		view_fmt(h, "label", "%d Clause", i);
		for (int k = 0; k < 4; k++) {
			struct view *c = view_item(h, "cells");

			view_text(c, "kind", kind[k]);
			view_text(c, "text", *kind[k] ? "1/2" : "");
			view_text(c, "said", *kind[k] ? "" : "not planned");
		}
	}
	add_tasks(a, v);
	return v;
}

static struct view *
branch(struct view *v, const char *list, const char *code, const char *text,
    bool current)
{
	struct view *b = view_item(v, list);

	view_text(b, "code", code);
	view_text(b, "text", text);
	view_text(b, "right", "");
	view_url(b, "href", "/criteria/%s", code);
	view_flag(b, "current", current);
	view_flag(b, "open", true);
	view_list(b, "kids");
	return b;
}

static struct view *
sample_criteria(struct arena *a)
{
	struct view *v = in_frame(a, "Criteria"), *b, *i;

	view_text(v, "tree_title", "ISO/IEC 27001:2022");
	view_text(v, "tree_note", "identifiers and titles");
	view_url(v, "tree_href", "/criteria");
	view_text(v, "tree_edition", "CRE-25-001");
	view_text(v, "cq", "");
	b = branch(v, "tree", "A.5", "Organizational controls", false);
	branch(b, "kids", "A.5.15", "Access control", false);
	branch(b, "kids", "A.5.18", "Access rights", true);
	branch(v, "tree", "A.6", "People controls", false);
	i = view_item(v, "item");
	view_text(i, "code", "A.5.18");
	view_text(i, "text", "Access rights");
	view_text(i, "edition", "ISO/IEC 27001:2022, Annex A");
	view_text(i, "html", "");
	add_badges(i);
	view_list(i, "facts");
	add_facts(a, v, "cards");
	return v;
}

static struct view *
sample_import(struct arena *a)
{
	struct view *v = in_frame(a, "Import a catalogue"), *p, *f;

	view_url(v, "action", "/import/oscal");
	view_text(v, "import_title", "Another file");
	f = field_new(v, "fields", "file", "OSCAL catalogue (JSON)");
	field_file(f, false);
	view_flag(v, "looked", true);
	p = card_new(v, "cards", "h-rep", "NIST CSF 2.0");
	fact_text(card_fact(p, "New"), "219");
	fact_text(card_fact(p, "Changed"), "0");
	return v;
}

static struct view *
sample_search(struct arena *a)
{
	struct view *v = in_frame(a, "Search");

	view_text(v, "q", "badge");
	view_text(v, "found_note", "2 results in findings and evidence");
	page_tab(v, "All", 2, url_new(a, "/search?q=badge"), true);
	view_text(v, "tabs_of", "Kinds of records");
	shape_row(v, "rows", &(struct shape_row){ .icon = "flag",
		.code = "F-26-041", .text = "Guest badges are not counted",
		.note = "Finding of A-26-09", .st = draft,
		.href = url_new(a, "/finding/F-26-041") });
	view_list(v, "empty");
	view_list(v, "pages");
	view_text(v, "shown", "1 to 2 of 2");
	return v;
}

static struct view *
sample_account(struct arena *a)
{
	struct view *v = in_frame(a, "My account"), *f, *t;

	t = view_item(v, "fresh_token");
	view_text(t, "text", "mst_4f9d");
	view_text(t, "note", "It is valid until 2026-12-31.");
	f = field_new(v, "token_fields", "days", "Valid for (days)");
	field_line(f, "number", "90", UNSET);
	f = field_new(v, "fields", "new", "New passphrase");
	field_line(f, "password", "", 200);
	add_facts(a, v, "side");
	return v;
}

static struct view *
sample_settings(struct arena *a)
{
	struct view *v = in_frame(a, "Settings"), *g, *f;

	view_url(v, "action", "/settings");
	view_flag(v, "may", true);
	g = view_item(v, "groups");
	view_text(g, "id", "h-s1");
	view_text(g, "title", "Notice and answers");
	view_text(g, "intro", "");
	f = field_new(g, "fields", "plan_days", "Days for an action plan");
	field_line(f, "number", "10", UNSET);
	view_text(f, "unit", "days");
	field_notes(f, "R-6.7-01", NULL, NULL);
	(void)a;
	return v;
}

static struct view *
sample_journal(struct arena *a)
{
	struct view *v = in_frame(a, "Journal of F-26-038"), *e, *c;

	e = view_item(v, "entries");
	view_text(e, "icon", "dispute");
	view_text(e, "tone", "bad");
	view_text(e, "text", "Disputed");
	view_text(e, "who", "Marcus Feld");
	view_time(e, "when", NOW);
	add_badges(e);
	view_text(e, "rule", "");
	view_int(e, "place", 48101);
	view_text(e, "hash", "9f2c77ab");
	view_url(view_item(e, "proof"), "href", "/finding/4711/proof/%d",
	    48101);
	c = view_item(e, "changes");
	view_text(c, "label", "State");
	view_text(c, "old", "Presented");
	view_text(c, "new", "Disputed");
	view_list(v, "empty");
	view_text(v, "shown", "");
	add_facts(a, v, "side");
	return v;
}

static struct view *
sample_tool(struct arena *a)
{
	struct view *v = in_frame(a, "Sample size"), *f, *r;

	view_url(v, "action", "/decide/sample");
	view_text(v, "inputs_title", "What you know");
	view_text(v, "label", "Reckon");
	f = field_new(v, "fields", "population", "Population");
	field_line(f, "number", "140", UNSET);
	r = view_item(v, "result");
	view_text(r, "title", "Sample");
	view_text(r, "big", "26 of 140");
	view_text(r, "text", "Finds a rate of 10 % with 95 % certainty.");
	view_text(r, "after", "");
	add_chart(a, r);
	add_facts(a, v, "side");
	return v;
}
