"""Who moves a procedure from draft to effective. Rows only; the gates are in the controller."""

from iso_qms.access.roles import CONTROLLER, DEPARTMENT_HEAD, HEAD, REPRESENTATIVE, SECRETARY
from iso_qms.setup.workflow_table import ANY_WRITER, State, Transition, WorkflowTable

WORKFLOWS = (
	WorkflowTable(
		name="ISO Procedure Approval",
		document_type="ISO Procedure",
		states=(
			State("Draft", allow_edit=ANY_WRITER, style=""),
			State("Under Review", allow_edit=REPRESENTATIVE, style="Info"),
			State("Pending Approval", allow_edit=HEAD, style="Warning"),
			State("Effective", allow_edit=CONTROLLER, style="Success"),
			State("Superseded", allow_edit=HEAD, style="Inverse"),
		),
		transitions=(
			Transition(
				"Draft", "Send for Review", "Under Review", roles=(SECRETARY, DEPARTMENT_HEAD)
			),
			Transition(
				"Under Review",
				"Confirm Review",
				"Pending Approval",
				roles=(REPRESENTATIVE, DEPARTMENT_HEAD),
				self_approval=False,
			),
			Transition(
				"Under Review", "Return", "Draft", roles=(REPRESENTATIVE, DEPARTMENT_HEAD)
			),
			Transition(
				"Pending Approval", "Approve", "Effective", roles=(HEAD,), self_approval=False
			),
			Transition("Pending Approval", "Return", "Draft", roles=(HEAD,)),
			# Offered only once a newer effective version is written on the record.
			Transition(
				"Effective",
				"Supersede",
				"Superseded",
				roles=(HEAD,),
				condition="doc.superseded_by",
			),
		),
	),
)
