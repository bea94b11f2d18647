"""What is believed of a stranger's file: text, bounded, without anything that acts or hides."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from editions.problem import UserError
from editions.terminal import UNPRINTABLE, quote

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 20_000_000  # bytes; 50,000 entries in 5 languages have about that
MOST_CONCEPTS = 100_000
MOST_FORMS = 1_000_000
LONGEST_FORM = 300  # characters of a name or term
LONGEST_REMARK = 4000  # characters of a note, or of where something comes from
SPACES = str.maketrans("\t\r\n", "   ")
# No text has them: halves of surrogate pairs, private use, noncharacters, and what stands for something lost.
NO_TEXT = re.compile("[\ud800-\uf8ff\ufdd0-\ufdef\ufffc-\uffff\U000f0000-\U0010ffff]")


def read_bytes(path: Path) -> bytes:
    """
    The bytes of a plain file.

    Raises:
        UserError: it is none, cannot be read, or is too large.
    """
    shown = quote(str(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # waits for no pipe
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UserError(f"{shown}: this is no plain file")
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"{shown}: the file cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise UserError(f"{shown}: the file has more than {LARGEST // 1_000_000} MB; divide it")
    return data


def plain(text: str, place: str, longest: int) -> str:
    """
    The text in NFC, on one line, without space around it.

    Raises:
        UserError: it has control characters, invisible ones, or more than `longest` characters; `place` says where.
    """
    if len(text) > 2 * longest:  # before anything that takes time
        raise _too_long(place, longest)
    text = text.translate(SPACES)
    odd = UNPRINTABLE.search(text) or NO_TEXT.search(text)
    if odd:
        raise UserError(f"{place}: the character U+{ord(odd[0]):04X} has no place in a name or term")
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(text) > longest:
        raise _too_long(place, longest)
    return text


def _too_long(place: str, longest: int) -> UserError:
    return UserError(f"{place}: this text has more than {longest} characters")
