// The fields of the chosen form that name an account.
async function offerFields(frm) {
	if (!frm.doc.apply_user_permission_on) return
	const { message } = await frappe.call("frappe.core.doctype.user_type.user_type.get_user_id", { parent: frm.doc.apply_user_permission_on })
	frm.set_df_property("user_id_field", "options", [""].concat(message || []))
}

frappe.ui.form.on("User Type", {
	refresh(frm) {
		frm.set_query("apply_user_permission_on", () => ({ query: "frappe.core.doctype.user_type.user_type.get_user_linked_doctypes" }))
		frm.set_query("role", () => ({ filters: { is_custom: 1, disabled: 0 } }))
		return offerFields(frm)
	},
	apply_user_permission_on(frm) {
		frm.set_value("user_id_field", "")
		return offerFields(frm)
	},
})
