// The list of queued mails: colours of their state, failed ones sent again, the queue stopped and let go on.

const TONES = { Sent: "green", Error: "red", "Partially Sent": "orange", Sending: "blue", "Not Sent": "gray" };
const PATH = "frappe.email.doctype.email_queue.email_queue";

async function retry(list) {
	const queues = list.get_checked_items(true);
	if (!queues.length) return frappe.msgprint(__("Tick the mails first"));
	await frappe.xcall(`${PATH}.bulk_retry`, { queues });
	list.refresh();
}

async function offer_switch(list) {
	const stopped = Number(await frappe.xcall(`${PATH}.is_suspended`));
	const label = stopped ? __("Let mail leave again") : __("Stop all mail");
	list.page.add_inner_button(label, async () => {
		await frappe.xcall(`${PATH}.toggle_sending`, { enable: stopped });
		list.page.clear_inner_toolbar();
		add_buttons(list);
	});
}

function add_buttons(list) {
	list.page.add_inner_button(__("Send failed mails again"), () => retry(list));
	return offer_switch(list);
}

frappe.listview_settings["Email Queue"] = {
	add_fields: ["status"],
	get_indicator: (doc) => [__(doc.status), TONES[doc.status], `status,=,${doc.status}`],
	onload: add_buttons,
};
