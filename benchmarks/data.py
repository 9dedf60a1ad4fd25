"""Decides what the measured site holds: 227 agencies and N procedures of six steps each.

Records are made through the documents' own life, as a person's are; only the commit is shared. Every tenth
procedure is sent for review, so that a state is something to filter by.
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
PROVINCE = "BM"
AGENCIES = 227
COMMUNES = tuple(f"{PROVINCE}{number:03}" for number in range(1, AGENCIES))
STEPS = 6
REVIEWED = 10
SECRETARY = "secretary@benchmark.example"
OFFICER = "officer@benchmark.example"
PASSWORD = "Do-toc-do-4711"
PAGE = 20
COMMIT_EVERY = 500
VERBS = ("Cấp", "Cấp lại", "Gia hạn", "Thu hồi", "Xác nhận", "Đăng ký", "Điều chỉnh")
THINGS = ("giấy phép xây dựng", "giấy khai sinh", "hộ tịch", "đất đai", "giấy phép kinh doanh")


def procedure(agency: str, code: str, number: int, steps: int = STEPS) -> dict[str, Any]:
    """A draft, as REST takes it; titles repeat every 35 numbers."""
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
            for step in range(1, steps + 1)
        ],
    }


def fill(sites: Path, count: int) -> None:
    """Agencies, two people, and `count` procedures spread evenly over the communes."""
    with connected(Site(SITE, sites)) as context:
        make_people()
        context.db.commit()
        for number in range(count):
            agency = COMMUNES[number % len(COMMUNES)]
            draft = frappe.get_doc(procedure(agency, f"QT-{number:05}", number)).insert()
            if number % REVIEWED == REVIEWED - 1:
                draft.workflow_state = "Under Review"
                draft.save()
            if number % COMMIT_EVERY == COMMIT_EVERY - 1:
                context.db.commit()
        context.db.commit()
    pool.close_all()


def make_people() -> None:
    """The tree, a secretary of the first commune, and an officer of the province."""
    agency(PROVINCE, "Province", None)
    for code in COMMUNES:
        agency(code, "Commune", PROVINCE)
    staff(COMMUNES[0], SECRETARY, "ISO Secretary")
    staff(PROVINCE, OFFICER, "ISO Provincial Officer")


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


def own_drafts(sites: Path, code: str = "") -> list[str]:
    """Drafts of the secretary's commune whose code begins so, in order of their names."""
    wanted = {"agency": COMMUNES[0], "workflow_state": "Draft", "code": ["like", f"{code}%"]}
    with connected(Site(SITE, sites)):
        names: list[str] = frappe.get_all(DOCTYPE, filters=wanted, pluck="name", order_by="name")
    pool.close_all()
    return names


def list_statement(sites: Path) -> str:
    """The SQL that the secretary's list runs, rights included."""
    with connected(Site(SITE, sites), SECRETARY):
        sql: str = get_list(
            DOCTYPE,
            fields=["*"],
            order_by="modified desc",
            limit_start=0,
            limit_page_length=PAGE,
            run=False,
        )
    pool.close_all()
    return sql


def get_statements(sites: Path) -> list[dict[str, str]]:
    """The SQL that reads one procedure whole by its name: its row, then the rows of each table field."""
    with connected(Site(SITE, sites)):
        tables = [(each.options, each.fieldname) for each in frappe.get_meta(DOCTYPE).table_fields]
    pool.close_all()
    row = {"field": "", "sql": f"SELECT * FROM `tab{DOCTYPE}` WHERE `name` = ?"}
    return [row] + [
        {
            "field": fieldname,
            "sql": f"SELECT * FROM `tab{child}` WHERE `parent` = ? AND `parenttype` = '{DOCTYPE}'"
            f" AND `parentfield` = '{fieldname}' ORDER BY `idx`",
        }
        for child, fieldname in tables
    ]
