/* Decides how a web form behaves: sections, conditions, rows, checking, sending, and the names that its script uses. */
(function () {
	"use strict";
	const settings = JSON.parse(document.getElementById("wf-settings").textContent);
	window.webForm = settings;
	const element = window.webFormElement;
	const { texts } = settings;
	const BREAKS = ["Section Break", "Column Break", "Page Break"];
	const fields = new Map();
	const hooks = { before: [], after_load: [], after_save: [] };
	const form = document.getElementById("web-form");
	const problem = document.getElementById("wf-problem");

	/** A signature: drawn, or left as it was. */
	class Signature extends window.WebFormField {
		draw() {
			const { df, id } = this;
			this.control = element("canvas", { id, class: "wf-sign", tabindex: "0", "aria-label": `${df.label}: ${texts.sign}` });
			this.error = element("p", { class: "wf-error", id: `${id}-error`, hidden: true });
			const clear = element("button", { type: "button", class: "wf-button" }, texts.clear);
			clear.addEventListener("click", () => { this.wipe(); this.changed(); });
			this.control.addEventListener("pointerdown", (event) => this.begin(event));
			this.control.addEventListener("pointermove", (event) => this.move(event));
			this.control.addEventListener("pointerup", () => { this.isDrawing = false; this.changed(); });
			return element("div", { class: "wf-field" }, element("label", { for: id }, df.label, df.reqd ? element("span", { class: "wf-star" }, " *") : null), this.control, element("p", { class: "wf-note" }, texts.sign), clear, this.error);
		}
		wipe() { this.value = null; this.kept = ""; this.control.getContext("2d").clearRect(0, 0, this.control.width, this.control.height); }
		begin(event) {
			const box = this.control.getBoundingClientRect();
			if (!this.value) { this.control.width = box.width; this.control.height = box.height; }
			this.isDrawing = true;
			this.control.setPointerCapture(event.pointerId);
			this.pen = this.control.getContext("2d");
			this.pen.lineWidth = 2;
			this.pen.beginPath();
			this.pen.moveTo(event.offsetX, event.offsetY);
		}
		move(event) { if (this.isDrawing) { this.pen.lineTo(event.offsetX, event.offsetY); this.pen.stroke(); this.value = this.control.toDataURL(); } }
		get() { return this.value || this.kept; }
		set(value) { this.kept = value || ""; }
		isBlank() { return !this.get(); }
		async load() { return true; }
	}

	/** Rows of a table, each a small form of its own. */
	class Rows extends window.WebFormField {
		draw() {
			const { df, id } = this;
			this.rows = [];
			this.list = element("ul", { class: "wf-rows", id });
			this.error = element("p", { class: "wf-error", id: `${id}-error`, hidden: true });
			this.control = element("button", { type: "button", class: "wf-button" }, texts.add);
			this.control.addEventListener("click", () => this.add({}).focus());
			return element("div", { class: "wf-field", role: "group", "aria-label": df.label }, element("span", { class: "wf-label" }, df.label, df.reqd ? element("span", { class: "wf-star" }, " *") : null), this.list, this.control, this.error);
		}
		add(values) {
			const number = this.rows.length + 1;
			const columns = (this.df.columns || []).map((each) => new window.WebFormField(each, `${this.id}-${number}-${Date.now() % 1e6}`));
			columns.forEach((column) => { column.set(values[column.df.fieldname] ?? ""); column.listeners.push(() => this.changed()); });
			const remove = element("button", { type: "button", class: "wf-button" }, texts.remove);
			const item = element("li", {}, ...columns.map((column) => column.wrapper), remove);
			const row = { columns, item };
			remove.addEventListener("click", () => { this.rows = this.rows.filter((each) => each !== row); item.remove(); this.changed(); this.control.focus(); });
			this.rows.push(row);
			this.list.append(item);
			return columns[0];
		}
		get() { return this.rows.map((row) => Object.fromEntries(row.columns.map((column) => [column.df.fieldname, column.get()]))); }
		set(value) { this.rows = []; this.list.replaceChildren(); (value || []).forEach((each) => this.add(each)); }
		async load() { return true; }
	}

	const values = () => Object.fromEntries([...fields].map(([name, field]) => [name, field.get()]));

	function make(df) {
		const kinds = { Table: Rows, Signature };
		const field = new (kinds[df.fieldtype] || window.WebFormField)(df, "wf");
		fields.set(df.fieldname, field);
		field.set(settings.values[df.fieldname] ?? settings.defaults?.[df.fieldname] ?? df.default ?? "");
		field.listeners.push(() => arrange());
		return field.wrapper;
	}

	function draw() {
		let box = element("fieldset", {});
		const boxes = [box];
		for (const df of settings.fields) {
			if (["Section Break", "Page Break"].includes(df.fieldtype)) {
				box = element("fieldset", {}, df.label ? element("legend", {}, df.label) : null);
				box.df = df;
				boxes.push(box);
			} else if (df.fieldtype === "HTML") {
				const html = new DOMParser().parseFromString(df.options || "", "text/html").body;
				box.append(element("div", { class: "wf-field" }, ...html.childNodes));
			} else if (!BREAKS.includes(df.fieldtype)) {
				box.append(settings.is_edit ? make(df) : window.webFormShown(df, settings.values[df.fieldname]));
			}
		}
		form.replaceChildren(...boxes.filter((each) => each.childElementCount));
		if (settings.is_edit) form.append(trap(), element("p", { class: "wf-actions" }, element("button", { type: "submit", class: "wf-button wf-main" }, settings.button)));
	}

	/** People do not see this field; programs that fill in everything do. */
	function trap() {
		const label = element("label", { for: "wf-trap" }, "Home page");
		return element("div", { class: "wf-trap", "aria-hidden": "true" }, label, element("input", { id: "wf-trap", tabindex: "-1", autocomplete: "off" }));
	}

	/** Shows what the conditions ask for. A condition that cannot be read shows its field. */
	function arrange() {
		const doc = values();
		const holds = (condition, otherwise) => {
			if (!condition) return otherwise;
			try { return window.webFormHolds(condition, doc); } catch (error) { console.error(error); return otherwise; }
		};
		for (const field of fields.values()) {
			field.show(!field.df.hidden && holds(field.df.depends_on, true));
			field.needed = Boolean(field.df.reqd) || holds(field.df.mandatory_depends_on, false);
			if (field.df.read_only_depends_on) field.control.disabled = holds(field.df.read_only_depends_on, false);
		}
		for (const box of form.querySelectorAll("fieldset")) {
			if (box.df) box.hidden = !holds(box.df.depends_on, true);
		}
	}

	function say(text) {
		problem.textContent = text;
		problem.hidden = !text;
		if (text) problem.focus();
	}

	async function ready() {
		say("");
		const blank = [...fields.values()].filter((field) => field.needed && !field.wrapper.hidden && !field.wrapper.closest("fieldset")?.hidden && field.isBlank());
		fields.forEach((field) => field.fail(""));
		blank.forEach((field) => field.fail(texts.required));
		if (blank.length) {
			say(`${texts.summary} ${blank.map((field) => field.df.label).join(", ")}`);
			blank[0].focus();
			return false;
		}
		const loaded = await Promise.all([...fields.values()].map((field) => field.load()));
		if (loaded.includes(false)) return false;
		for (const check of hooks.before) if ((await check()) === false) return false;
		return window.frappe.web_form.validate ? (await window.frappe.web_form.validate()) !== false : true;
	}

	async function call(method, body) {
		const headers = { Accept: "application/json", "Content-Type": "application/json" };
		if (settings.csrf_token) headers["X-Frappe-CSRF-Token"] = settings.csrf_token;
		const path = `/api/method/frappe.website.doctype.web_form.web_form.${method}`;
		const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
		const given = await answer.json().catch(() => ({}));
		if (answer.ok) return given.message;
		throw new Error(sentence(given) || texts.failed);
	}

	function sentence(body) {
		try {
			const said = JSON.parse(body._server_messages || "[]").map((each) => JSON.parse(each).message);
			const text = said.length ? said.join("\n") : String(body.exception || "").replace(/^[\w.]+:\s*/, "");
			return new DOMParser().parseFromString(text, "text/html").body.textContent;
		} catch { return ""; }
	}

	async function send(event) {
		event.preventDefault();
		const button = form.querySelector("button[type=submit]");
		if (button.disabled || !(await ready())) return;
		button.disabled = true;
		button.textContent = texts.sending;
		try {
			const data = { doctype: settings.doctype, ...values(), [settings.honeypot]: document.getElementById("wf-trap").value };
			if (settings.name) data.name = settings.name;
			finish(await call("accept", { web_form: settings.web_form, data: JSON.stringify(data) }));
		} catch (error) {
			say(error.message);
		} finally {
			button.disabled = false;
			button.textContent = settings.button;
		}
	}

	function finish(doc) {
		hooks.after_save.forEach((hook) => hook(doc));
		window.frappe.web_form.after_save?.(doc);
		if (settings.success.url) return location.assign(settings.success.url);
		const done = document.getElementById("wf-done");
		const again = settings.success.again && !settings.name ? element("a", { class: "wf-button", href: `/${settings.route}/new` }, texts.again) : null;
		done.replaceChildren(element("h2", {}, settings.success.title), element("p", {}, settings.success.message), ...(again ? [again] : []));
		form.hidden = true;
		document.querySelector(".wf-intro")?.remove();
		done.hidden = false;
		done.focus();
	}

	window.frappe = {
		ready: (work) => { hooks.after_load.push(work); },
		web_form: {
			get doc() { return values(); },
			on: (name, work) => {
				if (name in hooks) hooks[name].push(work);
				else fields.get(name)?.listeners.push((value) => work(fields.get(name), value));
			},
			get_value: (name) => fields.get(name)?.get(),
			set_value: (name, value) => { fields.get(name)?.set(value); arrange(); },
			get_field: (name) => fields.get(name),
			set_df_property: (name, property, value) => { fields.get(name)?.change(property, value); arrange(); },
			validate: null, after_load: null, after_save: null,
		},
		throw: (text) => { say(String(text)); throw new Error(String(text)); },
		msgprint: (text) => say(typeof text === "object" ? text.message : String(text)),
		session: { user: settings.user },
	};
	Object.assign(settings, { call, say, start() {
		draw();
		if (settings.is_edit) arrange();
		form.addEventListener("submit", (event) => { void send(event); });
		hooks.after_load.forEach((hook) => hook());
		window.frappe.web_form.after_load?.();
	} });
})();
