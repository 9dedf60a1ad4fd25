/* Decides conditions such as "eval:doc.kind == 'Other' && doc.age > 17" without evaluating text: the policy forbids that. */
(function () {
	"use strict";
	const TOKEN = /\s*(===|!==|==|!=|>=|<=|&&|\|\||[()[\],.!<>]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_$][\w$]*)/y;

	function tokens(text) {
		const found = [];
		TOKEN.lastIndex = 0;
		while (TOKEN.lastIndex < text.trimEnd().length) {
			const match = TOKEN.exec(text);
			if (!match) throw new Error(`not understood: ${text}`);
			found.push(match[1]);
		}
		return found;
	}

	const isSame = (a, b) => (a ?? "") == (b ?? "");  // a blank field and an empty text are the same
	const COMPARE = {
		"==": isSame, "===": isSame, "!=": (a, b) => !isSame(a, b), "!==": (a, b) => !isSame(a, b),
		">": (a, b) => Number(a) > Number(b), "<": (a, b) => Number(a) < Number(b),
		">=": (a, b) => Number(a) >= Number(b), "<=": (a, b) => Number(a) <= Number(b),
	};

	class Reader {
		constructor(text, doc) { this.tokens = tokens(text); this.at = 0; this.doc = doc; }
		peek() { return this.tokens[this.at]; }
		next() { return this.tokens[this.at++]; }
		expect(sign) { if (this.next() !== sign) throw new Error(`${sign} expected`); }
		or() { let left = this.and(); while (this.peek() === "||") { this.next(); const right = this.and(); left = left || right; } return left; }
		and() { let left = this.comparison(); while (this.peek() === "&&") { this.next(); const right = this.comparison(); left = left && right; } return left; }
		comparison() {
			const left = this.unary();
			const compare = COMPARE[this.peek()];
			if (!compare) return left;
			this.next();
			return compare(left, this.unary());
		}
		unary() { if (this.peek() === "!") { this.next(); return !this.unary(); } return this.member(this.primary()); }
		primary() {
			const token = this.next();
			if (token === "(") { const value = this.or(); this.expect(")"); return value; }
			if (token === "[") return this.list("]");
			if (token === "doc") return this.doc;
			if (token === "in_list") { this.expect("("); const [list, value] = this.list(")"); return (list || []).includes(value); }
			if (token === "true" || token === "false") return token === "true";
			if (token === "null" || token === "undefined") return null;
			if (/^['"]/.test(token || "")) return token.slice(1, -1).replace(/\\(.)/g, "$1");
			if (/^\d/.test(token || "")) return Number(token);
			throw new Error(`not understood: ${token}`);
		}
		member(value) {
			while (this.peek() === ".") {
				this.next();
				const name = this.next();
				if (name === "includes") { this.expect("("); const [wanted] = this.list(")"); value = (value ?? "").includes(wanted); }
				else if (name === "length") value = (value ?? "").length;
				else value = Object.hasOwn(value ?? {}, name) ? value[name] : null;
			}
			return value;
		}
		list(end) {
			const found = [];
			while (this.peek() !== end) { found.push(this.or()); if (this.peek() === ",") this.next(); }
			this.next();
			return found;
		}
	}

	/** Whether a condition holds for the values; a bare fieldname holds when it is filled. */
	window.webFormHolds = function (condition, doc) {
		const text = String(condition || "").trim().replace(/;$/, "");
		if (!text) return true;
		if (!text.startsWith("eval:")) return Boolean(Array.isArray(doc[text]) ? doc[text].length : doc[text]);
		const reader = new Reader(text.slice(5), doc);
		const value = reader.or();
		if (reader.peek() !== undefined) throw new Error(`not understood: ${reader.peek()}`);
		return Boolean(value);
	};
})();
