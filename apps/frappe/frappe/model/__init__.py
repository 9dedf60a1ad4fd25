"""Kinds of fields, at Frappe's public path."""

from ristretto.meta.constants import (
    CHILD_FIELDS,
    DATA_FIELDTYPES,
    DATETIME_FIELDTYPES,
    DISPLAY_FIELDTYPES,
    FLOAT_FIELDTYPES,
    NO_VALUE_FIELDTYPES,
    NUMERIC_FIELDTYPES,
    OPTIONAL_FIELDS,
    STANDARD_FIELDS,
    TABLE_FIELDTYPES,
)

data_fieldtypes = DATA_FIELDTYPES
attachment_fieldtypes = ("Attach", "Attach Image")
no_value_fields = NO_VALUE_FIELDTYPES
display_fieldtypes = DISPLAY_FIELDTYPES
numeric_fieldtypes = NUMERIC_FIELDTYPES
float_like_fields = FLOAT_FIELDTYPES
datetime_fields = DATETIME_FIELDTYPES
table_fields = TABLE_FIELDTYPES
default_fields = STANDARD_FIELDS
child_table_fields = CHILD_FIELDS
optional_fields = OPTIONAL_FIELDS
data_field_options = ("Email", "Name", "Phone", "URL", "Barcode")
core_doctypes_list = (
    "DefaultValue",
    "DocType",
    "DocField",
    "DocPerm",
    "DocType Action",
    "DocType Link",
    "User",
    "Role",
    "Has Role",
    "Page",
    "Module Def",
    "Print Format",
    "Report",
    "Customize Form",
    "Customize Form Field",
    "Property Setter",
    "Custom Field",
    "Client Script",
)
log_types = (
    "Version",
    "Error Log",
    "Scheduled Job Log",
    "Event Sync Log",
    "Event Update Log",
    "Access Log",
    "View Log",
    "Activity Log",
    "Energy Point Log",
    "Notification Log",
    "Email Queue",
    "DocShare",
    "Document Follow",
    "Console Log",
)
std_fields = [
    {"fieldname": "name", "fieldtype": "Link", "label": "ID"},
    {"fieldname": "owner", "fieldtype": "Link", "label": "Created By", "options": "User"},
    {"fieldname": "idx", "fieldtype": "Int", "label": "Index"},
    {"fieldname": "creation", "fieldtype": "Datetime", "label": "Created On"},
    {"fieldname": "modified", "fieldtype": "Datetime", "label": "Last Updated On"},
    {
        "fieldname": "modified_by",
        "fieldtype": "Link",
        "label": "Last Updated By",
        "options": "User",
    },
    {"fieldname": "_user_tags", "fieldtype": "Data", "label": "Tags"},
    {"fieldname": "_liked_by", "fieldtype": "Data", "label": "Liked By"},
    {"fieldname": "_comments", "fieldtype": "Text", "label": "Comments"},
    {"fieldname": "_assign", "fieldtype": "Text", "label": "Assigned To"},
    {"fieldname": "docstatus", "fieldtype": "Int", "label": "Document Status"},
]
