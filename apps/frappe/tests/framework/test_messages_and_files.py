"""Messages written from a record, helpers about files, and SQL conditions that apps put into their own queries."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.core.doctype.communication.email import make
from frappe.core.doctype.file.utils import (
    attach_files_to_document,
    extract_images_from_doc,
    find_file_by_url,
    get_extension,
    remove_file_by_url,
)
from frappe.desk.reportview import get_filters_cond
from frappe.modules.utils import export_customizations

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\nnot much of a picture").decode()


@pytest.fixture
def todo(ctx: Any) -> Any:
    return frappe.get_doc({"doctype": "ToDo", "description": "about this"}).insert()


def test_a_message_is_kept_and_queued(todo: Any) -> None:
    """The message stands at its record, the mail waits with all recipients, the attachment is in both."""
    file = frappe.get_doc(
        {"doctype": "File", "file_name": "letter.txt", "content": "hello"}
    ).insert()

    answer = make(
        "ToDo",
        todo.name,
        content="<p>Xin chào</p>",
        subject="Hỏi",
        recipients="one@example.com, two@example.com",
        cc=["three@example.com"],
        send_email=1,
        attachments=frappe.as_json([file.name]),
    )

    message = frappe.get_doc("Communication", answer["name"])
    queued = frappe.get_doc("Email Queue", {"communication": message.name})
    assert (message.reference_name, message.sent_or_received, message.has_attachment) == (
        todo.name,
        "Sent",
        1,
    )
    assert [row.recipient for row in queued.recipients] == [
        f"{each}@example.com" for each in ("one", "two", "three")
    ]
    assert "letter.txt" in queued.message
    assert frappe.db.exists(
        "File", {"attached_to_doctype": "Communication", "attached_to_name": message.name}
    )


def test_messages_that_are_refused(todo: Any, make_user: Any) -> None:
    """A bad address, nobody to send to, and a user who may not e-mail the record."""
    with pytest.raises(frappe.InvalidEmailAddressError):
        make("ToDo", todo.name, content="x", subject="x", recipients="no address", send_email=1)
    with pytest.raises(frappe.ValidationError, match="Nobody"):
        make("ToDo", todo.name, content="x", subject="x", send_email=1)
    frappe.set_user(make_user("stranger@example.com"))
    with pytest.raises(frappe.PermissionError):
        make("ToDo", todo.name, content="x", subject="x", recipients="a@example.com", send_email=1)


def test_pictures_in_text_become_files(todo: Any) -> None:
    """A pasted picture is stored beside the record, other text stays."""
    todo.description = f'<p>a</p><img src="data:image/png;base64,{PIXEL}"><img src="/files/x.png">'
    extract_images_from_doc(todo, "description")

    assert "data:" not in todo.description
    assert "/files/x.png" in todo.description
    assert (
        frappe.db.count("File", {"attached_to_doctype": "ToDo", "attached_to_name": todo.name}) == 1
    )


def test_files_found_by_address(ctx: Any, make_user: Any) -> None:
    """A private file is found by those who may download it; removing asks for the right."""
    file = frappe.get_doc(
        {"doctype": "File", "file_name": "p.txt", "content": "secret", "is_private": 1}
    ).insert()

    assert find_file_by_url(file.file_url).name == file.name
    assert find_file_by_url("/files/nothing.txt") is None
    frappe.set_user(make_user("other@example.com"))
    assert find_file_by_url(file.file_url) is None
    with pytest.raises(frappe.PermissionError):
        remove_file_by_url(file.file_url)
    frappe.set_user("Administrator")
    remove_file_by_url(file.file_url)
    assert not frappe.db.exists("File", file.name)


def test_attach_fields_become_attachments(ctx: Any, make_doctype: Any) -> None:
    """A stored file named in an Attach field is attached once; an unknown address is left alone."""
    make_doctype("Attaching", fields=[{"fieldname": "paper", "fieldtype": "Attach"}])
    file = frappe.get_doc({"doctype": "File", "file_name": "q.txt", "content": "paper"}).insert()
    doc = frappe.get_doc({"doctype": "Attaching", "paper": file.file_url}).insert()
    for _time in range(2):
        attach_files_to_document(doc)

    place = {"attached_to_doctype": "Attaching", "attached_to_name": doc.name}
    assert frappe.db.count("File", {**place, "attached_to_field": "paper"}) == 1


def test_endings() -> None:
    """The ending of a file by its first bytes, its name, or as given."""
    assert get_extension("x", content=b"%PDF-1.7") == "pdf"
    assert get_extension("x.png") == "png"
    assert get_extension("x", "bin") == "bin"


def test_filters_as_sql(todo: Any, make_user: Any) -> None:
    """Filters, and what the caller may see, as SQL for a query of an app."""
    conditions: list[str] = []
    text = get_filters_cond(
        "ToDo", {"name": todo.name, "description": ["like", "%this'%"]}, conditions
    )

    assert text.startswith(" and ")
    assert frappe.db.sql(f"select name from `tabToDo` where 1=1 {text}") == ()
    text = get_filters_cond("ToDo", frappe.as_json({"name": todo.name}), [])
    assert frappe.db.sql(f"select name from `tabToDo` where 1=1 {text}") == ((todo.name,),)
    assert get_filters_cond("ToDo", None, []) == ""
    frappe.set_user(make_user("viewer@example.com"))
    text = get_filters_cond("ToDo", {"name": todo.name}, [], with_match_conditions=True)
    assert frappe.db.sql(f"select name from `tabToDo` where 1=1 {text}") == ()
    with pytest.raises(frappe.PermissionError):
        get_filters_cond("DocType", {"istable": 1}, [])
    assert "DocType" in get_filters_cond("DocType", {"istable": 1}, [], ignore_permissions=True)


def test_customizations_as_files(ctx: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Custom fields go into the module's custom folder in developer mode, and nowhere else."""
    monkeypatch.setattr(frappe, "get_module_path", lambda module: str(tmp_path))
    frappe.get_doc(
        {"doctype": "Custom Field", "dt": "Note", "fieldname": "extra", "fieldtype": "Data"}
    ).insert()
    with pytest.raises(frappe.ValidationError, match="developer_mode"):
        export_customizations("Desk", "Note")
    monkeypatch.setitem(ctx.conf, "developer_mode", 1)

    path = export_customizations("Desk", "Note", sync_on_migrate=1)

    data = frappe.parse_json(Path(str(path)).read_text(encoding="utf-8"))
    assert (data.doctype, data.sync_on_migrate, data.custom_perms) == ("Note", 1, [])
    assert [row["fieldname"] for row in data.custom_fields] == ["extra"]
    assert export_customizations("Desk", "Tag") is None
