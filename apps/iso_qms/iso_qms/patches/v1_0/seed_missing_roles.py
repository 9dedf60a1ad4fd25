"""Adds roles that the app ships and the site lacks; an existing role is left as it is."""

from iso_qms.setup.roles import ensure_roles


def execute() -> None:
	ensure_roles()
