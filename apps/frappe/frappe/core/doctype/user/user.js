// A lost phone: the app for codes is prepared again at the next sign-in.
function mayReset(frm) {
	const isAsked = cint(frappe.boot.sysdefaults.enable_two_factor_auth)
	const isMine = frm.doc.name === frappe.session.user
	return isAsked && !frm.is_new() && (isMine || frappe.user.has_role("System Manager"))
}

frappe.ui.form.on("User", {
	refresh(frm) {
		if (!mayReset(frm)) return
		frm.add_custom_button(__("Phone lost: prepare the app again"), () => {
			frappe.confirm(__("The app on the phone of {0} stops working. The next sign-in prepares a new one.", [frm.doc.full_name]), () => {
				frappe.call("frappe.twofactor.reset_otp_secret", { user: frm.doc.name })
			})
		})
	},
})

// What does this person see? Only to look: nothing can be changed meanwhile.
function mayLook(frm) {
	const isOther = ![frappe.session.user, "Administrator", "Guest"].includes(frm.doc.name)
	return isOther && !frm.is_new() && cint(frm.doc.enabled) && frappe.user.has_role("System Manager")
}

frappe.ui.form.on("User", {
	refresh(frm) {
		if (!mayLook(frm)) return
		frm.add_custom_button(__("Look as this person"), () => frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
			(values) => frappe.xcall("frappe.core.doctype.user.user.impersonate", { user: frm.doc.name, reason: values.reason }).then(() => window.location.assign("/app")),
			__("Look as this person"),
			__("Look"),
		))
	},
})
