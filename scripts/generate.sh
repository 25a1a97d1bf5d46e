#!/bin/sh
# Everything that has another author is made here, in one order.
set -eu
.venv/bin/python -m returnproof.api.export
npm run --silent generate --workspace extension
