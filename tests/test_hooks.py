"""What other projects are told to run before commits and on pull requests does what the guide says."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from helpers import REPOSITORY, change, editions

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = (REPOSITORY / "scripts/guide/checking.md").read_text("utf-8")
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
EXAMPLES = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)]
# The sample's only measure of snow, in German, and what it must be.
WRONG, RIGHT = "1929 lag der Schnee 104 Tage.", "1929 lag der Schnee 140 Tage."
SNOW = "In 1929 the snow lay for 140 days."


def git(root: Path, *words: str) -> str:
    """What git says."""
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    command = ["git", *name, *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60).stdout


def committed(root: Path) -> Path:
    """The project in a repository of git, with one commit."""
    git(root, "init")
    git(root, "add", "-A")
    git(root, "commit", "-m", "all")
    return root


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_runs(sample: Path, hook: dict[str, Any]) -> None:
    """Each hook's command is one of the program, is fine with the sample, and looks at catalogs."""
    program, *words = shlex.split(hook["entry"])
    assert program == "editions"
    assert editions(sample, *words).code == 0
    assert re.search(hook["files"], "locales/de/LC_MESSAGES/index.po")
    assert not re.search(hook["files"], "docs/index.rst")


def test_the_guide_names_the_hooks() -> None:
    """In the example for pre-commit, and with options that exist."""
    (config,) = (each for each in EXAMPLES if "repos" in each)
    named = config["repos"][0]["hooks"]
    assert {each["id"] for each in named} == {hook["id"] for hook in HOOKS}


def test_a_hook_stops_what_is_damaged(sample: Path) -> None:
    """With exit code 1."""
    path = sample / "locales/de/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8") + 'msgid "x\n', encoding="utf-8")
    assert [editions(sample, *shlex.split(hook["entry"])[1:]).code for hook in HOOKS] == [1, 1]


def test_the_workflow_tells_of_what_a_pull_request_brings(sample: Path) -> None:
    """Its check is silent about what was there before, and annotates what came, at its line."""
    (workflow,) = (each for each in EXAMPLES if "jobs" in each)
    (command,) = (
        step["run"] for step in workflow["jobs"]["check"]["steps"] if "editions check" in step.get("run", "")
    )
    words = [word.replace("$GITHUB_BASE_REF", "main") for word in shlex.split(command)[1:]]
    committed(sample)
    git(sample, "update-ref", "refs/remotes/origin/main", "HEAD")
    quiet = editions(sample, *words)
    assert (quiet.code, quiet.out.strip()) == (0, "")
    change(sample, "de", SNOW, msgstr=WRONG.replace("104", "410"))
    told = editions(sample, *words)
    assert re.search(
        r"^::warning file=locales/de/LC_MESSAGES/diary\.po,line=\d+,title=numbers::", told.out, re.MULTILINE
    )
    change(sample, "de", SNOW, msgstr=RIGHT)
    assert "title=numbers" not in editions(sample, *words).out


def test_the_workflow_needs_no_secret() -> None:
    """It may only read, keeps no credentials, and names no secret."""
    (workflow,) = (each for each in EXAMPLES if "jobs" in each)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["check"]["steps"][0]["with"]["persist-credentials"] is False
    assert "secrets." not in GUIDE
