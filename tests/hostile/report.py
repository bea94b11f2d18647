"""A table of classes and ways for a report, and what did not come to nothing."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hostile import verdicts
from hostile.planted import planted
from hostile.shelf import attacks
from hostile.trial import Trial, run_planted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile.shelf import Attack


def main() -> int:
    """Prints the table and what did not come to nothing; 1 if there is any such thing."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        trial = Trial(Path(folder), attacks())
        failed = [(attack.group, way, f"{attack}: {told}") for attack, way, told in _failures(trial)]
        planted_in = run_planted(Path(folder, "planted"), planted())
        told = [f"{each}: {words}" for each in planted() if (words := verdicts.planted_did(planted_in, each))]
        sys.stdout.write(f"{table(trial, failed, len(told))}\n")
    for line in [*(f"{way}: {text}" for _, way, text in failed), *(f"files: {text}" for text in told)]:
        sys.stdout.write(f"- {line[:400]!r}\n")
    return int(bool(failed or told))


def _ways(trial: Trial) -> dict[str, Callable[[Attack], str]]:
    """What is asked of each attack, by the heading of its column."""
    return {
        "check": lambda attack: verdicts.not_named(trial, attack),
        "pages": lambda attack: verdicts.page_shows(trial, trial.judged, "html", attack),
        "print": lambda attack: verdicts.book_shows(trial, trial.judged, attack),
        "guard: pages": lambda attack: verdicts.page_shows(trial, trial.guarded, "html", attack),
        "guard: EPUB": lambda attack: verdicts.page_shows(trial, trial.guarded, "epub", attack),
        "guard: print": lambda attack: verdicts.book_shows(trial, trial.guarded, attack),
        "comparison": lambda attack: (
            "" if attack.is_bomb else verdicts.page_does(trial, trial.compared, attack)
        ),
    }


def _failures(trial: Trial) -> Iterator[tuple[Attack, str, str]]:
    for way, ask in _ways(trial).items():
        for attack in trial.attacks:
            try:
                told = ask(attack)
            except AssertionError as error:
                told = str(error)
            if told:
                yield attack, way, told


def table(trial: Trial, failed: list[tuple[str, str, str]], files: int) -> str:
    """A Markdown table: attacks of each class, and how many of them each way withstood."""
    ways = list(_ways(trial))
    every = Counter(attack.group for attack in trial.attacks)
    parsed = Counter(attack.group for attack in trial.attacks if not attack.is_bomb)
    live = Counter(attack.group for attack in trial.attacks if verdicts.is_live(trial, attack))
    through = Counter((group, way) for group, way, _ in failed)
    lines = [
        f"| class | attacks | live in Sphinx | {' | '.join(ways)} |",
        f"|---|{'---|' * (len(ways) + 2)}",
    ]
    for group in every:
        asked = {way: (parsed if way == "comparison" else every)[group] for way in ways}
        cells = [f"{asked[way] - through[group, way]}/{asked[way]}" for way in ways]
        lines.append(f"| {group} | {every[group]} | {live[group]} | {' | '.join(cells)} |")
    return "\n".join([*lines, f"\nFiles: {len(planted()) - files} of {len(planted())} come to nothing."])
