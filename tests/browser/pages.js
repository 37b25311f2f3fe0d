// SPDX-License-Identifier: AGPL-3.0-or-later
// pages.js sqlite|postgres - every page that people of the demonstration are
// offered, in a real browser without scripts: it answers, it complains of
// nothing, it fits a telephone, it has no barriers in light and dark.
"use strict";

const { equal, finish, none, note, ok, test } = require("./tap.js");
const { barriers, fits, launch, person, picture, signIn } =
	require("./person.js");
const { start } = require("./server.js");

const database = process.argv[2] || "sqlite";
const long = Boolean(process.env.MUSTER_LONG);

// What people came for, and the shapes of pages looked at besides.
const people = {
	ines: "leads audits",
	hana: "manages the programme",
	marcus: "is audited",
	ruth: "is the client",
	pavel: "runs the server",
};
// How many pages each is led to; the pages are the same on both databases.
const most = long ? 2000 : database === "sqlite" ? 24 : 8;
// Pages of their own; those of all other record types are alike.
const own = new RegExp("^/(me|follow-up|criteria|decide|records|settings|" +
	"search|about|import)?(/|\\??$)|^/(audit|programme|working_paper|" +
	"checklist_item|finding|meeting|report|user_account)/");

// "/finding/F-26-038/edit" is a page like "/finding/*/edit".
function shape(address) {
	const url = new URL(address);
	const part = url.pathname.split("/");

	if (part.length > 2)
		part[2] = part[2] === "new" ? "new" : "*";
	return part.join("/") + (url.search ? "?" : "");
}

// The same for all records whose pages are alike.
function kind(address) {
	const path = shape(address);

	return own.test(path) ? path : path.replace(/^\/[a-z_]+/, "/record");
}

// The pages of the spine first.
function deep(address) {
	const { pathname } = new URL(address);

	return pathname.split("/").length > 2 && own.test(pathname);
}

const sort = long ? shape : kind;

async function links(page) {
	return page.$$eval("a[href]", (all) => all.map((a) => a.href));
}

// One page of each shape, in the order in which a person meets them.
async function walk(who, wrong, look) {
	const queue = [who.url + "/"];
	const met = new Set();

	for (let n = 0; queue.length > 0 && n < most;) {
		const address = queue.shift().replace(/#.*/, "");

		if (!address.startsWith(who.url) || met.has(sort(address)) ||
		    /\/static\/|\/api\/|\/content$/.test(address))
			continue;
		met.add(sort(address));
		const answer = await who.page.goto(address);

		n++;
		if (answer.status() !== 200) {
			wrong.push(`${answer.status()} at ${address}`);
			continue;
		}
		/* A proof or a list as a file is fetched, and no page. */
		if (!answer.headers()["content-type"].includes("text/html"))
			continue;
		await look(address);
		for (const link of await links(who.page))
			queue[deep(link) ? "unshift" : "push"](link);
	}
	note([...met].join(" "));
	return met.size;
}

async function main() {
	const [empty, demo, browser] = await Promise.all([
		start("empty", database), start("demo", database), launch()]);
	const looked = new Set();

	test("an empty store asks for its one-time code", async () => {
		const who = await person(browser, empty.url);

		await who.page.goto("/");
		equal(new URL(who.page.url()).pathname, "/setup", "place");
		await picture(who, "setup");
		none(await barriers(who), "barriers");
		await who.page.getByLabel("code").first().fill("aaaa-bbbb-cccc-dddd");
		await who.page.getByRole("button", { name: "Set up" }).click();
		await picture(who, "setup-refused");
		ok(await who.page.getByRole("button", { name: "Set up" }).count(),
			"a wrong code made an account");
		await who.context.close();
	});

	test("a wrong passphrase is refused, and says so", async () => {
		const who = await person(browser, demo.url);

		await signIn(who, "ines", "no passphrase of hers");
		ok(await who.page.getByLabel("Sign-in name").inputValue() === "ines",
			"the name is gone");
		await picture(who, "signin-refused");
		none(await barriers(who), "barriers");
		await who.context.close();
	});

	for (const [name, duty] of Object.entries(people)) {
		test(`${name}, who ${duty}, finds no page that is broken`, async () => {
			const who = await person(browser, demo.url);
			const wrong = [];

			await signIn(who, name, demo.password);
			const n = await walk(who, wrong, async (address) => {
				ok(await who.page.title() !== "", `no title at ${address}`);
				if (!await fits(who, 375))
					wrong.push(`${address} is wider than a telephone`);
				if (looked.has(kind(address)))
					return;
				looked.add(kind(address));
				await picture(who, kind(address).slice(1)
					.replace(/[^a-z]+/g, "-") || "home");
				for (const line of await barriers(who))
					wrong.push(`${address}: ${line}`);
			});

			note(`${n} pages for ${name}`);
			none(wrong.concat(who.complaints), "wrong");
			await who.context.close();
		});
	}

	test("a session that ended asks to sign in again", async () => {
		const who = await person(browser, demo.url);

		await signIn(who, "ines", demo.password);
		await who.context.clearCookies();
		await who.page.goto("/finding");
		equal(new URL(who.page.url()).pathname, "/sign-in", "place");
		await who.context.close();
	});

	test("the server stops when told to", async () => {
		equal(await demo.stop(), 0, "exit status");
		equal(await empty.stop(), 0, "exit status");
	});

	await finish(() => browser.close());
}

main().catch((error) => {
	console.log("Bail out! " + (error.stack || error).split("\n").join(" "));
	process.exit(1);
});
