#!/usr/bin/env bash
# The bill of materials that the build has written: every jar that is shipped is in it, and one licence of each is
# among those that CONTRIBUTING.md allows. Of several, whoever uses a library may choose.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python3 - target/bom.json cli/target/memwarden/lib <<'END'
import json
import sys
from pathlib import Path

allowed = {"Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0", "MPL-2.0"}
# What it names so is the MIT licence word for word.
allowed.add("Bouncy Castle Licence")
bom, lib = map(Path, sys.argv[1:])
if not bom.exists():
    sys.exit(f"FAIL: there is no {bom}; the plugin that writes it does nothing in an offline build")
parts = json.loads(bom.read_text())["components"]
listed = tuple(f"{part['name']}-{part['version']}" for part in parts)
jars = [jar.name for jar in lib.glob("*.jar") if not jar.name.startswith("memwarden-cli-")]
missing = [name for name in jars if not name.startswith(listed)]
if missing or not jars:
    sys.exit(f"FAIL: shipped and not listed: {missing}")


def licences(part):
    for entry in part.get("licenses", []):
        licence = entry.get("license", {})
        yield licence.get("id") or licence.get("name") or entry.get("expression")


others = {part["purl"]: list(licences(part)) for part in parts if not allowed & set(licences(part))}
if others:
    sys.exit("FAIL: no licence that is allowed: " + json.dumps(others, indent=2))
print(f"ok    bill of materials: {len(parts)} components")
END
