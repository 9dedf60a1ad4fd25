"""Decides which kinds of records a customer builds in the browser, which of them are the site's own, and in
which order they enter another site. Pure but for asking what tables exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Filters = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One DocType whose records travel."""

    doctype: str
    own: Filters = field(default_factory=dict)  # what an app ships is left out
    about: str = ""  # field that names the DocType the record is about
    forced: Filters = field(default_factory=dict)  # what a record is made to be where it arrives
    in_module: bool = True  # stock's sync reads `<module>/<type>/<name>/<name>.json`


# In the order of arrival: what is referred to stands before what refers to it.
KINDS = (
    Kind("Role", in_module=False),
    Kind("DocType", {"custom": 1}, forced={"custom": 1}),
    Kind("Letter Head", in_module=False),
    Kind("Client Script", about="dt"),
    Kind("Server Script", about="reference_doctype"),
    Kind("Workflow State", in_module=False),
    Kind("Workflow Action Master", in_module=False),
    Kind("Workflow", about="document_type", in_module=False),
    Kind("Print Format", {"standard": "No"}, "doc_type", {"standard": "No"}),
    Kind("Email Template", in_module=False),
    Kind("Notification", {"is_standard": 0}, "document_type", {"is_standard": 0}),
    Kind("Report", {"is_standard": "No"}, "ref_doctype", {"is_standard": "No"}),
    Kind("Number Card", {"is_standard": 0}, "document_type", {"is_standard": 0}),
    Kind("Dashboard Chart", {"is_standard": 0}, "document_type", {"is_standard": 0}),
    Kind("Dashboard", {"is_standard": 0}, "", {"is_standard": 0}, in_module=False),
    Kind("Custom HTML Block", {"private": 0}, in_module=False),
    Kind("Workspace", {"public": 1}),
    Kind("Web Form", {"is_standard": 0}, "doc_type", {"is_standard": 0}),
    Kind("Assignment Rule", about="document_type", in_module=False),
    Kind("Document Naming Rule", about="document_type", in_module=False),
    Kind("List View Settings", in_module=False),
    Kind("Kanban Board", {"private": 0}, "reference_doctype", in_module=False),
    Kind("Role Profile", in_module=False),
    Kind("Translation", in_module=False),
)
BY_DOCTYPE = {kind.doctype: kind for kind in KINDS}
ORDER = {kind.doctype: place for place, kind in enumerate(KINDS)}

# Rows over DocTypes of others travel together, one file for each DocType.
CHANGES = "Customize Form"
RIGHTS = "Custom DocPerm"

# Apps ship these as files or with a mark: what has neither was built here. Others may be seeds of an app.
NEVER_SEEDED = (
    "DocType",
    "Client Script",
    "Server Script",
    "Print Format",
    "Report",
    "Number Card",
    "Dashboard Chart",
    "Workspace",
    "Web Form",
    "Translation",
)

# Travel only with what needs them; alone they say nothing.
IMPLIED = ("Workflow State", "Workflow Action Master")
