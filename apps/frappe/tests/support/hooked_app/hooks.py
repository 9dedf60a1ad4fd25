"""An app with those hooks that change one thing each; `heard.py` writes down who was called with what."""

app_name = "hooked_app"
app_title = "Hooked App"
app_publisher = "The ISO QMS maintainers"
app_description = "Hears what the framework tells"
app_email = "maintainers@example.invalid"
app_license = "MIT"

before_request = ["hooked_app.heard.before_request"]
after_request = ["hooked_app.heard.after_request"]
auth_hooks = ["hooked_app.heard.auth"]
on_login = "hooked_app.heard.on_login"
on_session_creation = "hooked_app.heard.on_session_creation"
on_logout = "hooked_app.heard.on_logout"
before_job = ["hooked_app.heard.before_job"]
after_job = ["hooked_app.heard.after_job"]
boot_session = "hooked_app.heard.boot_session"
extend_bootinfo = "hooked_app.heard.extend_bootinfo"
before_app_uninstall = "hooked_app.heard.before_app_uninstall"
after_app_install = "hooked_app.heard.after_app_install"

app_include_js = "/assets/hooked_app/js/all_forms.js"
app_include_css = ["/assets/hooked_app/all_forms.css"]
doctype_js = {"ToDo": "public/js/form.js"}
doctype_list_js = {"ToDo": ["public/js/list.js"]}
doctype_tree_js = {"ToDo": "public/js/tree.js"}
doctype_calendar_js = {"ToDo": "public/js/calendar.js"}
page_js = {"hooked-board": "public/js/page.js"}
webform_include_css = {"ToDo": "public/css/web_form.css"}

override_whitelisted_methods = {"frappe.client.get_time_zone": "hooked_app.heard.get_time_zone"}
override_doctype_dashboards = {"ToDo": "hooked_app.heard.dashboard"}
standard_queries = {"Note": "hooked_app.heard.search_notes"}
notification_config = "hooked_app.heard.notification_config"
naming_series_variables = {"BRANCH": "hooked_app.heard.branch"}
ignore_links_on_delete = ["Hooked Holder"]
auto_cancel_exempted_doctypes = ["Hooked Holder"]
default_log_clearing_doctypes = {"Hooked Log": 9}
standard_navbar_items = [
    {"item_label": "Board", "item_type": "Route", "route": "/app/hooked-board", "is_standard": 1}
]

website_generators = ["Hooked Notice"]
website_path_resolver = "hooked_app.heard.resolve_path"
get_website_user_home_page = "hooked_app.heard.home_page"
standard_portal_menu_items = [
    {"title": "Mine", "route": "/mine"},
    {"title": "Theirs", "route": "/theirs", "role": "Nobody Has This"},
]
