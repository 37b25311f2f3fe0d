// SPDX-License-Identifier: AGPL-3.0-or-later
// scene.js - a scene (tests/scenes/scene.h says how it is written) as sections
// of entries: { line, head, fields: [[name, value]] }.
"use strict";

const fs = require("node:fs");

function read(path) {
	const sections = [];
	let entry;

	fs.readFileSync(path, "utf8").split("\n").forEach((line, i) => {
		if (line === "" || line.startsWith("#"))
			return;
		if (line.startsWith("== ")) {
			sections.push({ title: line.slice(3), entries: [] });
		} else if (line.startsWith("\t\t")) {
			entry.fields.at(-1)[1] += " " + line.trim();
		} else if (line.startsWith("\t")) {
			const [, name, value] = /^\t(\w+): (.*)/.exec(line);

			entry.fields.push([name, value]);
		} else {
			entry = { line: i + 1, head: line, fields: [] };
			if (sections.length === 0)
				sections.push({ title: "The beginning", entries: [] });
			sections.at(-1).entries.push(entry);
		}
	});
	return sections;
}

module.exports = { read };
