// SPDX-License-Identifier: AGPL-3.0-or-later
// hand.js - somebody's hand: follows links, opens menus, fills in forms, and
// presses buttons.  Nothing is done that could not be seen and clicked.
"use strict";

// What lies in a closed menu is seen once the menu was opened.
async function reach(thing) {
	const menus = thing.locator("xpath=ancestor::details[not(@open)]/summary");

	for (let n = await menus.count(); n > 0; n--)
		await menus.first().click();
	return thing;
}

// And what it leads to is there as a whole.
async function press(thing) {
	await (await reach(thing)).click();
	await thing.page().waitForLoadState("load");
}

// The controls of a form by name: { kind, value, unit, options }; an option is
// a value with its words.
function controls(form) {
	return form.evaluate((f) => {
		const all = {};

		for (const e of f.elements) {
			if (!e.name || e.type === "hidden")
				continue;
			const control = all[e.name] ??= { name: e.name, kind: e.type,
				value: e.value, options: [],
				unit: e.parentElement.querySelector(".muted")
					?.textContent };

			for (const o of e.options || e.list?.options || [])
				control.options.push([o.value, o.label]);
			if (["checkbox", "radio"].includes(e.type))
				control.options.push([e.value,
					e.closest("label").textContent]);
		}
		return all;
	});
}

// An option is chosen by its value, its record or its words.
function chosen(control, said) {
	const value = control.code(said);
	const words = value instanceof RegExp ? value :
		{ test: (l) => l.includes(value.replaceAll("_", " ")) };
	const found = control.options.find(([v]) => v === said) ||
		control.options.find(([v]) => v === value) ||
		control.options.find(([, l]) => words.test(l));

	if (!found)
		throw new Error(`${control.name} does not offer ${value}: ` +
			control.options.map(([v, l]) => `${v}=${l}`).join(", ")
				.slice(0, 600));
	return found[0];
}

function typed(control, value) {
	// As far as a browser asks.
	if (control.kind === "datetime-local")
		return value.slice(0, 16);
	if (control.unit === "days")
		return String(Number(value) / 100);
	return control.options.length > 0 ? chosen(control, value) : value;
}

async function tick(form, control, values) {
	for (const value of values) {
		const box = `[name="${control.name}"]` +
			`[value="${chosen(control, value)}"]`;

		// What a link has ticked already stays.
		if (!await form.locator(box).isChecked())
			await press(form.locator(`label:has(${box})`));
	}
}

function boxOf(form, name) {
	return form.locator(`[name="${name}"]:not([type=hidden])`);
}

async function fillOne(form, control, value) {
	const box = boxOf(form, control.name);

	switch (control.kind) {
	case "checkbox":
	case "radio":
		if (control.value === "true")
			return (await reach(box)).setChecked(
				["true", "yes"].includes(value));
		return tick(form, control, value.split(/,\s+/));
	case "file":
		return (await reach(box)).setInputFiles(value);
	case "select-one":
		return (await reach(box)).selectOption(chosen(control, value));
	default:
		return (await reach(box)).fill(typed(control, value));
	}
}

// fields: [[name, value]]; the values of a list stand behind commas.  code:
// what a record is called where one is chosen, or a pattern of its words.
async function fill(form, fields, code = (name) => name) {
	const all = await controls(form);

	for (const [name, value] of fields) {
		if (!all[name])
			throw new Error(`the form does not ask for "${name}", but ` +
				`for ${Object.keys(all).join(" ")}`);
		await fillOne(form, { ...all[name], code }, value);
	}
}

// What the page says against it, or "".
async function complaint(page) {
	const said = page.locator(".errsum, .alert.bad, .err");

	return await said.count() > 0 ?
		(await said.allInnerTexts()).join(" / ").replaceAll("\n", " ") : "";
}

module.exports = { complaint, controls, fill, press, reach };
