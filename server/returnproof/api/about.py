"""What this server is, for anyone who asks, before pairing too."""

from importlib.metadata import version
from typing import Any

from returnproof import contract
from returnproof.api.blueprint import Blueprint
from returnproof.api.hosts import is_secure
from returnproof.api.schemas.about import AboutSchema
from returnproof.api.security import public
from returnproof.api.wiring import settings

blueprint = Blueprint("about", __name__, url_prefix="/api/v1", description="This server")


def about() -> dict[str, Any]:
    """The document itself; pairing hands it out too."""
    return {
        "name": "ReturnProof",
        "version": version("returnproof"),
        "contract": contract.VERSION,
        "sample": settings().sample,
        "secure": is_secure(),
    }


@blueprint.get("/about")
@public
@blueprint.response(200, AboutSchema)
def get_about() -> dict[str, Any]:
    """Name, version and contract of this server; needs no token."""
    return about()
