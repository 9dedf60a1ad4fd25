"""Tests that cross parts. Sites and factories: apps/frappe/tests/support/site_fixtures.py."""
