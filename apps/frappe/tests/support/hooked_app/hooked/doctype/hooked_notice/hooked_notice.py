"""A notice that anybody reads on the website; its DocType has no web view, the hook makes it one."""

from frappe.website.website_generator import WebsiteGenerator


class HookedNotice(WebsiteGenerator):
    """No rule of its own."""
