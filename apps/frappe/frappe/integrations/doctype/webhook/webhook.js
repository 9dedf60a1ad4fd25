// Choices that depend on the form: fields of the DocType, queues of the site, a preview.
const NO_VALUE = ["Section Break", "Column Break", "Tab Break", "Table", "Table MultiSelect", "HTML", "Button", "Heading", "Fold", "Image"]
const STANDARD = ["name", "doctype", "owner", "creation", "modified", "modified_by", "docstatus"]

async function offerFields(frm) {
	if (!frm.doc.webhook_doctype) return
	await frappe.model.with_doctype(frm.doc.webhook_doctype)
	const fields = frappe.get_meta(frm.doc.webhook_doctype).fields.filter((df) => !NO_VALUE.includes(df.fieldtype))
	const names = STANDARD.concat(fields.map((df) => df.fieldname))
	frm.fields_dict.webhook_data.grid.update_docfield_property("fieldname", "options", ["", ...names].join("\n"))
	const meta = frappe.get_meta(frm.doc.webhook_doctype)
	const events = ["after_insert", "on_update", "on_trash", "on_change"]
	if (meta.is_submittable) events.push("on_submit", "on_cancel", "on_update_after_submit")
	frm.set_df_property("webhook_docevent", "options", events.join("\n"))
}

async function preview(frm) {
	if (frm.is_new() || !frm.doc.preview_document) return
	const chosen = frm.doc.preview_document
	const { docs } = await frm.call("generate_preview")
	const shown = (docs && docs[0]) || {}
	frm.doc.preview_document = chosen
	frm.doc.preview_request_body = shown.preview_request_body
	frm.doc.meets_condition = shown.meets_condition
	frm.refresh_fields()
}

frappe.ui.form.on("Webhook", {
	async refresh(frm) {
		await offerFields(frm)
		const queues = await frappe.xcall("frappe.integrations.doctype.webhook.webhook.get_all_queues")
		frm.set_df_property("background_jobs_queue", "options", queues.join("\n"))
	},
	webhook_doctype: offerFields,
	preview_document: preview,
})
