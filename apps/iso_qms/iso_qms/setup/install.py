"""What an installation seeds, and what every migration makes sure of."""

from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from iso_qms.iso_standards.seed import seed_standards
from iso_qms.iso_workspace.digest import FIELDS
from iso_qms.iso_workspace.notifications import install_notifications
from iso_qms.setup.roles import ensure_roles
from iso_qms.setup.settings import apply_settings
from iso_qms.setup.workflows import install_workflows


def after_install() -> None:
	"""Roles, workflows, settings, standards and notifications of a new installation."""
	ensure_roles()
	apply_settings()
	install_workflows()
	seed_standards()
	ensure_digest_fields()
	install_notifications()


def after_migrate() -> None:
	"""Permission rows name the roles, so these must exist; all else stays as the site has it."""
	ensure_roles()
	seed_standards()


def ensure_digest_fields() -> None:
	"""The choice of a summary by mail stands in everybody's Notification Settings."""
	create_custom_fields(FIELDS)
