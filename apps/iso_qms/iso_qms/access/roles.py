"""The roles of the app: their identifiers, who may give them, and which of them see every agency.

Identifiers are English and never translated; the Vietnamese names come from translations/vi.csv.
"""

HEAD = "ISO Head"
REPRESENTATIVE = "ISO Management Representative"
SECRETARY = "ISO Secretary"
CONTROLLER = "ISO Document Controller"
AGENCY_ADMIN = "ISO Agency Administrator"
DEPARTMENT_HEAD = "ISO Department Head"
OFFICER = "ISO Officer"
ONE_STOP = "ISO One Stop Officer"
LEAD_AUDITOR = "ISO Lead Auditor"
AUDITOR = "ISO Auditor"
PROVINCIAL_OFFICER = "ISO Provincial Officer"
INSPECTOR = "ISO Inspector"
PROVINCIAL_LEADER = "ISO Provincial Leader"
PROVINCIAL_ADMIN = "ISO Provincial Administrator"

# The fixed list: an agency administrator gives and takes these, and no others.
AGENCY_ROLES = (
	HEAD,
	REPRESENTATIVE,
	SECRETARY,
	CONTROLLER,
	DEPARTMENT_HEAD,
	OFFICER,
	ONE_STOP,
	LEAD_AUDITOR,
	AUDITOR,
)
# What may be lent for a time. Auditors are chosen for their competence and independence: never lent.
LENDABLE_ROLES = (HEAD, REPRESENTATIVE, SECRETARY, CONTROLLER, DEPARTMENT_HEAD)
PROVINCE_ROLES = (PROVINCIAL_OFFICER, INSPECTOR, PROVINCIAL_LEADER, PROVINCIAL_ADMIN)
# Marks an account that holds roles lent by somebody; given and taken with the delegation alone.
DELEGATE = "ISO Delegate"
ALL_ROLES = (*AGENCY_ROLES, AGENCY_ADMIN, *PROVINCE_ROLES)

# Holders run the whole site; Frappe itself lets them change every rule, so none can bind them.
SITE_ROLES = ("Administrator", "System Manager")


def assignable_roles(actor_roles: frozenset[str]) -> frozenset[str]:
	"""The roles that a person holding `actor_roles` may give to, or take from, somebody else."""
	if actor_roles & {PROVINCIAL_ADMIN, *SITE_ROLES}:
		return frozenset(ALL_ROLES)
	if AGENCY_ADMIN in actor_roles:
		return frozenset(AGENCY_ROLES)
	return frozenset()
