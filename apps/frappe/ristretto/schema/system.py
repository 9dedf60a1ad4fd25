"""Decides the tables that are not DocTypes: series, singles, secrets, sessions, search, settings, stamps."""

from __future__ import annotations

# {table: column definitions}; names and types are Frappe's, but for the stamp table, which is ours.
TABLES: dict[str, tuple[str, ...]] = {
    "tabSeries": (
        "`name` varchar(100) COLLATE NOCASE PRIMARY KEY",
        "`current` int(10) NOT NULL DEFAULT 0",
    ),
    "tabSingles": (
        "`doctype` varchar(255) COLLATE NOCASE",
        "`field` varchar(255) COLLATE NOCASE",
        "`value` text",
    ),
    "__Auth": (
        "`doctype` varchar(140) COLLATE NOCASE NOT NULL",
        "`name` varchar(255) COLLATE NOCASE NOT NULL",
        "`fieldname` varchar(140) NOT NULL",
        "`password` text NOT NULL",
        "`encrypted` int(1) NOT NULL DEFAULT 0",
        "PRIMARY KEY (`doctype`, `name`, `fieldname`)",
    ),
    "tabSessions": (
        "`sid` varchar(255) PRIMARY KEY",
        "`user` varchar(255) COLLATE NOCASE",
        "`sessiondata` longtext",
        "`ipaddress` varchar(45)",
        "`lastupdate` datetime(6)",
        "`status` varchar(20)",
    ),
    "__global_search": (
        "`doctype` varchar(100) COLLATE NOCASE",
        "`name` varchar(255) COLLATE NOCASE",
        "`title` varchar(255)",
        "`content` text",
        "`route` varchar(255)",
        "`published` int(1) NOT NULL DEFAULT 0",
        "PRIMARY KEY (`doctype`, `name`)",
    ),
    "__UserSettings": (
        "`user` varchar(180) COLLATE NOCASE NOT NULL",
        "`doctype` varchar(180) COLLATE NOCASE NOT NULL",
        "`data` text",
        "PRIMARY KEY (`user`, `doctype`)",
    ),
    "ristretto_stamp": (
        "`name` varchar(40) PRIMARY KEY",
        "`value` int(11) NOT NULL",
    ),
}
INDEXES = {"tabSingles": ("doctype", "field"), "tabSessions": ("user",)}
