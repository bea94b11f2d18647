"""What tests of the search share: three small documents in many languages, what is looked for, and where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

STRIKE, WEATHER = "strike", "weather"
DOCUMENTS = {
    "index": ("News",),
    STRIKE: (
        "The strike",
        "The workers of the port refuse to work.",
        "For five days they have demanded democracy. That is their right.",
    ),
    WEATHER: ("The weather", "Rain falls on the mountains."),
}
CONF = 'project = "News"\nhtml_theme = "{theme}"\nhtml_copy_source = False\n{more}'


@dataclass(frozen=True)
class Sample:
    """
    The documents' texts in a language, in their order, what is found in which document, and what nowhere.

    `forms` are words in another form than in the text, which a stemmer finds.
    """

    texts: tuple[str, ...]
    strike: tuple[str, ...]
    weather: tuple[str, ...]
    nowhere: tuple[str, ...]
    both: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)

    def queries(self, *, stemmed: bool) -> list[tuple[str, set[str]]]:
        """What is typed, and the documents that must be found, no others; `stemmed` where there is a stemmer."""
        forms = self.forms.items() if stemmed else ()
        return [
            *((each, {STRIKE}) for each in self.strike),
            *((each, {WEATHER}) for each in self.weather),
            *((each, {STRIKE, WEATHER}) for each in self.both),
            *((each, {document}) for each, document in forms),
            *((each, set()) for each in self.nowhere),
        ]


SAMPLES = {
    "de": Sample(
        ("Nachrichten", "Der Streik", "Die Arbeiter des Hafens weigern sich zu arbeiten.",
         "Seit fünf Tagen fordern sie Demokratie. Das ist ihr Recht.", "Das Wetter", "Regen fällt auf die Berge."),
        strike=("Demokratie", "arbeiter"), weather=("REGEN",), nowhere=("Zebra",),
        forms={"Häfen": STRIKE, "Arbeiters": STRIKE, "Berges": WEATHER},
    ),
    "pl": Sample(  # no stemmer; `to`, `no`, `on`, `be` are stop words of English
        ("Wiadomości", "Strajk", "Robotnicy portu odmawiają pracy.",
         "Od pięciu dni żądają demokracji. To jest ich prawo.", "Pogoda", "Deszcz pada w górach."),
        strike=("to", "To", "ROBOTNICY", "żądają"), weather=("górach",), nowhere=("no", "on", "zebra", "demokracje"),
    ),
    "uk": Sample(  # no stemmer; an apostrophe as it is typed, and as it is printed
        ("Новини", "Страйк", "Робітники порту відмовляються працювати.",
         "П’ять днів вони вимагають демократії. Це їхнє право.", "Погода", "У горах падає дощ."),
        strike=("п'ять", "П’ЯТЬ", "робітники"), weather=("дощ", "горах"), nowhere=("слон", "дим"),
    ),
    "el": Sample(
        ("Νέα", "Η απεργία", "Οι εργάτες του λιμανιού αρνούνται να εργαστούν.",
         "Εδώ και πέντε ημέρες απαιτούν δημοκρατία. Είναι δικαίωμά τους.", "Ο καιρός", "Βρέχει στα βουνά."),
        strike=("εργάτες", "ΔΗΜΟΚΡΑΤΊΑ"), weather=("ΚΑΙΡΌΣ",), nowhere=("ελέφαντας",),
        forms={"εργάτης": STRIKE, "λιμάνι": STRIKE, "ΔΗΜΟΚΡΑΤΙΑ": STRIKE, "βουνό": WEATHER},
    ),
    "ar": Sample(
        ("الأخبار", "الإضراب", "يرفض عمال الميناء العمل.",
         "منذ خمسة أيام وهم يطالبون بالديمقراطية. هذا حقهم.", "الطقس", "يهطل المطر على الجبال."),
        strike=("عمال", "ميناء", "ديمقراطية"), weather=("جبال", "مطر"), nowhere=("فيل",),
        forms={"العمال": STRIKE},
    ),
    "hi": Sample(  # a word that is made of pieces of others, as Sphinx cuts them, is not there
        ("समाचार", "हड़ताल", "बंदरगाह के मज़दूर काम करने से इनकार करते हैं।",
         "पाँच दिनों से वे लोकतंत्र की माँग कर रहे हैं। यह उनका अधिकार है।", "मौसम", "पहाड़ों पर बारिश होती है।"),
        strike=("मज़दूर", "लोकतंत्र", "बंदरगाह"), weather=("बारिश",), nowhere=("मगरमच्छ", "कारगर", "हाथी"),
        forms={"मज़दूरों": STRIKE, "पहाड़ी": WEATHER},
    ),
    "ta": Sample(
        ("செய்திகள்", "வேலைநிறுத்தம்", "துறைமுகத் தொழிலாளர்கள் வேலை செய்ய மறுக்கிறார்கள்.",
         "ஐந்து நாட்களாக அவர்கள் ஜனநாயகத்தைக் கோருகிறார்கள். அது அவர்களின் உரிமை.",
         "வானிலை", "மலைகளில் மழை பெய்கிறது."),
        strike=("தொழிலாளர்",), weather=("மழை", "மலை"), nowhere=("யானை", "முதலை"),
        forms={"ஜனநாயகம்": STRIKE, "மலைகள்": WEATHER},
    ),
    "th": Sample(
        ("ข่าว", "การนัดหยุดงาน", "คนงานท่าเรือปฏิเสธที่จะทำงาน",
         "พวกเขาเรียกร้องประชาธิปไตยมาห้าวันแล้ว นี่คือสิทธิของพวกเขา", "สภาพอากาศ", "ฝนตกบนภูเขา"),
        strike=("ท่าเรือ", "ประชาธิปไตย", "คนงาน"), weather=("ภูเขา", "ฝน"), nowhere=("ช้าง", "จระเข้"), both=("เขา",),
    ),
    "ja": Sample(
        ("ニュース", "ストライキ", "港の労働者は働くことを拒否している。",
         "五日前から彼らは民主主義を要求している。それは彼らの権利である。", "天気", "山々に雨が降る。"),
        strike=("労働者", "民主", "民主主義", "ｽﾄﾗｲｷ", "港"), weather=("雨", "山々"), nowhere=("象牙", "象", "主民"),
    ),
    "zh_CN": Sample(
        ("新闻", "罢工", "港口工人拒绝工作。", "五天来他们一直要求民主。这是他们的权利。", "天气", "山上下雨。"),
        strike=("港口工人", "工人", "工人拒绝", "民主"), weather=("雨", "天气"), nowhere=("大象", "人工", "人口"),
    ),
    "ko": Sample(
        ("뉴스", "파업", "항만 노동자들은 일하기를 거부한다.",
         "그들은 닷새째 민주주의를 요구하고 있다. 그것은 그들의 권리이다.", "날씨", "산에 비가 내린다."),
        strike=("노동자", "민주주의", "권리", "항만 노동자"), weather=("비", "산"), nowhere=("코끼리", "자노"),
    ),
}  # fmt: skip


def project_in(*languages: str, theme: str = "furo", more: str = "") -> Callable[[Path], Path]:
    """What makes the documents a project with their translations; `more` is added to its conf.py."""

    def make(root: Path) -> Path:
        docs = root / "docs"
        docs.mkdir(parents=True)
        (docs / "conf.py").write_text(CONF.format(theme=theme, more=more), encoding="utf-8")
        for name, texts in DOCUMENTS.items():
            (docs / f"{name}.rst").write_text(_document(name, texts), encoding="utf-8")
        for code in languages:
            _translate(root / "locales" / code / "LC_MESSAGES", code)
        return root

    return make


def _document(name: str, texts: tuple[str, ...]) -> str:
    title, *paragraphs = texts
    tree = f".. toctree::\n   :hidden:\n\n   {STRIKE}\n   {WEATHER}" if name == "index" else ""
    return "\n\n".join([f"{title}\n{'=' * len(title)}", *paragraphs, tree]) + "\n"


def _translate(folder: Path, code: str) -> None:
    folder.mkdir(parents=True)
    texts = iter(SAMPLES[code].texts)
    for name, sources in DOCUMENTS.items():
        catalog = polib.POFile()
        catalog.metadata = {"Language": code, "Content-Type": "text/plain; charset=UTF-8"}
        catalog.extend(polib.POEntry(msgid=source, msgstr=next(texts)) for source in sources)
        catalog.save(str(folder / f"{name}.po"))
