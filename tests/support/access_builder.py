"""Builds the province of access_world.py from the app's own factories, and marks every text in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import frappe
from access_world import FREE_TEXT, TAG, Person, Record, World, in_site
from frappe.utils import global_search
from frappe.utils.password import set_encrypted_password
from iso_qms.access import roles
from iso_qms.tests import factories, quality
from ristretto.context import Site

SHARED = ("ISO Standard", "ISO Service Field")
SECRET = "bi-mat-cua-thu-nghiem"


def build_world(site: Site) -> World:
    """Make, mark and commit everything; the world to call."""
    world = World(site)
    with in_site(site, "write") as context:
        offices = _make_offices(world)
        people = _make_people(world, offices)
        for key in "abd":
            _make_records(world, key, offices[key])
        _lend(world, people, offices["b"])
        _collect(world)
        _mark(world)
        world.people = {key: _with_token(person) for key, person in people.items()}
        context.db.commit()
    return world


def _make_offices(world: World) -> dict[str, Any]:
    # Stock Frappe disables no account while nobody but Administrator runs the site.
    factories.make_site_user("System Manager")
    province = factories.make_agency(is_group=1, level="Province").name
    district = quality.Office(parent=province, is_group=1, level="District")
    offices = {"d": district}
    offices |= {key: quality.Office(parent=district.agency) for key in "ab"}
    world.agencies = {key: office.agency for key, office in offices.items()} | {"p": province}
    return offices


def _make_people(world: World, offices: dict[str, Any]) -> dict[str, Person]:
    a, d, p = (world.agencies[key] for key in "adp")
    below = frozenset(world.agencies[key] for key in "abd")
    people: dict[str, Person] = {}

    def add(key: str, user: str, *held: str, **values: Any) -> None:
        # Every account with a desk holds All and Desk User beside its own roles.
        people[key] = Person(key, user, frozenset(held), **{"reads": frozenset(), **values})

    for role in (*roles.AGENCY_ROLES, roles.AGENCY_ADMIN):
        user = factories.make_user(a, role, department=offices["a"].department)
        add(f"A {role[4:]}", user, role, reads=frozenset({a}))
    lent = factories.make_user(a, roles.LEAD_AUDITOR, roles.AUDITOR, may_be_lent=1)
    add("A lent to B", lent, roles.LEAD_AUDITOR, roles.AUDITOR, reads=frozenset({a}))
    district = factories.make_user(d, roles.SECRETARY, roles.LEAD_AUDITOR)
    add("D Secretary", district, roles.SECRETARY, roles.LEAD_AUDITOR, reads=below)
    for role in roles.PROVINCE_ROLES:
        add(f"P {role[4:]}", factories.make_user(p, role), role, reads=below, reads_all=True)
    add(
        "role without a place",
        factories.make_site_user(roles.SECRETARY),
        roles.SECRETARY,
        is_staff=False,
    )
    add("website user", factories.make_site_user(user_type="Website User"), is_staff=False)
    add("guest", "Guest", is_staff=False)
    return people


def _make_records(world: World, key: str, office: Any) -> None:
    agency = office.agency
    service = quality.make_service(agency=agency)
    quality.make_procedure(office, service=service.name, procedure_kind="Administrative Service")
    with factories.as_user(office.user("secretary")):
        frappe.get_doc(
            {
                "doctype": "ISO Audit Program",
                "agency": agency,
                "title": "Chương trình đánh giá",
                "year": 2026,
                "standard": quality.STANDARD,
                "objective": "Đánh giá sự phù hợp",
                "items": [{"department": office.department, "planned_from": "2026-06-01"}],
            }
        ).insert()
    quality.make_finding(office)
    review = quality.make_held_review(office)
    quality.move(review, "Conclude", office.user("head"))
    if key == "b":
        quality.make_service(agency=None)


def _lend(world: World, people: dict[str, Person], office: Any) -> None:
    """The audit of B that runs names the auditor of A."""
    person = people["A lent to B"]
    staff = frappe.db.get_value("ISO Staff Member", {"user": person.user})
    plan = frappe.get_doc("ISO Audit Plan", {"agency": office.agency})
    row = plan.append("team", {"staff_member": staff, "team_role": "Observer", "user": person.user})
    row.db_insert()
    people["A lent to B"] = replace(
        person, plans=frozenset({plan.name}), lent_to=frozenset({office.agency})
    )


def _collect(world: World) -> None:
    """Every record of the app's DocTypes, with its agency and audit plan."""
    app_modules = frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name")
    filters = {"istable": 0, "issingle": 0, "module": ["in", app_modules]}
    letters = {name: key for key, name in world.agencies.items()}
    for doctype in sorted(frappe.get_all("DocType", filters, pluck="name")):
        meta = frappe.get_meta(doctype)
        world.readers[doctype] = frozenset(
            row.role for row in meta.permissions if row.read and not row.permlevel
        )
        for name in sorted(frappe.get_all(doctype, pluck="name")):
            agency = _agency_of(doctype, name)
            if doctype == "ISO Clause" and not name.endswith("-4"):
                continue
            letter = letters.get(agency or "", "s")
            marker = f"zzq{letter}{len(world.records):03}zz"
            plan = _plan_of(doctype, name)
            world.records.append(Record(doctype, name, agency, marker, plan))


def _agency_of(doctype: str, name: str) -> str | None:
    if doctype == "ISO Agency":
        return name
    has_agency = frappe.get_meta(doctype).has_field("agency")
    return frappe.db.get_value(doctype, name, "agency") if has_agency else None


def _plan_of(doctype: str, name: str) -> str | None:
    column = {"ISO Audit Checklist": "plan", "ISO Audit Finding": "audit_plan"}.get(doctype)
    if doctype == "ISO Audit Plan":
        return name
    return frappe.db.get_value(doctype, name, column) if column else None


def _mark(world: World) -> None:
    for record in world.records:
        _mark_texts(record.doctype, record.name, record.marker)
        for table in frappe.get_meta(record.doctype).get_table_fields():
            rows = {"parent": record.name, "parenttype": record.doctype}
            for row in frappe.get_all(table.options, rows, pluck="name"):
                _mark_texts(table.options, row, record.marker)
        if any(other.agency for other in world.of(record.doctype)):
            _add_rows_about(world, record)
        _add_columns_about(record)
    for doctype in world.doctypes():
        global_search.rebuild_for_doctype(doctype)


def _mark_texts(doctype: str, name: str, marker: str) -> None:
    """Fill the free texts; titles keep what identifies them."""
    meta = frappe.get_meta(doctype)
    title = meta.title_field if doctype != "ISO Agency" else None
    texts = {
        field.fieldname: f"{marker} {frappe.db.get_value(doctype, name, field.fieldname) or ''}"
        for field in meta.fields
        if field.fieldtype in FREE_TEXT or field.fieldname == title
    }
    if texts:
        frappe.db.set_value(doctype, name, texts, update_modified=False)


def _add_rows_about(world: World, record: Record) -> None:
    """Comment, mail, file, tag, task, version, deletion, view, workflow action, notification."""
    kind, name, text = record.doctype, record.name, record.marker
    about = {"reference_doctype": kind, "reference_name": name}
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{text}.txt",
            "is_private": 1,
            "content": f"content {text}",
            "attached_to_doctype": kind,
            "attached_to_name": name,
        }
    ).insert()
    world.files[text] = file.file_url
    state = frappe.db.get_value("Workflow State", {}, "name")
    rows = [
        {"doctype": "Comment", "comment_type": "Comment", "content": text, **about},
        {"doctype": "Communication", "subject": text, "content": text, **about},
        {"doctype": "ToDo", "description": text, "reference_type": kind, "reference_name": name},
        {"doctype": "Tag Link", "document_type": kind, "document_name": name, "tag": TAG, "title": text},
        {"doctype": "Version", "ref_doctype": kind, "docname": name, "data": json.dumps({"x": text})},
        {"doctype": "View Log", "viewed_by": "Administrator", **about},
        {"doctype": "Workflow Action", "workflow_state": state, "status": "Open", **about},
        {"doctype": "Notification Log", "for_user": "Administrator", "subject": text,
         "document_type": kind, "document_name": name},
        {"doctype": "Deleted Document", "deleted_doctype": kind, "deleted_name": name,
         "data": json.dumps({"doctype": kind, "name": name, "title": text})},
    ]  # fmt: skip
    if not frappe.db.exists("Tag", TAG):
        frappe.get_doc({"doctype": "Tag", "name": TAG}).insert()
    for row in rows:
        frappe.get_doc(row).insert(ignore_links=True)


def _add_columns_about(record: Record) -> None:
    """Tag and comment as the record's own row keeps them, masters included."""
    note = json.dumps([{"comment": record.marker, "by": "Administrator", "name": "x"}])
    columns = {"_user_tags": f",{TAG}", "_comments": note}
    if "_user_tags" in frappe.db.get_table_columns(record.doctype):
        frappe.db.set_value(record.doctype, record.name, columns, update_modified=False)


def _with_token(person: Person) -> Person:
    if person.user == "Guest":
        return person
    key = frappe.generate_hash(length=15)
    frappe.db.set_value("User", person.user, "api_key", key)
    set_encrypted_password("User", person.user, SECRET, "api_secret")
    return replace(person, token=f"token {key}:{SECRET}")
