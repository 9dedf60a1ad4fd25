"""Room `site`: making, installing, migrating, saving and restoring a site. Nothing here serves a request."""
