"""Debian's epubcheck, as tests call it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path


def epubcheck(path: Path) -> list[str]:
    """What epubcheck says against a book."""
    tool = Path(shutil.which("epubcheck") or "epubcheck").resolve()
    # Debian's is a jar that its kernel starts; a container's kernel may not know how.
    command = ["java", "-jar", str(tool)] if tool.read_bytes().startswith(b"PK") else [str(tool)]
    quick = os.environ | {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    process = subprocess.run(
        [*command, str(path)], capture_output=True, text=True, check=False, timeout=300, env=quick
    )
    said = process.stdout + process.stderr
    assert "Messages: " in said or "No errors" in said, said
    return [line for line in said.splitlines() if re.match("FATAL|ERROR|WARNING", line)]
