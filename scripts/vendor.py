"""Refresh the third-party files that the product ships (maintainers only; needs npm).

`python scripts/vendor.py` packs every npm package named in `yizhan/shared/vendor.toml`, copies the listed
files and the licence text, and writes the new sha256 sums back. The result is committed: nobody who sets the
product up needs npm, and `tests/shared/test_vendor.py` recomputes every sum.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1] / "yizhan" / "shared"
MANIFEST = ROOT / "vendor.toml"
HEAD = """\
# Third-party files that are shipped with the product. Written by scripts/vendor.py, checked by
# tests/shared/test_vendor.py. Paths are relative to this folder. `take` is what the file is made of:
#   as_is       byte for byte as published
#   no_map      as published without its last line, which names a source map that is not shipped
#   sprite      one SVG made of the named icons, each a <symbol>
"""


def unpack(name: str, version: str, into: Path) -> Path:
    """Fetch one published package without running any of its scripts and return its unpacked folder."""
    answer = subprocess.run(  # noqa: S603 - name and version come from our own manifest
        ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{version}"],  # noqa: S607
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    target = into / re.sub(r"\W", "_", name)
    with tarfile.open(into / answer.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def without_map(text: str) -> str:
    """Drop the `sourceMappingURL` line: hashed static files refuse to point at a file that is not there."""
    return re.sub(r"\s*/\*# sourceMappingURL=\S+ \*/\s*$", "\n", text)


def sprite(folder: Path, icons: list[str]) -> str:
    """Put the named icons into one SVG of symbols, sorted by name."""
    symbols = []
    for icon in sorted(icons):
        source = (folder / f"{icon}.svg").read_text("utf-8")
        inner = re.sub(r"^\s*<svg[^>]*>\s*|\s*</svg>\s*$", "", source)
        inner = re.sub(r"\s*\n\s*", "", inner)
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 16 16" fill="currentColor">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def content_of(file: dict[str, Any], package: Path) -> bytes:
    """Return the bytes to ship for one entry of the manifest."""
    source: Path = package / file["from"]
    if file["take"] == "sprite":
        return sprite(source, file["icons"]).encode()
    if file["take"] == "no_map":
        return without_map(source.read_text("utf-8")).encode()
    return source.read_bytes()


def as_toml(packages: list[dict[str, Any]]) -> str:
    """Write the manifest; only strings and lists of strings occur in it."""
    lines = [HEAD]
    for package in packages:
        lines.append("[[package]]")
        for key, value in package.items():
            if key != "file":
                lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        for file in package["file"]:
            lines.append("\n[[package.file]]")
            for key, value in file.items():
                if isinstance(value, list):
                    words = "".join(f"  {json.dumps(word)},\n" for word in sorted(value))
                    lines.append(f"{key} = [\n{words}]")
                else:
                    lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Refresh every package of the manifest."""
    packages = tomllib.loads(MANIFEST.read_text("utf-8"))["package"]
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            unpacked = unpack(package["name"], package["version"], Path(folder))
            for file in package["file"]:
                content = content_of(file, unpacked)
                target = ROOT / file["to"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                file["sha256"] = hashlib.sha256(content).hexdigest()
    MANIFEST.write_text(as_toml(packages), "utf-8")


if __name__ == "__main__":
    main()
