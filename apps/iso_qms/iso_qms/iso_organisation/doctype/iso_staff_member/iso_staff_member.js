// Account buttons of a staff member; the server decides again whether each is allowed.
frappe.ui.form.on("ISO Staff Member", {
	setup(frm) {
		frm.set_query("department", () => ({ filters: { agency: frm.doc.agency, is_active: 1 } }));
		frm.set_query("role", "roles", () => ({ filters: { name: ["like", "ISO %"] } }));
	},

	agency(frm) {
		if (frm.doc.department) {
			frm.set_value("department", "");
		}
	},

	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.write) {
			return;
		}
		const active = frm.doc.account_status === "Active";
		if (active) {
			frm.add_custom_button(__("Block Account"), () => run(frm, "block_account"));
			frm.add_custom_button(__("Reset Password"), () => ask_password(frm));
		} else {
			const label = frm.doc.user ? __("Lift Block") : __("Open Account");
			frm.add_custom_button(label, () => run(frm, "set_account_active"));
		}
	},
});

function run(frm, method, args) {
	return frm.call(method, args).then(() => frm.reload_doc());
}

function ask_password(frm) {
	frappe.prompt(
		{ fieldname: "new_password", fieldtype: "Password", label: __("New Password"), reqd: 1 },
		(values) => run(frm, "reset_password", values),
		__("Reset Password"),
		__("Reset")
	);
}
