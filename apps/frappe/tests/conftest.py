"""Engine tests. Sites and factories: support/site_fixtures.py."""
