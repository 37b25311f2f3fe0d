// SPDX-License-Identifier: AGPL-3.0-or-later
// server.js - a store of its own in a temporary folder, and a server on it.
"use strict";

const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { note } = require("./tap.js");

const muster = process.env.MUSTER;

function freePort() {
	return new Promise((resolve) => {
		const probe = net.createServer();

		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address();

			probe.close(() => resolve(port));
		});
	});
}

// A new database on the PostgreSQL that with-postgres started.
function postgresUrl(kind) {
	const dir = /host=(\S+)/.exec(process.env.MUSTER_TEST_PG)[1];

	return execFileSync(path.join(__dirname, "../pg/pg.sh"),
		["url", dir, `browser_${process.pid}_${kind}`], { encoding: "utf8" }).trim();
}

async function ready(url, child) {
	for (let i = 0; i < 600; i++) {
		if (child.exitCode !== null)
			throw new Error("the server ended before it was ready");
		try {
			if ((await fetch(url + "/readyz")).ok)
				return;
		} catch {
			// Not listening yet.
		}
		await new Promise((again) => setTimeout(again, 50));
	}
	throw new Error("the server was not ready within 30 s");
}

// kind: "empty" or "demo"; database: "sqlite" or "postgres".
async function start(kind, database) {
	const work = fs.mkdtempSync(path.join(os.tmpdir(), "muster-browser."));
	const data = path.join(work, "data");
	const url = `http://127.0.0.1:${await freePort()}`;
	const where = database === "postgres" ?
		["--database", postgresUrl(kind)] : [];
	const made = execFileSync(muster,
		[kind === "demo" ? "demo" : "init", "--data", data, ...where],
		{ encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
	const child = spawn(muster,
		["serve", "--data", data, "--listen", url.slice("http://".length)],
		{ stdio: ["ignore", "pipe", "pipe"] });
	const ended = new Promise((resolve) => {
		child.once("exit", (status, signal) => {
			fs.rmSync(work, { recursive: true, force: true });
			if (status !== 0)
				note(`the server ended with ${status ?? signal}\n${said}`);
			resolve(status);
		});
	});
	let said = "";

	child.stdout.on("data", (text) => { said += text; });
	child.stderr.on("data", (text) => { said += text; });
	await ready(url, child);
	return {
		url, data,
		// The one-time code of an empty store, the password of a demo.
		code: (/code: (\S+)/.exec(said) || [])[1],
		password: (/store: (\S+)/.exec(made) || [])[1],
		said: () => said,
		// Resolves to the exit status.
		stop: () => {
			child.kill("SIGTERM");
			return ended;
		},
	};
}

module.exports = { start };
