"""Decides how much work a site does for all its callers in a while: `rate_limit` of its configuration.

`{"limit": seconds of work, "window": seconds}`, counted in microseconds over all processes. A request that
comes when the budget is spent is refused; headers tell every caller how much is left.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.db.shared_cache import SharedCache, store_of
from ristretto.errors import TooManyRequestsError

MICRO = 1_000_000


@dataclass
class Budget:
    """One request's view of the site's budget in the window that runs now."""

    store: SharedCache
    limit: int
    window: int
    number: int
    reset: int
    spent: int
    started: float
    is_rejected: bool = False

    @property
    def key(self) -> str:
        return f"rate-limit-counter-{self.number}"

    def refuse_when_spent(self) -> None:
        """Raise TooManyRequestsError (429)."""
        if self.spent <= self.limit:
            return
        self.is_rejected = True
        text = translate("The site has answered as much as it may for now. Try again in {0} seconds.")
        raise TooManyRequestsError(text.format(self.reset), retry_after=self.reset)

    def settle(self, response: Response) -> None:
        """Count the work of this request and tell the caller."""
        used = int((time.monotonic() - self.started) * MICRO)
        headers = response.headers
        headers["X-RateLimit-Limit"] = str(self.limit)
        headers["X-RateLimit-Remaining"] = str(max(self.limit - self.spent, 0))
        headers["X-RateLimit-Reset"] = str(self.reset)
        if self.is_rejected:
            headers["Retry-After"] = str(self.reset)
            return
        headers["X-RateLimit-Used"] = str(used)
        self.store.add_to(self.key, used, self.window)


def open_budget(context: Context) -> Budget | None:
    """The budget of a request; None where the site sets no limit."""
    configured = context.conf.rate_limit
    if not configured:
        return None
    limit, window = int(float(configured["limit"]) * MICRO), int(configured["window"])
    now = int(time.time())
    store = store_of(context.site)
    number = now // window
    spent = int(store.get(f"rate-limit-counter-{number}") or 0)
    return Budget(store, limit, window, number, window - now % window, spent, time.monotonic())
