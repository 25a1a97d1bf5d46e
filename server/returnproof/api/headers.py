"""What every answer carries, and the contract version both sides must agree on."""

from typing import Final

from flask import Flask, Response, request

from returnproof import contract
from returnproof.domain.errors import ContractMismatch

# Answers of the API are data: should a browser ever show one, it may load and run nothing.
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
# Our own pages: no inline script or style, nothing from elsewhere, shown in nobody's frame.
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def install(app: Flask) -> None:
    app.before_request(_check_contract)
    app.after_request(_complete)


def _check_contract() -> None:
    """A client that names no version (curl, a script) is served; one that names another is told."""
    sent = request.headers.get(contract.HEADER)
    if sent is None or sent.strip() == str(contract.VERSION):
        return
    try:
        newer = int(sent) > contract.VERSION
    except ValueError:
        newer = False
    raise ContractMismatch(
        "server" if newer else "extension",
        update="server" if newer else "extension",
        contract=contract.VERSION,
    )


def _complete(response: Response) -> Response:
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", DATA_POLICY)
    # Pictures and figures are shown by the extension in the seller backend's page.
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers[contract.HEADER] = str(contract.VERSION)
    if "Authorization" in request.headers or request.cookies:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Authorization", "Cookie"))
    return response
