#!/bin/sh
# Everything that has another author is made here, in one order.
set -eu
.venv/bin/python -m returnproof.openapi
npm run --silent generate --workspace extension
