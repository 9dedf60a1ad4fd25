"""Decides who is asking, before anything is routed: address, session, sign-in, language, CSRF.

Runs without a transaction; only signing in and out open one.
"""

from __future__ import annotations

from urllib.parse import unquote

from ristretto.context import AttrDict, Context
from ristretto.db.metas import table_exists
from ristretto.web import sessions, viewing
from ristretto.web.account import account_of
from ristretto.web.body import SiteRequest
from ristretto.web.cookies import CookieManager
from ristretto.web.csrf import check_csrf
from ristretto.web.language import FALLBACK, choose_language
from ristretto.web.login import LoginManager
from ristretto.web.settings import setting

LOGIN_PATHS = ("/api/method/login", "/api/v1/method/login", "/api/v2/method/login")


def prepare(context: Context, request: SiteRequest) -> None:
    """What every request needs, even one whose body cannot be read: address, cookies, a guest, a
    language."""
    context.request = request
    context.request_ip = client_address(context, request)
    context.is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"  # type: ignore[attr-defined]
    context.response = AttrDict(docs=[])
    context.afterwards = []  # type: ignore[attr-defined]
    context.session_dirty = False  # type: ignore[attr-defined]
    context.cookie_manager = CookieManager(secure=request.scheme == "https")
    context.session = sessions.guest_session()
    context.login_manager = LoginManager(context)
    # whoever is signed in already gets the own language as soon as the session is found
    is_known = "sid" in request.cookies
    context.lang = _site_language(context) if is_known else _language(context, request, None)


def identify(context: Context, request: SiteRequest) -> None:
    """Session or sign-in, language, CSRF. Raises the refusals of login and CSRF."""
    login = context.form_dict.cmd == "login" or request.path.rstrip("/") in LOGIN_PATHS
    if login:
        _sign_in(context, request)
        return
    _resume(context, request)
    context.lang = _language(context, request, _user_language(context))
    check_csrf(context, request)


def client_address(context: Context, request: SiteRequest) -> str:
    """The peer, or the first hop a proxy names when the site says that it stands behind one.

    Stock believes X-Forwarded-For from anybody, so lock-outs by address could be dodged.
    """
    forwarded = request.headers.get("X-Forwarded-For")
    peer = request.remote_addr or "127.0.0.1"
    trusted = context.conf.trusted_proxies or ["127.0.0.1", "::1"]
    if forwarded and peer in trusted:
        return forwarded.split(",", 1)[0].strip()
    return peer


def known_languages(context: Context) -> frozenset[str]:
    """Codes that a request may ask for."""
    cache = context.site.cache("web:languages")
    if "codes" not in cache:
        rows = []
        if table_exists("tabLanguage"):
            rows = context.db.execute("select `name` from `tabLanguage`")
        cache["codes"] = frozenset({"vi", "en", *(str(row[0]) for row in rows)})
    codes: frozenset[str] = cache["codes"]
    return codes


def _sign_in(context: Context, request: SiteRequest) -> None:
    context.lang = _language(context, request, None)
    context.flags.commit = True
    context.login_manager.login()
    if context.user != "Guest":
        context.lang = _language(context, request, _user_language(context))


def _resume(context: Context, request: SiteRequest) -> None:
    """Continue the session of the sid in the cookie or query; an unknown one goes on as Guest."""
    sid = str(
        context.form_dict.pop("sid", None) or unquote(request.cookies.get("sid", "")) or "Guest"
    )
    if sid != "Guest":
        found = sessions.load(sid)
        if found is None:
            context.response.session_expired = 1
        else:
            viewing.take_place(found)
            context.session = found
    manager: LoginManager = context.login_manager
    manager.user = context.user
    manager.read_user_info()
    manager.set_user_cookies()
    if context.response.get("session_expired"):
        manager.clear_cookies()


def _user_language(context: Context) -> str | None:
    if context.user == "Guest":
        return None
    found = account_of(context.user)
    return str(found.language) if found and found.language else None


def _site_language(context: Context) -> str:
    return str(setting("language") or context.conf.lang or FALLBACK)


def _language(context: Context, request: SiteRequest, user_language: str | None) -> str:
    form: AttrDict = context.form_dict
    asked = form.get("_lang") or request.args.get("_lang")
    return choose_language(
        request,
        str(asked) if asked else None,
        user_language,
        _site_language(context),
        known_languages(context),
        logged_in=context.user != "Guest",
        browser_counts=request.path != "/login" and not request.path.startswith("/app"),
    )
