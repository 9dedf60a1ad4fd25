"""Site settings that the app needs; written at installation only, the province may change them."""

import frappe

# Sharing single documents goes round the agency rules; iso_qms.access.events refuses it as well.
ALWAYS = {"disable_document_sharing": 1}
ON_A_NEW_SITE = {
	"country": "Vietnam",
	"date_format": "dd-mm-yyyy",
	"language": "vi",
	"number_format": "#.###,##",
	"time_format": "HH:mm",
	"time_zone": "Asia/Ho_Chi_Minh",
}


def apply_settings() -> None:
	"""Set what the app needs, and Vietnamese habits where nobody has set up the site yet."""
	is_set_up = frappe.db.get_single_value("System Settings", "setup_complete")
	values = {**ALWAYS, **({} if is_set_up else ON_A_NEW_SITE)}
	for fieldname, value in values.items():
		frappe.db.set_single_value("System Settings", fieldname, value)
