#!/bin/sh
# Makes .venv with the Python given, or says in one line what is missing.
set -eu
python=$1
command -v "$python" >/dev/null || { echo "ReturnProof needs Python 3.11 or later: '$python' was not found (make PYTHON=/path/to/python3)." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ReturnProof needs Python 3.11 or later; $("$python" --version) was found (make PYTHON=/path/to/python3)." >&2; exit 1; }
"$python" -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
"$python" -m venv .venv
