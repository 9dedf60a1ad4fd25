"""Who moves audit programs, plans, checklists and findings. The gates are in the controllers."""

from iso_qms.access.roles import (
	AUDITOR,
	DEPARTMENT_HEAD,
	HEAD,
	LEAD_AUDITOR,
	OFFICER,
	REPRESENTATIVE,
	SECRETARY,
)
from iso_qms.setup.workflow_table import ANY_WRITER, State, Transition, WorkflowTable

_APPROVAL_STATES = (
	State("Draft", allow_edit=ANY_WRITER, style=""),
	State("Under Review", allow_edit=REPRESENTATIVE, style="Info"),
	State("Pending Approval", allow_edit=HEAD, style="Warning"),
	State("Approved", allow_edit=SECRETARY, style="Primary"),
)
# Two levels: the management representative reviews, the head approves.
_APPROVAL = (
	Transition("Draft", "Send for Review", "Under Review", roles=(SECRETARY, LEAD_AUDITOR)),
	Transition(
		"Under Review",
		"Confirm Review",
		"Pending Approval",
		roles=(REPRESENTATIVE,),
		self_approval=False,
	),
	Transition("Under Review", "Return", "Draft", roles=(REPRESENTATIVE,)),
	Transition("Pending Approval", "Approve", "Approved", roles=(HEAD,), self_approval=False),
	Transition("Pending Approval", "Return", "Draft", roles=(HEAD,)),
	Transition("Approved", "Revise", "Draft", roles=(SECRETARY, REPRESENTATIVE)),
)

PROGRAM = WorkflowTable(
	name="ISO Audit Program Approval",
	document_type="ISO Audit Program",
	states=(*_APPROVAL_STATES, State("Completed", allow_edit=SECRETARY, style="Success")),
	transitions=(
		*_APPROVAL,
		Transition("Approved", "Complete", "Completed", roles=(SECRETARY, REPRESENTATIVE)),
	),
)

PLAN = WorkflowTable(
	name="ISO Audit Plan Approval",
	document_type="ISO Audit Plan",
	states=(
		*_APPROVAL_STATES,
		State("In Progress", allow_edit=LEAD_AUDITOR, style="Info"),
		State("Completed", allow_edit=LEAD_AUDITOR, style="Success"),
	),
	transitions=(
		*_APPROVAL,
		Transition("Approved", "Start Audit", "In Progress", roles=(LEAD_AUDITOR, SECRETARY)),
		Transition(
			"In Progress", "Complete", "Completed", roles=(LEAD_AUDITOR, REPRESENTATIVE)
		),
	),
)

CHECKLIST = WorkflowTable(
	name="ISO Audit Checklist Recording",
	document_type="ISO Audit Checklist",
	states=(
		State("Not Started", allow_edit=ANY_WRITER, style=""),
		State("Recording", allow_edit=ANY_WRITER, style="Info"),
		State("Sent to Lead", allow_edit=LEAD_AUDITOR, style="Warning"),
		State("Closed", allow_edit=LEAD_AUDITOR, style="Success"),
	),
	transitions=(
		Transition(
			"Not Started", "Start Recording", "Recording", roles=(AUDITOR, LEAD_AUDITOR)
		),
		Transition("Recording", "Send to Lead", "Sent to Lead", roles=(AUDITOR, LEAD_AUDITOR)),
		Transition("Sent to Lead", "Reopen", "Recording", roles=(LEAD_AUDITOR,)),
		Transition("Sent to Lead", "Close", "Closed", roles=(LEAD_AUDITOR,)),
	),
)

FINDING = WorkflowTable(
	name="ISO Audit Finding Handling",
	document_type="ISO Audit Finding",
	states=(
		State("Draft", allow_edit=ANY_WRITER, style=""),
		State("Issued", allow_edit=ANY_WRITER, style="Danger"),
		State("In Progress", allow_edit=ANY_WRITER, style="Info"),
		State("Pending Verification", allow_edit=ANY_WRITER, style="Warning"),
		State("Verified", allow_edit=LEAD_AUDITOR, style="Primary"),
		State("Closed", allow_edit=LEAD_AUDITOR, style="Success"),
		State("Cancelled", allow_edit=LEAD_AUDITOR, style="Inverse"),
	),
	transitions=(
		Transition("Draft", "Issue", "Issued", roles=(LEAD_AUDITOR, REPRESENTATIVE)),
		Transition("Draft", "Withdraw", "Cancelled", roles=(LEAD_AUDITOR, REPRESENTATIVE)),
		Transition("Issued", "Withdraw", "Cancelled", roles=(LEAD_AUDITOR, REPRESENTATIVE)),
		Transition(
			"Issued",
			"Submit Answer",
			"In Progress",
			roles=(DEPARTMENT_HEAD, REPRESENTATIVE, HEAD),
		),
		Transition(
			"In Progress",
			"Report Done",
			"Pending Verification",
			roles=(DEPARTMENT_HEAD, OFFICER, REPRESENTATIVE, HEAD),
		),
		Transition("Pending Verification", "Verify", "Verified", roles=(AUDITOR, LEAD_AUDITOR)),
		Transition(
			"Pending Verification",
			"Reject Result",
			"In Progress",
			roles=(AUDITOR, LEAD_AUDITOR),
		),
		Transition("Verified", "Close", "Closed", roles=(LEAD_AUDITOR, REPRESENTATIVE)),
	),
)

WORKFLOWS = (PROGRAM, PLAN, CHECKLIST, FINDING)
