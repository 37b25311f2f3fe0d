// SPDX-License-Identifier: AGPL-3.0-or-later
// job.js sqlite|postgres - the scene of the first audit, from the set-up code
// to the verified action, by the people who do it, each in a browser of his own
// without scripts: whatever the scene orders is reached by links and done with
// forms and buttons.
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { equal, finish, none, ok, test } = require("./tap.js");
const { launch, person, signIn } = require("./person.js");
const { complaint, controls, fill, press } = require("./hand.js");
const scene = require("./scene.js");
const { start } = require("./server.js");

const database = process.argv[2] || "sqlite";
const passphrase = "plain herring on the quay";
const work = fs.mkdtempSync(path.join(os.tmpdir(), "muster-job."));
const known = {};               // name in the scene: { type, code }
const people = {};              // name in the scene: somebody at a browser
const minute = 60000;
let house, browser, now;

// --- time ----------------------------------------------------------------------

function setClock(date, time) {
	now = Date.parse(`${date}T${time || "08:00"}:00Z`) - minute;
	tick();
}

function tick() {
	const file = process.env.MUSTER_CLOCK;

	now += minute;
	fs.writeFileSync(file + ".new",
		new Date(now).toISOString().slice(0, 19) + "Z");
	fs.renameSync(file + ".new", file);
}

// --- getting about -----------------------------------------------------------------

async function enter(who) {
	await signIn(who, who.name, passphrase);
	equal(await complaint(who.page), "", `sign-in of ${who.name}`);
}

async function atBrowser(name) {
	if (!people[name]) {
		people[name] = await person(browser, house.url);
		people[name].name = name;
		await enter(people[name]);
	}
	return people[name];
}

// A session ends meanwhile; then one signs in and is where one wanted to be.
async function go(who, address) {
	const { page } = who;

	if (page.url() === house.url + address)
		return page;
	await page.goto(address);
	if (new URL(page.url()).pathname === "/sign-in")
		await enter(who);
	return page;
}

function home(name) {
	const { type, code } = known[name];

	return `/${type}/${code}`;
}

// What a record of the scene, or one that comes with the program, is called.
function code(name) {
	const [, item] = /^@iso27001-2022:(.*)/.exec(name) || [];

	if (item)
		return new RegExp(` ${item} .*27001:2022`);
	return known[name]?.code || name
		.replace(/^@iso27001-2022$/, "27001:2022")
		.replace(/^@K-(\d\d)$/, "KPI-26-0$1");
}

// Where a link to a new record may stand: with what it belongs to, or above
// the list of its type.
function places(type, fields) {
	const tabs = { audit: ["", "/preparation", "/planning", "/fieldwork",
		"/findings", "/evidence", "/meetings", "/reports", "/actions"] };
	const of = fields.map(([, v]) => v).filter((v) => known[v]);

	return of.flatMap((v) => (tabs[known[v].type] || [""])
		.map((tab) => home(v) + tab)).concat(`/${type}`);
}

// --- what is done ---------------------------------------------------------------------

async function send(page, form, button) {
	await press(button || form.locator("button.main, button.btn").last());
	const against = await complaint(page);

	if (against)
		throw new Error(`at ${page.url()}: ${against}`);
}

// The records of a type that a page shows, by their codes.
async function codesOf(page, type) {
	const all = await page.$$eval(`main a[href^="/${type}/"]`, (links) =>
		links.map((a) => a.getAttribute("href").split(/[/?#]/)[2]));

	return all.filter((c) => c !== "new").sort();
}

// The one not met before: servers lease numbers in blocks, so that the greatest
// need not be the newest.
function unmet(codes) {
	const met = new Set(Object.values(known).map((k) => k.code));

	return codes.filter((c) => !met.has(c)).at(-1);
}

// Also when one was sent back to where one came from.
async function madeCode(page, type) {
	const [, there, made] = new URL(page.url()).pathname.split("/");

	if (there === type && made && made !== "new")
		return made;
	const all = await codesOf(page, type);

	ok(unmet(all), `${page.url()} does not show the new ${type}`);
	return unmet(all);
}

// What the link has said already need not be said again.
async function asked(form, fields) {
	const all = await controls(form);
	const given = new URL(await form.getAttribute("action"), house.url)
		.searchParams;

	return fields.filter(([name]) => all[name] ||
		!given.has(name));
}

async function make(who, type, fields) {
	for (const place of places(type, fields)) {
		const page = await go(who, place);
		const link = page.locator(`main a[href^="/${type}/new"]`);

		if (await link.count() === 0)
			continue;
		await press(link.first());
		const form = page.locator("main form[method=post]");

		await fill(form, await asked(form, fields), code);
		await send(page, form);
		return madeCode(page, type);
	}
	throw new Error(`no page leads to a new ${type}`);
}

async function change(who, name, fields) {
	const page = await go(who, home(name));

	await press(page.locator(`main a[href^="${home(name)}/edit"]`).first());
	const form = page.locator("main form[method=post]");

	await fill(form, fields, code);
	await send(page, form);
}

async function step(who, name, verb, fields) {
	const page = await go(who, home(name));
	const action = `${home(name)}/${verb}`;
	const link = page.locator(`main a[href="${action}"]`);

	if (await link.count() > 0)
		await press(link.first());
	const form = page.locator(`main form[action="${action}"]`);

	await form.first().waitFor({ timeout: 10000 }).catch(() => {});
	ok(await form.count(), `${who.name} is not offered to ${verb} ${name}: ` +
		(await page.locator("main").innerText()).slice(0, 1500));
	await fill(form.first(), fields, code);
	await send(page, form.first(), form.first().locator("button").last());
}

// --- what pages do in a way of their own --------------------------------------------------

// A form that stands on the page of a record.
async function formOf(who, name, action, fields) {
	const page = await go(who, home(name));
	const form = page.locator(`main form[action="${action}"]`);

	await fill(form, fields, code);
	await send(page, form, form.locator("button").last());
	return page;
}

async function card(who, name, fields, button) {
	const page = await go(who, home(name));
	const form = page.locator(`main form[action="${home(name)}"]`);

	await fill(form, fields, code);
	await send(page, form, form.locator(`button[value="${button}"]`));
	return page;
}

const ways = {
	// An account is handed over with a passphrase to begin with.
	async "user_account.create"(who, name, fields) {
		known[name] = { type: "user_account",
			code: await make(who, "user_account", fields) };
		await formOf(who, name, `${home(name)}/passphrase`,
			[["password", passphrase]]);
	},
	async "attendance.create"(who, name, [[, meeting], ...fields]) {
		return madeCode(await formOf(who, meeting, "/attendance/new",
			fields), "attendance");
	},
	// A question is begun by saving its card, and gets its evidence there; more
	// is said about the evidence on its own page.
	async "checklist_item.start"(who, name) {
		await card(who, name, [], "stay");
	},
	async "evidence.create"(who, name, fields) {
		const first = ["title", "source", "source_kind", "method"];
		const file = path.join(work, "leavers.csv");

		fs.writeFileSync(file, "person,left,closed\n1,02-06,02-13\n");
		const page = await card(who, "item", fields
			.filter(([k]) => first.includes(k))
			.map(([k, v]) => [`ev_${k}`, v])
			.concat([["file", file]]), "stay");

		known[name] = { type: "evidence",
			code: await madeCode(page, "evidence") };
		await change(who, name, fields.filter(([k]) =>
			!["audit", "held", ...first].includes(k)));
	},
	async "checklist_item.finish"(who, name, fields) {
		await card(who, name, fields.filter(([k]) => k !== "evidence"),
			"finish");
	},
	// Raised from the question, so that its criterion and evidence come along.
	async "finding.create"(who, name, fields) {
		const page = await go(who, home("item"));

		await press(page.getByRole("link", { name: "Raise finding" }));
		const form = page.locator("main form[method=post]");

		await fill(form, await asked(form, fields), code);
		await send(page, form);
		return madeCode(page, "finding");
	},
	async "finding_criterion.create"(who, name, [[, finding]]) {
		const page = await go(who, home(finding));

		ok(await page.getByText("A.5.18").count(), "the criterion is missing");
	},
	async "meeting.update"(who, name, fields) {
		await formOf(who, name, `${home(name)}/edit`, fields);
	},
};

// --- the entries of a scene -------------------------------------------------------------------

async function order(entry) {
	const [, by, type, verb, name] =
		/^(\w+): (\w+)\.(\w+) (\S+)$/.exec(entry.head);

	// What follows by itself is not clicked, but seen soon enough.
	if (by === "program")
		return;
	const who = await atBrowser(by);
	const own = ways[`${type}.${verb}`];

	if (own || verb === "create") {
		const code = await (own ? own(who, name, entry.fields) :
			make(who, type, entry.fields));

		if (code)
			known[name] = { type, code };
	} else if (verb === "update") {
		await change(who, name, entry.fields);
	} else {
		await step(who, name, verb, entry.fields);
	}
	tick();
}

// What the program made is found on the page of what it belongs to, or by the
// filters of its list.
async function find(name, type, of, field, choice) {
	const looked = field ? [`/${type}?view=all&${field}=${choice}`] :
		places(type, [["", of]]);

	for (const place of looked) {
		const page = await go(people.hana, place);
		const found = await codesOf(page, type);

		if (found.length > 0) {
			known[name] = { type, code: unmet(found) || found.at(-1) };
			return;
		}
	}
	throw new Error(`no page of ${of} shows its ${type}`);
}

async function see(name, state) {
	const page = await go(people.hana, home(name));

	equal((await page.locator("main .head .st").first().innerText())
		.toLowerCase(), state.replaceAll("_", " "), `state of ${name}`);
}

async function play({ head, fields }) {
	let m;

	if ((m = /^on (\S+)(?: at (\S+))?$/.exec(head)))
		return setClock(m[1], m[2]);
	if ((m = /^(\S+) is the (\w+) of (\S+)(?: with (\w+) (\w+))?$/.exec(head)))
		return find(...m.slice(1));
	// The scene itself counts the tasks that are left.
	if (/ has nothing to do$/.test(head))
		return;
	if ((m = /^(\S+) is (\w+)$/.exec(head)))
		return see(m[1], m[2]);
	return order({ head, fields });
}

// --- the job -------------------------------------------------------------------------------------

async function setUp() {
	const who = await person(browser, house.url);
	const { page } = who;

	who.name = "hana";
	people.hana = who;
	await page.goto("/");
	await fill(page.locator("form"), [["code", house.code],
		["organization", "Harbour Works"], ["name", "Hana Okafor"],
		["email", "hana@harbour.example"], ["login", "hana"],
		["password", passphrase]]);
	await send(page, page.locator("form"));
	for (const [name, type] of [["hana", "person"],
		["house", "organization"]]) {
		await go(who, `/${type}`);
		known[name] = { type, code: await madeCode(page, type) };
	}
}

async function main() {
	if (process.env.CLOCK !== "true") {
		console.log("1..0 # SKIP the clock stands: meson setup -Dclock=true");
		return;
	}
	process.env.MUSTER_CLOCK = path.join(work, "clock");
	const [first, ...rest] = scene.read(path.join(process.env.SOURCE,
		"tests/scenes/first-audit.scene"));

	setClock("2026-01-05");
	[house, browser] = await Promise.all([start("empty", database), launch()]);
	let broken = false;

	test("The set-up code makes the first account", setUp);
	for (const { title, entries } of [first, ...rest])
		test(title, async () => {
			ok(!broken, "the job stopped before");
			for (const entry of entries) {
				broken = `line ${entry.line}: ${entry.head}`;
				await play(entry).catch((error) => {
					error.message = `${broken}: ${error.message}`;
					throw error;
				});
			}
			broken = false;
		});
	test("The report can be read by the client, and as a PDF", async () => {
		const page = await go(people.ruth, home("report"));
		const pdf = await page.request.get(
			await page.locator("main a[href$='.pdf']").getAttribute("href"));

		equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-", "PDF");
	});
	test("Nobody's browser complained", async () => {
		none(Object.values(people).flatMap((who) => who.complaints),
			"complaints");
	});
	test("The server stops when told to", async () => {
		equal(await house.stop(), 0, "exit status");
	});
	await finish(async () => {
		fs.rmSync(work, { recursive: true, force: true });
		await browser.close();
	});
}

main().catch((error) => {
	console.log("Bail out! " + (error.stack || error).split("\n").join(" "));
	process.exit(1);
});
