/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* template.c - what templates say, how it is escaped, what they refuse. */
#include "unit.h"

#include "web/template.h"

#include <inttypes.h>

#include <string.h>

static const struct pair constants[] = {
	{ "icons.svg", "/static/icons.1f.svg" },
	{ "odd", "a\"b&c" },
};

static struct arena *arena;
static struct err err;

/* Made of one source called "t" and the parts "icon" and "tree". */
static struct templates *
set_of(const char *text)
{
	static const char icon[] =
	    "<svg><use href=\"{{=icons.svg}}#{{.}}\"/></svg>";
	static const char tree[] =
	    "{{#kids}}<li>{{name}}{{>tree}}</li>{{/kids}}";
	struct template_source *s = arena_alloc(arena, 3 * sizeof(*s));
	struct templates *set = NULL;

	s[0] = (struct template_source){ "t", text, strlen(text) };
	s[1] = (struct template_source){ "icon", icon, strlen(icon) };
	s[2] = (struct template_source){ "tree", tree, strlen(tree) };
	if (templates_new(&err, arena, s, 3, constants, NELEMS(constants),
	    &set))
		return NULL;
	return set;
}

static const char *
fill(const char *text, const struct view *v)
{
	struct templates *set = set_of(text);
	struct html out = { { .arena = arena } };

	if (!set)
		return err.text;
	if (template_fill_strictly(&err, &out, template_find(set, "t"), NULL,
	    v))
		return err.text;
	return buf_text(&out.b);
}

static const char nasty[] = "<b a=\"x\" b='y'>&amp;</b> {{x}} ä";

static struct view *
sample(void)
{
	struct view *v = view_new(arena);
	struct html *h = arena_alloc(arena, sizeof(*h));

	h->b.arena = arena;
	html_raw(h, "<i>made</i>");
	view_text(v, "x", nasty);
	view_text(v, "none", NULL);
	view_text(v, "script", "javascript:alert(1)");
	view_int(v, "n", -7);
	view_int(v, "zero", 0);
	view_int(v, "unset", UNSET);
	view_flag(v, "yes", true);
	view_flag(v, "no", false);
	view_html(v, "markup", h);
	view_url(v, "url", "/finding/%s?from=%" PRId64 "&q=%s", "F 1/../\"x",
	    (int64_t)5, "a&b=c");
	view_list(v, "empty");
	view_text(view_item(v, "list"), "name", "one");
	view_text(view_item(v, "list"), "name", "<two>");
	return v;
}

struct fit { const char *text, *want; };

static void
all_fit(const struct fit *f, size_t n)
{
	struct view *v = sample();

	for (size_t i = 0; i < n; i++)
		assert_string_equal(fill(f[i].text, v), f[i].want);
}

static void
a_value_is_escaped_by_its_place(void **state)
{
	static const struct fit f[] = {
		{ "<p>{{x}}</p>", "<p>&lt;b a=\"x\" b='y'&gt;&amp;amp;"
		    "&lt;/b&gt; {{x}} ä</p>" },
		{ "<p title=\"{{x}}\">", "<p title=\"&lt;b a=&quot;x&quot; "
		    "b=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt; {{x}} ä\">" },
		{ "<p title='{{x}}'>", "<p title='&lt;b a=&quot;x&quot; "
		    "b=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt; {{x}} ä'>" },
		{ "<a href=\"/q?x={{x}}&y={{n}}\">", "<a href=\"/q?x="
		    "%3Cb%20a%3D%22x%22%20b%3D%27y%27%3E%26amp%3B%3C%2Fb%3E%20"
		    "%7B%7Bx%7D%7D%20%C3%A4&y=-7\">" },
		{ "<a href=\"{{url}}\">", "<a href=\"/finding/"
		    "F%201%2F..%2F%22x?from=5&amp;q=a%26b%3Dc\">" },
		{ "<a href=\"/in?to={{url}}#{{n}}\">", "<a href=\"/in?to="
		    "%2Ffinding%2FF%25201%252F..%252F%2522x%3Ffrom%3D5%26q%3D"
		    "a%2526b%253Dc#-7\">" },
		{ "<a href=\" {{script}}\">",
		    "<a href=\" javascript%3Aalert%281%29\">" },
		{ "<title>{{x}}</title>", "<title>&lt;b a=\"x\" b='y'&gt;"
		    "&amp;amp;&lt;/b&gt; {{x}} ä</title>" },
		{ "<textarea>\n{{x}}</textarea>", "<textarea>\n&lt;b a=\"x\" "
		    "b='y'&gt;&amp;amp;&lt;/b&gt; {{x}} ä</textarea>" },
		{ "<i>{{markup}} {{url}}</i>", "<i><i>made</i> /finding/"
		    "F%201%2F..%2F%22x?from=5&amp;q=a%26b%3Dc</i>" },
		{ "{{n}}{{zero}}{{unset}}{{none}}", "-70" },
		{ "<input value=\"{{n}}\" data-x=\"{{url}}\">",
		    "<input value=\"-7\" data-x=\"/finding/F%201%2F..%2F%22x"
		    "?from=5&amp;q=a%26b%3Dc\">" },
		{ "<textarea></textare>{{n}}</textarea  >{{markup}}",
		    "<textarea></textare>-7</textarea  ><i>made</i>" },
		{ "<svg><title>{{n}}</title><text>{{n}}</text></svg>",
		    "<svg><title>-7</title><text>-7</text></svg>" },
	};

	(void)state;
	all_fit(f, NELEMS(f));
}

static void
sections_ask_and_repeat(void **state)
{
	static const struct fit f[] = {
		{ "{{#list}}<b>{{name}}</b>{{/list}}",
		    "<b>one</b><b>&lt;two&gt;</b>" },
		{ "{{#list}}{{@n}}{{#@yes}}{{name}}{{/@yes}}{{/list}}",
		    "-7one-7&lt;two&gt;" },
		{ "{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}", "b" },
		{ "{{?list}}<ul>{{n}}{{#list}}{{name}}{{/list}}{{/list}}"
		    "{{?empty}}a{{/empty}}{{?yes}}b{{/yes}}",
		    "<ul>-7one&lt;two&gt;b" },
		{ "{{#yes}}a{{/yes}}{{#no}}b{{/no}}{{^no}}c{{/no}}", "ac" },
		{ "{{#zero}}a{{/zero}}{{#n}}b{{/n}}{{#none}}c{{/none}}", "b" },
		{ "{{#markup}}a{{/markup}}{{#url}}b{{/url}}{{#unset}}c{{/unset}}",
		    "ab" },
		{ "<p{{#yes}} class=\"a{{#yes}} b{{/yes}}{{#no}} c{{/no}}\""
		    "{{/yes}}{{#no}} id=\"x\"{{/no}}>", "<p class=\"a b\">" },
		{ "<option{{#yes}} selected{{/yes}}>", "<option selected>" },
		{ "<title>{{#yes}}Error: {{/yes}}{{n}}</title>",
		    "<title>Error: -7</title>" },
		{ "a\n\t{{#yes}}\n\t<b>\n{{! gone\nand\ngone }}\n  {{/yes}}  \nc",
		    "a\n<b>\nc" },
		{ "{{>icon done}} {{>icon x-1}}", "<svg><use href=\"/static/"
		    "icons.1f.svg#done\"/></svg> <svg><use href=\"/static/"
		    "icons.1f.svg#x-1\"/></svg>" },
		{ "<p title=\"{{=odd}}\">", "<p title=\"a&quot;b&amp;c\">" },
		{ "<pre>\tx\n\ty</pre>", "<pre>\tx\ny</pre>" },
	};

	(void)state;
	all_fit(f, NELEMS(f));
}

static void
what_may_not_stand_is_refused(void **state)
{
	static const struct fit f[] = {
		{ "<script>{{x}}</script>", "t.html:1: a value may not stand "
		    "in a script, a style or the like" },
		{ "<SCRIPT\n>var a = '{{x}}'</SCRIPT>", "t.html:2: a value "
		    "may not stand in a script, a style or the like" },
		{ "<style>{{x}}</style>", "t.html:1: a value may not stand in "
		    "a script, a style or the like" },
		{ "<noscript>{{x}}", "t.html:1: a value may not stand in a "
		    "script, a style or the like" },
		{ "<!-- {{x}} -->", "t.html:1: a value may not stand in a "
		    "comment" },
		{ "<!doctype {{x}}>", "t.html:1: a value may not stand in a "
		    "declaration" },
		{ "<{{x}}>", "t.html:1: a value may not stand in the name of "
		    "a tag" },
		{ "<p{{x}}>", "t.html:1: a value may not stand in the name of "
		    "a tag" },
		{ "</{{x}}>", "t.html:1: a value may not stand in the name of "
		    "a tag" },
		{ "<p {{x}}>", "t.html:1: a value may not stand between the "
		    "attributes of a tag" },
		{ "<p a{{x}}=\"b\">", "t.html:1: a value may not stand in the "
		    "name of an attribute" },
		{ "<p a={{x}}>", "t.html:1: a value may not stand in an "
		    "attribute without quotes" },
		{ "<p a=b{{x}}>", "t.html:1: a value may not stand in an "
		    "attribute without quotes" },
		{ "<p a=\"b\"{{x}}>", "t.html:1: a value may not stand between "
		    "the attributes of a tag" },
		{ "<p style=\"color: {{x}}\">", "t.html:1: a value may not "
		    "stand in an attribute that holds script, style or a page" },
		{ "<p onClick='{{x}}'>", "t.html:1: a value may not stand in "
		    "an attribute that holds script, style or a page" },
		{ "<iframe srcdoc=\"{{x}}\">", "t.html:1: a value may not "
		    "stand in an attribute that holds script, style or a page" },
		{ "<script><!--<script></script>{{x}}", "t.html:1: a value may "
		    "not stand behind markup that cannot be followed" },
		{ "<![CDATA[{{x}}", "t.html:1: a value may not stand behind "
		    "markup that cannot be followed" },
		{ "a < b {{x}}", "t.html:1: a value may not stand behind "
		    "markup that cannot be followed" },
		{ "<p a=\"b\"c=\"{{x}}\">", "t.html:1: a value may not stand "
		    "behind markup that cannot be followed" },
		{ "<a href=\"{{x}}\">", "t.html:1: x fills a whole URL and is "
		    "not one" },
		{ "<a href='{{markup}}'>", "t.html:1: markup fills a whole URL "
		    "and is not one" },
		{ "<a title='{{markup}}'>", "t.html:1: markup is markup and "
		    "not between tags" },
		{ "<title>{{markup}}</title>", "t.html:1: markup is markup and "
		    "not between tags" },
		{ "<a href=\"{{#yes}}/x{{/yes}}\">", "t.html:1: a section may "
		    "not stand in a URL" },
		{ "<p {{#yes}}a{{/yes}}>", "t.html:1: a section between "
		    "attributes has the blank inside it: "
		    "<p{{#x}} class=\"y\"{{/x}}>" },
		{ "<p{{#yes}} a{{/yes}}b=\"{{x}}\">", "t.html:1: a value may "
		    "not stand behind markup that cannot be followed" },
		{ "\n{{#yes}}<p{{/yes}}>", "t.html:2: the section {{#yes}} of "
		    "line 2 ends elsewhere than it began: between the "
		    "attributes of a tag" },
		{ "{{#yes}}<p title=\"{{/yes}}\">", "t.html:1: the section "
		    "{{#yes}} of line 1 ends elsewhere than it began: in an "
		    "attribute" },
		{ "{{#yes}}<script>{{/yes}}", "t.html:1: the section {{#yes}} "
		    "of line 1 ends elsewhere than it began: in a script, a "
		    "style or the like" },
		{ "<p>\n{{#yes}}\n", "t.html:3: {{#yes}} is not closed" },
		{ "{{/yes}}", "t.html:1: {{/yes}} closes nothing" },
		{ "{{#yes}}{{/no}}", "t.html:1: {{/no}} closes {{#yes}} of "
		    "line 1" },
		{ "{{#yes}}\n{{/@yes}}", "t.html:2: {{/@yes}} closes {{#yes}} "
		    "of line 1" },
		{ "{{x", "t.html:1: a mark that does not end" },
		{ "{{X}}", "t.html:1: \"X\" is not a name" },
		{ "{{}}", "t.html:1: \"\" is not a name" },
		{ "\n{{>icon}}", "t.html:2: icon is set in with a word" },
		{ "{{>gone}}", "t.html:1: no part is called \"gone\"" },
		{ "<p title=\"{{>tree}}\">", "t.html:1: a part may not stand "
		    "in an attribute" },
		{ "{{>icon a\"b}}", "t.html:1: \"a\"b\" is not a word" },
		{ "{{=gone}}", "t.html:1: no constant is called \"gone\"" },
		{ "<p title=\"x\"", "t.html:1: it ends between the attributes "
		    "of a tag" },
		{ "{{gone}}", "t.html:1: gone is not a name that the page "
		    "gives" },
		{ "{{#gone}}{{/gone}}", "t.html:1: gone is not a name that the "
		    "page gives" },
		{ "{{#list}}\n{{n}}{{/list}}", "t.html:2: n is not a name that "
		    "the page gives" },
		{ "{{list}}", "t.html:1: list can be asked, not written" },
		{ "{{yes}}", "t.html:1: yes can be asked, not written" },
		{ "{{>>}}", "t.html:1: > is to be set in and there is none" },
	};

	(void)state;
	all_fit(f, NELEMS(f));
}

static void
in_production_a_missing_name_is_empty(void **state)
{
	struct templates *set = set_of("<a title=\"{{gone}}\" href=\"{{x}}\">"
	    "{{#gone}}a{{/gone}}{{^gone}}b{{/gone}}{{list}}{{>>}}</a>");
	struct html out = { { .arena = arena } };

	(void)state;
	template_fill(&out, template_find(set, "t"), NULL, sample());
	assert_string_equal(buf_text(&out.b), "<a title=\"\" href=\"\">b</a>");
	assert_null(template_find(set, "gone"));
}

static void
parts_nest_and_not_for_ever(void **state)
{
	struct templates *set = set_of("<ul>{{>tree}}</ul>");
	const struct template *tree = template_find(set, "t");
	struct view *v = view_new(arena), *w = v;
	struct html out = { { .arena = arena } };

	(void)state;
	view_text(view_item(v, "kids"), "name", "a");
	w = view_item(v, "kids");
	view_text(w, "name", "b");
	view_text(view_item(w, "kids"), "name", "c");
	template_fill(&out, tree, NULL, v);
	assert_string_equal(buf_text(&out.b),
	    "<ul><li>a</li><li>b<li>c</li></li></ul>");

	w = v = view_new(arena);
	for (int i = 0; i < 40; i++) {
		w = view_item(w, "kids");
		view_text(w, "name", "x");
	}
	assert_int_equal(template_fill_strictly(&err, &out, tree, NULL, v),
	    RC_INVALID);
	assert_string_equal(err.text, "tree.html:1: tree is nested too deep");
	assert_null(set_of("{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}"
	    "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}"));
	assert_string_equal(err.text, "t.html:1: sections nested too deep");
}

static void
a_frame_takes_an_inner_page(void **state)
{
	struct templates *frame = set_of("<main>{{>>}}</main>{{n}}");
	struct templates *inner = set_of("<p>{{n}}</p>");
	struct html out = { { .arena = arena } };

	(void)state;
	template_fill(&out, template_find(frame, "t"),
	    template_find(inner, "t"), sample());
	assert_string_equal(buf_text(&out.b), "<main><p>-7</p></main>-7");
}

static void
urls_stay_on_this_server(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)", "//evil",
		"http:/x", "https://", "https:///x", "https://a b",
		"https://u@h/", "data:text/html,x", "", "https://h\\@x",
		" https://h" };
	struct view *v = view_new(arena);
	struct url *u = url_new(arena, "/%s", "/evil.example/");

	(void)state;
	assert_string_equal(url_text(u), "/%2Fevil.example%2F");
	u = url_new(arena, "/%s/%s", "", "x");
	url_pair(u, "a b", "c&d");
	url_pair(u, "e", "");
	url_hash(u, "f g");
	assert_string_equal(url_text(u), "/x?a%20b=c%26d&e=#f%20g");
	u = url_new(arena, "?n=%d%%", 5);
	url_pair(u, "m", "6");
	assert_string_equal(url_text(u), "?n=5%&m=6");
	for (size_t i = 0; i < NELEMS(bad); i++)
		assert_false(view_foreign(v, "u", bad[i]));
	assert_string_equal(fill("<a href=\"{{u}}\">", v), "<a href=\"\">");
	assert_true(view_foreign(v, "u", "https://h:8/x@y?z=\"'&"));
	assert_string_equal(fill("<a href=\"{{u}}\">", v),
	    "<a href=\"https://h:8/x@y?z=&quot;&#39;&amp;\">");
}

static void
days_and_times_are_written_out(void **state)
{
	struct view *v = view_new(arena);

	(void)state;
	view_date(v, "d", 20712);
	view_date(v, "no_d", 0);
	view_time(v, "t", 1789554667);
	view_time(v, "no_t", UNSET);
	view_fmt(v, "f", "%d of %d", 4, 7);
	assert_string_equal(fill("{{d}}|{{no_d}}|{{t}}|{{no_t}}|{{f}}", v),
	    "2026-09-16||2026-09-16 10:31||4 of 7");
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_escaped_by_its_place),
		cmocka_unit_test(sections_ask_and_repeat),
		cmocka_unit_test(what_may_not_stand_is_refused),
		cmocka_unit_test(in_production_a_missing_name_is_empty),
		cmocka_unit_test(parts_nest_and_not_for_ever),
		cmocka_unit_test(a_frame_takes_an_inner_page),
		cmocka_unit_test(urls_stay_on_this_server),
		cmocka_unit_test(days_and_times_are_written_out),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
