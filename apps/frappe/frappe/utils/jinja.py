"""Jinja as apps call it: the public names over the engine's template environment."""

from __future__ import annotations

from typing import Any

from ristretto.render.environment import environment
from ristretto.render.environment import get_template as get_template
from ristretto.render.environment import render_template as render_template


def get_jenv() -> Any:
    """The sandboxed environment of this site."""
    return environment()


def validate_template(html: str | None) -> None:
    """ValidationError with the line when the text is no valid template."""
    from jinja2 import TemplateSyntaxError

    import frappe

    try:
        environment().from_string(str(html or ""))
    except TemplateSyntaxError as error:
        frappe.throw(
            frappe._("Syntax error in template, line {0}: {1}").format(error.lineno, error.message)
        )


def get_email_from_template(name: str, args: dict[str, Any]) -> tuple[str, str | None]:
    """HTML and plain text of a mail template of the apps."""
    from ristretto.errors import TemplateNotFoundError

    message = render_template(f"templates/emails/{name}.html", args, is_path=True)
    try:
        text = render_template(f"templates/emails/{name}.txt", args, is_path=True)
    except TemplateNotFoundError:
        text = None
    return message, text
