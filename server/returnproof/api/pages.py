"""Served pages: signing in by code, the shop's devices, and a page for each problem."""

from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue

from returnproof import contract
from returnproof.api import hosts, page_parts
from returnproof.api.addresses import base_url
from returnproof.api.authorities import is_loopback
from returnproof.api.health import watch
from returnproof.api.limits import count_pairing_attempt
from returnproof.api.metrics import is_operator
from returnproof.api.page_parts import render
from returnproof.api.security import (
    SESSION_COOKIE,
    access,
    caller,
    end_session,
    optional_caller,
    public,
    roles,
    start_session,
)
from returnproof.api.wiring import settings
from returnproof.domain.access import MAY, Action, Caller, Role, TokenKind
from returnproof.domain.errors import DomainError, Forbidden, Invalid, NotFound
from returnproof.services.credentials import NAME_LENGTH, csrf_token

LANGUAGE_COOKIE: Final = "returnproof_language"
_YEAR_SECONDS: Final = 365 * 86_400
_ANONYMOUS_NAME: Final = "网页 · Web"

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.before_request
def _choose_language() -> None:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in contract.LANGUAGES:
        g.language = chosen


@pages.errorhandler(DomainError)
def _show_problem(error: DomainError) -> ResponseReturnValue:
    """What an API client gets as JSON, a person gets as a page."""
    response = make_response(page_parts.problem(error.type, error.detail, error.members))
    response.status_code = error.status
    return response


@pages.get("/")
@public
def home() -> str:
    """The shop's devices for who is signed in, else the way in."""
    who = optional_caller()
    if who is None or who.kind is not TokenKind.session:
        return _enter(None)
    return _home(who)


@pages.post("/session")
@public
def sign_in() -> ResponseReturnValue:
    """Trades a code for a session; from our own form only: nobody is signed in by somebody else."""
    if not hosts.origin_is_ours():
        raise Forbidden
    if not hosts.is_secure() and request.form.get("accept_risk") != "1":
        return _enter(None), 422
    try:
        count_pairing_attempt()
        name = request.form.get("name", "").strip()[:NAME_LENGTH] or _ANONYMOUS_NAME
        _, bearer = access().pair(request.form.get("code", ""), name, TokenKind.session)
    except DomainError as error:
        return _enter(error), error.status
    return start_session(_to_start(), bearer)


@pages.post("/session/end")
@roles(*MAY[Action.identify])
def sign_out() -> Response:
    """The session's token is revoked, not only forgotten by this browser."""
    who = caller()
    if who.kind is TokenKind.session:
        access().revoke(who.shop, who.token_id)
    return end_session(_to_start())


@pages.post("/codes")
@roles(*MAY[Action.administer])
def make_code() -> Response:
    """Shown once, on the answer itself: a code in an address or a cookie would linger."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError as error:
        raise Invalid(errors={"role": ["choice"]}) from error
    who = caller()
    code, pairing = access().make_code(who.shop, role)
    link = f"{base_url()}/#code={code}"
    return make_response(
        _home(
            who,
            code=code,
            code_role=role,
            code_expires=page_parts.moment(pairing.expires),
            code_link=link,
            only_here=is_loopback(urlsplit(base_url()).hostname or ""),
            qr=page_parts.qr(link),
        )
    )


@pages.post("/devices/<id:token_id>/revoke")
@roles(*MAY[Action.administer])
def revoke(token_id: str) -> ResponseReturnValue:
    who = caller()
    access().revoke(who.shop, token_id)
    return _to_start()


@pages.get("/language/<chosen>")
@public
def choose_language(chosen: str) -> Response:
    if chosen not in contract.LANGUAGES:
        raise NotFound
    response = _to_start()
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict"
    )
    return response


@pages.get("/problems/<slug>")
@public
def problem(slug: str) -> str:
    """What a problem's `type` leads to."""
    if not contract.has_text(f"problem.{slug}.title"):
        raise NotFound
    return page_parts.problem(slug)


@pages.get("/assets/<path:name>")
@public
def asset(name: str) -> Response:
    return send_from_directory(page_parts.ASSETS, name, max_age=3600)


def _to_start() -> Response:
    return make_response(redirect("/", 303))


def _enter(error: DomainError | None) -> str:
    shown = page_parts.words(error) if error else None
    return render("enter.html", problem=shown, operator=is_operator(), **_common())


def _home(who: Caller, **more: Any) -> str:
    is_owner = who.role in MAY[Action.administer]
    return render(
        "home.html",
        who=who,
        is_owner=is_owner,
        tokens=access().listed(who.shop) if is_owner else (),
        roles=list(Role),
        csrf_token=csrf_token(request.cookies.get(SESSION_COOKIE, "")),
        **_common(),
        **more,
    )


def _common() -> dict[str, Any]:
    return {
        "secure": hosts.is_secure(),
        "server": base_url(),
        "sample": settings().sample,
        "standing": watch().standing(),
        "version": version("returnproof"),
    }
