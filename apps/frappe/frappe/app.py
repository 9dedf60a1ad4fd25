"""The WSGI application at Frappe's public place: `frappe.app:application`, configured by SITES_PATH
and FRAPPE_SITE."""

import os

from ristretto.web.app import create_app

application = create_app(os.environ.get("SITES_PATH", "."), os.environ.get("FRAPPE_SITE") or None)
