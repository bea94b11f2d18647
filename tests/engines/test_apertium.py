"""The engine `apertium`, with the real program where it is installed, and with programs that misbehave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
FEWEST = 55
HOUSE, CASA = "The red house.", "La casa roja."
# A program that marks each w as the beginning of an unknown word, as it comes.
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
    monkeypatch.setenv("APERTIUM_DATADIR", str(tmp_path))

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
    texts = {
        'The <g id="1">red</g> house.': 'La casa <g id="1">roja</g>.',
        'The year <g id="1">1917</g>.': 'El año <g id="1">1917</g>.',
        '<g id="1">"A house"</g> and <g id="2">&amp;Save</g>.': '<g id="1">"Una casa"</g> y <g id="2">&amp;Salvar</g>.',
    }
    assert ask(*texts) == list(texts.values())


@pytest.mark.tool("apertium")
def test_a_name_is_no_sentence() -> None:
    """Behind a name that begins a sentence the next word stays small, and a name behind it keeps its capital."""
    texts = {
        '<x id="1"/> is red. <x id="2"/> is red.': '<x id="1"/> es rojo. <x id="2"/> es rojo.',
        '<x id="1"/> Spain': '<x id="1"/> España',
        '<x id="1"/> US': '<x id="1"/> EE.UU.',
    }
    assert ask(*texts) == list(texts.values())


@pytest.mark.tool("apertium")
@pytest.mark.parametrize("code", ["es", "pt_BR"])
def test_hostile_texts_leave_the_program_in_step(code: str) -> None:
    """Whatever signs a text has, it comes back, and the next text gets its own answer."""
    texts = [
        "[",
        "]",
        "[[/]]",
        "[[t:g:1]]x",
        "[][\n]",
        "^a/b$",
        "\\",
        "a\nb\r\n\n",
        "{",
        "&lt;b&gt;",
        "Xq1z",
        " ",
        ".",
    ]
    language = Language(code)
    [house] = ask(HOUSE, target=language)
    answers = ask(*(each for text in texts for each in (text, HOUSE)), target=language)
    assert all(isinstance(answer, str) for answer in answers)
    assert set(answers[1::2]) == {house}


def test_refuses_characters_that_end_a_text(pipeline: Callable[[str], None]) -> None:
    """A NUL, which would be two texts, is a failure; the text after it is answered."""
    pipeline("exec cat")
    first, second = ask("one\0two", "three")
    assert isinstance(first, Failure)
    assert second == "three"


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
def test_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pair that is not installed is named with its Debian packages; one that is no help is not named."""
    unavailable = find("apertium").unavailable
    assert unavailable(ENGLISH, SPANISH, {}) is None
    monkeypatch.setenv("APERTIUM_DATADIR", str(tmp_path))
    assert "apertium-eo-en" in str(unavailable(ENGLISH, Language("eo"), {}))
    assert "apertium-eng-spa apertium-es-pt" in str(unavailable(ENGLISH, Language("pt_BR"), {}))
    assert "no pair" in str(unavailable(ENGLISH, Language("de"), {}))
    assert "no help" in str(unavailable(ENGLISH, Language("sr"), {}))
    with pytest.raises(NoAnswerError):
        ask(HOUSE)


@pytest.mark.parametrize(
    ("code", "installed", "way"),
    [
        ("pt_BR", ("eng-spa", "es-pt", "es-pt_BR"), "eng-spa es-pt_BR"),
        ("pt", ("eng-spa", "es-pt", "es-pt_BR"), "eng-spa es-pt"),
        ("pt_BR", ("eng-cat", "cat-por"), "eng-cat cat-por"),
        ("fr", ("eng-cat", "cat-fra", "eng-spa", "es-fr"), "eng-spa es-fr"),
        ("gl", ("eng-spa", "spa-glg", "en-gl"), "en-gl"),
        ("ca@valencia", ("eng-cat", "eng-cat_valencia"), "eng-cat_valencia"),
        ("de", ("eng-spa", "spa-eng"), ""),
    ],
)
def test_finds_its_way(
    pipeline: Callable[[str], None], tmp_path: Path, code: str, installed: tuple[str, ...], way: str
) -> None:
    """A direct pair before one over another language, the target's variety before the language."""
    pipeline("exec cat")
    (tmp_path / "modes" / "eng-spa.mode").unlink()
    for name in installed:
        (tmp_path / "modes" / f"{name}.mode").touch()
    engine, language = find("apertium"), Language(code)
    assert engine.identity(Pair(ENGLISH, language), {}).split()[::2] == way.split()
    assert (engine.unavailable(ENGLISH, language, {}) is None) == bool(way)


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
    end = time.monotonic() + 10
    while time.monotonic() < end:
        os.kill(pid, 0)
        if _states().get(pid, ("Z",))[0] == "Z":
            raise ProcessLookupError
        time.sleep(0.01)


def _states() -> dict[int, tuple[str, int, int]]:
    """Of each process: its state, its parent and its group."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent, group = (
                (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[:3]
            )
            found[int(folder.name)] = (state, int(parent), int(group))
    return found


@pytest.mark.tool("apertium")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_leaves_no_process_behind(number: signal.Signals) -> None:
    """Where the whole program is killed, its Apertium ends, too."""
    script = (
        "from editions.engines import Pair, Question, find; "
        "from editions.language import Language; engine = find('apertium'); "
        "asked = engine.connected(Pair(Language('en'), Language('es')), engine.defaults).__enter__(); "
        "asked(Question(('The house.',))); "
        "print('ready', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        states = _states()
        leaders = {pid for pid, (_, parent, _) in states.items() if parent == program.pid}
        members = [pid for pid, (_, _, group) in states.items() if group in leaders]
        assert len(members) > 5
        program.send_signal(number)
    for pid in members:
        with pytest.raises(ProcessLookupError):
            _signal_until_gone(pid)


def test_a_program_that_stops(pipeline: Callable[[str], None]) -> None:
    """A program that ends gives a failure for each text, and is begun anew for each."""
    pipeline("exit 3")
    answers = ask("one", "two")
    assert [type(answer) for answer in answers] == [Failure, Failure]


def test_gives_up_a_program_that_never_works(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """A program that ends at each of many texts is begun some times, then the engine is down."""
    pipeline(f"echo >> {tmp_path}/starts; exit 3")
    with pytest.raises(NoAnswerError) as trouble:
        ask(*map(str, range(20)))
    assert trouble.value.everywhere
    assert len((tmp_path / "starts").read_text()) == 5


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("head -c1 >&2; yes", "far more"),
        ("while sleep 0.01; do echo x; done", "0.5 seconds"),
        ("printf 'one\\0two\\0'; sleep 600", "more than one"),
    ],
)
def test_a_program_that_talks_too_much(pipeline: Callable[[str], None], line: str, reason: str) -> None:
    """What never ends, or is no single answer, is a failure within the time-out."""
    pipeline(line)
    [answer] = ask("one", timeout=0.5)
    assert isinstance(answer, Failure)
    assert reason in answer.reason


def test_threads_take_turns(pipeline: Callable[[str], None]) -> None:
    """Where more than one thread asks at once, each gets its own answers."""
    pipeline("exec cat")
    engine = find("apertium")
    questions = [Question((f"text {number}", f"more {number}")) for number in range(40)]
    with engine.connected(Pair(ENGLISH, SPANISH), engine.defaults) as asked, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(asked, questions)) == [list(question.texts) for question in questions]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ('<g id="1">This is red.</g>', "s/^\\(.*]]\\)This /This \\1/"),
        ('<x id="1"/> <g id="2">is red.</g>', "s/t:x:000001/t:g:000002; t:x:000001/"),
        ('<g id="1">The <x id="2"/></g> is red.', "s/t:g:000001; t:x/t:x/"),
    ],
)
def test_refuses_markup_on_other_words(pipeline: Callable[[str], None], text: str, moved: str) -> None:
    """A pair whose answer has the markup on a part of the words, or a name in markup that it was not in, fails."""
    pipeline(f"exec sed -uz '{moved}'")
    [answer] = ask(text)
    assert isinstance(answer, Failure)
    assert ask("This is red.") == ["This is red."]


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
    assert ask("a word", "a *tag word", "3 * 4 words") == ["a word", "a *tag *word", "3 * 4 words"]


def test_a_mode_without_a_pipeline(pipeline: Callable[[str], None], tmp_path: Path) -> None:
    """Where Apertium itself cannot say how a pair works, the engine is down."""
    pipeline("cat")
    (tmp_path / "bin" / "apertium-wblank-mode").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(NoAnswerError) as trouble:
        ask("one")
    assert trouble.value.everywhere
