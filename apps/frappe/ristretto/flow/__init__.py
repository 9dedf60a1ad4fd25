"""Decides how documents move: workflow states, the people whose turn it is, who is told.

Importing this room registers it with the document lifecycle.
"""

from __future__ import annotations

from ristretto.document import events
from ristretto.flow import alerts
from ristretto.flow.workflow import carried, hear, validate

events.check_on_save(validate)
events.observe(hear, "before_cancel")
events.observe(alerts.hear, waits=alerts.waits)
events.carry_by_cancel(carried)
