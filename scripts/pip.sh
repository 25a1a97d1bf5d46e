#!/bin/sh
# Installs one lock file, every hash checked, and this project itself beside it.
set -eu
echo "installing $1 …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
if [ "$1" = requirements/run.txt ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
