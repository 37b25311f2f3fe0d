// SPDX-License-Identifier: AGPL-3.0-or-later
// person.js - somebody before a browser: Debian's Chromium, without JavaScript
// unless asked for.  Whatever the browser complains of is kept in complaints.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const axe = require("axe-core");
const { chromium } = require("playwright-core");

const pictures = path.join(process.env.BUILD || ".", "pages");

function launch() {
	return chromium.launch({
		executablePath: "/usr/bin/chromium",
		args: ["--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--no-first-run",
			"--disable-background-networking",
			"--disable-component-update", "--disable-sync",
			"--force-prefers-reduced-motion"],
	});
}

async function person(browser, url, options = {}) {
	const context = await browser.newContext({
		baseURL: url,
		javaScriptEnabled: options.script === true,
		viewport: { width: options.width || 1280, height: 900 },
		colorScheme: options.dark ? "dark" : "light",
	});
	const page = await context.newPage();
	const complaints = [];

	page.on("console", (message) => {
		// An address that is missing is counted by who asked for it.
		if (["error", "warning"].includes(message.type()) &&
		    !/status of 404/.test(message.text()))
			complaints.push(`${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("response", (answer) => {
		if (answer.status() >= 500)
			complaints.push(`${answer.status()} ${answer.url()}`);
	});
	page.setDefaultTimeout(60000);
	return { context, page, complaints, url };
}

// Where one is sent to, or from the beginning.
async function signIn(who, name, password) {
	if (new URL(who.page.url(), who.url).pathname !== "/sign-in")
		await who.page.goto("/sign-in");
	await who.page.getByLabel("Sign-in name").fill(name);
	await who.page.getByLabel("Passphrase").fill(password);
	await who.page.getByRole("button", { name: "Sign in" }).click();
}

// The same page in dark and narrow too, for eyes: kept under BUILD/pages/
// where MUSTER_PICTURES is set.
async function picture(who, name) {
	if (!process.env.MUSTER_PICTURES)
		return;
	const shot = (kind) => who.page.screenshot({
		path: path.join(pictures, `${name}-${kind}.png`), fullPage: true });

	fs.mkdirSync(pictures, { recursive: true });
	await who.page.setViewportSize({ width: 1280, height: 900 });
	await who.page.emulateMedia({ colorScheme: "light" });
	await shot("light");
	await who.page.emulateMedia({ colorScheme: "dark" });
	await shot("dark");
	await who.page.emulateMedia({ colorScheme: "light" });
	await who.page.setViewportSize({ width: 375, height: 800 });
	await shot("narrow");
	await who.page.setViewportSize({ width: 1280, height: 900 });
}

// Nothing runs over the edge of a telephone.
async function fits(who, width) {
	await who.page.setViewportSize({ width, height: 800 });
	const over = await who.page.evaluate(() =>
		document.documentElement.scrollWidth -
		document.documentElement.clientWidth);

	await who.page.setViewportSize({ width: 1280, height: 900 });
	return over <= 0;
}

// What axe-core finds against WCAG 2.2 AA, one line each: everything in light,
// what depends on colours in dark.  axe is a script, so it looks at the same
// markup in a window that has scripts.
const everything = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a",
	"wcag21aa", "wcag22aa", "best-practice"] };
const colours = { type: "rule", values: ["color-contrast",
	"link-in-text-block"] };

async function barriers(who) {
	if (!who.glass) {
		const context = await who.context.browser().newContext({
			baseURL: who.url, viewport: { width: 1280, height: 900 },
			reducedMotion: "reduce" });

		who.glass = await context.newPage();
	}
	const glass = who.glass;

	await glass.emulateMedia({ colorScheme: "light" });
	await glass.goto("/about");
	await glass.setContent(await who.page.content(), { waitUntil: "load" });
	await glass.evaluate(axe.source);
	const light = await violations(glass, everything);

	await glass.emulateMedia({ colorScheme: "dark" });
	return light.concat(await violations(glass, colours));
}

async function violations(page, rules) {
	const found = await page.evaluate((runOnly) =>
		axe.run(document, { runOnly, resultTypes: ["violations"] }), rules);

	return found.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ` +
		v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | "));
}

module.exports = { barriers, fits, launch, person, picture, signIn };
