"""The form in which modules declare their workflows: plain facts, no access to a site.

A module lists its tables in `iso_qms/<module>/workflows.py` as `WORKFLOWS`; workflows.py of this
folder turns them into records once.
"""

from dataclasses import dataclass

# A state names one role whose form is editable. Where people of several roles write, it names the
# role that every account holds: the right to write and the gates of the record decide instead.
ANY_WRITER = "All"


@dataclass(frozen=True)
class State:
	"""A state: its docstatus, the role whose form is editable in it, the colour of its label."""

	state: str
	doc_status: int = 0
	allow_edit: str = ""
	style: str = ""


@dataclass(frozen=True)
class Transition:
	"""A step from `state` by `action` to `next_state`, open to each of `roles`."""

	state: str
	action: str
	next_state: str
	roles: tuple[str, ...]
	condition: str = ""
	self_approval: bool = True


@dataclass(frozen=True)
class WorkflowTable:
	"""The workflow of one DocType."""

	name: str
	document_type: str
	states: tuple[State, ...]
	transitions: tuple[Transition, ...]
	state_field: str = "workflow_state"

	def problems(self) -> list[str]:
		"""What is wrong with the table, as sentences; empty when it is sound."""
		known = [state.state for state in self.states]
		twice = sorted({name for name in known if known.count(name) > 1})
		found = [f"{self.name}: state {name} is listed twice" for name in twice]
		for step in self.transitions:
			for name in (step.state, step.next_state):
				if name not in known:
					found.append(f"{self.name}: {step.action} uses the unknown state {name}")
			if not step.roles:
				found.append(f"{self.name}: {step.state} → {step.action} names no role")
		return found

	def as_document(self) -> dict:
		"""The Workflow record, one transition row for each role."""
		return {
			"doctype": "Workflow",
			"workflow_name": self.name,
			"document_type": self.document_type,
			"workflow_state_field": self.state_field,
			"is_active": 1,
			"send_email_alert": 0,
			"states": [
				{
					"state": state.state,
					"doc_status": str(state.doc_status),
					"allow_edit": state.allow_edit,
				}
				for state in self.states
			],
			"transitions": [
				{
					"state": step.state,
					"action": step.action,
					"next_state": step.next_state,
					"allowed": role,
					"allow_self_approval": int(step.self_approval),
					"condition": step.condition,
				}
				for step in self.transitions
				for role in step.roles
			],
		}
