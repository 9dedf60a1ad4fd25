"""What people built on one site reaches another: as an app that is installed, and as a file that is brought in."""

from __future__ import annotations

import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.custom import archive
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from ristretto.context import Context
from ristretto.db.connect import connected
from ristretto.errors import ValidationError
from ristretto.site.customised import archive as reading
from ristretto.site.customised.app import slug
from ristretto.site.fixtures import export_json
from ristretto.site.install import install_app
from ristretto.site.migrate import migrate
from ristretto.site.records import import_file
from site_fixtures import copy_sites

APP = "proposals_app"
FORM, TABLE, ROLE = "Phieu De Xuat", "Phieu De Xuat Dong", "Duyet De Xuat"
FLOW = "Duyệt phiếu đề xuất"
REPORT = "Đề xuất theo tháng"


def put(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def build() -> None:
    """A form with a table, rights, a flow, prints, a report with a chart on a page, changes of another form."""
    put("Role", role_name=ROLE, desk_access=1)
    put("Module Def", module_name="Bieu Mau Tinh", custom=1, app_name="frappe")
    own = {"module": "Bieu Mau Tinh", "custom": 1}
    goods = {"fieldname": "ten_hang", "label": "Tên hàng", "fieldtype": "Data", "reqd": 1}
    put("DocType", name=TABLE, istable=1, fields=[goods], **own)
    fields = [
        {"fieldname": "noi_dung", "label": "Nội dung", "fieldtype": "Data", "reqd": 1},
        {"fieldname": "ngay", "label": "Ngày", "fieldtype": "Date", "in_list_view": 1},
        {"fieldname": "hang", "label": "Hàng", "fieldtype": "Table", "options": TABLE},
    ]
    rights = dict.fromkeys(("write", "create", "delete", "share", "export"), 0)
    perms = [{"role": ROLE, "read": 1, **rights}, {"role": "System Manager", "read": 1, "write": 1}]
    naming = {"autoname": "format:DX-{YYYY}-{####}", "naming_rule": "Expression"}
    put("DocType", name=FORM, fields=fields, permissions=perms, track_changes=1, **own, **naming)
    build_around()


def build_around() -> None:
    for state in ("Chờ duyệt", "Đã duyệt"):
        put("Workflow State", workflow_state_name=state)
    put("Workflow Action Master", workflow_action_name="Duyệt")
    states = [
        {"state": state, "doc_status": "0", "allow_edit": ROLE}
        for state in ("Chờ duyệt", "Đã duyệt")
    ]
    step = {"state": "Chờ duyệt", "action": "Duyệt", "next_state": "Đã duyệt", "allowed": ROLE}
    flow = {"workflow_name": FLOW, "document_type": FORM, "is_active": 1, "send_email_alert": 0}
    put(
        "Workflow", **flow, workflow_state_field="workflow_state", states=states, transitions=[step]
    )
    put("Print Format", name="Phiếu đề xuất A4", doc_type=FORM, html="<p>{{ doc.noi_dung }}</p>")
    put("Letter Head", letter_head_name="Tiêu đề tỉnh", source="HTML", content="UBND")
    build_messages()
    report = {"report_name": REPORT, "ref_doctype": FORM, "report_type": "Report Builder"}
    put("Report", **report, is_standard="No", json="{}")
    chart = {"chart_name": "Đề xuất", "chart_type": "Count", "document_type": FORM, "type": "Bar"}
    put("Dashboard Chart", **chart, based_on="creation", timeseries=1, filters_json="[]")
    page = {"title": "Đề xuất", "label": "Đề xuất", "public": 1, "content": "[]"}
    put("Workspace", **page, charts=[{"chart_name": "Đề xuất", "label": "Đề xuất"}])
    put(
        "Custom Field",
        dt="Error Log",
        label="Ghi chú",
        fieldname="custom_ghi_chu",
        fieldtype="Data",
    )
    make_property_setter(
        "Error Log", "method", "label", "Nơi lỗi", "Data", is_system_generated=False
    )
    put("Translation", source_text=FORM, language="vi", translated_text="Phiếu đề xuất")


def build_messages() -> None:
    told = {"document_type": FORM, "event": "New", "channel": "System Notification", "enabled": 1}
    to = [{"receiver_by_role": ROLE}]
    put("Notification", name="Có đề xuất mới", subject="Mới", message="x", recipients=to, **told)
    put("Client Script", name="Ẩn ngày", dt=FORM, script="// nothing", enabled=1)
    card = {"label": "Số đề xuất", "type": "Document Type", "document_type": FORM}
    put("Number Card", **card, function="Count", filters_json="[]", is_public=1)
    put("Email Template", name="Trả lời đề xuất", subject="Mới", response="x")


def take_out(**more: Any) -> bytes:
    groups = archive.get_contents()["groups"]
    chosen = {
        group["doctype"]: [row["name"] for row in group["rows"] if row["chosen"]]
        for group in groups
    }
    chosen |= {"Letter Head": ["Tiêu đề tỉnh"], "Email Template": names("Email Template")}
    return archive.pack(APP, "Đề xuất", "1.0.0", {**chosen, **more})


def names(doctype: str) -> list[str]:
    found: list[str] = frappe.get_all(doctype, pluck="name")
    return found


@dataclass
class Source:
    """What a site on which all of it was built hands out."""

    packed: bytes
    released: bytes
    release: str
    path: str


@pytest.fixture(scope="module")
def source(template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Source:
    site = copy_sites(template_sites, tmp_path_factory.mktemp("source"))
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.lang = "en"
        build()
        packed = take_out()
        put("Package", name="De Xuat", package_name="de-xuat", readme="Đề xuất")
        frappe.db.set_value("Module Def", "Bieu Mau Tinh", "package", "De Xuat")
        release = put("Package Release", package="De Xuat", publish=1)
        data = frappe.get_doc("File", {"file_url": release.path}).get_content()
        context.db.rollback()
    return Source(packed, data, release.name, release.path)


@pytest.fixture
def packed(source: Source) -> bytes:
    return source.packed


def check_arrival() -> None:
    """Everything is there, and works."""
    meta = frappe.get_meta(FORM)
    assert (meta.custom, meta.module, meta.autoname) == (
        1,
        "Bieu Mau Tinh",
        "format:DX-{YYYY}-{####}",
    )
    assert [(row.role, row.read, row.write) for row in meta.permissions] == [
        (ROLE, 1, 0),
        ("System Manager", 1, 1),
    ]
    record = put(FORM, noi_dung="Mua giấy", hang=[{"ten_hang": "Giấy A4"}])
    assert record.name.startswith("DX-")
    assert record.workflow_state == "Chờ duyệt"
    words = {"source_text": FORM, "language": "vi"}
    assert frappe.db.get_value("Translation", words, "translated_text") == "Phiếu đề xuất"
    assert frappe.get_doc("Workflow", FLOW).transitions[0].allowed == ROLE
    assert frappe.get_meta("Error Log").get_field("custom_ghi_chu").label == "Ghi chú"
    assert frappe.get_meta("Error Log").get_field("method").label == "Nơi lỗi"
    for doctype, name in (
        ("Print Format", "Phiếu đề xuất A4"),
        ("Letter Head", "Tiêu đề tỉnh"),
        ("Report", REPORT),
        ("Dashboard Chart", "Đề xuất"),
        ("Workspace", "Đề xuất"),
        ("Role", ROLE),
        ("Notification", "Có đề xuất mới"),
        ("Client Script", "Ẩn ngày"),
        ("Number Card", "Số đề xuất"),
        ("Email Template", "Trả lời đề xuất"),
    ):
        assert frappe.db.exists(doctype, name), (doctype, name)


@pytest.fixture
def app_folder(packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path / "apps")
    monkeypatch.syspath_prepend(str(tmp_path / "apps" / APP))
    yield tmp_path / "apps" / APP
    for name in [name for name in sys.modules if name.split(".")[0] == APP]:
        del sys.modules[name]


def test_the_app_installs_and_migrates(app_folder: Path, fresh_ctx: Context) -> None:
    """What was taken out is an app like any other: install-app brings every part."""
    sites = fresh_ctx.site.sites_path
    (sites / "apps.txt").write_text(f"frappe\n{APP}\n")
    fresh_ctx.site.drop_caches()

    install_app(APP)

    check_arrival()
    migrate()
    check_arrival()
    assert frappe.db.get_value("Module Def", "Bieu Mau Tinh", "app_name") == APP


def test_the_file_is_brought_in_without_an_app(packed: bytes, fresh_ctx: Context) -> None:
    """A site without a terminal reads the same file in the browser."""
    look = reading.read(packed)
    assert (look.app, look.title, look.version) == (APP, "Đề xuất", "1.0.0")

    assert archive.bring_in(packed) == len(look.records) + len(look.changes)

    check_arrival()
    assert frappe.db.get_value("Module Def", "Bieu Mau Tinh", "custom") == 1
    assert archive.bring_in(packed)  # once more changes nothing and breaks nothing
    check_arrival()


def test_a_release_is_imported_as_a_package(source: Source, fresh_ctx: Context) -> None:
    """Package, Package Release and Package Import carry a module's forms between sites."""
    assert (source.release, source.path.split("/")[1]) == ("de-xuat-0.0.1", "private")
    with tarfile.open(fileobj=io.BytesIO(source.released)) as archive:
        assert (
            "de-xuat/bieu_mau_tinh/doctype/phieu_de_xuat/phieu_de_xuat.json" in archive.getnames()
        )
    named = {"file_name": "de-xuat-0.0.1.tar.gz", "is_private": 1}
    file = put("File", **named, content=source.released)

    imported = put("Package Import", attach_package=file.file_url, activate=1)

    assert f"DocType: {FORM}" in imported.log
    assert put(FORM, noi_dung="a", hang=[{"ten_hang": "b"}]).name.startswith("DX-")
    assert frappe.db.get_value("Module Def", "Bieu Mau Tinh", "package") == "De Xuat"
    again = put("Package Import", attach_package=file.file_url, activate=1)
    assert again.log == "Everything was here already"


def test_releases_count_up(ctx: Context) -> None:
    """A release without a number follows the latest; one with a number keeps it."""
    put("Package", name="Counted", package_name="counted")

    given = put("Package Release", package="Counted", major=2, minor=1)
    following = put("Package Release", package="Counted")

    assert (given.name, following.name) == ("counted-2.1.0", "counted-2.1.1")


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return target.getvalue()


HOOKS = {"x/x/hooks.py": 'app_title = "X"', "x/x/__init__.py": '__version__ = "1.0.0"'}
DENIED = {
    "x/x/fixtures/user.json": '[{"doctype": "User", "name": "me@example.com"}]',
    "x/x/fixtures/role.json": "[{",
    "x/x/m/doctype/a/a.json": '{"doctype": "DocType"}',
    "x/x/fixtures/list.json": "[3]",
}


@pytest.mark.parametrize("path", DENIED)
def test_a_strange_archive_is_refused(ctx: Context, path: str) -> None:
    """Kinds that do not travel, broken JSON and records without a name are refused before anything is written."""
    with pytest.raises(ValidationError):
        archive.bring_in(zipped({**HOOKS, path: DENIED[path]}))


@pytest.mark.parametrize("data", [b"", b"PK nonsense", zipped({"a.txt": "b"})])
def test_what_is_no_package_is_refused(ctx: Context, data: bytes) -> None:
    """Any other file is told apart."""
    with pytest.raises(ValidationError):
        reading.read(data)


def test_a_shipped_form_is_not_replaced(ctx: Context) -> None:
    """A file cannot turn a form of an app into one of its own."""
    form = '{"doctype": "DocType", "name": "ToDo", "module": "Desk", "fields": []}'

    with pytest.raises(ValidationError, match="an app ships"):
        archive.bring_in(zipped({**HOOKS, "x/x/m/doctype/todo/todo.json": form}))

    assert frappe.get_meta("ToDo").has_field("description")


def test_what_an_app_ships_is_not_taken_out(ctx: Context) -> None:
    """Only what was built here travels, whatever the caller names."""
    for chosen in ({"DocType": ["ToDo"]}, {"User": ["Guest"]}, {"Role": "System Manager"}):
        with pytest.raises(ValidationError):
            archive.pack(APP, "A", "1.0.0", chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "version"), [("frappe", "1.0.0"), ("A b", "1.0.0"), (APP, "one")])
def test_a_package_needs_a_proper_name(ctx: Context, name: str, version: str) -> None:
    """The name becomes a folder and a module of Python; installed apps keep theirs."""
    with pytest.raises(ValidationError):
        archive.pack(name, "A", version, {})


def test_only_system_managers_take_out_and_bring_in(ctx: Context, make_user: Any) -> None:
    """Everybody else is refused on each call."""
    frappe.set_user(make_user("Clerk"))
    ctx.flags.in_test = False  # in tests `only_for` lets everybody pass, as on stock
    for call in (
        archive.get_contents,
        lambda: archive.download(APP, "A", "1.0.0", {}),
        lambda: archive.look_into("x"),
        lambda: archive.apply("x"),
    ):
        with pytest.raises(exceptions.PermissionError):
            call()


def test_folders_have_plain_names() -> None:
    """Whatever a record is called, its folder is one of ASCII letters."""
    assert slug("Tờ trình 01/2026") == "to_trinh_01_2026"
    assert slug("../..") == "record"


FIXTURES = {
    "Role": {"name": ROLE},
    "DocType": {"custom": 1},
    "Custom Field": {"dt": "Error Log"},
    "Property Setter": {"doc_type": "Error Log"},
    "Workflow": {},
    "Client Script": {},
    "Report": {"is_standard": "No"},
    "Print Format": {"standard": "No"},
    "Notification": {},
    "Workspace": {"name": "Đề xuất"},
    "Custom DocPerm": {},
    "Letter Head": {},
    "Number Card": {},
    "Dashboard Chart": {},
}


def test_fixtures_carry_every_kind(ctx: Context, tmp_path: Path) -> None:
    """What `export-fixtures` writes of each kind is read again into the same records."""
    build()
    put("Custom DocPerm", parent=FORM, role=ROLE, read=1, write=0, permlevel=0)
    for number, (doctype, filters) in enumerate(FIXTURES.items()):
        path = tmp_path / f"{number}.json"
        assert export_json(doctype, path, filters=filters) > 0, doctype
        before = path.read_text()

        import_file(path, force=True, is_data=True)

        export_json(doctype, path, filters=filters)
        assert same_records(before, path.read_text()), doctype
    assert put(FORM, noi_dung="a").workflow_state == "Chờ duyệt"


def same_records(first: str, second: str) -> bool:
    def plain(text: str) -> list[dict[str, Any]]:
        left_out = ("modified", "migration_hash")
        rows = [{k: v for k, v in row.items() if k not in left_out} for row in json.loads(text)]
        return sorted(rows, key=lambda row: str(row["name"]))

    return plain(first) == plain(second)
