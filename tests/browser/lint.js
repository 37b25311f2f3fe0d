// SPDX-License-Identifier: AGPL-3.0-or-later
// lint.js FILE - the OpenAPI document against the recommended rules.
"use strict";

const { createConfig, formatProblems, getTotals, lint } =
	require("@redocly/openapi-core");

async function main(file) {
	const config = await createConfig({ extends: ["recommended"] });
	const problems = await lint({ ref: file, config });
	const totals = getTotals(problems);

	formatProblems(problems, { format: "stylish", totals, version: "" });
	process.exitCode = totals.errors + totals.warnings > 0 ? 1 : 0;
}

main(process.argv[2]);
