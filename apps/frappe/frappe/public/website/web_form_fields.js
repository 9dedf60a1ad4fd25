/* Draws one field of a web form and reads its value: labels, native inputs, notes, errors. */
(function () {
	"use strict";
	const TYPES = { Date: "date", Datetime: "datetime-local", Time: "time", Color: "color", Password: "password", Phone: "tel" };
	const NUMBERS = { Int: "1", Rating: "1", Duration: "1", Float: "any", Currency: "any", Percent: "any" };
	const LONG = ["Small Text", "Text", "Text Editor", "Long Text"];
	const FILES = ["Attach", "Attach Image"];

	function element(tag, properties, ...children) {
		const made = document.createElement(tag);
		for (const [key, value] of Object.entries(properties || {})) {
			if (value === undefined || value === null || value === false) continue;
			if (key in made && typeof value !== "string") made[key] = value;
			else made.setAttribute(key, value === true ? "" : value);
		}
		made.append(...children.filter((child) => child !== null && child !== undefined));
		return made;
	}

	function input(df, id) {
		if (df.choices) return choice(df, id);
		if (LONG.includes(df.fieldtype)) return element("textarea", { id, rows: 4, maxlength: df.max_length && String(df.max_length) });
		if (df.fieldtype === "Check") return element("input", { id, type: "checkbox" });
		if (FILES.includes(df.fieldtype)) return element("input", { id, type: "file", accept: df.fieldtype === "Attach Image" ? "image/*" : null });
		if (df.fieldtype in NUMBERS) return element("input", { id, type: "number", step: NUMBERS[df.fieldtype], max: df.max_value && String(df.max_value), inputmode: "decimal" });
		const kind = { Email: "email", URL: "url", Phone: "tel" }[df.kind];
		const type = kind || TYPES[df.fieldtype] || "text";
		const auto = { email: "email", tel: "tel", password: "new-password" }[type];
		return element("input", { id, type, autocomplete: auto, maxlength: df.max_length && String(df.max_length) });
	}

	function choice(df, id) {
		const first = element("option", { value: "" }, window.webForm.texts.choose);
		return element("select", { id }, first, ...df.choices.map(([value, label]) => element("option", { value }, label)));
	}

	function stars(df) {
		return df.reqd ? element("span", { class: "wf-star", "aria-hidden": "true" }, " *") : null;
	}

	/** A field with get, set, fail, show; `wrapper` is what stands on the page. */
	class Field {
		constructor(df, prefix) {
			this.df = { ...df };
			this.id = `${prefix}-${df.fieldname}`;
			this.value = null;
			this.kept = "";
			this.listeners = [];
			this.wrapper = this.draw();
			this.wrapper.dataset.fieldname = df.fieldname;
		}
		draw() {
			const { df, id } = this;
			this.control = input(df, id);
			this.error = element("p", { class: "wf-error", id: `${id}-error`, hidden: true });
			this.note = df.description ? element("p", { class: "wf-note", id: `${id}-note` }, df.description) : null;
			this.file = FILES.includes(df.fieldtype) ? element("p", { class: "wf-note", hidden: true }) : null;
			this.control.setAttribute("aria-describedby", [this.note && `${id}-note`, `${id}-error`].filter(Boolean).join(" "));
			if (df.reqd) this.control.setAttribute("aria-required", "true");
			if (df.read_only) this.control.disabled = true;
			this.control.addEventListener("change", () => this.changed());
			if (df.fieldtype === "Check") {
				const label = element("label", { class: "wf-check", for: id }, this.control, element("span", {}, df.label || "", stars(df)));
				return element("div", { class: "wf-field" }, label, this.note, this.error);
			}
			this.star = stars(df);
			return element("div", { class: "wf-field" }, element("label", { for: id }, df.label || df.fieldname, this.star), this.control, this.file, this.note, this.error);
		}
		changed() { this.fail(""); this.listeners.forEach((listener) => listener(this.get())); }
		get() {
			const { df, control } = this;
			if (df.fieldtype === "Check") return control.checked ? 1 : 0;
			if (FILES.includes(df.fieldtype)) return this.value || this.kept;
			const text = control.value.trim();
			if (df.fieldtype === "Rating") return text ? Number(text) / 5 : "";
			if (df.fieldtype === "Datetime") return text.replace("T", " ");
			return df.fieldtype in NUMBERS && text ? Number(text) : text;
		}
		set(value) {
			const { df, control } = this;
			if (df.fieldtype === "Check") control.checked = Boolean(Number(value));
			else if (FILES.includes(df.fieldtype)) this.keep(value);
			else if (df.fieldtype === "Rating") control.value = value ? String(Math.round(Number(value) * 5)) : "";
			else if (df.fieldtype === "Datetime") control.value = String(value ?? "").replace(" ", "T").slice(0, 16);
			else if (df.fieldtype === "Text Editor") control.value = new DOMParser().parseFromString(String(value ?? ""), "text/html").body.textContent;
			else control.value = String(value ?? "");
		}
		keep(url) {
			this.kept = url || "";
			this.file.hidden = !url;
			if (url) this.file.replaceChildren(`${window.webForm.texts.kept}: `, element("a", { href: url }, decodeURIComponent(url.split("/").pop())));
		}
		/** A file travels as `name,data:…`. Resolves to false when it is too large. */
		async load() {
			const chosen = FILES.includes(this.df.fieldtype) ? this.control.files[0] : null;
			if (!chosen) return true;
			if (chosen.size > window.webForm.max_bytes) { this.fail(window.webForm.texts.too_large); return false; }
			this.value = await new Promise((resolve, reject) => {
				const reader = new FileReader();
				reader.onload = () => resolve(`${chosen.name.replaceAll(",", "_")},${reader.result}`);
				reader.onerror = () => reject(reader.error);
				reader.readAsDataURL(chosen);
			});
			return true;
		}
		isBlank() {
			if (FILES.includes(this.df.fieldtype)) return !this.kept && !this.control.files.length;
			const value = this.get();
			return value === "" || value === null || (Array.isArray(value) && !value.length) || (this.df.fieldtype === "Check" && !value);
		}
		fail(text) {
			this.error.textContent = text;
			this.error.hidden = !text;
			if (text) this.control.setAttribute("aria-invalid", "true");
			else this.control.removeAttribute("aria-invalid");
		}
		show(isShown) { this.wrapper.hidden = !isShown; }
		change(property, value) {
			this.df[property] = value;
			if (property === "read_only") this.control.disabled = Boolean(value);
			if (property === "hidden") this.show(!value);
			if (property === "reqd") this.control.toggleAttribute("aria-required", Boolean(value));
			if (property === "options" && this.df.choices) {
				const listed = Array.isArray(value) ? value : String(value).split("\n");
				this.df.choices = listed.map((each) => (typeof each === "object" ? [each.value, each.label ?? each.value] : [each, each]));
				const before = this.control.value;
				this.control.replaceChildren(...choice(this.df, this.id).children);
				this.control.value = before;
			}
		}
		focus() { this.control.focus(); }
	}

	/** What is only shown: an entry that is read, or HTML between fields. */
	function shown(df, value) {
		let text = value ?? "";
		if (df.choices) text = (df.choices.find(([each]) => each === String(value)) || ["", text])[1];
		if (df.fieldtype === "Check") text = Number(value) ? window.webForm.texts.yes : window.webForm.texts.no;
		if (df.fieldtype === "Date" && /^\d{4}-\d\d-\d\d/.test(text)) text = text.slice(0, 10).split("-").reverse().join("/");
		if (df.fieldtype === "Text Editor") text = new DOMParser().parseFromString(String(text), "text/html").body.textContent;
		if (Array.isArray(value)) text = value.map((row) => (df.columns || []).map((each) => row[each.fieldname]).filter(Boolean).join(" · ")).join("\n");
		const isFile = (FILES.includes(df.fieldtype) || df.fieldtype === "Signature") && /^(\/|https?:)/.test(text);
		const body = isFile ? element("a", { href: text }, decodeURIComponent(text.split("/").pop())) : String(text || "–");
		return element("div", { class: "wf-field" }, element("span", { class: "wf-label" }, df.label || df.fieldname), element("div", { class: "wf-value" }, body));
	}

	Object.assign(window, { webFormElement: element, WebFormField: Field, webFormShown: shown });
})();
