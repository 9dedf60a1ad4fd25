// The province's templates are for everybody; try one on any record of its form.
frappe.ui.form.on("ISO Word Template", {
	onload(frm) {
		const ofProvince = ["ISO Provincial Administrator", "System Manager"];
		if (frm.is_new() && ofProvince.some((role) => frappe.user_roles.includes(role))) {
			frm.set_value("agency", "");
		}
	},
	refresh(frm) {
		if (frm.is_new() || !frm.doc.document_type) return;
		frm.add_custom_button(__("Fill a Record"), () =>
			frappe.prompt(
				[
					{
						fieldname: "name",
						fieldtype: "Link",
						label: __("Record"),
						options: frm.doc.document_type,
						reqd: 1,
					},
				],
				(values) => {
					const query = new URLSearchParams({ template: frm.doc.name, name: values.name });
					window.open(
						`/api/method/iso_qms.iso_printing.word.download?${query.toString()}`,
						"_blank",
						"noopener"
					);
				},
				__("Fill a Record"),
				__("Fill")
			)
		);
	},
});
