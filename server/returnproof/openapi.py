"""`python -m returnproof.openapi [FILE]` writes shared/openapi.json from the served app."""

import json
import sys
from pathlib import Path
from typing import Any, cast

from returnproof.api.openapi import API
from returnproof.api.wiring import Ports
from returnproof.app import create_app
from returnproof.config import Settings


def document() -> dict[str, Any]:
    """The app is made without ports: describing routes opens nothing."""
    nothing = cast("Any", None)
    app = create_app(
        Settings(data_dir=Path()), Ports(nothing, nothing, nothing, nothing, "memory://", nothing)
    )
    spec: dict[str, Any] = app.extensions[API].spec.to_dict()
    return spec


def text() -> str:
    return json.dumps(document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> None:
    default = Path(__file__).parents[2] / "shared" / "openapi.json"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    target.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
