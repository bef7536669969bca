#!/bin/sh
# Install the locked packages into the virtual environment: with uv where it can be had (seconds), else with pip.
set -eu
bin=$1
requirements=$2
echo "Installing $requirements …"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$bin/python" -m pip install -q uv 2>/dev/null || true
if [ -x "$bin/uv" ] && "$bin/uv" pip install -q --compile-bytecode --python "$bin/python" --require-hashes -r "$requirements"; then
    exit 0
fi
"$bin/python" -m pip install -q --require-hashes -r "$requirements"
