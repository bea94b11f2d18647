"""The economy of prefill: few requests, none twice, nothing lost, by real clients against real servers on loopback."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from editions.engines import Limits
from editions.prefill import Order, foresee, prefill
from editions.project import Project
from editions.state import parse_mark
from engines.fault_server import Asked, FaultServer, Reply, always, as_json, nobody, page, serve
from test_prefill import HEADER, text, units, wait_until

if TYPE_CHECKING:
    from editions.prefill import Report

TAG = re.compile(r"(<[^>]*>|&\w+;)")
VOWELS = str.maketrans("aeiou", "eioua")
PEOPLE = 'msgid "{}"\nmsgstr "{}"\n'
OPEN = 'msgid "{}"\nmsgstr ""\n'


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no key, a date of its own."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1533168000")
    monkeypatch.delenv("LIBRETRANSLATE_API_KEY", raising=False)


def pseudo(words: str) -> str:
    """A language in which each vowel is the next one; tags and entities stay."""
    return "".join(
        part if number % 2 else part.translate(VOWELS) for number, part in enumerate(TAG.split(words))
    )


def translate(asked: Asked, number: int = 1) -> Reply:
    """All texts of a request, as LibreTranslate answers."""
    del number
    return as_json({"translatedText": [pseudo(each) for each in asked["q"]]})


def make(root: Path, url: str, more: str = "", **bodies: str) -> Project:
    """A project whose engine is LibreTranslate at this address; `es="…"`, or `es__b="…"` for the document b."""
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "conf.py").touch()
    table = f'[tool.editions.engines.libretranslate]\nurl = "{url}"\nbackoff = 0\n'
    (root / "pyproject.toml").write_text(f"[tool.editions]\n{more}\n{table}", encoding="utf-8")
    for name, body in bodies.items():
        code, _, domain = name.partition("__")
        path = root / "locales" / code / "LC_MESSAGES" / f"{domain or 'a'}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(code) + "\n" + body, encoding="utf-8")
    return Project.load(root)


def fill(project: Project, engine: str = "libretranslate", **others: Any) -> list[Report]:
    """Prefill of all the project's languages."""
    return prefill(Order(project, engine, **others), project.languages)


def many(number: int) -> str:
    """So many units that are open, each with another text."""
    return "\n".join(OPEN.format(f"Some text of number {each}.") for each in range(number))


def sent(server: FaultServer) -> list[str]:
    """All texts that went out, in order."""
    return [each for asked in server.asked for each in asked["q"]]


def test_texts_go_out_in_batches(tmp_path: Path) -> None:
    """Sixty texts are three requests, each text in one of them."""
    with serve(translate, "") as server:
        [report] = fill(make(tmp_path, server.url, es=many(60)))
    assert (report.filled, report.left, report.errors) == (60, (), ())
    assert [len(asked["q"]) for asked in server.asked] in ([25, 25, 10], [25, 10, 25], [10, 25, 25])
    assert len(set(sent(server))) == 60


def test_requests_run_at_once_within_the_limit(tmp_path: Path) -> None:
    """As many requests run side by side as the engine's limit says, languages among each other too, and no more."""
    running, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2)

    def reply(asked: Asked, number: int) -> Reply:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        if number <= 2:
            both.wait(20)  # breaks if the second request does not come while the first is answered
        time.sleep(0.01)
        with lock:
            running -= 1
        return translate(asked)

    with serve(reply, "") as server:
        reports = fill(make(tmp_path, server.url, de=many(3), es=many(3), fr=many(3), it=many(3)))
    assert [report.filled for report in reports] == [3, 3, 3, 3]
    assert most == 2 == Limits(at_once=2).at_once


def test_a_batch_that_is_refused_is_halved(tmp_path: Path) -> None:
    """One text that the server cannot take costs itself only; the others of its batch get their drafts."""

    def reply(asked: Asked, number: int) -> Reply:
        del number
        return Reply(status=400) if any("number 7." in each for each in asked["q"]) else translate(asked)

    with serve(reply, "") as server:
        [report] = fill(make(tmp_path, server.url, es=many(25)))
    assert report.filled == 24
    [left] = report.left
    assert "refused with HTTP status 400" in left.text
    assert len(server.asked) <= 11


def test_what_was_answered_is_never_asked_again(tmp_path: Path) -> None:
    """Catalogs that were put back to what they were are filled again without a request, to the same bytes."""
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=many(30))
        empty = text(project)
        fill(project)
        filled, asked = text(project), len(server.asked)
        (project.locales / "es" / "LC_MESSAGES" / "a.po").write_text(empty, encoding="utf-8")
        [report] = fill(project)
        assert (report.filled, text(project), len(server.asked)) == (30, filled, asked)


def test_answers_are_judged_again_when_they_are_used(tmp_path: Path) -> None:
    """An answer in this machine's memory is no more trusted than one from the network."""
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=OPEN.format("The *great* force of all."))
        fill(project)
    kept = tmp_path / ".editions" / "answers" / "libretranslate.jsonl"
    kept.write_text(kept.read_text().replace("furci", "fur\\u202eci https://evil.example"), encoding="utf-8")
    make(tmp_path, server.url, es=OPEN.format("The *great* force of all."))
    [report] = fill(project)
    assert (report.filled, len(report.left)) == (0, 1)
    assert "evil" not in text(project)


def test_budget(tmp_path: Path) -> None:
    """No more characters go out than the budget allows; a later run asks only for what is left."""
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=many(60))
        [report] = fill(project, budget=1_300)
        first = sent(server)
        assert sum(map(len, first)) <= 1_300
        assert 0 < report.filled == len(first) < 60
        assert {left.text for left in report.left} == {"no draft: the budget of characters is used up"}
        assert fill(project)[0].filled == 60 - len(first)
    assert sorted(sent(server)) == sorted(set(sent(server)))


def test_dry_run_says_what_it_takes(tmp_path: Path) -> None:
    """Requests and characters are foretold as they then happen; nothing is asked or written to know them."""
    with serve(translate, "") as server:
        project = make(
            tmp_path, server.url, de=many(3), es=many(30), es__b=OPEN.format("Some text of number 3.")
        )
        before = text(project)
        order = Order(project, "libretranslate")
        german, spanish = foresee(order, project.languages)
        assert (server.asked, text(project)) == ([], before)
        fill(project)
        assert german.requests + spanish.requests == len(server.asked)
        assert german.characters + spanish.characters == sum(map(len, sent(server)))
        assert str(german) == f"de: libretranslate: 3 texts, 1 request, {german.characters} characters"
        assert foresee(order, project.languages) == []


def test_waits_as_long_as_the_server_asks(tmp_path: Path) -> None:
    """After “too many requests” the pause is the one the server asks for; then everything is filled."""
    times: list[float] = []

    def reply(asked: Asked, number: int) -> Reply:
        times.append(time.monotonic())
        return Reply(status=429, headers=(("Retry-After", "1"),)) if number == 1 else translate(asked)

    with serve(reply, "") as server:
        [report] = fill(make(tmp_path, server.url, es=many(3)))
    assert report.filled == 3
    assert times[1] - times[0] >= 1


def test_chain_goes_on_where_an_engine_is_down(tmp_path: Path) -> None:
    """The first engine of the chain that can be reached writes the draft, and the mark names it."""
    said: list[str] = []
    with nobody("") as down, serve(lambda asked, _: page(pseudo(asked["q"]))) as up:
        table = (
            'chain = ["libretranslate", "google"]\n[tool.editions.engines.google]\n'
            f'url = "{up.url}"\ninterval = 0\nbackoff = 0\n'
        )
        project = make(tmp_path, down.url, table, es=many(3))
        [report] = fill(project, "", announce=said.append)
        assert len(up.asked) == 3
    assert (report.filled, report.errors) == (3, ())
    assert {mark.engine for unit in units(project) if (mark := parse_mark(unit.comments))} == {"google"}
    assert any("next: google" in line for line in said)


def test_gives_up_after_failures_in_a_row(tmp_path: Path) -> None:
    """A server that fails for every text is not asked for all of them."""
    with serve(always(Reply(status=400)), "") as server:
        [report] = fill(make(tmp_path, server.url, es=many(200)))
    assert report.code == 2
    assert "gave up after" in str(report.errors[0])
    assert len(server.asked) < 40


RUN = """
import sys
from pathlib import Path
from editions.prefill import Order, prefill
from editions.project import Project
project = Project.load(Path(sys.argv[1]))
prefill(Order(project, "libretranslate"), project.languages)
"""


def start(project: Project) -> subprocess.Popen[bytes]:
    """Prefill in a process of its own."""
    scripts = Path(__file__).resolve().parent.parent / "scripts"
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(project.root)], env={**os.environ, "PYTHONPATH": str(scripts)}
    )


def test_killed_at_any_time_nothing_is_lost_or_asked_twice(tmp_path: Path) -> None:
    """Killed six times at random moments and run again, every unit is there, and no answered text went out twice."""
    chance = random.Random(7)  # noqa: S311  (no secret)
    answered: list[str] = []

    def reply(asked: Asked, number: int) -> Reply:
        del number
        time.sleep(0.05)
        return translate(asked)

    with serve(reply, "") as server:
        project = make(tmp_path, server.url, **{code: many(50) for code in ("de", "es", "fr", "it")})
        kept = tmp_path / ".editions" / "answers" / "libretranslate.jsonl"
        for _ in range(6):
            before = len(server.asked)
            process = start(project)
            wait_until(lambda: len(server.asked) > before or process.poll() is not None)  # noqa: B023
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            process.wait(20)
            answered.append(kept.read_text() if kept.exists() else "")
        assert start(project).wait(60) == 0
        twice = len(sent(server)) - 4 * 50
    for code in ("de", "es", "fr", "it"):
        assert all(unit.target for unit in units(project, code))
        assert len(units(project, code)) == 50
    # What was on its way when the process died may go out again: at most two requests each time.
    assert 0 <= twice <= 6 * 2 * 25
    assert all(later.startswith(earlier) for earlier, later in pairwise(answered))


# ------------------------------------------------------------------------------------------------ names, steps, memory


def names(project: Project, table: str) -> None:
    """Gives the project names."""
    (project.locales / "names.toml").write_text(table, encoding="utf-8")


def test_names_hold(tmp_path: Path) -> None:
    """A name never goes out, and comes back in its official form, within a sentence and as all of a link's words."""
    body = (
        OPEN.format("Read the World Site and *the World Site*, says John Doe.")
        + "\n"
        + OPEN.format("World Site")
    )
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=body)
        names(
            project,
            '[[name]]\nsource = "World Site"\nes = "Sitio Mundial"\n[[name]]\nsource = "John Doe"\nkeep = true\n',
        )
        [report] = fill(project)
        assert len(server.asked) == 1
    assert not re.search("World|Doe", " ".join(sent(server)))
    assert report.filled == 2
    assert units(project)[0].target == "Ried thi Sitio Mundial end *thi Sitio Mundial*, seys John Doe."
    assert units(project)[1].target == "Sitio Mundial"


def test_terms_hold(tmp_path: Path) -> None:
    """A term that comes back other than agreed is asked for once more, hidden; one that comes back right is not."""
    body = "\n".join(OPEN.format(f"The working class {verb}.") for verb in ("fights", "wins"))
    with serve(lambda asked, _: as_json({"translatedText": [
        pseudo(each) if "fights" in each else pseudo(each).replace("wurkong cless", "clase obrera")
        for each in asked["q"]
    ]}), "") as server:  # fmt: skip
        project = make(tmp_path, server.url, es=body)
        names(project, '[[term]]\nsource = "working class"\nes = "clase obrera"\n')
        fill(project)
    assert [unit.target for unit in units(project)] == ["Thi clase obrera foghts.", "Thi clase obrera wons."]
    assert [len(asked["q"]) for asked in server.asked] == [2, 1]


def test_what_loses_its_markup_is_asked_by_sentence(tmp_path: Path) -> None:
    """Where the whole paragraph comes back with tags lost, its sentences are asked alone and put together."""

    def reply(asked: Asked, number: int) -> Reply:
        del number
        long = [
            pseudo(each) if each.count(".") < 2 else re.sub("<[^>]*>", "", pseudo(each))
            for each in asked["q"]
        ]
        return as_json({"translatedText": long})

    with serve(reply, "") as server:
        project = make(
            tmp_path, server.url, es=OPEN.format("The *great* force. See ``make`` for **more** of it.")
        )
        [report] = fill(project)
    assert report.filled == 1, report
    assert units(project)[0].target == "Thi *griet* furci. Sii ``make`` fur **muri** uf ot."


def test_rather_empty_than_broken(tmp_path: Path) -> None:
    """Where every step loses markup the unit stays empty, and the report says why."""
    with serve(
        lambda asked, _: as_json({"translatedText": [re.sub("<[^>]*>", "", each) for each in asked["q"]]}), ""
    ) as server:
        [report] = fill(make(tmp_path, server.url, es=OPEN.format("The *great* force. See ``make``.")))
    assert (report.filled, len(report.left)) == (0, 1)
    assert "lost" in report.left[0].text


def test_memory_before_the_engine(tmp_path: Path) -> None:
    """What people said for the same text, or for all of its sentences, is taken; it is marked as memory's draft."""
    known = PEOPLE.format("We fight. We win.", "Luchamos. Ganamos.") + "\n" + PEOPLE.format("Peace.", "Paz.")
    body = "\n".join(map(OPEN.format, ("Peace.", "We win.", "Peace. We fight.", "Another text of it.")))
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=known, es__b=body)
        [report] = fill(project)
    assert sent(server) == ["Another text of it."]
    found = units(project, domain="b")
    assert [unit.target for unit in found[:3]] == ["Paz.", "Ganamos.", "Paz. Luchamos."]
    marks = [mark.engine for unit in found if (mark := parse_mark(unit.comments))]
    assert marks == ["memory", "memory", "memory", "libretranslate"]
    assert str(report) == "es: 4 paragraphs filled (memory 3, libretranslate 1)"


def test_memory_takes_neither_machines_nor_contradictions(tmp_path: Path) -> None:
    """A machine's draft is no memory, and where people said two things for a text neither is taken."""
    known = PEOPLE.format("Peace.", "Paz.")
    with serve(translate, "") as server:
        project = make(
            tmp_path,
            server.url,
            es=known,
            es__b=PEOPLE.format("Peace.", "La paz."),
            es__c=OPEN.format("Peace."),
        )
        fill(project)
        assert sent(server) == ["Peace."]
        (project.locales / "es" / "LC_MESSAGES" / "d.po").write_text(
            HEADER.format("es") + "\n" + OPEN.format("Peace.")
        )
        fill(project)
        assert parse_mark(units(project, domain="d")[0].comments).engine == "libretranslate"
    assert sent(server) == ["Peace."]


def test_a_text_that_is_like_another_is_only_told_of(tmp_path: Path) -> None:
    """What people said for a text that differs by a “not” stands beside the draft as a comment, and is no draft."""
    known = PEOPLE.format("Socialism requires a mass party of its own.", "El socialismo requiere un partido.")
    body = OPEN.format("Socialism does not require a mass party of its own.") + "\n" + OPEN.format("Else.")
    with serve(translate, "") as server:
        project = make(tmp_path, server.url, es=known, es__b=body)
        fill(project)
        before = text(project, domain="b")
        fill(project, refresh=True)
    note = "# tm: 89 % like “Socialism requires a mass party of its own.”: El socialismo requiere un partido."
    assert before.count("# tm:") == 1
    assert note in before.splitlines()
    assert text(project, domain="b") == before
    assert units(project, domain="b")[0].target == "Sucoelosm duis nut riqaori e mess perty uf ots uwn."


@pytest.mark.parametrize(
    ("code", "answer", "why"),
    [
        ("es", "Die Arbeiter aller Länder und die Menschen auf der Straße sind nicht allein.", "German"),
        ("ru", "Los trabajadores de todos los países y las personas de la calle no están solos.", "letters"),
        ("es", "ha dicho que no ha dicho que no ha dicho que no ha dicho que no ha dicho que no", "again and again"),
    ],
)  # fmt: skip
def test_wrong_language_script_and_loops_are_refused(
    tmp_path: Path, code: str, answer: str, why: str
) -> None:
    """A draft that nobody wants to review is none."""
    source = "The workers of all countries and the people in the street are not alone."
    with serve(lambda asked, _: as_json({"translatedText": [answer for _ in asked["q"]]}), "") as server:
        [report] = fill(make(tmp_path, server.url, **{code: OPEN.format(source)}))
    assert (report.filled, len(report.left)) == (0, 1), report
    assert why in report.left[0].text


def test_typography_is_mended_where_it_is_sure(tmp_path: Path) -> None:
    """Two spaces and a comma with a space before it are put right before a draft is saved."""
    with serve(
        lambda asked, _: as_json({"translatedText": ["Luchamos , y  ganamos." for _ in asked["q"]]}), ""
    ) as server:
        project = make(tmp_path, server.url, es=OPEN.format("We fight, and we win."))
        fill(project)
    assert units(project)[0].target == "Luchamos, y ganamos."
