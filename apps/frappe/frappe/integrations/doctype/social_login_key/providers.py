"""What is known of the providers that the form offers: addresses as they publish them."""

from __future__ import annotations

from typing import Any

_LOGINS = "/api/method/frappe.integrations.oauth2_logins."


def _provider(
    callback: str,
    base: str | None,
    authorize: str,
    token: str,
    profile: str | None,
    *,
    relative: bool = False,
    icon: str = "",
    arguments: dict[str, str] | None = None,
    **asked: str,
) -> dict[str, Any]:
    return {
        "base_url": base,
        "custom_base_url": int(relative),
        "icon": icon,
        "authorize_url": authorize,
        "access_token_url": token,
        "redirect_url": f"{_LOGINS}{callback}",
        "api_endpoint": profile,
        "api_endpoint_args": arguments,
        "auth_url_data": asked,
    }


_MICROSOFT = "https://login.microsoftonline.com"
_SALESFORCE = "https://login.salesforce.com"
_FAIRKOM = "https://id.fairkom.net/auth/realms/fairlogin"
_FAIRLOGIN = f"{_FAIRKOM}/protocol/openid-connect"
_FRAPPE = "/api/method/frappe.integrations.oauth2"
_GOOGLE = "https://www.googleapis.com/auth/userinfo"

PROVIDERS: dict[str, dict[str, Any]] = {
    "Office 365": _provider(
        "login_via_office365",
        _MICROSOFT,
        f"{_MICROSOFT}/common/oauth2/authorize",
        f"{_MICROSOFT}/common/oauth2/token",
        None,
        icon="fa fa-windows",
        response_type="code",
        scope="openid",
    ),
    "GitHub": _provider(
        "login_via_github",
        "https://api.github.com/",
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
        "user",
        icon="fa fa-github",
        scope="user:email",
    ),
    "Google": _provider(
        "login_via_google",
        "https://www.googleapis.com",
        "https://accounts.google.com/o/oauth2/auth",
        "https://accounts.google.com/o/oauth2/token",
        "oauth2/v2/userinfo",
        icon="fa fa-google",
        response_type="code",
        scope=f"{_GOOGLE}.profile {_GOOGLE}.email",
    ),
    "Facebook": _provider(
        "login_via_facebook",
        "https://graph.facebook.com",
        "https://www.facebook.com/dialog/oauth",
        "https://graph.facebook.com/oauth/access_token",
        "/v2.5/me",
        icon="fa fa-facebook",
        arguments={"fields": "first_name,last_name,email,gender,location,verified,picture"},
        response_type="code",
        scope="email,public_profile",
        display="page",
    ),
    "Frappe": _provider(
        "login_via_frappe",
        None,
        f"{_FRAPPE}.authorize",
        f"{_FRAPPE}.get_token",
        f"{_FRAPPE}.openid_profile",
        relative=True,
        response_type="code",
        scope="openid",
    ),
    "Salesforce": _provider(
        "login_via_salesforce",
        _SALESFORCE,
        f"{_SALESFORCE}/services/oauth2/authorize",
        f"{_SALESFORCE}/services/oauth2/token",
        f"{_SALESFORCE}/services/oauth2/userinfo",
        icon="fa fa-cloud",
        response_type="code",
        scope="openid",
    ),
    "fairlogin": _provider(
        "login_via_fairlogin",
        f"{_FAIRKOM}/",
        f"{_FAIRLOGIN}/auth",
        f"{_FAIRLOGIN}/token",
        f"{_FAIRLOGIN}/userinfo",
        icon="fa fa-key",
        response_type="code",
        scope="openid",
    ),
}
