"""Write the part of schema.org's vocabulary that our pages use (maintainers only).

`python scripts/schemaorg.py schemaorg-current-https.jsonld 30.0` reads a published release of the vocabulary and writes
`tests/portals/public/schemaorg.json`: for each type its parents, for each property its domains and ranges. Only facts
are kept, no descriptions. All properties that our types can have are in it, so that a wrong one is found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TYPES = {
    "JobPosting", "Organization", "Place", "PostalAddress", "MonetaryAmount", "QuantitativeValue", "PropertyValue",
    "ContactPoint",
}  # fmt: skip
TARGET = Path(__file__).resolve().parents[1] / "tests" / "portals" / "public" / "schemaorg.json"


def names(value: Any) -> list[str]:
    """Return the bare names behind one reference or several."""
    several = value if isinstance(value, list) else [value] if value else []
    return sorted(one["@id"].removeprefix("schema:") for one in several)


def main(source: str, release: str) -> None:
    """Read the vocabulary and write the extract."""
    graph = json.loads(Path(source).read_text("utf-8"))["@graph"]
    parents: dict[str, list[str]] = {}
    properties: dict[str, dict[str, list[str]]] = {}
    for node in graph:
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        name = node["@id"].removeprefix("schema:")
        if "rdfs:Class" in kinds:
            parents[name] = names(node.get("rdfs:subClassOf"))
        if "rdf:Property" in kinds:
            domains, ranges = names(node.get("schema:domainIncludes")), names(node.get("schema:rangeIncludes"))
            properties[name] = {"domains": domains, "ranges": ranges}

    def above(name: str) -> set[str]:
        return {name}.union(*(above(parent) for parent in parents.get(name, [])))

    ours = set().union(*(above(name) for name in TYPES))
    kept = {name: found for name, found in properties.items() if ours & set(found["domains"])}
    reached = ours.union(*(above(target) for found in kept.values() for target in found["ranges"]))
    extract = {
        "source": f"schema.org vocabulary, release {release} (schema.org terms: CC BY-SA 3.0); facts only",
        "parents": {name: parents[name] for name in sorted(reached) if name in parents},
        "properties": dict(sorted(kept.items())),
    }
    TARGET.write_text(json.dumps(extract, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
