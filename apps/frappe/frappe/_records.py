"""Records and settings in one call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ristretto import errors, query
from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.document import delete_doc, get_cached_doc, get_doc
from ristretto.document import rename as renaming
from ristretto.meta import Meta
from ristretto.web.whitelist import whitelist


def get_list(doctype: str, *args: Any, **kwargs: Any) -> Any:
    """Records the user may see."""
    return query.get_list(doctype, *args, **kwargs)


def get_all(doctype: str, *args: Any, **kwargs: Any) -> Any:
    """Records whatever the user may see."""
    kwargs["ignore_permissions"] = True
    return query.get_list(doctype, *args, **kwargs)


@whitelist(methods=["POST", "PUT"])
def rename_doc(
    doctype: str,
    old: str | int,
    new: str | int,
    force: bool = False,
    merge: bool = False,
    *,
    ignore_if_exists: bool = False,
    show_alert: bool = True,
    rebuild_search: bool = True,
) -> str:
    """Rename or merge a record that the caller may write; forms of Frappe's desk call it by this name."""
    return renaming.rename_doc(
        doctype,
        str(old),
        str(new),
        force=force,
        merge=merge,
        ignore_if_exists=ignore_if_exists,
        show_alert=show_alert,
        rebuild_search=rebuild_search,
    )


def get_value(*args: Any, **kwargs: Any) -> Any:
    import frappe

    return frappe.db.get_value(*args, **kwargs)


def set_value(doctype: str, docname: Any, fieldname: Any, value: Any = None) -> Any:
    from frappe.client import set_value as client_set_value

    return client_set_value(doctype, docname, fieldname, value)


def get_single(doctype: str) -> Any:
    return get_doc(doctype, doctype)


def get_single_value(setting: str, fieldname: str) -> Any:
    import frappe

    return frappe.db.get_single_value(setting, fieldname)


def get_cached_value(
    doctype: str, name: Any, fieldname: Any = "name", as_dict: bool = False
) -> Any:
    """Values of a document remembered for this request."""
    try:
        doc = get_cached_doc(doctype, name)
    except errors.DoesNotExistError:
        current().message_log and current().message_log.pop()
        return None
    if isinstance(fieldname, str):
        if as_dict:
            return AttrDict({fieldname: doc.get(fieldname)})
        return doc.get(fieldname)
    values = [doc.get(each) for each in fieldname]
    return AttrDict(zip(fieldname, values, strict=True)) if as_dict else values


def get_system_settings(key: str) -> Any:
    import frappe

    return frappe.db.get_single_value("System Settings", key)


def get_website_settings(key: str) -> Any:
    import frappe

    return (
        frappe.db.get_single_value("Website Settings", key)
        if frappe.db.table_exists("Website Settings")
        else None
    )


def delete_doc_if_exists(doctype: str, name: Any, force: int = 0) -> None:
    delete_doc(doctype, name, force=force, ignore_missing=True)


def is_table(doctype: str) -> bool:
    from frappe.model.meta import get_meta

    return bool(get_meta(doctype).istable)


def get_precision(
    doctype: str, fieldname: str, currency: str | None = None, doc: Any = None
) -> int | None:
    from frappe.model.meta import get_field_precision, get_meta

    field = get_meta(doctype).get_field(fieldname)
    return get_field_precision(field, doc, currency) if field else None


def reload_doc(
    module: str,
    dt: str | None = None,
    dn: str | None = None,
    force: bool = False,
    reset_permissions: bool = False,
) -> Any:
    from frappe.modules import reload_doc as modules_reload_doc

    return modules_reload_doc(module, dt, dn, force=force, reset_permissions=reset_permissions)


def reload_doctype(doctype: str, force: bool = False, reset_permissions: bool = False) -> Any:
    from frappe.model.meta import get_meta

    meta: Meta = get_meta(doctype)
    return reload_doc(
        _scrub(meta.module),
        "doctype",
        _scrub(doctype),
        force=force,
        reset_permissions=reset_permissions,
    )


def _scrub(text: Any) -> str:
    from ristretto.context import scrub

    return scrub(str(text))


def get_test_records(doctype: str) -> list[dict[str, Any]]:
    """The records of `test_records.json` beside a controller."""
    import json
    from pathlib import Path

    from frappe._apps import get_module_path
    from frappe.model.meta import get_meta

    name = _scrub(doctype)
    path = Path(get_module_path(get_meta(doctype).module, "doctype", name, "test_records.json"))
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def make_property_setter(
    args: Any,
    ignore_validate: bool = False,
    validate_fields_for_doctype: bool = True,
    is_system_generated: bool = True,
) -> Any:
    """A Property Setter out of one dict of arguments."""
    args = AttrDict(args)
    target = args.doctype_or_field or ("DocField" if args.fieldname else "DocType")
    setter = get_doc(
        {
            "doctype": "Property Setter",
            "doctype_or_field": target,
            "doc_type": args.doctype,
            "field_name": args.fieldname,
            "row_name": args.row_name,
            "property": args.property,
            "value": args.value,
            "property_type": args.property_type or "Data",
            "is_system_generated": 1 if is_system_generated else 0,
        }
    )
    setter.flags.ignore_permissions = True  # set up by code of an app, not asked for by a user
    setter.flags.ignore_validate = ignore_validate
    setter.flags.validate_fields_for_doctype = validate_fields_for_doctype
    return setter.insert()


def get_desk_link(doctype: str, name: Any) -> str:
    from frappe.utils import get_link_to_form

    return get_link_to_form(doctype, name)


def publish_realtime(*args: Any, **kwargs: Any) -> None:
    from frappe.realtime import publish_realtime as publish

    publish(*args, **kwargs)


def publish_progress(*args: Any, **kwargs: Any) -> None:
    from frappe.realtime import publish_progress as publish

    publish(*args, **kwargs)


def enqueue(*args: Any, **kwargs: Any) -> Any:
    from frappe.utils.background_jobs import enqueue as enqueue_job

    return enqueue_job(*args, **kwargs)


def enqueue_doc(*args: Any, **kwargs: Any) -> Any:
    from frappe.utils.background_jobs import enqueue_doc as enqueue_document

    return enqueue_document(*args, **kwargs)


def safe_eval(code: str, eval_globals: Any = None, eval_locals: Any = None) -> Any:
    from frappe.utils.safe_exec import safe_eval as evaluate

    return evaluate(code, eval_globals, eval_locals)


def format_value(*args: Any, **kwargs: Any) -> Any:
    from frappe.utils.formatters import format_value as format_one

    return format_one(*args, **kwargs)


def render_template(
    template: str, context: Any = None, is_path: bool | None = None, safe_render: bool = True
) -> str:
    from frappe.utils.jinja import render_template as render

    return render(template, context, is_path=is_path, safe_render=safe_render)


def get_template(path: str) -> Any:
    from frappe.utils.jinja import get_template as find

    return find(path)


def get_version(
    doctype: str, name: Any, limit: int | None = None, head: bool = False, raise_err: bool = True
) -> list[Any] | None:
    """[{version: the changes, user, creation}], the newest first with `head`, else the oldest.

    Raises ValueError for a DocType that tracks no changes, unless `raise_err` is off.
    """
    if not get_meta(doctype).track_changes:
        if raise_err:
            raise ValueError(_("{0} has no versions tracked.").format(doctype))
        return None
    rows = get_all(
        "Version",
        filters={"ref_doctype": doctype, "docname": str(name)},
        fields=["data", "owner", "creation"],
        order_by="creation desc" if head else "creation asc",
        limit=limit,
    )
    return [
        AttrDict(version=json.loads(row.data or "{}"), user=row.owner, creation=row.creation)
        for row in rows
    ]


def mock(type: str, size: int = 1, locale: str = "en") -> Any:
    """Invented values for tests, by the package faker, which tests bring themselves."""
    try:
        import faker
    except ImportError:
        raise errors.ValidationError(_("frappe.mock needs the package faker")) from None
    fake = faker.Faker(locale)
    if type not in dir(fake):
        raise ValueError(f"{type} is nothing that can be invented")
    found = [getattr(fake, type)() for _number in range(size)]
    return found[0] if size == 1 else found


def import_doc(path: str) -> None:
    """Import the documents of a JSON file, or of all JSON files of a folder; existing ones are replaced."""
    from ristretto.site.records import import_file

    found = Path(path)
    for each in sorted(found.glob("*.json")) if found.is_dir() else [found]:
        import_file(each, force=True, is_data=True)
