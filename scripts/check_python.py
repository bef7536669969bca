"""Say it plainly when the interpreter is too old, before anything obscure fails."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. "
        "On Debian 12: apt-get install python3 python3-venv, then run `make run PY=python3.11`."
    )
