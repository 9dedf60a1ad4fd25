"""Access matrix: role × agency × DocType × path, generated from the metadata of an installed site.

For every DocType of the app and every role the app brings, held in a commune: what a list shows is
what may be read one by one, counting counts the same, nothing of the other commune comes through,
and a right that no row gives is refused.
"""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from ristretto import access, query
from ristretto.errors import PermissionError, ValidationError

pytestmark = pytest.mark.usefixtures("app_ctx")


def app_doctypes() -> list[Any]:
    """Definitions of the app, children and singles left out."""
    names = frappe.get_all("DocType", {"istable": 0, "issingle": 0, "is_virtual": 0}, pluck="name")
    modules = set(frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name"))
    metas = [frappe.get_meta(name) for name in names]
    return [meta for meta in metas if meta.module in modules]


def app_roles() -> list[str]:
    """Roles of the app's own that some DocType of the app names."""
    named = {row.role for meta in app_doctypes() for row in meta.permissions}
    return sorted(role for role in named if role.startswith("ISO "))


def listed(doctype: str, user: str) -> set[str] | None:
    """Names in the user's list; None when the list is refused."""
    try:
        return set(query.get_list(doctype, pluck="name", user=user))
    except PermissionError:
        return None


def readable(doctype: str, user: str) -> set[str]:
    names = frappe.get_all(doctype, pluck="name", limit=60)
    right = access.conditions.rights(frappe.get_meta(doctype), user).listing_right()
    return {
        name
        for name in names
        if access.has_permission(doctype, right, frappe.get_doc(doctype, name), user)
    }


def test_the_app_brings_doctypes_and_roles(app_ctx: Any) -> None:
    """The matrix below is not empty."""
    assert len(app_doctypes()) >= 10
    assert len(app_roles()) >= 5


@pytest.fixture
def province(app_ctx: Any) -> dict[str, str]:
    """Two communes of one district, a department and a procedure in each."""
    from iso_qms.tests.factories import make_agency, make_department

    top = make_agency(is_group=1, level="Province").name
    district = make_agency(top, is_group=1, level="District").name
    communes = {key: make_agency(district).name for key in "ab"}
    for agency in communes.values():
        make_department(agency)
        frappe.get_doc(
            {
                "doctype": "ISO Procedure",
                "agency": agency,
                "code": f"QT-{agency}",
                "title": "Tiếp nhận văn bản đến",
                "procedure_kind": "Internal",
                "steps": [{"step_no": 1, "step_name": "Tiếp nhận"}],
            }
        ).insert()
    return communes


def test_list_count_and_record_agree_in_every_cell(province: dict[str, str]) -> None:
    """No row is listed that may not be read, none that may be read is missing."""
    from iso_qms.tests.factories import make_user as make_member

    doctypes = [meta.name for meta in app_doctypes()]
    shown_rows = 0
    for role in app_roles():
        user = make_member(province["a"], role)
        for doctype in doctypes:
            shown, allowed = listed(doctype, user), readable(doctype, user)
            assert allowed <= (shown or set()), (role, doctype, "readable but not listed")
            if shown is None:
                continue
            sample = set(frappe.get_all(doctype, pluck="name", limit=60))
            assert shown & sample == allowed, (role, doctype, "listed but not readable")
            assert query.count(doctype, user=user) == len(shown), (role, doctype)
            shown_rows += len(shown)
    assert shown_rows > 0


def test_a_secretary_of_one_commune_never_meets_the_other(province: dict[str, str]) -> None:
    """List, count, grouping, child list: the other commune is absent."""
    from iso_qms.access import roles
    from iso_qms.tests.factories import make_user as make_member

    user = make_member(province["a"], roles.SECRETARY)
    other = province["b"]
    frappe.set_user(user)

    agencies = query.get_list("ISO Agency", pluck="name")
    assert (province["a"] in agencies, other in agencies) == (True, False)
    for doctype in ("ISO Department", "ISO Procedure"):
        rows = query.get_list(doctype, fields=["name", "agency"])
        assert {row.agency for row in rows} == {province["a"]}
        assert query.count(doctype, {"agency": other}) == 0
        grouped = query.get_list(
            doctype, fields=["agency", "count(name) as n"], group_by="agency", order_by=None
        )
        assert [row.agency for row in grouped] == [province["a"]]
    table = next(f for f in frappe.get_meta("ISO Procedure").table_fields if f.fieldname == "steps")
    steps = query.get_list(table.options, fields=["parent"], parent_doctype="ISO Procedure")
    seen = {row.parent for row in steps}
    assert seen == set(query.get_list("ISO Procedure", pluck="name"))


def test_a_role_without_a_right_is_refused_by_the_record_too(app_ctx: Any, make_user: Any) -> None:
    """A right that no row gives is refused for the DocType and for each record."""
    for role in app_roles():
        user = make_user(role)
        for meta in app_doctypes():
            held = access.conditions.rights(meta, user)
            for right in ("read", "write", "create", "delete", "submit", "export"):
                if right in held.plain or right in held.owned:
                    continue
                assert not access.has_permission(meta.name, right, None, user), (
                    role,
                    meta.name,
                    right,
                )


def test_guests_and_website_users_see_nothing(app_ctx: Any, make_user: Any) -> None:
    """No DocType of the app is open without an account of the desk."""
    outsider = make_user(user_type="Website User")
    for meta in app_doctypes():
        for user in ("Guest", outsider):
            assert not listed(meta.name, user), (meta.name, user)
            with pytest.raises((PermissionError, ValidationError)):
                query.count(meta.name, user=user)
