"""Cursors and the Link to the next page."""

from typing import Any

from flask import Response, request

from returnproof.api.addresses import absolute
from returnproof.services.listing import Listing, Query


def query_of(sent: dict[str, Any]) -> Query:
    return Query(after=sent["cursor"], limit=sent["limit"])


def linked(response: Response, listing: Listing[Any]) -> Response:
    """RFC 8288: the same question with the next cursor."""
    if listing.next is not None and request.endpoint is not None:
        again: dict[str, Any] = {**request.args.to_dict(), "cursor": listing.next}
        address = absolute(request.endpoint, **(request.view_args or {}), **again)
        response.headers["Link"] = f'<{address}>; rel="next"'
    # Who polls a list learns for a few bytes that nothing changed.
    response.add_etag()
    response.make_conditional(request)
    return response
