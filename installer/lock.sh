#!/usr/bin/env bash
# Writes requirements.lock (what users run) and requirements-dev.lock (what tests and checks need on top), for every system at once. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --override installer/lock-overrides.txt "$@" | grep -v "'never'"; }
lock pyproject.toml > requirements.lock
lock --extra dev --constraint requirements.lock pyproject.toml | grep -v -x -F -f requirements.lock > requirements-dev.lock
