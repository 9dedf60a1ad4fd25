"""Approvals in the name of somebody else: which delegations count for a person, a role and a day.

A delegation lends roles of one person of an agency to another one of it, from day to day. The roles
are added to the account, so that the workflow of stock Frappe offers the steps; whether they count is
asked again on every change, by date, so that a delegation ends without any job. Only what the lender
holds in a staff record of his own can be lent: what was lent to him is not in it.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from iso_qms.access.roles import DELEGATE, LENDABLE_ROLES
from iso_qms.access.scope import ACTIVE, get_scope


@dataclass(frozen=True)
class Loan:
    """One role that counts today: at which agency, by which record, in whose name."""

    role: str
    agency: str
    delegation: str
    lender: str
    lender_name: str


def loans_of(user: str, agency: str | None = None) -> list[Loan]:
    """The roles lent to `user` that count today, at `agency` or anywhere; oldest delegation first."""
    record = frappe.qb.DocType("ISO Approval Delegation")
    lent, held = frappe.qb.DocType("ISO Staff Role"), frappe.qb.DocType("ISO Staff Role")
    held = held.as_("held")
    giver, taker = frappe.qb.DocType("ISO Staff Member"), frappe.qb.DocType("ISO Staff Member")
    giver, taker = giver.as_("giver"), taker.as_("taker")
    today = nowdate()
    query = (
        frappe.qb.from_(record)
        .join(lent)
        .on((lent.parent == record.name) & (lent.parenttype == "ISO Approval Delegation"))
        .join(giver)
        .on(giver.name == record.from_person)
        .join(held)
        .on(
            (held.parent == giver.name)
            & (held.parenttype == "ISO Staff Member")
            & (held.role == lent.role)
        )
        .join(taker)
        .on(taker.name == record.to_person)
        .select(lent.role, record.agency, record.name, giver.user, giver.full_name)
        .where(taker.user == user)
        .where(taker.account_status == ACTIVE)
        .where(giver.account_status == ACTIVE)
        .where(taker.agency == record.agency)
        .where(giver.agency == record.agency)
        .where(record.from_date <= today)
        .where(record.to_date >= today)
        .where(record.withdrawn_on.isnull())
        .orderby(record.creation)
        .orderby(record.name)
    )
    if agency:
        query = query.where(record.agency == agency)
    return [Loan(*row) for row in query.run() if row[0] in LENDABLE_ROLES]


def lent_roles(user: str) -> set[str]:
    """What an account holds beside the roles of its staff records, today."""
    roles = {loan.role for loan in loans_of(user)}
    return {*roles, DELEGATE} if roles else set()


def has_loans(roles: frozenset[str]) -> bool:
    """Whether an account holds roles that may be lent; nobody else pays for the question."""
    return DELEGATE in roles


def loan_for_step(doc: Document, state: str | None, next_state: str | None) -> Loan | None:
    """The loan by which the person takes a step, or None when the own roles open it."""
    # Imported here: appointments.py asks this module for the roles that count.
    from iso_qms.access.appointments import own_roles, roles_of_step

    scope = get_scope()
    if scope.unrestricted or not has_loans(scope.roles) or state == next_state:
        return None
    allowed = roles_of_step(doc.doctype, state, next_state)
    agency = doc.get("agency")
    if allowed & own_roles(scope, agency):
        return None
    return next((loan for loan in loans_of(scope.user, agency) if loan.role in allowed), None)


def note_loan(doc: Document, loan: Loan) -> None:
	"""In the timeline, where the line begins with who acted: in whose name, by which delegation."""
	name = frappe.utils.escape_html(loan.lender_name)
	doc.add_comment("Info", _("acted on behalf of {0} ({1})").format(name, loan.delegation))


def follow_dates(*_args: object, **_kwargs: object) -> None:
    """Daily: accounts get what begins today and lose what ended; nothing is decided by it."""
    record = frappe.qb.DocType("ISO Approval Delegation")
    today = nowdate()
    begun = (
        frappe.qb.from_(record)
        .select(record.to_user)
        .where(record.from_date <= today)
        .where(record.to_date >= today)
    ).run()
    held = frappe.get_all("Has Role", {"role": DELEGATE, "parenttype": "User"}, pluck="parent")
    for user in sorted({*held, *(row[0] for row in begun if row[0])}):
        _follow(user)


def follow_dates_of_session(*_args: object, **_kwargs: object) -> None:
    """on_session_creation: whoever signs in begins the day with the right roles."""
    user = frappe.session.user
    if user in ("Administrator", "Guest"):
        return
    if has_loans(frozenset(frappe.get_roles(user))) or loans_of(user):
        _follow(user)


def _follow(user: str) -> None:
    # Imported here: accounts.py asks this module which roles are lent.
    from iso_qms.access.accounts import sync_account

    if frappe.db.exists("ISO Staff Member", {"user": user}):
        sync_account(user)
