"""Decides which names and fieldtypes are special."""

from __future__ import annotations

STANDARD_FIELDS = (
    "doctype",
    "name",
    "owner",
    "creation",
    "modified",
    "modified_by",
    "docstatus",
    "idx",
)
CHILD_FIELDS = ("parent", "parentfield", "parenttype")
OPTIONAL_FIELDS = ("_user_tags", "_comments", "_assign", "_liked_by", "_seen")
BASE_COLUMNS = ("name", "creation", "modified", "modified_by", "owner", "docstatus", "idx")

NO_VALUE_FIELDTYPES = (
    "Section Break",
    "Column Break",
    "Tab Break",
    "HTML",
    "Table",
    "Table MultiSelect",
    "Button",
    "Image",
    "Fold",
    "Heading",
)
DISPLAY_FIELDTYPES = tuple(t for t in NO_VALUE_FIELDTYPES if not t.startswith("Table"))
TABLE_FIELDTYPES = ("Table", "Table MultiSelect")
NUMERIC_FIELDTYPES = ("Currency", "Int", "Long Int", "Float", "Percent", "Check")
FLOAT_FIELDTYPES = ("Currency", "Float", "Percent")
DATETIME_FIELDTYPES = ("Date", "Datetime", "Time")
DATA_FIELDTYPES = (
    "Currency",
    "Int",
    "Long Int",
    "Float",
    "Percent",
    "Check",
    "Small Text",
    "Long Text",
    "Code",
    "Text Editor",
    "Markdown Editor",
    "HTML Editor",
    "Date",
    "Datetime",
    "Time",
    "Text",
    "Data",
    "Link",
    "Dynamic Link",
    "Password",
    "Select",
    "Rating",
    "Read Only",
    "Attach",
    "Attach Image",
    "Signature",
    "Color",
    "Barcode",
    "Geolocation",
    "Duration",
    "Icon",
    "Phone",
    "Autocomplete",
    "JSON",
)

# DocType tables that every other definition is read from.
DEFINITION_DOCTYPES = (
    "DocType",
    "DocField",
    "DocPerm",
    "DocType Action",
    "DocType Link",
    "DocType State",
)
DEFINITION_TABLES = {
    "fields": "DocField",
    "permissions": "DocPerm",
    "actions": "DocType Action",
    "links": "DocType Link",
    "states": "DocType State",
}
