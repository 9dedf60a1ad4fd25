"""Decides what is added to the temporary site: four communes with N procedures of six steps each.

Records are made through the documents' own life, as a person's are; only the commit is shared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frappe
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.query import get_list

from benchmarks.processes import SITE

DOCTYPE = "ISO Procedure"
COMMUNES = ("BM01", "BM02", "BM03", "BM04")
STEPS = 6
SECRETARY = "secretary@benchmark.example"
OFFICER = "officer@benchmark.example"
PASSWORD = "Do-toc-do-4711"
LIST_FIELDS = ["name", "title", "agency", "workflow_state", "time_check", "modified"]
PAGE = 20
COMMIT_EVERY = 500
VERBS = ("Cấp", "Cấp lại", "Gia hạn", "Thu hồi", "Xác nhận", "Đăng ký", "Điều chỉnh")
THINGS = ("giấy phép xây dựng", "giấy khai sinh", "hộ tịch", "đất đai", "giấy phép kinh doanh")


def procedure(agency: str, code: str, number: int) -> dict[str, Any]:
    """A draft with six steps, as REST takes it; titles repeat every 35 numbers."""
    return {
        "doctype": DOCTYPE,
        "agency": agency,
        "code": code,
        "title": f"{VERBS[number % 7]} {THINGS[number % 5]} số {number}",
        "procedure_kind": "Internal",
        "issue_no": 1,
        "time_limit": 5 + number % 20,
        "time_unit": "Working Days",
        "purpose": "<p>Quy định trình tự, thời gian và trách nhiệm.</p>",
        "steps": [
            {
                "step_no": step,
                "step_name": f"Bước {step}",
                "responsible_role": "Chuyên viên",
                "duration": 4,
                "duration_unit": "Hours",
            }
            for step in range(1, STEPS + 1)
        ],
    }


def fill(sites: Path, count: int) -> None:
    """Agencies, two people, and `count` procedures spread evenly over the communes."""
    with connected(Site(SITE, sites)) as context:
        make_people()
        context.db.commit()
        for number in range(count):
            agency = COMMUNES[number % len(COMMUNES)]
            frappe.get_doc(procedure(agency, f"QT-{number:05}", number)).insert()
            if number % COMMIT_EVERY == COMMIT_EVERY - 1:
                context.db.commit()
        context.db.commit()
    pool.close_all()


def make_people() -> None:
    """The tree, a secretary of the first commune, and an officer of the province."""
    agency("BM", "Province", None)
    for code in COMMUNES:
        agency(code, "Commune", "BM")
    staff(COMMUNES[0], SECRETARY, "ISO Secretary")
    staff("BM", OFFICER, "ISO Provincial Officer")


def agency(code: str, level: str, superior: str | None) -> None:
    frappe.get_doc(
        {
            "doctype": "ISO Agency",
            "agency_name": f"Cơ quan {code}",
            "agency_code": code,
            "level": level,
            "obligation": "Encouraged",
            "is_group": int(superior is None),
            "parent_iso_agency": superior,
        }
    ).insert()


def staff(place: str, email: str, role: str) -> None:
    from frappe.utils.password import update_password

    frappe.get_doc(
        {
            "doctype": "ISO Staff Member",
            "full_name": email.split("@")[0],
            "position_title": "Chuyên viên",
            "email": email,
            "agency": place,
            "account_status": "Active",
            "roles": [{"role": role}],
        }
    ).insert()
    update_password(email, PASSWORD)


def own_names(sites: Path) -> list[str]:
    """Procedures of the secretary's commune, in order of their codes."""
    with connected(Site(SITE, sites)):
        names: list[str] = frappe.get_all(
            DOCTYPE, filters={"agency": COMMUNES[0]}, pluck="name", order_by="name"
        )
    pool.close_all()
    return names


def list_statement(sites: Path) -> tuple[str, list[Any]]:
    """The SQL and parameters that the secretary's list runs, rights included."""
    with connected(Site(SITE, sites), SECRETARY):
        sql, params = get_list(
            DOCTYPE,
            fields=LIST_FIELDS,
            order_by="modified desc",
            limit_start=0,
            limit_page_length=PAGE,
            run=False,
        )
    pool.close_all()
    return sql, list(params)
