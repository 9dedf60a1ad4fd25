"""Documents, names and arguments of any kind at every endpoint that keeps or changes records: no 5xx, no
trace, no SQL, and a refused call leaves every record as it was."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from security_house import House, assert_clear, every_field
from security_values import CALLERS, DOCTYPES, FILTERS, FUZZ, NAMES, VALUES, WORDS

FIELDS = st.sampled_from([field["fieldname"] for field in every_field()] + [
    "name", "owner", "creation", "modified", "docstatus", "idx", "doctype", "parent", "parenttype",
    "parentfield", "flags", "workflow_state", "__islocal", "__unsaved", "__newname", "_user_tags",
    "_assign", "amended_from", "as_dict", "save", "insert", "run_method", "check_permission", "meta",
    "parent_doc", "_doc_before_save", "_meta", "get", "validate", "nope", "__class__", "permissions",
    "ignore_permissions", "localname",
])  # fmt: skip
ROW_FIELDS = st.sampled_from(["name", "item", "qty", "idx", "doctype", "parent", "user"])
ROWS = st.lists(st.dictionaries(ROW_FIELDS, VALUES), max_size=2)
BODIES = st.dictionaries(FIELDS, VALUES | ROWS, max_size=4) | VALUES
DOCUMENTS = (
    st.builds(
        lambda doctype, name, values: {"doctype": doctype, "name": name, **values},
        DOCTYPES,
        NAMES,
        st.dictionaries(FIELDS, VALUES | ROWS, max_size=4),
    )
    | BODIES
)
SAVING = st.sampled_from([
    ("frappe.client.insert", "doc"), ("frappe.client.save", "doc"), ("frappe.client.submit", "doc"),
    ("frappe.client.insert_many", "docs"), ("frappe.client.bulk_update", "docs"),
    ("frappe.desk.form.save.savedocs", "doc"), ("frappe.desk.form.save.cancel", "doc"),
    ("frappe.model.workflow.apply_workflow", "doc"), ("frappe.model.workflow.get_transitions", "doc"),
    ("run_doc_method", "docs"), ("frappe.client.validate_link", "docname"),
    ("frappe.model.mapper.make_mapped_doc", "source_name"),
    ("frappe.desk.treeview.add_node", "doc"), ("frappe.desk.form.assign_to.add", "args"),
    ("frappe.share.set_permission", "name"), ("frappe.client.rename_doc", "new_name"),
])  # fmt: skip
ACTIONS = st.sampled_from(
    ["Save", "Submit", "Cancel", "Update", "Approve", "submit", "save", "", "__init__"]
)


def sent(value: Any) -> str:
    """JSON as a careless client writes it: NaN and infinity included."""
    return json.dumps(value)


def unchanged_if_refused(house: House, answer: Any, before: list[Any]) -> None:
    assert_clear(answer)
    if answer.status_code >= 400:
        assert house.state() == before, answer.text[:300]


@FUZZ
@given(body=BODIES, who=CALLERS, path=st.sampled_from([
    ("POST", "/api/resource/Sec All"), ("PUT", "/api/resource/Sec All/A0"),
    ("PATCH", "/api/v2/document/Sec All/A0/"), ("POST", "/api/v2/document/Sec Flow"),
    ("POST", "/api/resource/Sec All/A0"), ("DELETE", "/api/resource/Sec All/nope"),
    ("PUT", "/api/resource/Sec Secret/S0"), ("POST", "/api/resource/Sec Child"),
]))  # fmt: skip
def test_any_body_of_a_record(house: House, body: Any, who: str, path: tuple[str, str]) -> None:
    """Create, change and delete by address."""
    before = house.state()
    answer = house(who, *path, data=sent(body), content_type="application/json")
    unchanged_if_refused(house, answer, before)


@FUZZ
@given(
    method=SAVING, document=DOCUMENTS, action=ACTIONS, doctype=DOCTYPES, name=NAMES, who=CALLERS,
    as_text=st.booleans(), many=st.booleans(),
)  # fmt: skip
@example(
    method=("frappe.desk.form.save.savedocs", "doc"), document={"doctype": "Sec All", "name": []},
    action="Save", doctype="Sec All", name="A0", who="sys", as_text=True, many=False,
)  # fmt: skip
def test_any_document_at_any_saver(
    house: House,
    method: tuple[str, str],
    document: Any,
    action: str,
    doctype: str,
    name: str,
    who: str,
    as_text: bool,
    many: bool,
) -> None:
    """The functions that the desk and scripts save through, JSON as text or as it is."""
    path, argument = method
    value = [document, document] if many else document
    body = {
        "doctype": doctype,
        "name": name,
        "action": action,
        "method": action,
        argument: sent(value) if as_text else value,
    }
    before = house.state()
    address = f"/api/method/{path}"
    answer = house(who, "POST", address, data=sent(body), content_type="application/json")
    unchanged_if_refused(house, answer, before)


ASKING = st.sampled_from([
    "frappe.desk.search.search_link", "frappe.desk.search.search_widget",
    "frappe.desk.search.get_link_title", "frappe.desk.reportview.get",
    "frappe.desk.reportview.get_list", "frappe.desk.reportview.get_count",
    "frappe.desk.reportview.get_stats", "frappe.desk.reportview.export_query",
    "frappe.desk.reportview.delete_items", "frappe.desk.listview.get_group_by_count",
    "frappe.desk.treeview.get_children", "frappe.desk.treeview.get_all_nodes",
    "frappe.desk.query_report.run", "frappe.desk.query_report.get_script",
    "frappe.client.get", "frappe.client.get_list", "frappe.client.get_value",
    "frappe.client.get_single_value", "frappe.client.get_count", "frappe.client.set_value",
    "frappe.client.delete", "frappe.client.has_permission", "frappe.client.get_doc_permissions",
    "frappe.desk.form.load.getdoc", "frappe.desk.form.load.getdoctype",
    "frappe.desk.form.load.get_docinfo", "frappe.desk.form.linked_with.get",
    "frappe.desk.form.utils.get_next", "frappe.desk.form.utils.add_comment",
    "frappe.desk.doctype.tag.tag.add_tag", "frappe.desk.doctype.tag.tag.get_tagged_docs",
    "frappe.desk.doctype.tag.tag.get_tags", "frappe.desk.calendar.get_events",
    "frappe.desk.like.toggle_like", "frappe.utils.global_search.search", "frappe.share.add",
    "frappe.share.get_users", "frappe.model.workflow.get_common_transition_actions",
    "frappe.www.printview.get_html_and_style", "frappe.utils.print_format.download_pdf",
    "frappe.model.utils.user_settings.save", "frappe.utils.nestedset.rebuild_tree",
    "frappe.core.doctype.file.file.get_files_in_folder", "download_file",
])  # fmt: skip


@FUZZ
@given(
    method=ASKING, doctype=DOCTYPES, name=NAMES, filters=FILTERS, words=WORDS, value=VALUES,
    fields=st.lists(WORDS, max_size=3) | WORDS, who=CALLERS, as_text=st.booleans(),
    verb=st.sampled_from(["GET", "POST"]),
)  # fmt: skip
def test_any_question_at_any_reader(
    house: House,
    method: str,
    doctype: str,
    name: str,
    filters: Any,
    words: str,
    value: Any,
    fields: Any,
    who: str,
    as_text: bool,
    verb: str,
) -> None:
    """The functions behind lists, links, trees, tags, prints and searches, under every argument name."""
    body: dict[str, Any] = dict.fromkeys(
        ("dt", "reference_doctype", "parent", "parent_doctype", "report_name", "ref_doctype"),
        doctype,
    )
    body |= dict.fromkeys(("dn", "docname", "reference_name", "folder", "prev", "file_url"), name)
    body |= dict.fromkeys(
        ("txt", "order_by", "group_by", "field", "fieldname", "searchfield"), words
    )
    body |= dict.fromkeys(("start", "page_length", "value", "docs", "user_settings", "tag"), value)
    body |= {"doctype": doctype, "name": name, "or_filters": filters, "parent_field": words}
    given_lists = {"filters": filters, "fields": fields, "items": [name], "stats": fields}
    body |= {key: sent(each) if as_text else each for key, each in given_lists.items()}
    before = house.state()
    address = f"/api/method/{method}"
    if verb == "GET":
        query = {key: each if isinstance(each, str) else sent(each) for key, each in body.items()}
        answer = house(who, verb, address, query_string=query)
        assert_clear(answer)
        assert house.state() == before
        return
    answer = house(who, verb, address, data=sent(body), content_type="application/json")
    unchanged_if_refused(house, answer, before)
