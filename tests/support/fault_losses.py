"""What a run of clients lost, doubled or tore, over all that they wrote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from fault_house import STATES, faults_of
from fault_load import Heard
from ristretto.context import Site
from ristretto.db.connect import connected
from site_fixtures import SITE_NAME


def rows(sites: Path, sql: str) -> list[tuple[Any, ...]]:
    with connected(Site(SITE_NAME, sites)) as context:
        return context.db.execute(sql)


def waiting(sites: Path) -> int:
    return len(rows(sites, "SELECT 1 FROM `ristretto_job` WHERE `status` IN ('queued', 'started')"))


def losses(sites: Path, heard: Heard) -> list[str]:
    """Documents, submissions, papers and jobs that are not as they were acknowledged."""
    found = faults_of(sites, heard.told)
    submitted = {
        mark for (mark,) in rows(sites, "SELECT `mark` FROM `tabFault Doc` WHERE `docstatus` = 1")
    }
    found += [f"{mark} was submitted and is not" for mark in heard.submitted - submitted]
    papers = dict(rows(sites, "SELECT `name`, `workflow_state` FROM `tabFault Paper`"))
    for name, step in heard.papers.items():
        if papers.get(name) not in STATES[step : step + 2]:
            found.append(f"{name} stands at {papers.get(name)}, acknowledged {STATES[step]}")
    notes = Counter(mark for (mark,) in rows(sites, "SELECT `mark` FROM `tabFault Note`"))
    found += [f"the job of {mark} never ran" for mark in heard.inserted if not notes[mark]]
    found += [
        f"the job of {mark} ran {number} times" for mark, number in notes.items() if number > 1
    ]
    failed = rows(sites, "SELECT `id`, `error` FROM `ristretto_job` WHERE `status` = 'failed'")
    return found + [f"job {name} was given up: {error}" for name, error in failed]
