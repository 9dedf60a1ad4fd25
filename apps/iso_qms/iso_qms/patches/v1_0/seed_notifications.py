"""Gives sites of earlier versions the notifications of dates and the choice of a summary by mail."""

from iso_qms.iso_workspace.notifications import install_notifications
from iso_qms.setup.install import ensure_digest_fields


def execute() -> None:
	ensure_digest_fields()
	install_notifications()
