"""What an installation seeds, and what every migration makes sure of."""

from iso_qms.iso_standards.seed import seed_standards
from iso_qms.setup.roles import ensure_roles
from iso_qms.setup.settings import apply_settings
from iso_qms.setup.workflows import install_workflows


def after_install() -> None:
	"""Roles, workflows, settings and standards of a new installation."""
	ensure_roles()
	apply_settings()
	install_workflows()
	seed_standards()


def after_migrate() -> None:
	"""Permission rows name the roles, so these must exist; all else stays as the site has it."""
	ensure_roles()
	seed_standards()
