"""The program as it is shipped: a wheel, installed in an environment of its own, run against another folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from helpers import REPOSITORY, content, environment, parse, words

WHERE = "import sysconfig; print(sysconfig.get_path('purelib'))"


def run(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command without this source tree on its path."""
    clean = {name: value for name, value in environment(home).items() if name != "PYTHONPATH"}
    ended = subprocess.run(
        command, env=clean, cwd=home, capture_output=True, text=True, check=False, timeout=180
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended


def build_wheel(tmp_path: Path) -> Path:
    """A wheel of this source tree, built from a copy."""
    tree = tmp_path / "tree"
    (tree / "scripts").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(REPOSITORY / name, tree / name)
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(REPOSITORY / "scripts/editions", tree / "scripts/editions", ignore=no_caches)
    command = (
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(tree),
    )
    run(*command, home=tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    return wheel


def install(wheel: Path, tmp_path: Path) -> Path:
    """A new environment with the wheel; returns its bin folder. What it depends on is the tests' own."""
    tools = tmp_path / "env/bin"
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env"), home=tmp_path)
    pip = (sys.executable, "-m", "pip", "--python", str(tools / "python"), "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", str(wheel), home=tmp_path)
    place = Path(run(str(tools / "python"), "-c", WHERE, home=tmp_path).stdout.strip())
    (place / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return tools


def test_the_wheel_builds_an_edition_of_another_folder(sample: Path, tmp_path: Path):
    """Theme, templates and interface strings are in the wheel: nothing of the source tree is needed."""
    tools = install(build_wheel(tmp_path), tmp_path)
    origin = run(
        str(tools / "python"), "-c", "import editions; print(editions.__file__)", home=tmp_path
    ).stdout
    assert Path(origin.strip()).is_relative_to(tmp_path / "env")
    run(str(tools / "editions"), "--root", str(sample), "html", "de", home=tmp_path)
    run(str(tools / "editions"), "--root", str(sample), "pdf", "de", home=tmp_path)
    assert "Ein alter Brauch" in words(content(parse(sample / "build/de/html/diary.html")))
    assert (sample / "build/de/pdf/the-weather-station.pdf").is_file()
