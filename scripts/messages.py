"""The English catalogue: collect the Chinese texts, see what is not translated, compile.

`python scripts/messages.py update` rewrites the catalogue with every text that stands in the code, keeps what is
translated, and compiles. `check` fails when a text has no English, when the compiled file is older than the catalogue,
or when placeholders differ. Babel reads the sources, so no gettext tools are needed on the machine.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "yizhan"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd.\d]*[sdfg]|\{\w*\}")

Found = tuple[str, int, "str | tuple[str, ...]", "str | None"]


def found_in_sources() -> Iterator[Found]:
    """Yield file, line, text and context of every text in Python and templates."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extract(path, path.read_text(encoding="utf-8"))
    for path in sorted((*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt"))):
        # Django turns a template into something like Python: its indentation is the page's and means nothing.
        lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
        yield from _extract(path, "\n".join(line.strip() for line in lines))


def _extract(path: Path, source: str) -> Iterator[Found]:
    name = path.relative_to(ROOT).as_posix()
    for line, text, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if text:
            yield name, line, text, context


def collect(old: Catalog) -> Catalog:
    """Return a catalogue of all texts with the translations of the old one."""
    # The day of the first text stays: a new one with every run would make each branch's catalogue differ.
    new = Catalog(locale="en", project="yizhan", fuzzy=False, charset="utf-8", creation_date=old.creation_date)
    for name, _line, text, context in found_in_sources():
        new.add(text, locations=[(name, 0)], context=context)
    for message in new:
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        if before is not None and before.string:
            message.string = before.string
    return new


def load() -> Catalog:
    """Read the catalogue, an empty one where there is none."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _plain(text: str | Sequence[str]) -> str | tuple[str, ...]:
    """Return a text, or the forms of one that has a plural, in one type for whatever read them."""
    return text if isinstance(text, str) else tuple(text)


def _context(message: Message) -> str | None:
    """Return what distinguishes a text; Babel before 2.19 gives it undecoded where it comes out of a compiled file."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def says(catalog: Catalog) -> dict[object, object]:
    """Return what a catalogue says, without its head, which names the tool that wrote it and the day.

    Of a text without English nothing is kept: the compiled file leaves it out.
    """
    return {
        (_context(message), _plain(message.id)): _plain(message.string)
        for message in catalog
        if message.id and message.string and any(message.string)
    }


def is_compiled(catalog: Catalog) -> bool:
    """Say whether the compiled file says what the catalogue says, whatever version of the tool wrote it."""
    if not MO.exists():
        return False
    with MO.open("rb") as file:
        return says(read_mo(file)) == says(catalog)


def update() -> int:
    """Rewrite and compile; tell how many texts wait for a translation."""
    catalog = collect(load())
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, omit_header=False, no_location=True)
    MO.write_bytes(compiled(load()))
    missing = list(untranslated(catalog))
    print(f"{len(catalog)} texts, {len(missing)} without English")
    return 0


def untranslated(catalog: Catalog) -> Iterator[str]:
    """Yield the texts without English; a text without Chinese is its own English."""
    for message in catalog:
        text = message.id if isinstance(message.id, str) else message.id[0]
        if text and re.search(r"[\u3400-\u9fff]", text):
            strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if not strings or not all(strings):
                yield text


def wrong_placeholders(catalog: Catalog) -> Iterator[str]:
    """Yield the texts whose English names other placeholders."""
    for message in catalog:
        if not isinstance(message.id, str) or not isinstance(message.string, str) or not message.string:
            continue
        if sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(message.string)):
            yield message.id


def check() -> int:
    """Say what is wrong; 0 when nothing is."""
    catalog = collect(load())
    faults = [f"no English: {text}" for text in untranslated(catalog)]
    faults += [f"placeholders differ: {text}" for text in wrong_placeholders(catalog)]
    if not is_compiled(load()):
        faults.append("the compiled catalogue is not of this text: run `make messages`")
    for fault in faults[:40]:
        print(fault)
    if faults:
        print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
