"""Room `jobs`: work after the commit, and the clock. The outbox is a table of the site's own database."""

from ristretto.jobs.outbox import enqueue, enqueue_doc

__all__ = ["enqueue", "enqueue_doc"]
