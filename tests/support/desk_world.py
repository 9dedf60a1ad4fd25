"""The small province of the browser journeys: two communes with a person per role, a few lived-in records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import nowdate
from frappe.utils.password import update_password
from iso_qms.access.roles import PROVINCIAL_ADMIN
from iso_qms.tests import factories, quality
from ristretto.context import Site
from ristretto.db.connect import connected

NAMES = {
    "secretary": ("Phạm Thị Hương", "Công chức Văn phòng - Thống kê"),
    "representative": ("Vũ Đức Thắng", "Phó Chủ tịch"),
    "head": ("Nguyễn Văn Hải", "Chủ tịch"),
    "chief": ("Hoàng Thị Lan", "Trưởng bộ phận Tư pháp"),
    "officer": ("Đỗ Minh Quân", "Công chức Tư pháp - Hộ tịch"),
    "lead": ("Bùi Quang Huy", "Công chức Địa chính"),
    "auditor": ("Trần Thu Trang", "Công chức Tài chính"),
}
DEPARTMENT = "Bộ phận Tư pháp - Hộ tịch"
OTHER_DEPARTMENT = "Bộ phận Địa chính - Xây dựng"
TITLES = (
    "Đăng ký khai sinh",
    "Đăng ký kết hôn",
    "Chứng thực bản sao từ bản chính",
    "Tiếp công dân và xử lý đơn thư",
    "Cấp giấy xác nhận tình trạng hôn nhân",
    "Kiểm soát thông tin dạng văn bản",
)

# The day at the site, whatever the clock of the machine that tests it.
TODAY = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


@dataclass
class DeskWorld:
    """Names that journeys need."""

    agencies: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    procedures: list[str] = field(default_factory=list)
    finding: str = ""
    program: str = ""
    password: str = factories.TEST_PASSWORD


def build(site: Site) -> DeskWorld:
    """Make and commit everything."""
    world = DeskWorld()
    with connected(site, mode="write") as context:
        context.flags.in_test = context.flags.quiet = True
        context.lang = "vi"
        factories.make_site_user("System Manager")
        district = factories.make_agency(
            is_group=1, level="District", agency_name="Ủy ban nhân dân huyện Ba Chẽ"
        ).name
        first = make_office(world, "a", "Ủy ban nhân dân xã Đồn Đạc", district)
        make_office(world, "b", "Ủy ban nhân dân xã Lương Mông", district)
        # The province's administrator also keeps the system, as the person who runs a site does.
        world.users["admin"] = factories.make_site_user(
            PROVINCIAL_ADMIN, "System Manager", "Workspace Manager"
        )
        make_records(world, first)
        for user in world.users.values():
            update_password(user, world.password)
        context.db.commit()
    return world


def make_office(world: DeskWorld, key: str, name: str, parent: str) -> quality.Office:
    office = quality.Office(agency_name=name, parent=parent)
    world.agencies[key] = office.agency
    for attribute, title in (("department", DEPARTMENT), ("other", OTHER_DEPARTMENT)):
        department = frappe.get_doc("ISO Department", getattr(office, attribute))
        department.update({"department_name": title})
        department.save()
    for role in NAMES:
        person = frappe.get_doc("ISO Staff Member", office.person(role))
        person.full_name, person.position_title = NAMES[role]
        person.save()
        frappe.db.set_value(
            "User", person.user, {"first_name": person.full_name, "full_name": person.full_name}
        )
        world.users[f"{key}.{role}"] = person.user
        world.people[f"{key}.{role}"] = person.name
    return office


def make_records(world: DeskWorld, office: quality.Office) -> None:
    """Procedures in every state and an issued finding, so that no list is empty."""
    made = [
        quality.make_procedure(office, code=f"QT-{number:02}", title=title)
        for number, title in enumerate(TITLES, start=1)
    ]
    for procedure in made[:3]:
        quality.make_effective(office, procedure)
    quality.move(made[3], "Send for Review", office.user("secretary"))
    world.procedures = [procedure.name for procedure in made]
    world.program = make_program(office)
    world.finding = quality.make_finding(office).name


def make_program(office: quality.Office) -> str:
    """A yearly audit program that is still a draft."""
    with factories.as_user(office.user("secretary")):
        values = {
            "doctype": "ISO Audit Program",
            "agency": office.agency,
            "title": "Chương trình đánh giá bổ sung",
            "year": int(nowdate()[:4]),
            "standard": quality.STANDARD,
            "objective": "Kiểm tra việc khắc phục",
            "items": [{"department": office.department, "planned_from": nowdate()}],
        }
        return str(frappe.get_doc(values).insert().name)
