"""The website outside the desk: what apps import. Decided in `ristretto.web.website`."""
