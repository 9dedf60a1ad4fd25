"""Pages of `www/` and `templates/pages/`, for renderers of apps that build on them."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.web.website import files

from frappe.website.page_renderers.base_renderer import BaseRenderer


class TemplatePage(BaseRenderer):
    """The file that a path names."""

    def can_render(self) -> bool:
        context = current()
        return any(files.find_page(folder, self.path) for _app, folder in files.places(context))

    def render(self) -> Any:
        response = files.render(current(), self.path)
        if response is not None and self.http_status_code != 200:
            response.status_code = self.http_status_code
        return response

    def get_html(self) -> str:
        return str(self.render().get_data(as_text=True))
