"""Who is calling, and may they: every view is marked, and one without a mark is refused."""

import hmac
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from returnproof.api import hosts
from returnproof.api.addresses import base_url
from returnproof.api.limits import count_refused
from returnproof.domain.access import Caller, Role, TokenKind
from returnproof.domain.errors import CsrfRefused, Forbidden, Unauthorized
from returnproof.services.access import SESSION_DAYS, Access
from returnproof.services.credentials import csrf_token

F = TypeVar("F", bound=Callable[..., Any])

SESSION_COOKIE = "returnproof_session"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MARK = "returnproof_roles"


def roles(*allowed: Role | Collection[Role]) -> Callable[[F], F]:
    """Marks a view, or a method of a MethodView, with who may call it.

    Takes roles or a row of the permission table: `@roles(*MAY[Action.work])`.
    """
    flat: set[Role] = set()
    for each in allowed:
        flat |= {each} if isinstance(each, Role) else set(each)
    if not flat:
        raise ValueError("name at least one role, or mark the view public")
    return _marker(frozenset(flat))


def public(view: F) -> F:
    """Marks a view that anybody may call, token or not."""
    return _marker(frozenset())(view)


def _marker(allowed: frozenset[Role]) -> Callable[[F], F]:
    def mark(view: F) -> F:
        setattr(view, _MARK, allowed)
        return view

    return mark


def install(app: Flask, access: Access) -> None:
    """Registers the check; call it before any blueprint adds a before_request of its own."""
    app.extensions["returnproof.access"] = access
    app.before_request(_authenticate)
    app.after_request(_say_how)


def caller() -> Caller:
    """The caller of this request; only views marked with roles may ask."""
    found = g.get("caller")
    if not isinstance(found, Caller):
        raise Unauthorized
    return found


def optional_caller() -> Caller | None:
    """For public views that show more to somebody they know."""
    found = g.get("caller")
    return found if isinstance(found, Caller) else None


def marking(app: Flask, endpoint: str, method: str) -> frozenset[Role] | None:
    """The roles a view is marked with: empty for a public one, None for one without a mark."""
    view = app.view_functions[endpoint]
    if endpoint in app.extensions.get("returnproof.public_endpoints", ()):
        return frozenset()
    by_class = getattr(view, "view_class", None)
    if by_class is not None:
        handler = getattr(by_class, method.lower(), None)
        if handler is None and method == "HEAD":
            handler = getattr(by_class, "get", None)
        found = getattr(handler, _MARK, getattr(by_class, _MARK, None))
    else:
        found = getattr(view, _MARK, None)
    return found if isinstance(found, frozenset) else None


def make_public(app: Flask, *endpoints: str) -> None:
    """For a library's own views that carry no data of a shop (/docs, /openapi.json)."""
    app.extensions.setdefault("returnproof.public_endpoints", set()).update(endpoints)


def _authenticate() -> None:
    """Sets `g.caller`, or None for a public view that nobody in particular asks for."""
    g.caller = None
    if request.endpoint is None or _is_automatic_options():
        return
    allowed = marking(current_app, request.endpoint, request.method)
    if allowed is None:
        raise Forbidden
    try:
        found = identify(required=bool(allowed))
    except Unauthorized:
        count_refused()
        raise
    if allowed and (found is None or found.role not in allowed):
        raise Forbidden
    g.caller = found


def _say_how(response: Response) -> Response:
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="returnproof"')
    return response


def _is_automatic_options() -> bool:
    rule = request.url_rule
    return request.method == "OPTIONS" and bool(getattr(rule, "provide_automatic_options", False))


def identify(*, required: bool) -> Caller | None:
    """The caller by bearer token or session cookie; None if neither holds and none is required."""
    try:
        header = request.headers.get("Authorization")
        if header is not None:
            return _by_bearer(header)
        return _by_session(request.cookies.get(SESSION_COOKIE, ""))
    except (Unauthorized, CsrfRefused):
        if required:
            raise
        return None


def _by_bearer(header: str) -> Caller:
    scheme, _, bearer = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized
    found = access().authenticate(bearer.strip())
    # A session's secret lives in a cookie that scripts cannot read; as a bearer it was stolen.
    if found.kind is not TokenKind.device:
        raise Unauthorized
    return found


def _by_session(cookie: str) -> Caller:
    found = access().authenticate(cookie)
    if found.kind is not TokenKind.session:
        raise Unauthorized
    if request.method not in SAFE_METHODS:
        check_csrf(cookie)
    return found


def access() -> Access:
    found = current_app.extensions["returnproof.access"]
    assert isinstance(found, Access)
    return found


def start_session(response: Response, bearer: str) -> Response:
    """The bearer goes into a cookie that no script reads and no other site sends along."""
    response.set_cookie(
        SESSION_COOKIE,
        bearer,
        max_age=SESSION_DAYS * 86_400,
        httponly=True,
        samesite="Strict",
        secure=base_url().startswith("https:"),
        path="/",
    )
    return response


def end_session(response: Response) -> Response:
    response.delete_cookie(
        SESSION_COOKIE,
        httponly=True,
        samesite="Strict",
        secure=base_url().startswith("https:"),
        path="/",
    )
    return response


def check_csrf(cookie: str) -> None:
    """Raises CsrfRefused unless our own page sent this change."""
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if not hmac.compare_digest(sent.encode(), csrf_token(cookie).encode()):
        raise CsrfRefused
    if not hosts.origin_is_ours():
        raise CsrfRefused
