// The form of a mail account: try it, and send a mail to oneself.

async function test_connection(frm) {
	const { message } = await frm.call("test_connection");
	frappe.show_alert({ message, indicator: "green" });
}

function send_test_mail(frm) {
	const to = { fieldname: "recipient", fieldtype: "Data", options: "Email", label: __("To"), reqd: 1 };
	frappe.prompt(
		{ ...to, default: frappe.session.user },
		async ({ recipient }) => {
			const { message } = await frm.call("send_test_mail", { recipient });
			frappe.show_alert({ message, indicator: "green" });
		},
		__("Send a test mail"),
		__("Send")
	);
}

frappe.ui.form.on("Email Account", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.enable_outgoing) return;
		frm.add_custom_button(__("Test the connection"), () => test_connection(frm));
		frm.add_custom_button(__("Send a test mail"), () => send_test_mail(frm));
	},
});
