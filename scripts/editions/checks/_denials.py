"""The plain denials of languages: “not”, “never”, and the forms of verbs that say so. No rule itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editions.language import Language

# By language: plain denials, and what only looks like one.
_PLAIN = {
    "ar": (
        r"(?<!\w)[وف]?(?:لا|لم|لن|ليس\w*)(?!\w)",
        r"لا (?:يزال|تزال|سيما|بد|شك)|(?<!\w)[وف]?(?:لا|لم|لن|ليس\w*) [^.؟]{0,80}إلا",
    ),
    "bg": (
        r"\b(?:не|няма|нито|нямаше)\b",
        r"не само|не по-|освен ако не|докато не|нали",
    ),
    "bn": (
        r"(?<![\u0980-\u09ff])(?:না|নয়|নেই)(?![\u0980-\u09ff])|[\u0980-\u09ff]{2}নি(?![\u0980-\u09ff])",
        r"না হলে|শুধু|কেবল",
    ),
    "cs": (
        (
            r"\b(?:není|nejsou|nelze|nikdy|ne(?:má|máte|může|můžete|mohou|bude|budou|byl|byla|byly|bylo))\b"
            r"|\bne(?!j|ž|ch|bo|dě|moc|ust|záv|ut|zbyt|mén|co\b|kdo)\w+(?:uje|ují|ujeme|ujete|ije|ijí)\b"
        ),
        r"nejen|ne vždy",
    ),
    "de": (
        r"\b(?:nicht|kein|keine|keinen|keinem|keiner|keines|niemals|nie)\b",
        r"nicht (?:nur|zuletzt|selten)|wenn nicht",
    ),
    "el": (
        r"\b(?:δεν|δε|μην)\b",
        r"όχι μόνο|αν δεν",
    ),
    "es": (
        r"\b(?:no|nunca|tampoco)\b",
        r"no (?:s[oó]lo|obstante|importa)|si no|\bo no\b",
    ),
    "fa": (
        r"نمی[\u200c ]?\w|نیست|نبود|نخواه\w+|نباید|ندار\w+|نشد\w*|نکرد\w*",
        r"نه تنها|نه فقط",
    ),
    "fr": (
        r"\b(?:ne |n[’'])\S+ (?:\S+ )?(?:pas|jamais|plus|rien|aucun\w*)\b|\bne (?:pas|jamais|plus) \w",
        r"pas seulement",
    ),
    "he": (
        r"(?<![א-ת])[וש]?(?:לא|אינו|אינה|אינם|אינן|אין)(?![א-ת])",
        r"לא רק|אלא",
    ),
    "hi": (
        r"नहीं",
        r"(?:केवल|सिर्फ|ही) नहीं",
    ),
    "id": (
        r"\b(?:tidak|bukan|belum)\b",
        r"(?:tidak|bukan) (?:hanya|saja|lama)",
    ),
    "it": (
        r"\b(?:non|mai)\b",
        r"non (?:solo|appena|soltanto)|se non|a meno che non|finché non",
    ),
    "ja": (
        r"ません|(?:では|は|し|され|き|れ|せ|か|ら|わ|た|が)ない(?=[。、でのとこ場よ]|$)|なかった",
        (
            r"かもしれ(?:ない|ません)|(?:なければ|なくては)[^。]{0,4}(?:ません|ない)|なければ|だけでなく"
            r"|のみならず|に違い(?:ない|ありません)|ざるを得(?:ない|ません)|わけではありません"
            r"|ないと[^。]{0,30}(?:ません|ない)|ないと|ないか|(?:しか|すぎ|ほか)[^。]{0,30}(?:ない|ません)"
            r"|ないで|ありませんか"
        ),
    ),
    "ko": (
        r"(?:지|수|는|은|이|가|도) ?(?:않|없|못)|아니다|아닙|안 (?:됩|된|되)",
        r"뿐만|뿐 아니|수밖에|아니면|아니라|끊임없|야 ",
    ),
    "nl": (
        r"\b(?:niet|geen|nooit)\b",
        r"niet alleen|al dan niet|tenzij",
    ),
    "pl": (
        r"\b(?:nie|nigdy)\b",
        r"nie tylko|jeśli nie",
    ),
    "pt": (
        r"\b(?:não|nunca|tampouco)\b",
        r"não (?:só|apenas|importa|obstante)|se não|ou não",
    ),
    "ro": (
        r"\b(?:nu|niciodată)\b",
        r"nu (?:doar|numai)|dacă nu|sau nu",
    ),
    "ru": (
        r"\b(?:не|нет|нельзя|никогда)\b",
        (
            r"не (?:только|менее|более|раз|позднее|позже|ранее|забуд|просто|столь)|если не|пока не|тем не"
            r"|или не|чтобы не|бы не"
        ),
    ),
    "si": (
        r"(?<![\u0d80-\u0dff])නො(?!මඳ|කඩ)|නැත|නොවේ|නොහැක|නැහැ",
        r"පමණක් නො",
    ),
    "sl": (
        r"\b(?:ne|ni|niso|nima|nimajo|nikoli|niste|nisem)\b",
        r"ne (?:le|samo|glede)|če ne|ali ne",
    ),
    "sr": (
        r"\b(?:не|није|нису|неће|нема|никада|нећете)\b|\b(?:ne|nije|nisu|neće|nema|nikada)\b",
        r"не само|ne samo",
    ),
    "sv": (
        r"\b(?:inte|ej|icke|ingen|inga|inget|aldrig)\b",
        r"inte (?:bara|minst|endast)|om inte",
    ),
    "ta": (
        r"வில்லை|முடியாது|மாட்ட|கூடாது|அல்ல(?![\u0b80-\u0bff])|ல்ல(?=[.,])|முடியாது",
        r"மட்டுமல்ல|மட்டுமின்றி|மட்டும் அல்ல",
    ),
    "tr": (
        (
            r"\bdeğil\w*|\byok(?:tur)?\b|\bolama[mz]\w*|\w{2}m[ıiuü]yor\w*|\w{2}m[ae]z(?:s[ıi]n\w*|l[ae]r)?\b"
            r"|\w{2}m[ae]d[ıi]\w*|\w{2}m[ae]y[ae]c[ae][kğ]\w*"
        ),
        (
            r"merkez\w*|temiz\w*|kaçınılmaz\w*|değilse|yoksa|(\w{1,20})(?:ar|er|ır|ir|ur|ür|r) \w{1,20}m[ae]z\b"
            r"|\b(\w{3})\w{0,20} \2\w{0,20}madı[ğg]\w*|altma\w*"
        ),
    ),
    "uk": (
        r"\b(?:не|немає|ніколи)\b",
        r"не (?:лише|тільки|менш|більш)|якщо не|доки не",
    ),
    "ur": (
        r"(?<!\w)نہیں",
        r"(?:صرف|محض) \S{0,4} ?نہیں|ہی نہیں",
    ),
    "vi": (
        r"\b(?:không|chưa|chẳng|đừng)\b",
        r"không (?:chỉ|những|ngừng|gian|khí)|hay không|có .{1,40} không",
    ),
    "zh": (
        (
            r"不(?![仅变同断只但过管论久少止足错必限妨含适仅算]|一定|可或缺|小于)|没有|不能|不会|不可以|并非"
            r"|未能"
        ),
        r"不得不|不只|要不|不然|差不多|不放|不是|除",
    ),
}  # fmt: skip


class Denials:
    """The plain denials of a language, found in its sentences."""

    def __init__(self, plain: str, others: str) -> None:
        """`plain` matches denials, `others` what only looks like one."""
        self._plain, self._others = re.compile(plain), re.compile(others)

    def stands(self, text: str) -> bool:
        """Whether there is a denial in a text, or what looks like one."""
        return self._plain.search(text.lower()) is not None

    def first(self, sentence: str) -> str:
        """The first denial of a sentence, in small letters; empty where it has none."""
        text = sentence.lower()
        found = self._plain.search(self._others.sub(" ", text)) if self._plain.search(text) else None
        return found[0] if found else ""


def plain_denials(language: Language) -> Denials | None:
    """The plain denials of a language; None where nobody wrote them yet."""
    return _denials(language.tag.split("-")[0])


@cache
def _denials(base: str) -> Denials | None:
    return Denials(*_PLAIN[base]) if base in _PLAIN else None
