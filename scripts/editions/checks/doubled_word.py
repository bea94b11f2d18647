"""
No word stands twice in a row by mistake.

Many languages double words on purpose: German “die die”, French “nous nous”, Polish “się się” have their
lists here. In Indonesian, Turkish, Hindi, Tamil, Swahili and others doubling is grammar; there only words
that never double are found (and, of, in). It is silent about Chinese, Thai and whatever it does not know.

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der der Demokratie erfordert Sozialismus, und und mehr."

Bad (fr):
    msgid "The survival of democracy"
    msgstr "La survie de de la démocratie"

Bad (ru):
    msgid "in the embassy"
    msgstr "в в посольстве"

Bad (hi):
    msgid "the survival of democracy"
    msgstr "लोकतंत्र के के अस्तित्व"

Bad (ar):
    msgid "in the embassy"
    msgstr "في في السفارة"

Good (de):
    msgid "Governments that support the war"
    msgstr "Regierungen, die die Kriege unterstützen, für die die Arbeiter zahlen"

Good (id):
    msgid "the workers"
    msgstr "para pekerja dan hak hak mereka"

Good (hi):
    msgid "slowly"
    msgstr "धीरे धीरे"

Good (de):
    msgid "Duran Duran and Baden Baden"
    msgstr "Duran Duran und Baden Baden"
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import of, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

# Languages that double a word by mistake only, or one of these (the grammars' own examples: relative pronoun and
# article, reflexive and object, adverbs): every other one is found.
RIGHT = {
    "de": "die der das den dem sie ihr es wer wir uns euch was sehr so ganz immer viel lange nie ja nein du man zu",
    "en": "that had is very so", "nl": "die dat ze het u er is was zich heel zeer je om in aan op voor toe",
    "fr": "nous vous si que très ils elles on en faire ce tout", "es": "que casi luego muy ya así poco se sí no claro",
    "pt": "que quase logo muito já assim se sim não", "ca": "que molt gairebé tot es us ens",
    "gl": "que case moi se si xa nos",
    "it": "che piano via man quasi poco ben così molto vi ci li si subito no",
    "ro": "că de foarte abia se încet gata așa", "sv": "det den de var för om på till i av",
    "da": "det den de som der var for om på i af til",
    "nb": "det den de som var for om på i av til",
    "nn": "det den dei som var for om på i av til", "pl": "się to no tak nie że bardzo co ledwo już co zaraz",
    "cs": "se si to že co tak ne už velmi jen je by", "sk": "sa si to že čo tak nie už veľmi len je by",
    "sl": "se si to da ne že zelo je bi", "hr": "se to da ne što vrlo je", "sr-Latn": "se to da ne što vrlo je",
    "sr": "се то да не шта врло је се то",
    "ru": "да нет что очень вот так то едва еле чуть все всё его ее её их мало много давно долго",
    "uk": "так ні що дуже ось то ледве все його її їх мало довго",
    "bg": "да не много така то се си я ги му ѝ им едва", "mk": "да не многу така се си",
    "el": "του της τους την το τα τον τις μας σας πολύ σιγά λίγο πρώτα γύρω καλά μόλις κάτω πάνω ίσα ναι όχι που με",
    "hu": "az a nagyon egy de hogy már sok", "fi": "se ja on hän että kun joka niin ne jo",
}  # fmt: skip
# Languages in which doubling is grammar: only these are found, which cannot double.
WRONG = {
    "id": "dan yang di ke dari untuk dengan pada oleh adalah",
    "ms": "dan yang di ke dari untuk dengan pada oleh adalah",
    "tr": "ve ile ki olan olarak ancak", "az": "və ilə ki", "vi": "và của các được trong với cho này khi sự một",
    "hi": "के का की को में से ने और है हैं", "mr": "आणि व आहे", "ne": "र को का छ", "ur": "کے کا کو نے اور ہے ہیں",
    "bn": "এবং ও এর জন্য একটি", "ta": "மற்றும் என்று", "te": "మరియు", "si": "සහ හා", "sw": "na ya wa kwa katika",
    "fa": "و از را که است در با برای بر",
    "ar": "في على إلى أن إن التي الذي هذا هذه أو ثم عن مع بين قد لم لن", "he": "של על כי אל או עם אשר בין כדי",
    "ko": "및 그리고 대한 위한 위해 있는 하는",
    "ja": "を",
}  # fmt: skip
TABLES = {
    tag: (frozenset(words.split()), kind)
    for kind, table in ((False, RIGHT), (True, WRONG))
    for tag, words in table.items()
}
# Two words between spaces, the first without anything behind it, the second with whatever ends a word.
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0dff’'\u200c\u200d-])*")
TWICE = re.compile(r"\b([^\W\d_]+) \1\b", re.IGNORECASE)
ECHOES = frozenset({"bla", "blah", "ha", "haha", "tam", "tuk", "cha", "pum", "toc", "tic", "knock"})
DOUBLED_KANA = re.compile("をを")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a doubled word that its source has not."""
    table = of(language, TABLES)
    if table is None:
        return
    for source, target in texts(unit):
        word = _kana(target) if language.script == "Jpan" else _doubled(target, source, *table)
        if word:
            yield Finding(f"“{word}” stands twice in a row", "keep one of them")


def _kana(text: str) -> str | None:
    match = DOUBLED_KANA.search(text)
    return match[0][0] if match else None


def _doubled(text: str, source: str, listed: frozenset[str], are_wrong: bool) -> str | None:  # noqa: FBT001  (a row of a table)
    words = text.split()
    for first, second in pairwise(words):
        if second[: len(first)].casefold() != first.casefold():
            continue
        match = WORD.match(second)
        if match is None or len(match[0]) != len(first) or not WORD.fullmatch(first):
            continue
        if match.end() < len(second) and second[match.end()] in "-‑/@_=&(":
            continue
        plain = first.casefold()
        if (plain in listed) == are_wrong and not _is_name(first, match[0], source):
            return first
    return None


def _is_name(first: str, second: str, source: str) -> bool:
    """Names and letters: both with a capital as in the source, or a word that the source has twice as well."""
    if (
        first.casefold() in ECHOES
        or (second[0].isupper() and TWICE.search(source))
        or (len(first) == 1 and first.isascii())
    ):
        return True
    return f"{first} {second}".casefold() in source.casefold()
