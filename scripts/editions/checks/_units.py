"""Percent, currencies and units of measure: how English writes them, and the world's languages. No rule itself."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from babel.numbers import get_currency_name
from babel.units import format_unit

if TYPE_CHECKING:
    from editions.language import Language

# Signs and words that stand for it in some language, as far as endings leave them; any one is enough. The names are
# those of CLDR 48 (`concentr-percent`, currencies), with what people write beside them.
PERCENT, DOLLAR, EURO, POUND, YEN, RUPEE = "percent", "dollar", "euro", "pound", "yen", "rupee"
WORLDWIDE = {
    name: re.compile("|".join(words.split(" ")).replace("_", " "), re.IGNORECASE)
    for name, words in {
        PERCENT: (
            r"[%٪％﹪] \bpct\b \bp\.?_?c\. \bv\._?h\. perc?ent pro[cs]ent prozent proc\. pour[_-]?cent "
            r"por[_-]?cient por_cento per_cento per_cent százalék prósent la_sută yüzde faiz postot "
            r"posto процент процен відсот працэнт адсот посто на_сто пайыз хувь τοις_εκατό ποσοστ "
            r"տոկոս პროცენტ אחוז מאות مئة مائة مئوي نسبة درصد فی_?صد سلنه प्रतिशत फ़ीसदी फीसदी फ़ीसदी "
            r"टक्क শতাংশ শতকরা সতাংশ சதவீத சதவிகித விழுக்காடு శాతం ಶೇಕಡ ശതമാന ટકા ਪ੍ਰਤੀਸ਼ਤ ਫ਼ੀਸਦੀ ශත "
            r"සියයට ප්‍රතිශත เปอร์เซ็น ร้อยละ ເປີເຊັນ ရာခိုင် ភាគរយ phần_trăm persen peratus "
            r"porsiento asilimia ehuneko パーセント 割 퍼센트 프로 百分 成 በመቶ elcent"
        ),
        DOLLAR: (
            r"[$＄﹩💲] \bUSD\b \bUS_?D dol{1,2}ar dól?ar dolár dolar dóllar doleri dollár доллар долар "
            r"δολάρ դոլար დოლარ דולר دولار دلار ڈالر ډالر डॉलर डालर ডলার টাকা டாலர் டொலர் డాలర్ ಡಾಲರ್ "
            r"ഡോളർ ડૉલર ડોલર ਡਾਲਰ ඩොලර් ดอลลาร์ ดอลล่าร์ เหรียญ ໂດລາ ဒေါ်လာ ដុល្លារ đô[_-]?la dola ドル "
            r"달러 불 美元 美金 [加澳港新]元 元 ዶላር"
        ),
        EURO: (
            r"€ \bEUR\b eur avro евро євро еўра ευρώ եվրո ევრო אירו يورو یورو यूरो युरो ইউরো யூரோ "
            r"యూరో ಯುರೋ യൂറോ યુરો ਯੂਰੋ යුරෝ ยูโร ເອີໂຣ ယူရို អឺរ៉ូ ơ-rô ユーロ 유로 欧元 歐元 ዩሮ"
        ),
        POUND: (
            r"£ \bGBP\b pound pfund pond pund livre libra lira lliura lire liră funt font фунт λίρ "
            r"λιρ ֆունտ ფუნტ פאונד ליר[הו] لیر ليرة جنيه پوند پاؤنڈ पाउंड पाउन्ड পাউন্ড பவுண்ட் పౌండ్ "
            r"ಪೌಂಡ್ പൗണ്ട് પાઉન્ડ ਪੌਂਡ පවුම් ปอนด์ ປອນ ပေါင် ផោន bảng pauni sterlin стерлин στερλ ポンド "
            r"파운드 英镑 英鎊 镑 鎊 svar libera"
        ),
        YEN: (
            r"[¥￥] \bJPY\b \bCNY\b \bRMB\b yen jen jên yuan jüan иен йен єн јен γιεν ین येन "
            r"ইয়েন யென் เยน 円 엔 日元 日圆 元 юан يوان"
        ),
        RUPEE: (
            r"[₹₨] \bINR\b \bRs rupi rupee roupie roepie rupia рупи ρουπί רופי روبي روپ रुप रू টাকা "
            r"রুপি ரூபா రూపా ರೂಪಾ രൂപ રૂપિ ਰੁਪ රුපි รูปี ルピー 루피 卢比 盧比"
        ),
    }.items()
}  # fmt: skip
# Units of measure by the name that CLDR gives them, as English writes them behind a number.
_ENGLISH = {
    "length-kilometer": "km kilomet(?:er|re)s?", "length-meter": "met(?:er|re)s?", "length-mile": "miles?",
    "length-centimeter": "cm centimet(?:er|re)s?", "length-millimeter": "mm millimet(?:er|re)s?",
    "length-foot": "ft feet", "length-inch": "inch(?:es)?",
    "mass-kilogram": "kg kilograms? kilos?", "mass-gram": "grams?", "mass-milligram": "mg milligrams?",
    "mass-tonne": "tonnes?", "mass-pound": "lbs?",
    "temperature-celsius": "°_?C degrees?_(?:Celsius|centigrade)", "temperature-fahrenheit": "°_?F degrees?_Fahrenheit",
    "speed-kilometer-per-hour": "km/h kph kmh", "speed-mile-per-hour": "mph",
    "digital-kilobyte": "kB KB kilobytes?", "digital-megabyte": "MB megabytes?", "digital-gigabyte": "GB gigabytes?",
    "digital-terabyte": "TB terabytes?",
    "frequency-kilohertz": "kHz", "frequency-megahertz": "MHz", "frequency-gigahertz": "GHz",
    "power-kilowatt": "kW kilowatts?", "power-megawatt": "MW megawatts?", "power-gigawatt": "GW gigawatts?",
    "volume-liter": "lit(?:er|re)s?", "volume-milliliter": "ml millilit(?:er|re)s?",
    "area-square-kilometer": "km² sq_km square_kilomet(?:er|re)s?", "area-square-mile": "square_miles?",
    "area-hectare": "ha hectares?", "area-acre": "acres?",
}  # fmt: skip
# The signs of the system of units, which languages with other letters use beside their own.
_SIGNS = {
    "length-kilometer": "km", "length-meter": "m", "length-centimeter": "cm", "length-millimeter": "mm",
    "mass-kilogram": "kg", "mass-gram": "g", "mass-milligram": "mg", "mass-tonne": "t", "mass-pound": "lb",
    "temperature-celsius": "°c", "temperature-fahrenheit": "°f", "speed-kilometer-per-hour": "km/h",
    "speed-mile-per-hour": "mph", "digital-kilobyte": "kb", "digital-megabyte": "mb", "digital-gigabyte": "gb",
    "digital-terabyte": "tb", "frequency-kilohertz": "khz", "frequency-megahertz": "mhz", "frequency-gigahertz": "ghz",
    "power-kilowatt": "kw", "power-megawatt": "mw", "power-gigawatt": "gw", "volume-milliliter": "ml",
    "area-square-kilometer": "km²", "area-hectare": "ha",
}  # fmt: skip
_MEASURE = "|".join(
    f"(?P<{name.replace('-', '_')}>{'|'.join(forms.split()).replace('_', ' ')})"
    for name, forms in sorted(_ENGLISH.items(), key=lambda row: row[0], reverse=True)
)
_CODES = {DOLLAR: ("USD",), EURO: ("EUR",), POUND: ("GBP",), YEN: ("JPY", "CNY"), RUPEE: ("INR",)}
_MONEY = {"$": DOLLAR, "€": EURO, "£": POUND, "¥": YEN, "₹": RUPEE}
_BEHIND = re.compile(
    rf"[\s\u00a0-]?(?:(?:{_MEASURE})(?![\w/²³^])|(?P<percent>%|per ?cent\b)|(?P<dollar>dollars?\b)"
    r"|(?P<euro>€|euros?\b)|(?P<pound>£))"
)
_BEFORE = re.compile(r"(?<![\w\\{])(?:US|CA|AU|[AC])?([$€£¥₹])[ \u00a0]?$")
SIGNS = re.compile(
    rf"[%€£¥₹]|\$\d|\d[\s\u00a0-]?(?:{re.sub(r'[?]P<[a-z_]+>', '?:', _MEASURE)}|per ?cent|dollar|euro)"
)
_NOISE = re.compile(r"[.॰·\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c]")
_SHORT = 4  # letters up to which a form is a sign, which has no endings
_BETWEEN = 24  # characters of a number that stands within its unit: 每小时 10 公里
_COUNTS = (0, 1, 2, 5, 11, 1.5)  # numbers that take the plural forms of all languages (CLDR plural rules)


def english(text: str, start: int, end: int) -> str:
    """The unit of the number that stands at `text[start:end]` of an English text; empty where it has none."""
    before = _BEFORE.search(text[max(0, start - 5) : start])
    if before:
        return _MONEY[before[1]]
    behind = _BEHIND.match(text, end)
    return str(behind.lastgroup).replace("_", "-") if behind else ""


def family(name: str) -> tuple[str, ...]:
    """The other units of measure of its kind: those of length, of mass."""
    kind = name.partition("-")[0]
    return tuple(other for other in _ENGLISH if other.partition("-")[0] == kind and other != name)


def folded(text: str) -> str:
    """A text with the full stops of abbreviations and invisible marks taken out, in small letters."""
    plain = unicodedata.normalize("NFKC", text.replace("²", "\x02"))
    return _NOISE.sub("", plain.casefold()).replace("\x02", "²")


@cache
def _forms(name: str, language: Language) -> frozenset[str]:
    """What a unit is called in a language: all plural forms, long, short and narrow, and its sign; `#`: the number."""
    found = {f"#{_SIGNS[name]}"} if name in _SIGNS else set()
    if language.locale is not None:
        for length in ("long", "short", "narrow"):
            for count in _COUNTS:
                said = folded(str(format_unit(count, name, length, locale=language.locale)))
                found.add(re.sub(r"\s*[\d,٫٬]+\s*", "#", said).strip())
    return frozenset(found) - {"", "#"}


@cache
def pattern(name: str, language: Language) -> re.Pattern[str]:
    """What finds a unit of measure in a folded text; longer words may have another ending."""
    parts = []
    for form in sorted(_forms(name, language), key=lambda form: (-len(form), form)):
        before, _, behind = form.partition("#")
        ends = [_stem(part) for part in (before, behind) if part]
        parts.append(f".{{0,{_BETWEEN}}}".join(ends))
    return re.compile("|".join(dict.fromkeys(parts)) or "(?!)")


def _stem(form: str) -> str:
    """The pattern of a sign or of a word without its ending."""
    if len(form) > _SHORT:
        return re.escape(form[:-1] if len(form) <= 2 * _SHORT else form[:-2])
    return re.escape(form) + (r"(?![^\W\d_]|[²³/])" if form[-1] < "\u0e00" else "")


@cache
def money(name: str, language: Language) -> re.Pattern[str]:
    """What CLDR calls percent or a currency in a language, word by word; for what is in no table here."""
    if name == PERCENT:
        return pattern("concentr-percent", language)
    names = {
        folded(get_currency_name(code, count, locale=language.locale))
        for code in _CODES[name]
        for count in (_COUNTS if language.locale is not None else ())
    }
    stems = {_stem(word) for words in names for word in words.split() if len(word) > 2 or word > "\u2e80"}  # noqa: PLR2004
    return re.compile("|".join(sorted(stems)) or "(?!)")
