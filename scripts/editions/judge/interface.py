"""
Strings of an interface: templates put them into pages as they are, often between quotation marks of an attribute.

So they are text without any sign that HTML, a template or a script could take for more, and their placeholders are
those of the source.
"""

from __future__ import annotations

import re
from collections import Counter

from editions.judge import addresses
from editions.judge.refusal import Reason, Refused
from editions.judge.text import compare, refuse_characters

# Python's two ways of formatting: those with a name may stand in any order.
_CONVERSION = r"[#0+-]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?[A-Za-z%]"
_NAMED = re.compile(rf"%\([^)]*\){_CONVERSION}|\{{[^{{}}]+\}}")
_NAMELESS = re.compile(rf"%{_CONVERSION}|\{{\}}")
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>?|&#?\w+;?")
_ACTIVE = {
    "<": "write ‹ or the word",
    ">": "write › or the word",
    "&": "write the word",
    '"': "use the quotation marks of your language",
    "'": "use ’",
    "`": "use ’",
    "\\": "remove it",
    "%": "write “%%” only where the source does",
    "{": "keep the source's placeholders",
    "}": "keep the source's placeholders",
}


def refuse(source: str, target: str) -> None:
    """
    Checks a string of an interface against its source.

    Raises:
        Refused: its placeholders or tags are not the source's, or it holds a sign that is more than text.
    """
    refuse_characters(source, target)
    if len(target) > 4 * len(source) + 200:
        raise Refused(f"the string is {len(target)} characters long, its source only {len(source)}")
    if target.count("\n") > source.count("\n"):
        raise Refused(Reason("the string has more lines than its source", "join the lines"))
    addresses.refuse(source, target)
    compare(Counter(_NAMED.findall(source)), Counter(_NAMED.findall(target)))
    before, after = (_NAMED.sub("", text) for text in (source, target))
    for pattern in (_TAG, _NAMELESS):
        found = [pattern.findall(text) for text in (before, after)]
        compare(*map(Counter, found))
        if found[0] != found[1]:
            raise Refused(Reason("tags or placeholders are in another order", "keep the source's order"))
        before, after = (pattern.sub("", text) for text in (before, after))
    for sign, fix in _ACTIVE.items():
        if after.count(sign) > before.count(sign):
            raise Refused(Reason(f"“{sign}” is more than text in a page's template", fix))
