// The form of a queued mail: send it again.

frappe.ui.form.on("Email Queue", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status === "Sent" || frm.doc.status === "Sending") return;
		frm.add_custom_button(frm.doc.status === "Error" ? __("Send again") : __("Send now"), async () => {
			await frm.call("send");
			frappe.show_alert(__("The mail is on its way"));
			frm.reload_doc();
		});
	},
});
