"""Numbers that a language writes in words, as far as a text is likely to have them. No rule itself."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from editions.checks._values import HAN_NUMERAL, han_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.language import Language

# By language the values with their words, ordinal ones too. `*`: the word may go on; `?`: it is another word as well,
# so it may stand for the number but is no proof of it. The value 0 has words that only look like numbers.
_TABLE = {
    "ar": (
        "2 اثنان اثنين اثنتان اثنتين اثنا اثني ثاني* ثانية? ثنائي* كلا? كلتا? ضعف*? / 3 ثلاث ثلاثة ثالث ثالثة "
        "ثلاثي* / 4 أربع أربعة رابع رابعة / 5 خمس خمسة خامس خامسة / 6 ست ستة سادس سادسة / 7 سبع سبعة سابع "
        "سابعة / 8 ثمان ثماني ثمانية ثامن ثامنة / 9 تسع تسعة تاسع تاسعة / 10 عشر? عشرة عاشر عاشرة"
    ),
    "bg": (
        "2 два две двама двете двата двамата втор* двой*? / 3 три трима трите трет* тройн* / 4 четири "
        "четирите четвърт* / 5 пет петте пети пета пето петият петия петата петото / 6 шест шестте шести "
        "шеста шесто шестият шестия шестата / 7 седем седемте седми седма седмо седмият седмия / 8 осем "
        "осемте осми осма осмо осмият осмия / 9 девет деветте девети девета девето деветият деветия / 10 "
        "десет десетте десети десета десето десетият десетия"
    ),
    "bn": (
        "2 দুই দুটি দুটো দু দ্বিতীয় উভয়? / 3 তিন তিনটি তিনটে তৃতীয় / 4 চার চারটি চতুর্থ / 5 পাঁচ পাঁচটি "
        "পঞ্চম / 6 ছয় ছয়টি ষষ্ঠ / 7 সাত সাতটি সপ্তম / 8 আট আটটি অষ্টম / 9 নয়? নয়টি নবম / 10 দশ দশটি দশম"
    ),
    "cs": (
        "2 dva dvě dvou dvěma dvoj* druh* / 3 tři tří třem třemi třech třema třima třetí* troj* / 4 čtyři čtyř "
        "čtyřem čtyřmi čtvrt* / 5 pět pěti pátý pátá páté pátého pátém pátému pátým / 6 šest šesti šestý "
        "šestá šesté šestého šestém šestému šestým / 7 sedm sedmi sedmý sedmá sedmé sedmého / 8 osm osmi osmý "
        "osmá osmé osmého / 9 devět devíti devátý devátá deváté devátého / 10 deset deseti desíti desátý "
        "desátá desáté desátého"
    ),
    "de": (
        "2 zwei zwo zweien zweier zweit* zweimal zweifach* beid*? doppel*? / 3 drei dreien dreier dritt* "
        "dreimal dreifach* / 4 vier viert* viermal vierfach* / 5 fünf fünft* fünfmal / 6 sechs sechst* "
        "sechsmal / 7 sieben siebt* siebente* siebenmal / 8 acht achte achten achter achtes? achtem achtmal / "
        "9 neun neunt* / 10 zehn zehnt* zehnmal / 11 elf elft* / 12 zwölf zwölft* / 0 vierteljahr* dreizehn* "
        "vierzehn* fünfzehn* sechzehn* siebzehn* neunzehn*"
    ),
    "el": (
        "2 δύο δυο δεύτερ* διπλ*? / 3 τρεις τρία τριών τρίτ* τριπλ* / 4 τέσσερ* τεσσάρων τέταρτ* / 5 πέντε "
        "πέμπτ* / 6 έξι έκτη έκτο έκτου έκτης έκτος έκτων / 7 επτά εφτά έβδομ* / 8 οκτώ οχτώ όγδο* / 9 εννέα "
        "εννιά ένατ* / 10 δέκα δέκατ* / 11 έντεκα ένδεκα / 12 δώδεκα"
    ),
    "es": (
        "2 dos segund*? ambos? ambas? doble*? / 3 tres tercer tercera tercero terceros terceras triple*? / 4 "
        "cuatro cuarto? cuarta / 5 cinco quinto quinta / 6 seis sexto sexta / 7 siete séptimo séptima / 8 "
        "ocho octavo octava / 9 nueve noveno novena / 10 diez décimo décima / 11 once / 12 doce"
    ),
    "fa": (
        "2 دو دوم دومین هر? دوگانه / 3 سه سوم سومین / 4 چهار چهارم چهارمین / 5 پنج پنجم پنجمین / 6 شش ششم "
        "ششمین / 7 هفت هفتم هفتمین / 8 هشت هشتم هشتمین / 9 نه? نهم نهمین / 10 ده? دهم دهمین"
    ),
    "fr": (
        "2 deux deuxième* second? seconde? double*? / 3 trois troisième* triple*? tiers? tierce? / 4 quatre "
        "quatrième* / 5 cinq cinquième* / 6 six sixième* / 7 sept septième* / 8 huit huitième* / 9 neuf? "
        "neuvième* / 10 dix dixième* / 11 onze onzième* / 12 douze douzième*"
    ),
    "he": (
        "2 שני? שתי שניים שתיים שנייה? שניה? שניהם? שתיהן? / 3 שלוש שלושה שלושת שלישי שלישית / 4 ארבע ארבעה "
        "ארבעת רביעי רביעית / 5 חמש חמישה חמשת חמישי? חמישית / 6 שש שישה ששת שישי? שישית / 7 שבע שבעה שבעת "
        "שביעי שביעית / 8 שמונה שמונת שמיני שמינית / 9 תשע תשעה תשעת תשיעי תשיעית / 10 עשר? עשרה? עשרת עשירי "
        "עשירית"
    ),
    "hi": (
        "2 दो दोनों? दूसर* द्वितीय / 3 तीन तीनों तीसर* तृतीय / 4 चार चारों चौथ* चतुर्थ / 5 पाँच पांच पाँचों "
        "पाँचव* पांचव* पंचम / 6 छह छः छ छठ* षष्ठ / 7 सात सातव* सप्तम / 8 आठ आठव* अष्टम / 9 नौ नौव* नवम / 10 "
        "दस दसव* दशम"
    ),
    "id": (
        "2 dua kedua keduanya? / 3 tiga ketiga / 4 empat keempat / 5 lima kelima / 6 enam keenam / 7 tujuh "
        "ketujuh / 8 delapan kedelapan / 9 sembilan kesembilan / 10 sepuluh kesepuluh / 11 sebelas / 12 dua? "
        "kedua?"
    ),
    "it": (
        "2 due second*? entrambi? entrambe? doppi*? / 3 tre terzo? terza terzi? terze / 4 quattro quarto "
        "quarta / 5 cinque quinto quinta / 6 sei? sesto sesta / 7 sette settimo settima / 8 otto ottavo "
        "ottava / 9 nove nono nona / 10 dieci decimo decima / 11 undici / 12 dodici"
    ),
    "nl": (
        "2 twee* beide*? dubbel*? / 3 drie* derde* / 4 vier vierde* / 5 vijf vijfde* / 6 zes zesde* / 7 zeven "
        "zevende* / 8 acht? achtste* / 9 negen negende* / 10 tien tiende* / 11 elf elfde* / 12 twaalf "
        "twaalfde*"
    ),
    "pl": (
        "2 dwa dwie dwóch dwaj dwu dwom dwoma dwiema drug*? obie? oba? obu? podwójn*? / 3 trzy trzech trzej "
        "trzem trzema trzeci* / 4 cztery czterech czterej czterem czterema czwart*? / 5 pięć pięciu piąty "
        "piąta? piąte piątego piątym piątej piątemu / 6 sześć sześciu szósty szósta szóste szóstego szóstym "
        "szóstej szóstemu / 7 siedem siedmiu siódm* / 8 osiem ośmiu ósm* / 9 dziewięć dziewięciu dziewiąt* / "
        "10 dziesięć dziesięciu dziesiąty dziesiąta dziesiątego dziesiątym / 11 jedenaście jedenastu / 12 "
        "dwanaście dwunastu"
    ),
    "pt": (
        "2 dois duas segund*? ambos? ambas? duplo? dupla? / 3 três terceir* / 4 quatro quarto? quarta? / 5 "
        "cinco quinto quinta? / 6 seis sexto sexta? / 7 sete sétimo sétima / 8 oito oitavo oitava / 9 nove "
        "nono nona / 10 dez? décimo décima / 11 onze / 12 doze"
    ),
    "ro": (
        "2 doi două doilea doua secund*? ambele? ambii? dubl*? / 3 trei treilea treia / 4 patru patrulea "
        "patra / 5 cinci cincilea cincea / 6 șase șaselea șasea / 7 șapte șaptelea șaptea / 8 opt optulea "
        "opta / 9 nouă? nouălea noua? / 10 zece zecelea zecea"
    ),
    "ru": (
        "2 два две двух двум двумя двое втор* двой*? оба? обе? обоих? обеих? двухфактор* / 3 три трёх трех "
        "трём трем тремя трое трет* / 4 четыре четырёх четырех четырьмя четырём четверт* четвёрт* / 5 пять "
        "пяти пятью пят* / 6 шесть шести шестью шест* / 7 семь семи седьм* / 8 восемь восьми восьм* / 9 "
        "девять девяти девят* / 10 десять десяти десятый десятого десятая десятом десятым / 0 пятн* пятиде* "
        "пятьде* пятьс* шестн* шестиде* шестьде* девятн* девяно* восьмиде* третьес*"
    ),
    "si": (
        "2 දෙක දෙකක් දෙකේ දෙදෙන* දෙවන දෙවැනි / 3 තුන තුනක් තුන්වන තෙවන තුන්වැනි / 4 හතර හතරක් සිව්වන හතරවන / "
        "5 පහ පහක් පස්වන පස්වැනි පස්වෙනි / 6 හය හයක් හයවන හයවැනි / 7 හත හතක් හත්වන හත්වැනි / 8 අට අටක් අටවන "
        "අටවැනි / 9 නවය නවයක් නවවන නවවැනි / 10 දහය දහයක් දහවන දසවන දසවැනි"
    ),
    "sl": (
        "2 dva dve dveh dvema drug*? dvoj* / 3 tri treh trem tremi tretj* / 4 štiri štirih štirim četrt* / 5 "
        "pet petih peti? peta peto petega petem / 6 šest šestih šesti šesta šesto šestega / 7 sedem sedmih "
        "sedmi sedma sedmo sedmega / 8 osem osmih osmi osma osmega / 9 devet devetih deveti deveta devetega / "
        "10 deset desetih deseti deseta desetega"
    ),
    "sr": (
        "2 два две двају двема други другог друга другом другој двоје / 3 три трију трећи трећег трећа треће "
        "трећем / 4 четири четврти четвртог четврта четврте четвртом / 5 пет пети петог пета пето петом петој "
        "/ 6 шест шести шестог шеста шесто шестом шестој / 7 седам седми седмог седма седмом / 8 осам осми "
        "осмог осма осмом / 9 девет девети деветог девета / 10 десет десети десетог десета"
    ),
    "sv": (
        "2 två tvenne andra? andre? båda? dubbel*? / 3 tre tredje* / 4 fyra fjärde* / 5 fem femte* / 6 sex "
        "sjätte* / 7 sju sjunde* / 8 åtta åttonde* / 9 nio nionde* / 10 tio tionde* / 11 elva elfte* / 12 "
        "tolv tolfte*"
    ),
    "ta": (
        "2 இரண்டு இரண்டா* இரு? இரண்டும் / 3 மூன்று மூன்றா* / 4 நான்கு நான்கா* நாலு / 5 ஐந்து ஐந்தா* / 6 ஆறு? "
        "ஆறா* / 7 ஏழு ஏழா* / 8 எட்டு எட்டா* / 9 ஒன்பது ஒன்பதா* / 10 பத்து பத்தா*"
    ),
    "tr": (
        "2 iki ikinci* ikisi* her? çift*? / 3 üç üçüncü* üçü* / 4 dört dördüncü* / 5 beş beşinci* / 6 altı? "
        "altıncı* / 7 yedi yedinci* / 8 sekiz sekizinci* / 9 dokuz dokuzuncu* / 10 on? onuncu*"
    ),
    "uk": (
        "2 два дві двох двом двома двоє друг* обидва? обидві? обох? / 3 три трьох трьом трьома троє трет* / 4 "
        "чотири чотирьох чотирма четверт* / 5 п’ять п’яти п’ята п’яте п’ятий п’ятого п’ятому п’ятим / 6 шість "
        "шести шост* / 7 сім семи сьом* / 8 вісім восьми восьмий восьмого восьма / 9 дев’ять дев’яти дев’ят* "
        "/ 10 десять десяти десят*"
    ),
    "ur": (
        "2 دو دوسر* دونوں? / 3 تین تیسر* تینوں / 4 چار چوتھ* / 5 پانچ پانچو* / 6 چھ چھٹ* / 7 سات ساتو* / 8 "
        "آٹھ آٹھو* / 9 نو? نوی* / 10 دس دسو*"
    ),
    "vi": "2 hai nhì đôi? cả? / 3 ba / 4 bốn tư? / 5 năm? / 6 sáu / 7 bảy / 8 tám / 9 chín? / 10 mười?",
    "ko": (
        "2 두 둘 두번째 이차* 이중* / 3 세 셋 세번째 삼차* / 4 네? 넷 네번째 / 5 다섯* / 6 여섯* / 7 일곱* / "
        "8 여덟* / 9 아홉* / 10 열? 열번째"
    ),
}  # fmt: skip
HAN = frozenset({"Hans", "Hant", "Jpan"})
LEAST = 2  # 一 is part of many words, as are 十 and the larger units
_PAIR = re.compile("[双雙]")
_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0900-\u0dff\u200c\u200d’]*")
_FRONT = re.compile("[وفبكلا]{1,4}|[ושהבלכמ]{1,3}")
_YEAR = re.compile(r"\bnăm (?=\d)")  # Vietnamese: year, or five
_UKRAINIAN = str.maketrans("'ʼ", "’’")


class Spoken(NamedTuple):
    """A number word: its value, the word, and whether it is a number for sure."""

    value: int
    word: str
    is_sure: bool


class _Words(NamedTuple):
    exact: dict[str, tuple[int, bool]]
    stems: tuple[tuple[str, int, bool], ...]


def knows(language: Language) -> bool:
    """Whether the number words of a language are known."""
    return language.script in HAN or language.tag.split("-")[0] in _TABLE


def spoken(text: str, language: Language) -> Iterator[Spoken]:
    """The number words of a text from 2 on, where they stand in it."""
    if language.script in HAN:
        yield from _han(text)
        return
    words = _words(language.tag.split("-")[0])
    folded = unicodedata.normalize("NFC", text.lower()).translate(_UKRAINIAN)
    for word in _WORD.findall(_YEAR.sub("", folded)):
        yield from _values(word, words)


def _han(text: str) -> Iterator[Spoken]:
    for match in HAN_NUMERAL.finditer(text):
        for value in han_values(match[0]):
            yield Spoken(int(value), match[0], LEAST <= value < 10)  # noqa: PLR2004
    for match in _PAIR.finditer(text):
        yield Spoken(2, match[0], is_sure=False)


def _values(word: str, words: _Words) -> Iterator[Spoken]:
    """The values of a word; Arabic and Hebrew join short words to its front."""
    for form in (word, *_unjoined(word)):
        found = words.exact.get(form) or next(
            ((value, is_sure) for stem, value, is_sure in words.stems if form.startswith(stem)), None
        )
        if found and found[0]:
            yield Spoken(found[0], word, found[1])
            return


def _unjoined(word: str) -> Iterator[str]:
    front = _FRONT.match(word) if "\u0590" <= word[0] <= "\u06ff" else None
    for length in range(1, front.end() + 1) if front else ():
        if len(word) - length > 1:
            yield word[length:]


@lru_cache(maxsize=64)
def _words(base: str) -> _Words:
    exact: dict[str, tuple[int, bool]] = {}
    stems: list[tuple[str, int, bool]] = []
    for part in _TABLE.get(base, "").split("/") if base in _TABLE else ():
        value, *forms = part.split()
        for form in forms:
            is_sure, bare = not form.endswith("?"), form.rstrip("?")
            if bare.endswith("*"):
                stems.append((bare[:-1], int(value), is_sure))
            else:
                exact[bare] = (int(value), is_sure)
    return _Words(exact, tuple(sorted(stems, key=lambda each: -len(each[0]))))
