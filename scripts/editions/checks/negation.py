"""
What the source denies is denied in the translation.

Looked for is a source that says *not*, *no*, *never*, *without*, *cannot*, *n’t* and the like, and a translation that
has no word and no ending of denial at all. Where a sentence has other words that may have become a denial
(*unhindered*), the verb that is denied must have its own, in most of the languages. Where the denial stands, and
whether it is the right one, is not looked at.
Speaks for Arabic, Bengali, Bulgarian, Chinese, Czech, Dutch, French, German, Greek, Hebrew, Hindi, Indonesian, Italian,
Japanese, Korean, Persian, Polish, Portuguese, Romanian, Russian, Serbian, Sinhala, Slovenian, Spanish, Swedish, Tamil,
Turkish, Ukrainian, Urdu, Vietnamese.

Bad (de):
    msgid "The publication is not a crime."
    msgstr "Die Veröffentlichung ist ein Verbrechen."

Bad (ru):
    msgid "They will not be prosecuted and can work unhindered."
    msgstr "Их будут преследовать, и они смогут работать беспрепятственно."

Bad (tr):
    msgid "They will not be prosecuted."
    msgstr "Kovuşturmaya uğrayacaklar."

Bad (ja):
    msgid "The publication is not a crime."
    msgstr "公表は犯罪である。"

Bad (ta):
    msgid "He cannot leave the embassy."
    msgstr "அவர் தூதரகத்தை விட்டு வெளியேற முடியும்."

Good (de):
    msgid "The publication is not a crime."
    msgstr "Die Veröffentlichung ist kein Verbrechen."

Good (fa):
    msgid "They will not be prosecuted."
    msgstr "آنان تحت پیگرد قرار نخواهند گرفت."

Good (si):
    msgid "The publication is not a crime."
    msgstr "ප්‍රකාශයට පත් කිරීම අපරාධයක් නොවේ."

Good (cs):
    msgid "He cannot leave."
    msgstr "Nemůže odejít."

Good (es):
    msgid "not only here but also there"
    msgstr "tanto aquí como allí"
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._denials import plain_denials
from editions.checks._shown import texts
from editions.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_NEGATED = re.compile(
    r"\b(?:[Nn]ot|[Cc]annot|[Nn]ever|[Nn]obody|[Nn]othing|[Nn]owhere|[Nn]either|[Nn]or|[Nn]one|[Ww]ithout"
    r"|[Nn]o)\b(?!-)"
    r"|n[’']t\b"
)
# What looks like a denial and may be said without one.
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|least|so|very|always|likely|correct|up to date|commented|to mention)\b"
    r"|\b(?:whether|why|if|and/or|or) not\b|\bor no\b|\bnothing (?:but|other)\b|\b(?:no|without) doubt\b"
    r"|\bno matter\b"
    r"|\bno (?:later|more|less|fewer|sooner|other) than\b|\bno\. ?\d|\bno,|\byes(?:/| or )no\b"
    r"|\b(?:do not|don[’']t) (?:forget|hesitate|worry|miss)\b|\bcan(?:not|[’']t) (?:but|help|wait)\b"
    r"|n[’']t (?:it|they|he|she|you|we)\b",
    re.IGNORECASE,
)
# A verb that is denied, and other words that may become a denial elsewhere.
_VERBAL = re.compile(
    r"\b(?:will|would|shall|should|must|may|can|could|is|are|was|were|be|do|does|did|has|have|had) not\b|\bcannot\b"
    r"|n[’']t\b"
)
_MORE = re.compile(
    r"\b(?:un(?!der|it|iv|iq|til|anim)|in(?:dep|val|cor|com|act|def|suf)|dis(?!play|c)|anti-?)[a-z]{3}|[a-z]less\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:until|unless|except|only|but|other than|rather|instead|nor|neither)\b", re.IGNORECASE
)
# Languages that deny a verb by words of which all are known here, and their other words for it: neither, nobody, none.
_PLAINLY = frozenset(
    {"bg", "de", "el", "es", "fr", "he", "hi", "id", "it", "ko", "nl", "pl", "pt", "ro", "ru", "sl", "sr", "sv"}
    | {"uk", "vi"}
)  # fmt: skip
_FIRM = re.compile(
    r"\b(?:weder|noch|niemand\w*|nirgend\w*|ohne|né|nessun\w*|nulla|niente|ni|nadie|ning[uú]n\w*|nada|aucun\w*|personne"
    r"|rien|jamais|sans|nem|ningu[eé]m|nenhum\w*|sem|sin|senza|ούτε|καν[εέ]ν\w*|καμ[ιί]α|μη|χωρίς|ani|nikt\w*|żad\w+|nik\w+"
    r"|bez|nici|nimeni|fără|ни|никто|никому|ніхто|нікому|никой|никог\w+|без|nijedan|nit[ko]|ниједан|нико|utan|varken"
    r"|zonder|tanpa|brez|nihče)\b"
)
# What turns a denial into an assertion elsewhere: “not until July” is “only in July”.
_TURNED = re.compile(
    r"\b(?:until|unless|except|other than|rather|instead|(?<!no )longer|necessar\w+|(?<!not )yet|unlike|un\w{4,}"
    r"|in(?:valid|visible|active)"
    r"|disabled?|miss(?:ing|ed)|fail\w*|prevent\w*|avoid\w*|without)\b",
    re.IGNORECASE,
)
_ARABIC_FRONT = r"(?<!\w)[وفبأكلس]{0,2}"
_HEBREW_FRONT = r"(?<![א-ת])[ושהבלכמ]{0,3}"
_BN, _HI = "[\u0980-\u09ff]", "[\u0900-\u097f]"
# English words that other languages may render by a denial.
_SOFT = re.compile(
    r"\b(?:un|in|im|ir|il|dis|non|mis|anti)[a-z]{4}|less\b|\b(?:free|stop|refus|fail|prevent|avoid|only|but"
    r"|lack|miss|except"
    r"|instead|reject|den[iy]|forbid|ban|until|unless|otherwise|hardly|empty|ignor)",
    re.IGNORECASE,
)
# By language: words and endings of denial, and words that contain one (without, prevent, missing, instead of).
_DENIALS = {
    "ar": _ARABIC_FRONT + r"(?:لا|لم|لن|لما|ليس\w*|لست|لسنا|غير|دون|بدون|عدم|بعدم|ألا|لئلا|كيلا|بلا|كلا|أبدا|قط"
    r"|إلا|سوى|عديم\w*)(?!\w)"
    r"|(?:رفض|منع|تجنب|يمنع|تمنع|يتجنب|فشل|تعذر|يتعذر|استحال|مستحيل|انعدام|خلو|يخلو|خال[يٍ])",
    "bg": r"\bне(?!го\b|я\b|и\b|йн|що)|\bни(?:кой|ког|що|къде|как)|\bнито\b|\bбез|\bняма|\bлипс|\bизбяг"
    r"|\bзабран|\bвместо|\bосвен",
    "bn": rf"(?<!{_BN})না(?!{_BN})|নয়|নেই|নাই|(?<!তি)(?<!যি)(?<!ই)(?<!উ)নি(?!{_BN})|নন(?!{_BN})|ছাড়া|বিনা"
    r"|ব্যতীত|অসম্ভব"
    r"|বিরত|হীন|নিষেধ|নিষিদ্ধ|অস্বীকার|প্রত্যাখ্যান",
    "cs": r"\bne(?!bo\b|bol|ž|j|ch[aá]|děl|mocn|utr|ust|zbyt)|\bnej(?:s|de\b|dou\b|edn|ev|en\b|í)|\bni(?:c\b|č"
    r"|kd|jak|koli)|\bžádn"
    r"|\bbez|\bani\b|\bzabr[aá]|\bchyb[íě]|\bmísto\b|\bkromě\b|\bzakáz|\bzak[aá]z",
    "de": r"nicht|\bkein|\bnie(?:mals|mand\w*)?\b|\bnirgend|\bohne|\bweder\b|\bnein\b|\bun(?!ter|d\b|s\b|ser|iv"
    r"|gefähr|i[co])\w{4}"
    r"|\w{3}(?:lose?[rnms]?|freie?[rnms]?)\b|\bkaum\b|verhinder|vermeid|\b(?:an)?statt|\banstelle\b|\baußer"
    r"|\bfehl|\bverbot|verweiger|\bablehn"
    r"|verzicht|\bsonst\b|\bleer",
    "el": r"\bδεν?\b|\bμην?\b|χωρ[ιί]ς|ο[υύ]τε|καν[εέ]ν|καμ[ιί]α|καν[εέ][ιί]ς|ποτ[εέ]|τ[ιί]ποτ|[οό]χι|πουθεν"
    r"|δ[ιί]χως|[αά]νευ|αδ[υύ]ν|αποφ[υεύ]"
    r"|αποτρ[εέ]|εμποδ|απαγορ|αντ[ιί] |[αά]κυρ|εκτ[οό]ς",
    "es": r"\bno\b|\bnunca\b|\bjam[aá]s\b|\bnada\b|\bnadie\b|\bning[uú]n|\bni\b|\bsin\b|\btampoco\b|\bimposib"
    r"|\binv[aá]lid|\bevit"
    r"|\bimp[ie]d|\bdej\w+ de\b|\bcare[cz]|\bfalt|\bexcepto\b|\bsalvo\b|\ben (?:lugar|vez) de\b|\brechaz"
    r"|\bneg(?:ar|ó|aron)",
    "fa": r"نمی[\u200c\s]|\bنمی\w|نیست|نبود|نشد|نشو|نکرد|نکن|نخواه|ندار|نداد|نداشت|نباید|نباش|نتوان|نده|نگذا"
    r"|نگرف|نیا[مبف]|\bنه\b|هیچ"
    r"|بدون|\bبی[\u200c\s]|\bبی\w{3}|\bبلا|غیر|\bنا(?:ممکن|معتبر|توان)|عدم|جلوگیری|هرگز|خودداری|مگر|ناپذیر"
    r"|نپذیر|ن(?:ر|خو|ی|پ|سا)\w+(?:ند|د|م)\b",
    "fr": r"\bne\b|\bn[’']|\bpas\b|\bjamais\b|\brien\b|\baucun|\bpersonne\b|\bsans\b|\bni\b|\bnon\b|\bimpossib"
    r"|\bnul|\binvalid|\bévit"
    r"|\bempêch|\binterdi|\brefus|\bplutôt que\b|\bau lieu\b|\bhormis\b|\bsauf\b|\bmanqu|\bcess|\bguère\b"
    r"|\bin(?:\w+able|corr|exact|suff|util)|\bdépourvu",
    "he": _HEBREW_FRONT + r"(?:לא|אין|אינ[א-ת]*|בלי|אל|בלתי|ללא|אף|שום|חסר[א-ת]*|נטול[א-ת]*|מבלי|טרם|מעולם"
    r"|לעולם|אי)(?![א-ת])"
    r"|למנוע|מניע|סירב|מסרב|במקום|אסור|פרט ל|מלבד",
    "hi": rf"नहीं|नही|(?<!{_HI})(?:न|ना|मत)(?!{_HI})|बिना|ब[गग़]ैर|बग़ैर|ग़ैर|गैर|असंभव|असमर्थ|इनकार|इंकार|रहित"
    r"|मना|रोक|अलावा|अभाव|अबाध|बजाय",
    "id": r"\btidak|\btak(?:kan|lah)?\b|\bbukan|\bjangan|\btanpa\b|\bbelum\b|\btiada|\bmustahil|larang|\benggan"
    r"|\bmenolak|\bgagal|\bkecuali"
    r"|hindar|cegah|\balih-alih|\bnir|\bnon",
    "it": r"\bnon\b|\bsenza\b|\bmai\b|\bniente\b|\bnulla\b|\bnessun|\bné\b|\bneanche\b|\bnemmeno\b|\bneppure\b"
    r"|\bimpossib|\bno\b|\bevit|\bimped"
    r"|\bmanca|\bpriv[oaie]\b|\binvece\b|\binvalid|\bvietat|\brifiut|\btranne\b|\beccetto\b",
    "ja": r"な[いくけかさし]|ません|(?<!ま)(?<!必)(?<!わ)(?<!は)ず|[無不非未否禁避除防欠失]|まい|いいえ|ざる|なき|ぬ"
    r"|拒|以外|代わり",
    "ko": r"않|없|못|아니|아닌|안\s|말아|말라|말고|마세요|마십|말 것|지 마|불[가능필허법]|불가|무[효관조]|미[지사]"
    r"|금지|방지|제외|모르|모른|거부|실패|대신|절대",
    "nl": r"\bniet|\bgeen\b|\bnooit\b|\bniemand\b|\bnergens\b|\bzonder\b|\bnoch\b|\bon(?!der|s\b|ze\b|geveer|tw"
    r"|tv|tst|line|mid)\w{4}|\bnee\b"
    r"|\bevenmin\b|voorkom|vermijd|verbied|verbod|\bweiger|\bin plaats van\b|\bbehalve\b|\w{3}loze?\b|\bontbre",
    "pl": r"\bnie(?!któ|ch\b|dzie|mal|go\b|j\b|co\b|bo\b|mie[cn]|m\b)|\bbez|\bnigdy\b|\bnik(?:t|ogo|omu|im)\b"
    r"|\bnic\b|\bniczego\b|\bżad[ne]"
    r"|\bani\b|\bnigdzie\b|\bbrak|\bzamiast\b|\bodm[oó][wó]|\bunik|\boprócz\b|\bzapobie|\bzabr[ao]n|\bzakaz",
    "pt": r"\bnão\b|\bnunca\b|\bjamais\b|\bnada\b|\bningu[eé]m\b|\bnenhum|\bnem\b|\bsem\b|\btampouco\b"
    r"|\bimposs[ií]v|\binv[aá]lid|\bevit|\bimp[ei]d"
    r"|\bfalt|\bexceto\b|\bem vez\b|\bao invés\b|\bdeix\w+ de\b|\brecus|\bproib",
    "ro": r"\bnu\b|\bn[’'-]|\bniciodată\b|\bnimeni\b|\bnimic\b|\bnici|\bfără\b|\bimposibil|\bne(?!vo[il]|gr"
    r"|ce[sș]|goc)\w{4}|\binvalid|\bevit|împiedic"
    r"|\blips|\brefuz|\binterz|\bîn loc\b|\bcu excepția\b",
    "ru": r"\bне(?!го\b|му\b|[её]\b|й\b|ю\b|м\b|мец|дел|фт|скольк|котор|обход|кий)|\bнет\b|\bни\b|\bни(?:когда"
    r"|кто|ко[гм]|ч[тег]|где|куда|как)|\bнель|\bбез"
    r"|отсутств|запре[щт]|\bотказ|\bизбе|\bкроме\b|\bвместо\b|исключ|предотвр|\bвоздерж|\bвряд\b|\bустар"
    r"|\bисчез|\bотлич",
    "si": r"නැ|නො|එපා|බැ|තොර|රහිත|මිස|නෑ|වළක්ව|වැළක්|ප්‍රතික්ෂේප",
    "sl": r"\bne\b|\bni\b|\bni(?:so|sem|si|smo|ste|mam|ma|hče|ti|č|kol|kdar|kjer)|\bnoben|\bbrez|\bne(?!k|del"
    r"|m[aš]|po?sre)\w{3}|\bnamesto\b|\brazen\b|\bprepre",
    "sr": r"\bне(?!го\b|к[аио]|дељ|мач|бо)|\bни(?:је|су|сам|смо|си|сте|ко|шта|ког|кад|јед|где|ти)|\bни\b|\bбез"
    r"|одби[јо]|забра|\bуместо\b|\bосим\b|спреч"
    r"|\bne(?!go\b|k[aio]|delj|mač|bo)|\bni(?:je|su|sam|smo|si|ste|ko|šta|kog|kad|jed|gde|ti)|\bni\b|\bbez"
    r"|odbi[jo]|zabra|\bumesto\b|\bosim\b|spreč",
    "sv": r"\binte\b|\bicke|\bej\b|\bing(?:en|et|a|enting)\b|\baldrig\b|\butan\b|\bvarken\b|\bo(?:giltig|möjlig"
    r"|känd|änd|hindr|avbrut|tillåt)|\bknappast\b"
    r"|\bnej\b|\bslipp|förhindr|\bundvik|\bvägra|\bsakna|\bi stället\b|\bistället\b|förbj|förbud|\butom\b"
    r"|\w{3}(?:lös|fri)(?:a|t)?\b",
    "ta": r"ல்லை|ல்லா|ாத[ுகைவன]?|ாம(?:ல்|லே)|மாட்ட|வேண்டாம்|கூடா|அல்ல|ல்ல\b|ன்றி|தவிர|முடியா|ற்ற|மறு|தடு|தடை"
    r"|விடுத்து",
    "tr": r"değil|\byok|\bhiç|\basla\b|\bhayır\b|\w{2}s[ıiuü]z|\bne \w+ ne\b|\bne de\b|\w{2}(?<!ta)m[ae](?:z"
    r"|d[ıi]|m(?!ur)|y(?:ac|ec|an|en|ıp|ip|ız|iz|ın|in)|den|dan|ks)|\w{2}m[ıiuü]yor"
    r"|imk[aâ]ns|olanaks|engelle|kaçın|yasak|önle|haric|\byerine\b|reddet|\bdışında\b|geçersiz",
    "uk": r"\bне(?!го\b|ї\b|ю\b|ми\b|бо|діл|обхід)|\bні\b|\bні(?:хто|ч|ко[гл]|як|де)|\bбез|\bжод(?:ен|н)"
    r"|заборон|відсут|\bвідмов|\bуник|запоб|\bкрім\b|\bзамість\b"
    r"|виключ",
    "ur": r"نہیں|\bنہ|\bبغیر\b|\bمت\b|\bبلا|\bغیر|\bنا\w|\bعدم\b|انکار|\bبے|سوا[ئے]|روک|بجائے|ناممکن",
    "vi": r"\b(?:không|chẳng|chưa|đừng|chớ|vô|phi|cấm|tránh|thiếu|trừ|khỏi|từ chối|bất|mất|ngăn|thay vì|ngừng"
    r"|khó|chả|miễn)\b",
    "zh": r"[不没沒无無未非别別勿莫否缺禁免避除拒]|失败|难以|而是|之外|以外|毋",
}  # fmt: skip


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that asserts what its source denies."""
    denials = _DENIALS.get(language.tag.split("-")[0])
    for source, target in texts(unit) if denials else ():
        denied = _undenied(source, target, _pattern(str(denials))) if _NEGATED.search(source) else ""
        denied = denied or (_unsaid(source, target, language) if _VERBAL.search(source) else "")
        if denied:
            yield Finding(
                f"the source denies something (“{denied}”), the translation has no word for that",
                "look whether the “not” is missing",
            )


def _unsaid(source: str, target: str, language: Language) -> str:
    """
    A verb that the source denies where the translation of its sentence has no plain denial at all.

    What the translation has is then for another word of the source, as in “will not … and can continue unhindered”.
    """
    plain = plain_denials(language) if language.tag.split("-")[0] in _PLAINLY else None
    parts, others = sentences(source), sentences(target)
    if plain is None or len(parts) != len(others):
        return ""
    for part, other in zip(parts, others, strict=True):
        found = _VERBAL.search(_NO_DENIAL.sub(" ", part))
        is_sure = (
            found and _MORE.search(part) and len(_NEGATED.findall(part)) == 1 and not _TWICE.search(part)
        )
        if found and is_sure and not plain.stands(other) and not _FIRM.search(other.lower()):
            return found[0]
    return ""


def _undenied(source: str, target: str, denials: re.Pattern[str]) -> str:
    """
    A denial of the source that the translation has not; empty where there is none.

    Where both have as many sentences they are compared one by one, since denials are moved within a sentence only.
    """
    parts, others = sentences(source), sentences(target)
    if len(parts) != len(others):
        parts, others = [source], [target]
    denied = [_denial(part) for part in parts]
    if not any(denied):
        return ""
    denying = [denials.search(_bare(other)) is not None for other in others]
    moved = any(
        is_denying and not _NEGATED.search(part) and not _SOFT.search(part)
        for part, is_denying in zip(parts, denying, strict=True)
    )
    found = (
        words
        for words, other, is_denying in zip(denied, others, denying, strict=True)
        if words and not is_denying and words not in other
    )
    return "" if moved else next(found, "")


def _denial(source: str) -> str:
    """The denial of an English sentence with the word after it; empty where there is none, or not for sure (twice)."""
    rest = _NO_DENIAL.sub(" ", source)
    found = _NEGATED.search(rest)
    if (
        not found
        or _NEGATED.search(rest, found.end())
        or _TURNED.search(rest, found.end())
        or _TURNED.search(rest[: found.end() + LONGEST])
    ):
        return ""
    start = rest.rfind(" ", 0, found.start()) + 1
    return " ".join(rest[start : found.end() + LONGEST].split()[:2])


LONGEST = 40  # letters of a word
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640\u0591-\u05c7]")


def _bare(text: str) -> str:
    """The text in small letters, without the vowel signs of Arabic and Hebrew."""
    return _VOWELS.sub("", text.lower())


@cache
def _pattern(denials: str) -> re.Pattern[str]:
    return re.compile(denials)
