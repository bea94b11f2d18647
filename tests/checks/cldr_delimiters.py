"""
Writes scripts/editions/checks/_delimiters.py, the quotation marks of Unicode CLDR, from the npm package cldr-misc-full.

    $ npm pack cldr-misc-full && tar -xzf cldr-misc-full-*.tgz
    $ python tests/checks/cldr_delimiters.py package
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "scripts" / "editions" / "checks" / "_delimiters.py"
HEAD = '''"""
The quotation marks of languages, by Unicode CLDR {version}: made by tests/checks/cldr_delimiters.py. No rule itself.

Each has the usual pair, and the one within it. A region or script is there only where it differs from its language.
"""

VERSION = "{version}"
DELIMITERS = {{
{rows}
}}
'''
# What the code of a catalog can say: a language, its script, its region; no variant, and not the root of all.
TAG = re.compile(r"(?!root)[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
NAMES = ("quotationStart", "quotationEnd", "alternateQuotationStart", "alternateQuotationEnd")


def delimiters(package: Path) -> dict[str, str]:
    """The marks by tag, as `“” ‘’`; a tag with a region or script only where it differs from the shorter one."""
    every = {path.parent.name: _marks(path) for path in (package / "main").glob("*/delimiters.json")}
    known = sorted(tag for tag in every if TAG.fullmatch(tag) and every[tag] != _parent(every, tag))
    return {tag: every[tag] for tag in known}


def _marks(path: Path) -> str:
    table = json.loads(path.read_text(encoding="utf-8"))["main"][path.parent.name]["delimiters"]
    first, last, inner_first, inner_last = (table[name] for name in NAMES)
    return f"{first}{last} {inner_first}{inner_last}"


def _parent(every: dict[str, str], tag: str) -> str | None:
    shorter = tag.rpartition("-")[0]
    return every.get(shorter) if shorter else None


def main(package: Path) -> None:
    """Writes the module."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    rows = "\n".join(f'    "{tag}": "{marks}",' for tag, marks in delimiters(package).items())
    TARGET.write_text(HEAD.format(version=version, rows=rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
