"""What is wrong with a catalog, and what a translator can do about it, in her words."""

from __future__ import annotations

import re

from editions.problem import Problem, UserError

CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
PREFIX = re.compile(r"#~\||#~|#\||")
KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(\[\d+\])?)(?=[\s\"]|$)")
UNESCAPED = re.compile(r'(?<!\\)(?:\\\\)*"')
BAD_ESCAPE = re.compile(r'\\(?:\\|[ntrvbf"])|\\(?P<bad>.)')
RESTORE = "restore the file as it was last committed, or ask for help with this line"


class CatalogError(UserError):
    """A catalog that cannot be read; `problem` says where and what to do. The exit code is 1."""

    def __init__(self, path: str, line: int, text: str, fix: str) -> None:
        self.problem = Problem(path, line, "catalog", "error", text, fix)
        super().__init__(str(self.problem), code=1)


def describe(line: str) -> tuple[str, str]:
    """What is wrong with one line that the lexer could not read, and how to mend it: (text, fix)."""
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
        return _no_space(line[:2] if line[1:2] in (",", ":", ".") else "#")
    return _describe_text(rest)


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
    quotes = [match.end() for match in UNESCAPED.finditer(quoted, 1)]
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
    if len(quotes) == 1 and quotes[0] == len(quoted):
        what = (
            "something was deleted above it" if alone else "no more than ten forms of a plural are possible"
        )
        return (f"this text belongs to no entry: {what}", RESTORE)
    return (
        "a straight quotation mark stands inside the text",
        'write it \\" or use the quotation marks of your language',
    )


def bad_escape(raw: str) -> str | None:
    r"""The first backslash sequence in the raw text of a string that means nothing, such as `\q`."""
    for match in BAD_ESCAPE.finditer(raw):
        if match["bad"]:
            return match[0]
    return None
