"""Read a picture or a PDF from standard input, write it as PNG to standard output; ends with 1 where it does not open.

Run by `looking.picture_of` as a process of its own and by nobody else: what strangers bring is opened here, with
little memory and little time. Nothing of the house is handed in: no environment with its keys and addresses, no open
file but the picture. It runs as the same user of the machine, so a fault of the renderer itself is held only by what
the service's unit allows that user.
"""

from __future__ import annotations

import resource
import sys

import typst

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 15
#: Nobody needs to look at more than this; the width is that of the page.
PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/dev/stdin", format: "{format}", width: {width}pt)'


def main(form: str, width: str) -> int:
    """Write the picture; return 0 where there is one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    source = PAGE.format(format=form, width=int(width)).encode()
    try:
        made = typst.Compiler(source, root="/", ignore_system_fonts=True).compile(format="png", ppi=72.0)
    except RuntimeError:  # what it says may quote the file
        return 1
    picture = made[0] if isinstance(made, list) else made
    sys.stdout.buffer.write(picture or b"")
    return 0 if picture else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
