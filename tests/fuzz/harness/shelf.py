"""The targets: files of the folder `targets`, found by their names."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

FUZZ = Path(__file__).resolve().parents[1]
OUTPUT = FUZZ.parents[1] / "build" / "fuzz"
_WORD = re.compile(r'^[^#"]*"((?:\\.|[^"\\])*)"\s*$', re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))")


@dataclass(frozen=True)
class Target:
    """A target by its name, and where its things lie."""

    name: str

    @property
    def source(self) -> Path:
        """Its file."""
        return FUZZ / "targets" / f"{self.name}.py"

    @property
    def dictionary(self) -> Path:
        """Words of its inputs, in libFuzzer's form; need not be there."""
        return self.source.with_suffix(".dict")

    @property
    def seeds(self) -> Path:
        """The folder of the inputs to begin with; need not be there."""
        return FUZZ / "seeds" / self.name

    @property
    def output(self) -> Path:
        """The folder of its findings."""
        return OUTPUT / self.name

    @property
    def title(self) -> str:
        """What must hold: the first line of its docstring."""
        text = ast.get_docstring(ast.parse(self.source.read_text(encoding="utf-8")))
        return text.splitlines()[0] if text else self.name

    def inputs(self) -> list[Path]:
        """Its seeds."""
        return sorted(path for path in self.seeds.glob("*") if path.is_file())

    def words(self) -> list[bytes]:
        """The words of its dictionary."""
        if not self.dictionary.exists():
            return []
        return [_unescaped(word) for word in _WORD.findall(self.dictionary.read_text(encoding="ascii"))]

    def load(self) -> ModuleType:
        """The module."""
        return importlib.import_module(f"fuzz.targets.{self.name}")


def names() -> list[str]:
    """The names of all targets."""
    return sorted(path.stem for path in (FUZZ / "targets").glob("*.py") if not path.stem.startswith("_"))


def _unescaped(word: str) -> bytes:
    return b"".join(
        bytes.fromhex(found[1]) if found[1] else (found[2] or found[0]).encode()
        for found in re.finditer(rf"{_ESCAPE.pattern}|[^\\]", word)
    )
