"""Fixtures for every suite come from apps/frappe/tests/support (on pytest's path by pyproject.toml)."""

pytest_plugins = ["site_fixtures"]
