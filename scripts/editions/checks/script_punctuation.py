"""
Commas, full stops and question marks are those of the script.

Arabic, Persian and Urdu have ، ؛ ؟, Urdu ۔ as well; Hindi, Nepali, Bengali, Assamese, Panjabi and Odia end
sentences with the danda ।; Greek asks with “;”; Chinese and Japanese use full-width marks; Armenian, Amharic,
Tigrinya, Burmese and Khmer have full stops of their own. Marks of another script are wrong behind Latin,
Cyrillic, Greek or Korean letters, too. Only marks right behind a letter of the language’s script are looked
at; numbers, names and code in Latin letters are left alone.

Bad (ar):
    msgid "We defend Assange, Manning and Snowden."
    msgstr "ندافع عن أسانج, مانينغ وسنودن."

Bad (ur):
    msgid "Who is Assange?"
    msgstr "اسانج کون ہے?"

Bad (ur):
    msgid "Free Assange now."
    msgstr "اسانج کو رہا کرو."

Bad (hi):
    msgid "Democracy requires socialism. Free Assange."
    msgstr "लोकतंत्र के लिए समाजवाद ज़रूरी है. असांज को रिहा करो।"

Bad (bn):
    msgid "Democracy requires socialism."
    msgstr "গণতন্ত্রের জন্য সমাজতন্ত্র প্রয়োজন."

Bad (el):
    msgid "Who will free Assange?"
    msgstr "Ποιος θα ελευθερώσει τον Ασάνζ?"

Bad (zh_CN):
    msgid "The US, British and Australian governments."
    msgstr "美国,英国和澳大利亚政府。"

Bad (ja):
    msgid "Democracy requires socialism."
    msgstr "民主主義には社会主義が必要である."

Bad (hy):
    msgid "Democracy requires socialism."
    msgstr "Ժողովրդավարությունը պահանջում է սոցիալիզմ:"

Bad (am):
    msgid "Democracy requires socialism."
    msgstr "ዴሞክራሲ ሶሻሊዝምን ይጠይቃል."

Bad (de):
    msgid "Democracy requires socialism."
    msgstr "Demokratie erfordert Sozialismus。"

Bad (ko):
    msgid "Democracy requires socialism."
    msgstr "민주주의는 사회주의를 필요로 한다。"

Good (ar):
    msgid "We defend Assange, Manning and Snowden. Who else?"
    msgstr "ندافع عن أسانج، ومانينغ وسنودن. ومن أيضاً؟"

Good (fa):
    msgid "22,000 people, wsws.org."
    msgstr "22,000 نفر، wsws.org."

Good (hi):
    msgid "Dr. Sharma came."
    msgstr "डॉ. शर्मा आए।"

Good (mr):
    msgid "Democracy requires socialism."
    msgstr "लोकशाहीसाठी समाजवाद आवश्यक आहे."

Good (zh_CN):
    msgid "See wsws.org, p. 3."
    msgstr "见wsws.org,第3页。"

Good (el):
    msgid "Who will free Assange?"
    msgstr "Ποιος θα ελευθερώσει τον Ασάνζ;"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import of, place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

# What may stand between a letter and the mark: closing quotation marks and brackets.
CLOSED = '["”’»」』）)\\]]{0,3}'
ENDS = r"(?=[\s\"'”’»)\]]|\Z)"  # a mark behind which a word or sentence is over
# Letters by ISO 15924 code (Unicode blocks; vowel signs are within them).
LETTERS = {
    "Arab": "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06fa-\u06ff\u0750-\u077f\u200c",
    "Deva": "\u0900-\u0963\u0971-\u097f", "Beng": "\u0980-\u09e3\u09f0\u09f1",
    "Guru": "\u0a01-\u0a51\u0a59-\u0a5e\u0a70-\u0a75", "Orya": "\u0b01-\u0b63\u0b71",
    "Grek": "\u0370-\u037d\u0386-\u03ff\u1f00-\u1fff",
    "Armn": "\u0531-\u0588", "Ethi": "\u1200-\u135a\u1380-\u138f", "Mymr": "\u1000-\u103f\u1050-\u108f",
    "Khmr": "\u1780-\u17d3\u17dc\u17dd", "Kore": "\uac00-\ud7a3\u1100-\u11ff",
    "Latn": "A-Za-z\u00c0-\u024f\u1e00-\u1eff", "Cyrl": "\u0400-\u052f",
    "Jpan": "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff",
    "Hans": "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff",
    "Hant": "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff",
}  # fmt: skip
# What is wrong behind letters of the script, and what is right (W3C alreq, ilreq, clreq, jlreq, klreq; CLDR 48,
# characters, punctuation). The full stop is a matter of its own: abbreviations have it in every script.
ARABIC = {",": "،", ";": "؛", "?": "؟"}
WIDE = {",": "，", ";": "；", "?": "？", "!": "！"}
FOREIGN = {
    "，": ",", "、": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "،": ",",
    "؛": ";", "؟": "?", "۔": ".", "।": ".",
}  # fmt: skip
WRONG = {
    "Arab": ARABIC, "Hans": WIDE, "Hant": WIDE, "Jpan": {",": "、", ";": "；"}, "Grek": FOREIGN | {"?": ";"},
    "Latn": FOREIGN, "Cyrl": FOREIGN, "Kore": {key: FOREIGN[key] for key in "，、。；：？！"},
    "Armn": {"?": "՞"}, "Ethi": {",": "፣", ";": "፤"}, "Mymr": {",": "၊"}, "Khmr": {},
    "Deva": {"|": "।"}, "Beng": {"|": "।"},
    "Guru": {}, "Orya": {},
}  # fmt: skip
DANDA = "।"
# The full stop of languages that have one of their own; not Marathi, Konkani, Gujarati (see `editions.prose`).
STOPS = {
    "hi": DANDA, "ne": DANDA, "mai": DANDA, "bho": DANDA, "sa": DANDA, "bn": DANDA, "as": DANDA, "pa-Guru": DANDA,
    "pa": DANDA, "or": DANDA, "ur": "۔", "zh": "。", "ja": "。", "hy": "։", "am": "።", "ti": "።", "my": "။", "km": "។",
}  # fmt: skip
# ... where it is written in that script: not pinyin, not Panjabi of Pakistan.
STOP_SCRIPTS = {
    DANDA: {"Deva", "Beng", "Guru", "Orya"}, "۔": {"Arab"}, "。": {"Hans", "Hant", "Jpan"}, "։": {"Armn"},
    "።": {"Ethi"}, "။": {"Mymr"}, "។": {"Khmr"},
}  # fmt: skip
PLAIN_STOPS = {"hy": ":"}  # what stands in for it; elsewhere the dot
# Words of fewer letters and signs before a dot are taken for abbreviations, where more text follows.
LONG = 3
# ... but these end Hindi sentences: is, are, was, were, will be, went.
ABBREVIATIONS = frozenset({
    "प्रो", "श्री", "डब्ल्यू", "एक्स", "सेंट", "लिमि", "এক্স", "প্রো", "অধ্যা", "ডাঃ", "লিঃ", "এডভো", "ਪ੍ਰੋ", "ਸ੍ਰੀ",
})  # fmt: skip
VERBS = frozenset({
    "है", "हैं", "था", "थे", "थी", "थीं", "हो", "गया", "गई", "गए", "दी", "दो", "लो",
})  # fmt: skip


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form and mark that the script has another one for."""
    wrong = WRONG.get(language.script)
    if wrong is None:
        return
    pattern, dots = PATTERNS.get(language.script), _dots(language)
    for source, target in texts(unit):
        seen: set[str] = set()
        found = pattern is not None and not wrong.keys().isdisjoint(target)
        for match in pattern.finditer(target) if pattern and found else ():
            if match[1] not in seen:
                seen.add(match[1])
                yield _finding(target, match.start(1), wrong[match[1]], language)
        at = _dot(target, source, dots) if dots else None
        if at is not None:
            yield _finding(target, at, str(of(language, STOPS)), language)


def _finding(text: str, at: int, right: str, language: Language) -> Finding:
    before = place(text, at, at + 1)
    return Finding(f"“{text[at]}” in “{before}” is no mark of {language.name}", f"write {right}")


PATTERNS = {
    script: re.compile(
        f"(?<=[{LETTERS[script]}]){CLOSED}([{re.escape(''.join(marks))}])(?![0-9A-Za-z\u00c0-\u024f])"
        if script not in {"Latn", "Cyrl", "Grek", "Kore"}
        else f"(?<=[{LETTERS[script]}])([{re.escape(''.join(marks))}])"
    )
    for script, marks in WRONG.items()
    if marks
}


DOTS = {
    (script, mark): re.compile(f"([{LETTERS[script]}]{{1,40}})(?<![{mark}]){CLOSED}([{mark}]){ENDS}")
    for script, mark in [
        *((script, ".") for script in LETTERS),
        ("Armn", ":"),
    ]
}


def _dots(language: Language) -> re.Pattern[str] | None:
    stop = of(language, STOPS)
    if stop is None or language.script not in STOP_SCRIPTS[stop]:
        return None
    base = language.tag.partition("-")[0]
    return DOTS.get((language.script, PLAIN_STOPS.get(base, ".")))


def _is_word(letters: str) -> bool:
    return len(letters) >= LONG and letters not in ABBREVIATIONS


def _dot(target: str, source: str, dots: re.Pattern[str]) -> int | None:
    """Where a full stop of another script ends a sentence: at the end of the text, or behind a word that does."""
    for match in dots.finditer(target):
        last = match.end() >= len(target.rstrip("\"'”’»)]"))
        ends = last and source.rstrip("\"'”’)]")[-1:] in {".", "?", "!"}
        if ends or (not last and match[2] == "." and (_is_word(match[1]) or match[1] in VERBS)):
            return match.start(2)
    return None


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the mark of the script there."""
    wrong, pattern, dots = WRONG.get(language.script), PATTERNS.get(language.script), _dots(language)
    if wrong and pattern and not wrong.keys().isdisjoint(words):
        for match in pattern.finditer(words):
            yield Edit(match.start(1), match.end(1), wrong[match[1]])
    at = _dot(words, source, dots) if dots else None
    if at is not None:
        yield Edit(at, at + 1, str(of(language, STOPS)))
