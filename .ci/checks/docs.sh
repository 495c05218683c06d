#!/usr/bin/env bash
# Runs every command and request of README.md and docs/, in a fresh clone; see .ci/docs.py for how. With arguments, of
# these documents only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 .ci/docs.py "$work" "$@"
