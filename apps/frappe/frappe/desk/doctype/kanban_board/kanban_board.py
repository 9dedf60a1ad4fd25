"""Controller of Kanban Board: columns by a Select field, cards in an order that is remembered."""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.model.document import Document


class KanbanBoard(Document):
    """One board over one DocType."""

    def before_insert(self) -> None:
        for column in self.columns:
            column.order = get_order_for_column(self, column.column_name)

    def validate(self) -> None:
        if any(not row.column_name for row in self.columns):
            frappe.throw(_("Column Name cannot be empty"))

    def on_change(self) -> None:
        frappe.clear_cache(doctype=self.reference_doctype)


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator":
        return None
    return f"(`tabKanban Board`.private = 0 or `tabKanban Board`.owner = {frappe.db.escape(user)})"


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    return bool(not doc.private or user == "Administrator" or user == doc.owner)


@frappe.whitelist()
def get_kanban_boards(doctype: str) -> list[Any]:
    return frappe.get_list(
        "Kanban Board",
        fields=["name", "filters", "reference_doctype", "private"],
        filters={"reference_doctype": doctype},
    )


def _board(name: str) -> Any:
    doc = frappe.get_doc("Kanban Board", name)
    doc.check_permission("write")
    return doc


@frappe.whitelist()
def add_column(board_name: str, column_title: str) -> Any:
    doc = _board(board_name)
    if any(row.column_name == column_title for row in doc.columns):
        frappe.throw(_("Column {0} exists already.").format(column_title))
    doc.append("columns", {"column_name": column_title})
    doc.save()
    return doc.columns


@frappe.whitelist()
def archive_restore_column(board_name: str, column_title: str, status: str) -> Any:
    return _set_column(board_name, column_title, "status", status)


@frappe.whitelist()
def set_indicator(board_name: str, column_name: str, indicator: str) -> Any:
    board = _board(board_name)
    for row in board.columns:
        if row.column_name == column_name:
            row.indicator = indicator
    board.save()
    return board


def _set_column(board_name: str, column_title: str, field: str, value: Any) -> Any:
    doc = _board(board_name)
    for row in doc.columns:
        if row.column_name == column_title:
            row.set(field, value)
    doc.save()
    return doc.columns


@frappe.whitelist()
def update_order(board_name: str, order: str) -> list[Any]:
    """Store cards as `{column: [names]}`; moving a card changes the record's field."""
    board = frappe.get_doc("Kanban Board", board_name)
    field, doctype = board.field_name, board.reference_doctype
    updated = []
    for column, names in parse_object(order, "order").items():
        for name in parse_list(names, column):
            if frappe.db.get_value(doctype, name, field) != column:
                _move(doctype, name, field, column)
                updated.append({"doctype": doctype, "name": name, "column": column})
        for row in board.columns:
            if row.column_name == column:
                row.order = json.dumps(names)
    # Placing cards is everybody's who may change the records; each record was checked above.
    board.save(ignore_permissions=True)
    return [board, updated]


def _move(doctype: str, name: str, field: str, value: str) -> None:
    doc = frappe.get_doc(doctype, name)
    doc.set(field, value)
    doc.save()


@frappe.whitelist()
def update_order_for_single_card(
    board_name: str,
    docname: str,
    from_colname: str,
    to_colname: str,
    old_index: int,
    new_index: int,
) -> Any:
    """Move one card to a place in a column."""
    board = frappe.get_doc("Kanban Board", board_name)
    frappe.has_permission(board.reference_doctype, "write", doc=docname, throw=True)
    orders = {row.column_name: json.loads(row.order or "[]") for row in board.columns}
    if docname in orders[from_colname]:
        orders[from_colname].remove(docname)
    orders[to_colname].insert(int(new_index), docname)
    for row in board.columns:
        row.order = json.dumps(orders[row.column_name])
    # The card's record was checked; the board only remembers its place.
    board.save(ignore_permissions=True)
    if from_colname != to_colname:
        _move(board.reference_doctype, docname, board.field_name, to_colname)
    return board


@frappe.whitelist()
def add_card(board_name: str, docname: str, colname: str) -> Any:
    board = frappe.get_doc("Kanban Board", board_name)
    frappe.has_permission(board.reference_doctype, "write", throw=True)
    for row in board.columns:
        if row.column_name == colname:
            row.order = json.dumps([docname, *json.loads(row.order or "[]")])
    # As above: a place on the board, not a record.
    return board.save(ignore_permissions=True)


@frappe.whitelist()
def quick_kanban_board(
    doctype: str, board_name: str, field_name: str, project: str | None = None
) -> Any:
    """A board with a column for every option of the field."""
    doc = frappe.new_doc("Kanban Board")
    field = frappe.get_meta(doctype).get_field(field_name)
    if field is None or field.fieldtype != "Select":
        frappe.throw(_("Choose a field with fixed choices of {0}").format(_(doctype)))
    doc.update(
        {"kanban_board_name": board_name, "reference_doctype": doctype, "field_name": field_name}
    )
    for option in [option for option in (field.options or "").split("\n") if option]:
        doc.append("columns", {"column_name": option})
    if doctype in ("Note", "ToDo"):
        doc.private = 1
    return doc.save()


def get_order_for_column(board: Any, colname: str) -> str:
    filters: list[Any] = [[board.reference_doctype, board.field_name, "=", colname]]
    filters += frappe.parse_json(board.filters or "[]") or []
    return frappe.as_json(frappe.get_list(board.reference_doctype, filters=filters, pluck="name"))


@frappe.whitelist()
def update_column_order(board_name: str, order: str) -> Any:
    """Put the columns in an order; archived ones follow."""
    board = _board(board_name)
    by_name = {row.column_name: row for row in board.columns}
    wanted = [name for name in parse_list(order, "order", of=str) if name in by_name]
    board.columns = [by_name[name] for name in wanted] + [
        r for n, r in by_name.items() if n not in wanted
    ]
    for number, row in enumerate(board.columns, 1):
        row.idx = number
    board.save()
    return board


@frappe.whitelist()
def save_settings(board_name: str, settings: str) -> Any:
    values = parse_object(settings, "settings")
    doc = _board(board_name)
    doc.fields = json.dumps(parse_list(values.get("fields"), "fields"))
    doc.show_labels = values.get("show_labels")
    return doc.save()
