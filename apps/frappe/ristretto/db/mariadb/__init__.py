"""Decides how a site's data is reached on a MariaDB server. Loaded only for sites that ask for it."""
