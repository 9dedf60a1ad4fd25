"""Files: where the bytes lie, who may attach and read, what a rollback leaves (observed rows R)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.core.doctype.file import storage
from frappe.core.doctype.file.file import FileTypeNotAllowed, FolderNotEmpty

pytestmark = pytest.mark.usefixtures("ctx")


def upload(name: str = "a.txt", content: Any = b"hello", **more: Any) -> Any:
    return frappe.get_doc(
        {"doctype": "File", "file_name": name, "content": content, **more}
    ).insert()


def on_disk(doc: Any) -> Path:
    return storage.path_of(doc.file_url)


@pytest.fixture(autouse=True)
def _clean_folders(ctx: Any) -> Any:
    """Rolled-back tests leave no file to the next one."""
    yield
    frappe.db.rollback()
    for is_private in (0, 1):
        for path in storage.folder(is_private).glob("*"):
            path.unlink()


@pytest.fixture
def record(make_doctype: Callable[..., str]) -> Any:
    fields = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "att", "fieldtype": "Attach", "label": "Att"},
    ]
    doctype = make_doctype("Fw Filed", fields=fields, max_attachments=2)
    return frappe.get_doc({"doctype": doctype, "title": "x"}).insert()


def attached(record: Any, **more: Any) -> dict[str, Any]:
    return {"attached_to_doctype": record.doctype, "attached_to_name": record.name, **more}


def test_upload_is_stored_and_described() -> None:
    """R01: URL, folder, type, size and hash follow from the content; default privacy is public."""
    doc = upload("bản đồ.txt")

    assert (doc.file_url, doc.folder, doc.file_type) == ("/files/bản đồ.txt", "Home", "TXT")
    assert (doc.file_size, doc.content_hash) == (5, "5d41402abc4b2a76b9719d911017c592")
    assert on_disk(doc).read_bytes() == b"hello"


def test_base64_content_is_decoded() -> None:
    """Clients send binary content as base64, perhaps as a data URL."""
    text = base64.b64encode(b"\x89PNG").decode()

    assert upload("a.png", f"data:image/png;base64,{text}", decode=1).get_content() == b"\x89PNG"


def test_equal_bytes_are_stored_once() -> None:
    """R02c: a new record with the URL of the first file."""
    first, second = upload("a.txt", is_private=1), upload("b.txt", is_private=1)

    assert first.name != second.name
    assert second.file_url == first.file_url == "/private/files/a.txt"


def test_other_bytes_under_the_same_name_get_a_suffix() -> None:
    """R02d: the end of the hash before the extension."""
    upload("p.txt", b"one")
    second = upload("p.txt", b"two")

    assert second.file_name == f"p{second.content_hash[-6:]}.txt"
    assert second.get_content() == "two"


def test_path_parts_lose_their_slashes() -> None:
    """R03g: a name cannot lead out of the folder."""
    assert upload("../../x.txt").file_url == "/files/....x.txt"


@pytest.mark.parametrize("name", ["..", "/", "\x00"])
def test_impossible_name_is_refused(name: str) -> None:
    """Names of folders and control characters are no file names."""
    with pytest.raises(exceptions.ValidationError):
        upload(name)


def test_long_vietnamese_name_is_shortened_on_disk() -> None:
    """A name that fits the record may be too long for the file system."""
    doc = upload("ệ" * 130 + ".txt")

    assert on_disk(doc).exists()


def test_unknown_folder_is_refused() -> None:
    """R03b: a folder must exist."""
    with pytest.raises(exceptions.LinkValidationError, match="Home/Nope"):
        upload(folder="Home/Nope")


def test_nothing_is_no_file() -> None:
    """R03c: a name or a URL is needed."""
    with pytest.raises(exceptions.MandatoryError):
        frappe.get_doc({"doctype": "File", "is_private": 1}).insert()


def test_remote_url_is_kept_as_it_is() -> None:
    """R03d: nothing is fetched."""
    row = {"doctype": "File", "file_url": "https://example.com/a.png", "file_name": "a.png"}
    doc = frappe.get_doc(row).insert()

    assert (doc.file_url, doc.content_hash, doc.file_type) == (
        "https://example.com/a.png",
        None,
        "PNG",
    )


@pytest.mark.parametrize(
    "url", ["/files/nonexist.png", "/etc/passwd", "/files/../../site_config.json"]
)
def test_url_that_is_no_file_is_refused(url: str) -> None:
    """Closed hole of R03e: a clear error; and no URL leads out of the two folders."""
    with pytest.raises(exceptions.ValidationError):
        frappe.get_doc({"doctype": "File", "file_url": url, "file_name": "a.png"}).insert()


def test_too_large_upload_is_refused(site: Any) -> None:
    """The site's limit holds for code as well."""
    frappe.db.set_single_value("System Settings", "max_file_size", 1)

    with pytest.raises(exceptions.MaxFileSizeReachedError, match="1 MB"):
        upload(content=b"x" * (1024 * 1024 + 1))


def test_attaching_leaves_a_comment(record: Any) -> None:
    """Attachments appear in the timeline, also when they go."""
    doc = upload(is_private=1, **attached(record))
    frappe.delete_doc("File", doc.name)

    kinds = frappe.get_all("Comment", filters={"reference_name": record.name}, pluck="comment_type")
    assert sorted(kinds) == ["Attachment", "Attachment Removed"]
    assert doc.folder == "Home/Attachments"


def test_attachment_limit_holds(record: Any) -> None:
    """The DocType says how many files a record takes."""
    for number in range(2):
        upload(f"{number}.txt", str(number).encode(), **attached(record))

    with pytest.raises(exceptions.AttachmentLimitReached, match="at most 2"):
        upload("3.txt", b"3", **attached(record))


def test_attaching_needs_the_right_to_write(record: Any, make_user: Callable[..., str]) -> None:
    """Closed hole of R05e, R05f: naming a record is not enough."""
    frappe.set_user(make_user("Fw Clerk"))

    with pytest.raises(exceptions.PermissionError):
        upload(**attached(record))


def test_record_that_is_not_saved_yet_may_be_named(record: Any) -> None:
    """R03: a form that is being filled has a name of its own for a while."""
    doc = upload(attached_to_doctype=record.doctype, attached_to_name="new-fw-filed-1")

    assert doc.attached_to_name == "new-fw-filed-1"


def test_private_file_is_for_readers_of_its_record(
    record: Any, make_user: Callable[..., str]
) -> None:
    """R06: the owner and who may read the record; in lists as well."""
    doc = upload(is_private=1, **attached(record))
    stranger, reader = make_user("Fw Clerk"), make_user("System Manager")

    assert not frappe.has_permission("File", "read", doc, user=stranger)
    assert frappe.has_permission("File", "read", doc, user=reader)
    for user, seen in ((stranger, []), (reader, [doc.name])):
        frappe.set_user(user)
        assert frappe.get_list("File", filters={"is_private": 1}, pluck="name") == seen


def test_url_of_a_foreign_private_file_cannot_be_claimed(
    record: Any, make_user: Callable[..., str]
) -> None:
    """A record of one's own for somebody's private file would open it."""
    doc = upload(is_private=1, **attached(record))
    frappe.set_user(make_user("Fw Clerk"))

    with pytest.raises(exceptions.PermissionError, match="no right"):
        frappe.get_doc({"doctype": "File", "file_url": doc.file_url, "file_name": "mine"}).insert()


def test_changing_privacy_moves_the_file_and_its_field(record: Any) -> None:
    """The field that shows the file follows, and the rollback moves it back."""
    doc = upload(**attached(record, attached_to_field="att"))
    frappe.db.set_value(record.doctype, record.name, "att", doc.file_url)
    doc.is_private = 1
    doc.save()

    assert doc.file_url == "/private/files/a.txt"
    assert frappe.db.get_value(record.doctype, record.name, "att") == doc.file_url
    assert on_disk(doc).exists()


def test_rollback_removes_new_files() -> None:
    """A file without a committed record does not stay."""
    path = on_disk(upload())
    frappe.db.rollback()

    assert not path.exists()


def test_last_record_takes_the_file_after_the_commit(fresh_site: Any) -> None:
    """Bytes go when no record needs them, and not before that is certain."""
    first, second = upload("a.txt"), upload("b.txt")
    path = on_disk(first)
    frappe.delete_doc("File", first.name)
    frappe.delete_doc("File", second.name)
    assert path.exists()

    frappe.db.commit()
    assert not path.exists()


def test_folders_of_the_site_stay() -> None:
    """Home and Attachments are never deleted, and a folder with files neither."""
    folder = {"doctype": "File", "is_folder": 1, "file_name": "Plans", "folder": "Home"}
    assert frappe.get_doc(folder).insert().name == "Home/Plans"
    upload(folder="Home/Plans")

    with pytest.raises(FolderNotEmpty):
        frappe.delete_doc("File", "Home/Plans", force=True)
    with pytest.raises(exceptions.ValidationError, match="belongs to the site"):
        frappe.delete_doc("File", "Home/Attachments", force=True)


def test_types_that_are_not_allowed_are_refused(monkeypatch: pytest.MonkeyPatch, ctx: Any) -> None:
    """A site may limit what is uploaded; code of the site is not limited."""
    frappe.db.set_single_value("System Settings", "allowed_file_extensions", "PDF\nPNG")
    assert upload("made by code.txt").file_type == "TXT"
    ctx.request = object()

    with pytest.raises(FileTypeNotAllowed, match="PDF"):
        upload("b.txt", b"other")
