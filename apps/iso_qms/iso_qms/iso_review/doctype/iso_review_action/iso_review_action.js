frappe.ui.form.on("ISO Review Action", {
	setup(frm) {
		const own = () => ({ filters: { agency: frm.doc.agency || "" } });
		frm.set_query("responsible", own);
		frm.set_query("department", own);
	},

	status(frm) {
		frm.toggle_reqd("result", ["Done", "Cancelled"].includes(frm.doc.status));
	},
});
