"""Adds the index of an agency's list of procedures to sites that were made before it."""

from iso_qms.iso_procedures.doctype.iso_procedure.iso_procedure import on_doctype_update


def execute() -> None:
	on_doctype_update()
