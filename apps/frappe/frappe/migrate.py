"""Migration at Frappe's public place."""

from ristretto.site.migrate import migrate

__all__ = ["SiteMigration", "migrate"]


class SiteMigration:
    """Runs all phases on the bound site."""

    def __init__(self, skip_failing: bool = False, skip_search_index: bool = False) -> None:
        self.skip_failing = skip_failing

    def run(self, site: str | None = None) -> None:
        migrate(skip_failing=self.skip_failing)
