"""What is wrong with a catalog, and what a translator can do about it, in her words."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Self

from editions.problem import Problem, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
PREFIX = re.compile(r"#~\||#~|#\||")
# Where an entry begins once its comments are past.
ENTRY = re.compile(r"[ \t]*(?:#~[ \t]+)?msg(?:ctxt|id)[ \t]")
KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(\[\d+\])?)(?=[\s\"]|$)")
# What looks like a space or like nothing and is neither space nor tab.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
UNESCAPED = re.compile(r'(?<!\\)(?:\\\\)*"')
BAD_ESCAPE = re.compile(r'\\(?:\\|[ntrvbf"])|\\(?P<bad>x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)')
NUMBERED = re.compile(r"\\(?:x[0-9A-Fa-f]+|[0-7]+|a)")
RESTORE = "restore the file as it was last committed, or ask for help with this line"


class CatalogError(UserError):
    """
    A catalog that cannot be read; `problems` say where and what to do, by line. The exit code is 1.

    None of them is a mere consequence of one before it. There is always a first one: `problem`.
    """

    def __init__(self, path: str, line: int, text: str, fix: str, *, more: tuple[Problem, ...] = ()) -> None:
        self.problems = (Problem(path, line, "catalog", "error", text, fix), *more)
        super().__init__("\n".join(map(str, self.problems)), code=1)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """The error that tells these problems, one at least."""
        first, *more = sorted(problems)
        return cls(first.path, first.line, first.text, first.fix or "", more=tuple(more))

    def __reduce__(self) -> tuple[Callable[..., CatalogError], tuple[tuple[Problem, ...]]]:
        """How it gets from one process to another."""
        return type(self).of, (self.problems,)

    @property
    def problem(self) -> Problem:
        """The first problem in the file."""
        return self.problems[0]


def describe(line: str) -> tuple[str, str]:
    """What is wrong with one line that the lexer could not read, and how to mend it: (text, fix)."""
    unseen = _unseen(line)
    if unseen:
        return (
            f"an invisible character ({unseen}) stands outside the quotation marks",
            "delete it: type the line's beginning and end anew",
        )
    line = line.strip()
    if line.startswith(CONFLICT):
        return (
            "two versions of this file were merged and this place was left undecided",
            "keep one of the two versions between <<<<<<< and >>>>>>>, and delete these mark lines",
        )
    prefix = PREFIX.match(line)
    rest = line[prefix.end() :] if prefix else line
    if prefix and prefix[0]:
        if not rest[:1].isspace():
            return _no_space(prefix[0])
        rest = rest.lstrip()
    elif line.startswith("#"):
        return _no_space(line[:2] if line[1:2] in (",", ":", ".", "=") else "#")
    return _describe_text(rest)


def _unseen(line: str) -> str | None:
    """The number of the first invisible character before or after what stands between quotation marks."""
    first, last = line.find('"'), line.rfind('"')
    if line.startswith("#") and not PREFIX.match(line):
        return None
    match = UNSEEN.search(line[: first + 1] + (line[last:] if last > first else ""))
    return f"U+{ord(match[0]):04X}" if match else None


def _no_space(mark: str) -> tuple[str, str]:
    return (f"nothing stands between {mark!r} and the next word", f"put a space after {mark!r}")


def _describe_text(text: str) -> tuple[str, str]:
    keyword = KEYWORD.match(text)
    quoted = text[keyword.end() :] if keyword else text
    if keyword and quoted.startswith('"'):
        return ("no space stands before the quotation mark", f"put a space after {_name(keyword[1])}")
    quoted = quoted.lstrip()
    if not quoted.startswith('"'):
        return _describe_unquoted(_name(keyword[1]) if keyword else "")
    return _describe_quotes(quoted, alone=keyword is None)


def _name(keyword: str) -> str:
    # A translator is spared the format's words.
    return "the line's first word, which stays as it is" if keyword else ""


def _describe_unquoted(keyword: str) -> tuple[str, str]:
    if keyword:
        return (
            "the text has no quotation mark before it",
            'put the text between straight quotation marks: "…"',
        )
    return (
        "this line is neither a comment nor a text in quotation marks",
        "delete it, or put what belongs to the text above between straight quotation marks",
    )


def _describe_quotes(quoted: str, *, alone: bool) -> tuple[str, str]:
    quotes = [match.end() for match in islice(UNESCAPED.finditer(quoted, 1), 2)]
    if not quotes:
        end = (
            ' (the one that is there is written \\", which is part of the text)'
            if quoted.endswith('\\"')
            else ""
        )
        return (
            f"the quotation mark at the end is missing{end}",
            'end the line with a straight quotation mark: "',
        )
    if len(quotes) == 1 and not quoted[quotes[0] :].strip():
        what = (
            "something was deleted above it" if alone else "no more than ten forms of a plural are possible"
        )
        return (f"this text belongs to no entry: {what}", RESTORE)
    return (
        "a straight quotation mark stands inside the text",
        'write it \\" or use the quotation marks of your language',
    )


def is_broken(line: str) -> bool:
    """True for a line of a text whose quotation marks are not one at the start and one at the end."""
    plain = line.replace("\\\\", ".").replace('\\"', ".").rstrip()
    return plain.count('"') != 2 or not plain.endswith('"')  # noqa: PLR2004 - one opens, one closes


def bad_escape(raw: str) -> str | None:
    r"""The first backslash sequence in the raw text of a string that we do not read, such as `\q` or `\x41`."""
    for match in BAD_ESCAPE.finditer(raw):
        if match["bad"]:
            return match[0]
    return None


def describe_escape(bad: str) -> tuple[str, str]:
    r"""
    What is wrong with a backslash sequence, and how to mend it: (text, fix).

    GNU gettext reads characters written by their number (`\x41`, `\101`) and `\a`; most other programs that
    read catalogs take them for a backslash with letters.
    """
    if NUMBERED.fullmatch(bad):
        return (
            f"{bad} stands for a character by its number, which most programs do not read",
            f"write the character itself, or the backslash twice if it is one: \\{bad}",
        )
    return f"{bad} has no meaning here", f"write the backslash twice: \\{bad}, or delete it"


def resume(text: str, position: int) -> int:
    """
    Where reading can go on after a fault in the line at `position`: at an entry below a blank line.

    All up to there may be a consequence of the fault. A conflict ends below its last mark line. Takes time in
    proportion to what it passes over.
    """
    if text.startswith(CONFLICT[0], position):
        position = max(position, text.find(f"\n{CONFLICT[-1]}", position) + 1)
    position, blank, start = _next_line(text, position), False, -1
    while position < len(text):
        after = _next_line(text, position)
        line = text[position:after].strip()
        if ENTRY.match(text, position) and blank:
            return position if start < 0 else start
        if not line:
            blank = True
        elif line.startswith("#") and not line.startswith("#~ "):
            start = position if blank and start < 0 else start
        else:
            blank, start = False, -1
        position = after
    return len(text)


def _next_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1
