#!/bin/sh
# The Nu checker, which tests hold every page against: an npm package that needs Java. It is a tool of the tests alone.
# Where Java or npm is missing, pages are tested without it and this says so; YIZHAN_NU=required makes that a failure.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
target="$here/.venv/nu"
if ! command -v java >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "Java or npm is missing: pages are tested without the Nu checker. To have it: apt-get install default-jre-headless npm" >&2
    [ "${YIZHAN_NU:-}" != required ] || exit 1
    exit 0
fi
if cmp -s "$here/tests/html/package-lock.json" "$target/package-lock.json" && [ -f "$target/.ok" ]; then exit 0; fi
rm -rf "$target"
mkdir -p "$target"
cp "$here/tests/html/package.json" "$here/tests/html/package-lock.json" "$target/"
echo "Installing the Nu checker …"
# Its own script would fetch a Java runtime from elsewhere; the machine's is used.
(cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
touch "$target/.ok"
