#!/bin/sh
# What Python packages cannot carry: a browser with Chinese type for the tests, and venv where Debian split it off.
# With root it is installed; without root the exact line is printed.
set -eu
need=""
if ! ${PY:-python3} -c 'import ensurepip, venv' 2>/dev/null; then need="$need python3-venv"; fi
if [ "$1" = test ]; then
    command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need="$need chromium"
    if ! { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q .; }; then
        need="$need fonts-noto-cjk fontconfig"
    fi
fi
[ -n "$need" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing system packages:$need. Please install their equivalents for this system and run again." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    echo "Installing system packages:$need …"
    apt-get update -qq
    # shellcheck disable=SC2086 - a list of words on purpose
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
else
    echo "System packages are missing and this user may not install them. Please run once:" >&2
    echo "    sudo apt-get install -y --no-install-recommends$need" >&2
    exit 1
fi
