// Look at the format with a record of its form.
frappe.ui.form.on("Print Format", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.doc_type) return;
		if (frm.doc.standard === "Yes") frm.set_intro(__("This format belongs to an app. To change it, open the preview of a record and choose New print format: it begins as a copy."), "blue");
		frm.add_custom_button(__("Preview"), () =>
			frappe.prompt(
				[
					{
						fieldname: "name",
						fieldtype: "Link",
						label: __("Record"),
						options: frm.doc.doc_type,
						reqd: 1,
					},
				],
				(values) => {
					const place = [frm.doc.doc_type, values.name].map(encodeURIComponent).join("/");
					const query = new URLSearchParams({ format: frm.doc.name });
					window.open(`/app/print/${place}?${query}`, "_blank", "noopener");
				},
				__("Preview"),
				__("Show")
			)
		);
	},
});
