"""Documents that are pages: route, publishing, and what their page needs."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.website.utils import cleanup_page_name

ROUTE_LENGTH = 139


class WebsiteGenerator(Document):
    """`website` of the controller may name: condition_field, page_title_field, template, no_cache."""

    website: Any = frappe._dict()

    def get_website_properties(self, key: str | None = None, default: Any = None) -> Any:
        found = getattr(self, "_website", None) or getattr(self, "website", None)
        properties = found if isinstance(found, dict) else {}
        return properties.get(key, default) if key else properties

    def autoname(self) -> None:
        if not self.name and self.meta.autoname != "hash":
            self.name = self.scrubbed_title()

    def onload(self) -> None:
        self.set_onload("is_website_generator", True)
        self.set_onload("published", self.is_website_published())

    def validate(self) -> None:
        self.set_route()

    def set_route(self) -> None:
        """A published document has a route; one that was given is only tidied."""
        if self.is_website_published() and not self.route:
            self.route = self.make_route()
        if self.route:
            self.route = self.route.strip("/.")[:ROUTE_LENGTH]

    def make_route(self) -> str:
        """The title, below the DocType's own route."""
        title = self.scrubbed_title()
        return f"{self.meta.route}/{title}" if self.meta.route else title

    def scrubbed_title(self) -> str:
        return self.scrub(self.get(self.get_title_field()))

    def get_title_field(self) -> str:
        named = self.get_website_properties("page_title_field") or self.meta.title_field
        return str(named or ("title" if self.meta.has_field("title") else "name"))

    def scrub(self, text: str) -> str:
        return cleanup_page_name(text).replace("_", "-")

    def get_parents(self, context: Any) -> Any:
        """Breadcrumbs, for controllers that have some."""
        return None

    def is_website_published(self) -> bool:
        field = self.get_condition_field()
        return bool(self.get(field)) if field else True

    def get_condition_field(self) -> str | None:
        found = self.get_website_properties("condition_field") or self.meta.is_published_field
        return str(found) if found else None

    def get_page_info(self) -> Any:
        """What the page knows beside the document's own fields."""
        info = frappe._dict(
            doc=self,
            page_or_generator="Generator",
            ref_doctype=self.doctype,
            idx=self.idx,
            docname=self.name,
        )
        info.update(self.get_website_properties())
        info.page_title = info.page_title or self.get(self.get_title_field())
        info.title = info.page_title
        return info
