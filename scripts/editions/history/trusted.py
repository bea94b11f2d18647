"""Which revision is trusted, and what must not come from a change."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from editions.history.git import git, top_of
from editions.history.past import History
from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from pathlib import Path

    from editions.project import Project

# Says which revision is trusted; what code hosts set for a change that wants to be merged follows.
TRUSTED = "EDITIONS_TRUSTED"
# The branch that a change wants to be merged into, as code hosts name it. Not the commit that it branched from:
# whoever sends it chose that one, and may have chosen one that still trusts what is trusted no longer.
BRANCHES = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
ORIGIN = "refs/remotes/origin/"  # in full: a tag of the short name would go first


def history(project: Project) -> History | None:
    """
    The history of the project with its trusted revision; None where version control knows nothing of it.

    Raises:
        UserError: there is a repository that git cannot read, or the trusted revision is not here.
    """
    asked = _asked()
    top = top_of(project.root)
    if top is None:
        _refuse_lost(asked)
        return None
    if shutil.which("git") is None:
        raise UserError("this project is in a git repository, and git is not installed: install git")
    if (git(top, "rev-parse", "--show-prefix", must=True) or b"").strip():
        raise UserError(
            f"{top / '.git'}: git does not take this for a repository, but for a part of another one"
        )
    head = git(
        project.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked or 'HEAD'}^{{commit}}"
    )
    if head is None:
        _refuse_lost(asked)
        _refuse_damaged(top)
        return None
    below = project.root.relative_to(top).as_posix()
    found = History(project.root, head.decode().strip(), "" if below == "." else f"{below}/")
    return found if asked or found.has_project else None


def refuse_tracked(project: Project, *folders: Path) -> None:
    """
    Refuses to go on where version control brings files into folders that only this program writes.

    What lies there is believed: stamps say that a page was built from these texts, and Sphinx's notes are run as
    code when they are read.

    Raises:
        UserError: so it is; says which file.
    """
    top = top_of(project.root)
    if top is None or shutil.which("git") is None:
        return
    names = [folder.relative_to(top).as_posix() for folder in folders]
    found = git(top, "--literal-pathspecs", "ls-files", "-z", "--", *names) or b""
    if found:
        name = os.fsdecode(found.split(b"\0")[0])
        raise UserError(
            f"{quote(name)}: git has this file, and only this program may write there; it came with a change: "
            f"git rm -r --cached {names[0]}, and look who added it"
        )


def _refuse_lost(asked: str) -> None:
    if asked:
        raise UserError(
            f"the trusted revision {asked!r} is not here; fetch it ({_how_to_fetch(asked)}), or correct {TRUSTED}"
        )


def _how_to_fetch(asked: str) -> str:
    branch = asked.removeprefix(ORIGIN)
    return "git fetch origin" if branch == asked else f"git fetch origin +refs/heads/{branch}:{asked}"


def _refuse_damaged(top: Path) -> None:
    """A history without a first commit trusts what lies here; one that cannot be read must not."""
    if git(top, "rev-parse", "--verify", "--quiet", "HEAD") is not None:
        raise UserError("git cannot read the newest commit of this repository: git fsck says what is damaged")


def _asked() -> str:
    """The revision that the environment names as trusted, empty if none."""
    own = os.environ.get(TRUSTED, "")
    branch = next((os.environ[name] for name in BRANCHES if os.environ.get(name)), "")
    return own or (ORIGIN + branch if branch else "")
