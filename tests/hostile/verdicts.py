"""What became of an attack on one way: an empty text where it came to nothing, else what it did."""

from __future__ import annotations

from difflib import unified_diff
from html import unescape
from typing import TYPE_CHECKING

from editions.formats.html import main_page
from helpers import bare
from hostile.facts import Output, page_facts, page_powers
from hostile.planted import VICTIM, ended
from hostile.terrain import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from helpers import Run
    from hostile.planted import Planted
    from hostile.shelf import Attack
    from hostile.trial import Trial, Way


def not_named(trial: Trial, attack: Attack) -> str:
    """What is missing where `check` tells of the attack: its rule, its words, its fix."""
    told = trial.problems.get(trial.judged.places[str(attack)], [])
    severity = "warning" if attack.is_warning else "error"
    found = [each for each in told if (each["rule"], each["severity"]) == (attack.rule, severity)]
    if not found:
        is_harmless = attack.is_shown and not attack.is_warning and not attack.says
        return "" if is_harmless else f"check tells no {severity} of rule {attack.rule}, only {told}"
    text = " ".join(each["text"] for each in found)
    missing = [words for words in attack.says if words not in text]
    if missing:
        return f"check does not say {missing}, but {text!r}"
    fixes = " ".join(each["fix"] or "" for each in found)
    return "" if attack.fix in fixes else f"check proposes {fixes!r}, not {attack.fix!r}"


def page_shows(trial: Trial, way: Way, kind: str, attack: Attack) -> str:
    """What of the attack is in the pages of a way (`html`, `epub`), or what they show else than the source."""
    output, quiet = way.output(kind), trial.quiet.output(kind)
    page, expected = output.page(attack.docname), quiet.page(attack.docname)
    found = [trace for trace in (*attack.traces, SECRET) if trace in page + output.view(attack.docname)]
    if found:
        return f"the page holds {found}"
    lost = [words for words in attack.keeps if words not in page]
    if lost:
        return f"the page has lost {lost}"
    beside = [f"{name} holds {trace!r}" for name, trace in _beside(trial, output, quiet, attack)]
    if beside or attack.is_shown:
        return "; ".join(beside)
    return _differences(page_facts(expected), page_facts(page))


def page_does(trial: Trial, way: Way, attack: Attack) -> str:
    """What a page does that its source does not, and what it says that is not in the attack's own text."""
    page, expected = (each.output("html").page(attack.docname) for each in (way, trial.quiet))
    found = [trace for trace in (*attack.traces, SECRET) if trace not in attack.payload and trace in page]
    return f"the page holds {found}" if found else _differences(page_powers(expected), page_powers(page))


def _differences(expected: Sequence[object], found: Sequence[object]) -> str:
    changes = unified_diff([str(each) for each in expected], [str(each) for each in found], n=0, lineterm="")
    return "\n".join(list(changes)[2:12])


def _beside(trial: Trial, output: Output, quiet: Output, attack: Attack) -> Iterator[tuple[str, str]]:
    """Traces of this attack and no other, in files that belong to all: (the file's name, the trace)."""
    for trace in attack.traces:
        if trial.traces[trace] == 1:
            for name, data in output.beside(trial.docnames).items():
                if trace.encode() in data and trace.encode() not in quiet.files.get(name, b""):
                    yield name, trace


def common_files(trial: Trial, way: Way, kind: str) -> str:
    """
    What lies beside the pages of a way and should not: other files than without translations, or a secret.

    The view of a page beside its original is no other file, but what it holds is looked at like the rest.
    """
    files, quiet = (each.output(kind).files for each in (way, trial.quiet))
    added = sorted(name for name in set(files) - set(quiet) if main_page(name) not in quiet)
    leaking = sorted(name for name, data in files.items() if SECRET.encode() in data)
    return "; ".join([*(f"{name} is new" for name in added), *(f"{name} holds a secret" for name in leaking)])


def index_shows(trial: Trial, way: Way) -> str:
    """What of any attack is in the index of the printed book."""
    index = way.output("pdf").index
    held = [f"{attack}: {trace}" for attack in trial.attacks for trace in attack.traces if index.holds(trace)]
    return f"the index holds {held}" if held else ""


def book_shows(trial: Trial, way: Way, attack: Attack) -> str:
    """What of the attack is in the printed chapter, or what it shows else than the source."""
    number = trial.attacks.index(attack)
    chapter, expected = (each.output("pdf").chapters[number] for each in (way, trial.quiet))
    found = [
        trace
        for trace in attack.traces
        if chapter.holds(trace) and not (attack.is_shown and trace in unescape(attack.payload))
    ]
    if found:
        return f"the chapter holds {found}"
    if chapter.links != expected.links:
        return f"the chapter links to {chapter.links}, not to {expected.links}"
    if attack.is_shown:
        return ""
    said, source = bare(chapter.text), bare(expected.text)
    return "" if said == source else f"the chapter says {said}, not {source}"


def planted_did(folder: Path, attack: Planted) -> str:
    """What planted files did that they should not, or what the program did not say of them."""
    run, place = ended(folder, attack), folder / attack.name
    pages = {path.parent.name: Output(path) for path in place.glob("project/build/*/html")}
    return "; ".join(_planted(run, place, pages, attack))


def _planted(run: Run, place: Path, pages: Mapping[str, Output], attack: Planted) -> Iterator[str]:
    if run.code != attack.code:
        yield f"it ended with {run.code}, not {attack.code}: {run.said[-800:]}"
    yield from (
        f"it does not say {words!r} but {run.said[:800]!r}" for words in attack.says if words not in run.said
    )
    yield from (f"it says {words!r}" for words in (*attack.silent, "Traceback", SECRET) if words in run.said)
    if sorted(pages) != sorted(attack.built):
        yield f"it built {sorted(pages)}, not {sorted(attack.built)}"
    for language, output in pages.items():
        for trace in (*attack.traces, SECRET):
            found = [name for name, data in output.files.items() if trace.encode() in data]
            yield from (f"{language}/{name} holds {trace!r}" for name in found)
    for language, words in attack.holds.items():
        if words not in pages[language].page("index"):
            yield f"the page in {language} does not say {words!r}"
    if (place / "victim.txt").read_text(encoding="utf-8") != VICTIM:
        yield "the victim was written over"
    yield from (f"there is {path}" for path in place.rglob("evil"))


def is_live(trial: Trial, attack: Attack) -> bool:
    """True where the shelf says that stock Sphinx lets the attack through, and it does."""
    return attack.is_live and lives_in_stock(trial, attack)


def lives_in_stock(trial: Trial, attack: Attack) -> bool:
    """True where Sphinx by itself lets the attack through: a trace is in its page, or in what goes with the pages."""
    output = trial.stock.output("stock")
    page = output.page(attack.docname)
    beside = b"".join(output.beside(trial.docnames).values())
    return any(trace in page or trace.encode() in beside for trace in (*attack.traces, SECRET))
