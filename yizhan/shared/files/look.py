"""Read a picture or a PDF from standard input, write a line and a PNG to standard output; 1 if it does not open.

The line says how many pages a PDF has, `MOST_COUNTED` where there are as many or more; 0 where that was not asked
(another page than the first) or cannot be told on this machine.

Run by `looking.look_at` as a process of its own and by nobody else: what strangers bring is opened here, with
little memory and little time. Nothing of the house is handed in: no environment with its keys and addresses, no open
file but the picture. It runs as the same user of the machine, so a fault of the renderer itself is held only by what
the service's unit allows that user.
"""

from __future__ import annotations

import os
import resource
import sys

import typst

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 15
#: One more than the page shows: so it can say that there is more.
MOST_COUNTED = 11
#: Nobody needs to look at more than this; the width is that of the page.
PAGE = (
    "#set page(width: auto, height: auto, margin: 0pt)\n"
    '#image("{path}", format: "{form}", page: {page}, width: {width}pt)'
)


def main(form: str, width: str, page: str) -> int:
    """Write the picture; return 0 where there is one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    path, pages = "/dev/stdin", 0
    if hasattr(os, "memfd_create"):  # a pipe is read once; what lies in memory, as often as there are pages
        path = _in_memory()
        if int(page) == 1:
            pages = _pages(path, form) if form == "pdf" else 1
    try:
        made = _compiler(path, form, int(page), int(width)).compile(format="png", ppi=72.0)
    except RuntimeError:  # what it says may quote the file
        return 1
    picture = made[0] if isinstance(made, list) else made
    sys.stdout.buffer.write(b"%d\n" % pages + (picture or b""))
    return 0 if picture else 1


def _in_memory() -> str:
    number = os.memfd_create("paper")
    with os.fdopen(os.dup(number), "wb") as file:
        file.write(sys.stdin.buffer.read())
    return f"/dev/fd/{number}"


def _pages(path: str, form: str) -> int:
    """Count by asking for page after page: one that is not there is no picture. Nothing is drawn."""
    for page in range(2, MOST_COUNTED + 1):
        try:
            _compiler(path, form, page, 1).query("image")
        except RuntimeError:
            return page - 1
    return MOST_COUNTED


def _compiler(path: str, form: str, page: int, width: int) -> typst.Compiler:
    # Only a PDF has pages; of a picture the word is refused.
    source = PAGE if form == "pdf" else PAGE.replace(" page: {page},", "")
    text = source.format(path=path, form=form, page=page, width=width)
    return typst.Compiler(text.encode(), root="/", ignore_system_fonts=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
