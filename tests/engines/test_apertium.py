"""The engine `apertium`, with the real program where it is installed, and with programs that misbehave."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from editions.engines import Failure, NoAnswerError, Pair, Question, find
from editions.judge import judge
from editions.language import Language
from editions.markup import MarkupLostError, protect, restore

if TYPE_CHECKING:
    from collections.abc import Callable

ENGLISH, SPANISH = Language("en"), Language("es")
CASES = [
    line
    for line in (Path(__file__).parent / "hard_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
# Paragraphs of these that must come through; what is not among them is refused, never broken.
FEWEST = 50
# A program that marks each word with a w as unknown, letter by letter, as it comes.
MARKING = (
    "import sys\nwhile c := sys.stdin.buffer.read(1): "
    "sys.stdout.buffer.write(c.replace(b'w', b'*w')); sys.stdout.flush()"
)


def ask(*texts: str, target: Language = SPANISH, **others: Any) -> list[str | Failure]:
    """The engine's answers to these texts."""
    engine = find("apertium")
    with engine.connected(Pair(ENGLISH, target), {**engine.defaults, **others}) as asked:
        return list(asked(Question(texts)))


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the pair eng-spa be what a shell line says; a real process, though not Apertium's."""
    (tmp_path / "modes").mkdir()
    (tmp_path / "modes" / "eng-spa.mode").touch()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "apertium-wblank-mode"
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("APERTIUM_DATA", str(tmp_path))

    def write(line: str) -> None:
        (tmp_path / "line").write_text(line)
        program.write_text(f"#!/bin/sh\ncat {tmp_path}/line\n")
        program.chmod(0o755)

    return write


@pytest.mark.tool("apertium")
def test_translates_in_order() -> None:
    """Texts come back translated, in order, with their tags and without marks of unknown words."""
    texts = [f"The house number {number}." for number in range(12)]
    answers = ask(*texts, 'the <g id="1">red</g> zorkle &amp; <x id="2"/>')
    assert answers[:-1] == [f"El número de casa {number}." for number in range(12)]
    assert '<g id="1">' in str(answers[-1])
    assert '<x id="2"/>' in str(answers[-1])
    assert "zorkle" in str(answers[-1])
    assert "&amp;" in str(answers[-1])
    assert "*" not in str(answers[-1])


@pytest.mark.tool("apertium")
def test_tags_go_with_their_words() -> None:
    """Emphasis is on the translation of the words that it was on, wherever they went in the sentence."""
    [answer] = ask('The <g id="1">red</g> house.')
    assert answer == 'La casa <g id="1">roja</g>.'


@pytest.mark.tool("apertium")
@pytest.mark.parametrize("code", ["es", "pt_BR", "fr", "gl"])
def test_nothing_comes_back_broken(code: str) -> None:
    """Of the hard cases each is carried through whole, or refused; most are carried through."""
    language = Language(code)
    reason = find("apertium").unavailable(ENGLISH, language, {})
    if reason:
        pytest.skip(reason) if not os.environ.get("CI") else pytest.fail(reason)
    segments = {}
    for case in CASES:
        try:
            segments[case] = protect(case, form="xml")
        except MarkupLostError:
            continue
    answers = ask(*(segment.text for segment in segments.values()), target=language)
    whole = []
    for (case, segment), answer in zip(segments.items(), answers, strict=True):
        assert isinstance(answer, str), (case, answer)
        try:
            target = restore(segment, answer)
        except MarkupLostError:
            continue
        if not judge(case, target):
            whole.append(case)
    assert len(CASES) >= 50
    assert len(whole) >= FEWEST, sorted(set(CASES) - set(whole))


@pytest.mark.tool("apertium")
def test_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pair that is not installed is named with its Debian package; one that is no help is not named."""
    assert find("apertium").unavailable(ENGLISH, SPANISH, {}) is None
    monkeypatch.setattr("editions.engines.apertium._DATA", ())  # as if no pair were installed
    assert "apertium-eo-en" in str(find("apertium").unavailable(ENGLISH, Language("eo"), {}))
    assert "no pair" in str(find("apertium").unavailable(ENGLISH, Language("de"), {}))
    assert "no help" in str(find("apertium").unavailable(ENGLISH, Language("sr"), {}))


def test_says_that_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the program, the reason names the packages to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install apertium apertium-eng-spa" in str(find("apertium").unavailable(ENGLISH, SPANISH, {}))


def test_ends_a_program_that_hangs_and_its_children(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """After the time-out the whole process group is ended, and the text is a failure."""
    pid = tmp_path / "pid"
    pipeline(f"sleep 600 & echo $! > {pid}; wait")
    [answer] = ask("one", timeout=0.5)
    assert isinstance(answer, Failure)
    assert "0.5 seconds" in answer.reason
    with pytest.raises(ProcessLookupError):
        _signal_until_gone(int(pid.read_text()))


def _signal_until_gone(pid: int) -> None:
    """Looks for the process until it is gone or only waits to be collected; bounded."""
    for _ in range(10_000):
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="ascii") as status:  # noqa: PTH123
            if status.read().rpartition(")")[2].split()[0] == "Z":
                raise ProcessLookupError


def test_a_program_that_stops(pipeline: Callable[[str], None]) -> None:
    """A program that ends gives a failure for each text, and is begun anew for each."""
    pipeline("exit 3")
    answers = ask("one", "two")
    assert [type(answer) for answer in answers] == [Failure, Failure]


def test_a_late_answer_goes_to_no_other_text(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """After a text that took too long the next one is answered by a new process."""
    flag = tmp_path / "flag"
    pipeline(f"if [ -e {flag} ]; then exec cat; else touch {flag}; sleep 600; fi")
    first, second = ask("one", "two", timeout=0.5)
    assert isinstance(first, Failure)
    assert second == "two"


def test_one_process_serves_all_texts(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """Many texts are one process, which ends with the work."""
    pids = tmp_path / "pids"
    pipeline(f"echo $$ >> {pids}; exec cat")
    assert ask(*(f"text {number}" for number in range(30))) == [f"text {number}" for number in range(30)]
    [pid] = pids.read_text().split()
    with pytest.raises(ProcessLookupError):
        _signal_until_gone(int(pid))


@pytest.mark.parametrize(
    "text",
    [
        "a [b] c", "^x$ {y} /z\\ @w", "&lt;b&gt; &amp; 3", "a [1] b [[2]]", "", " spaces  within ", "中 ü 😀",
        "x" * 70_000,
    ],
)  # fmt: skip
def test_signs_of_the_stream_are_only_signs(pipeline: Callable[[str], None], text: str) -> None:
    """What Apertium's format reserves comes back as it went, long texts too."""
    pipeline("exec cat")
    [answer] = ask(f'{text}<x id="7"/>')
    assert answer == f'{text}<x id="7"/>'


def test_keeps_signs_that_the_text_has_itself(pipeline: Callable[[str], None]) -> None:
    """Only the program's own marks are taken away."""
    pipeline(f'exec {sys.executable} -u -c "{MARKING}"')
    assert ask("a word", "a #tag word") == ["a word", "a #tag *word"]


def test_a_mode_without_a_pipeline(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """Where Apertium itself cannot say how a pair works, the engine is down."""
    pipeline("cat")
    (tmp_path / "bin" / "apertium-wblank-mode").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(NoAnswerError) as trouble:
        ask("one")
    assert trouble.value.everywhere
