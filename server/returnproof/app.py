"""create_app(): the only composition root of the web half."""

from flask import Flask

from returnproof.api import openapi, problems, registry
from returnproof.api.incoming import Request
from returnproof.api.json import StrictJson
from returnproof.api.wiring import EXTENSION, Ports, Wiring
from returnproof.config import Settings

# Of a JSON body, in bytes; uploads raise it.
MAX_JSON = 1 << 20
# Of a multipart body's text fields. The parser's own buffer counts too, so not less than this.
MAX_TEXT_FIELDS = 1 << 19
MAX_PARTS = 128


def create_app(settings: Settings, ports: Ports) -> Flask:
    """Wires what it is given; opens nothing itself."""
    app = Flask("returnproof", static_folder=None, template_folder=None)
    app.json = StrictJson(app)
    app.request_class = Request
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_JSON,
        MAX_FORM_MEMORY_SIZE=MAX_TEXT_FIELDS,
        MAX_FORM_PARTS=MAX_PARTS,
    )
    wiring = Wiring(settings, ports)
    app.extensions[EXTENSION] = wiring
    problems.install(app)
    registry.install_hooks(app, wiring)
    openapi.install(app, registry.blueprints())
    registry.install_pages(app, wiring)
    return app
