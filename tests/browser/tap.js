// SPDX-License-Identifier: AGPL-3.0-or-later
// tap.js - cases in order, told as TAP.
"use strict";

const cases = [];

// A case passes when its function returns; what it throws is the reason.
function test(name, run) {
	cases.push({ name, run });
}

function note(text) {
	for (const line of String(text).split("\n"))
		console.log("# " + line);
}

// Runs all cases, then the end in any case, and leaves the process.
async function finish(end) {
	let failed = 0;

	for (const [i, one] of cases.entries()) {
		try {
			await one.run();
			console.log(`ok ${i + 1} - ${one.name}`);
		} catch (error) {
			failed++;
			console.log(`not ok ${i + 1} - ${one.name}`);
			note(error.stack || error);
		}
	}
	console.log(`1..${cases.length}`);
	await end();
	process.exit(failed ? 1 : 0);
}

function equal(got, wanted, what) {
	if (got !== wanted)
		throw new Error(`${what}: got ${JSON.stringify(got)}, ` +
			`wanted ${JSON.stringify(wanted)}`);
}

function ok(value, what) {
	if (!value)
		throw new Error(what);
}

// Nothing in the list; what is in it is told line by line.
function none(list, what) {
	if (list.length > 0)
		throw new Error(`${what}:\n${list.join("\n")}`);
}

module.exports = { equal, finish, none, note, ok, test };
