"""Who prepares, approves, holds and concludes a management review. Rows only."""

from iso_qms.access.roles import HEAD, REPRESENTATIVE, SECRETARY
from iso_qms.setup.workflow_table import ANY_WRITER, State, Transition, WorkflowTable

WORKFLOWS = (
	WorkflowTable(
		name="ISO Management Review Holding",
		document_type="ISO Management Review",
		states=(
			State("Draft", allow_edit=ANY_WRITER, style=""),
			State("Pending Approval", allow_edit=HEAD, style="Warning"),
			State("Approved", allow_edit=ANY_WRITER, style="Primary"),
			State("Held", allow_edit=ANY_WRITER, style="Info"),
			State("Concluded", allow_edit=HEAD, style="Success"),
		),
		transitions=(
			Transition(
				"Draft",
				"Send for Approval",
				"Pending Approval",
				roles=(SECRETARY, REPRESENTATIVE),
			),
			Transition(
				"Pending Approval", "Approve", "Approved", roles=(HEAD,), self_approval=False
			),
			Transition("Pending Approval", "Return", "Draft", roles=(HEAD,)),
			Transition("Approved", "Revise", "Draft", roles=(SECRETARY, HEAD)),
			Transition("Approved", "Record Meeting", "Held", roles=(SECRETARY, HEAD)),
			Transition("Held", "Conclude", "Concluded", roles=(HEAD,)),
		),
	),
)
