"""
Pages as readers see them, beside pictures that people looked at: a telephone, a tablet, a desk, in eight scripts.

To renew the pictures after a change that is meant, on a machine with the pinned font packages and `fonts-noto-core`:

    UPDATE_SCREENSHOTS=1 .venv/bin/python -m pytest tests/web/test_screenshots.py

Then look at each picture that changed. Fonts are those of the project's font packages and of Debian's fonts-noto-core
only, whatever else a machine has. A picture knows of which text it is (in its `Text` field): when a translator changes
the top of a page, its tests are skipped until the picture is renewed, since layout can only be compared on equal text.
"""

from __future__ import annotations

import hashlib
import io
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import visit
from PIL import Image, ImageChops, PngImagePlugin
from proofs import Site, required

from chromium import chromium
from editions.formats.pdf.fonts import packages
from editions.language import Language
from helpers import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from helpers import Built

pytestmark = [pytest.mark.tool("chromium"), pytest.mark.xdist_group("web")]

PICTURES = Path(__file__).resolve().parent / "screenshots"
DEBIAN = Path("/usr/share/fonts/truetype/noto")
LANGUAGES = ("de", "ar", "ur", "hi", "ta", "zh_CN", "ja", "ru")
WIDTHS = (320, 768, 1280)
HEIGHT = 1600  # pixels from the top of a page
LEVELS = 32  # of 256: what differs by more is another pixel
SHARE = 0.02  # of the pixels may be others
TALLER = 0.03  # of the height
COLOURS = 32  # of a picture's palette
# Only what fonts-noto-core has: other packages put more weights into the same folder.
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<selectfont>
<rejectfont><glob>{debian}/*</glob></rejectfont>
<acceptfont>
<glob>{debian}/*-Regular.ttf</glob><glob>{debian}/*-Bold.ttf</glob>
<glob>{debian}/*-Italic.ttf</glob><glob>{debian}/*-BoldItalic.ttf</glob>
</acceptfont>
</selectfont>
<alias><family>serif</family><prefer><family>Noto Serif</family></prefer></alias>
<alias><family>sans-serif</family><prefer><family>Noto Sans</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans</family></prefer></alias>
<match target="font">
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit>
</match>
</fontconfig>
"""
# The units of a page with their states, which translators change; and how many of them are in the picture.
UNITS = """(height) => {
    const units = [...document.querySelectorAll("[data-unit]")];
    const shown = units.filter((each) => each.getBoundingClientRect().top < height).length;
    return [units.map((each) => `${each.dataset.state} ${each.textContent}`), shown];
}"""


def fingerprint(texts: list[str]) -> str:
    """How many texts, and a hash of them."""
    return f"{len(texts)} {hashlib.sha256(chr(0).join(texts).encode()).hexdigest()}"


def fontconfig(folder: Path) -> Path:
    """A configuration of fontconfig that knows these fonts and no others."""
    folders = "\n".join(f"<dir>{escape(str(each))}</dir>" for each in (*packages(), DEBIAN))
    path = folder / "fonts.conf"
    text = FONTCONFIG.format(folders=folders, cache=escape(str(folder / "cache")), debian=DEBIAN)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that draws the same letters on every machine."""
    required(DEBIAN / "NotoNastaliqUrdu-Regular.ttf", "apt install fonts-noto-core")
    folder = tmp_path_factory.mktemp("fonts")
    env = environment(folder, FONTCONFIG_FILE=str(fontconfig(folder)))
    arguments = ("--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb")
    with chromium(*arguments, env=env) as found:
        yield found


def picture(page: Page, width: int) -> Image.Image:
    """The top of a page as it is drawn."""
    page.evaluate("document.fonts.ready.then(() => true)")
    height = min(
        HEIGHT, int(page.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)"))
    )
    box = {"x": 0, "y": 0, "width": width, "height": height}
    data = page.screenshot(full_page=True, clip=box, animations="disabled", caret="hide", scale="css")
    return Image.open(io.BytesIO(data)).convert("RGB")


def save(image: Image.Image, text: str, path: Path) -> None:
    """Writes a picture with few colours, and of which text it is."""
    note = PngImagePlugin.PngInfo()
    note.add_text("Text", text)
    few = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    assert differing(image, few.convert("RGB")) == 0, "a palette of so few colours changes the picture"
    few.save(path, optimize=True, pnginfo=note)


def differing(left: Image.Image, right: Image.Image) -> float:
    """The share of pixels that are others, of what both pictures show."""
    size = (min(left.width, right.width), min(left.height, right.height))
    bands = ImageChops.difference(left.crop((0, 0, *size)), right.crop((0, 0, *size))).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[LEVELS + 1 :]) / (size[0] * size[1])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_looks_as_it_did(
    built_own: Built, browser: Browser, tmp_path: Path, language: str, width: int
):
    """The top of the resolution, light: same width, about the same height, at most two of a hundred pixels others."""
    site = Site("own", built_own.root / "build/site")
    path = PICTURES / f"{language}-{width}.png"
    with visit(browser, site, viewport={"width": width, "height": 900}, color_scheme="light") as context:
        page = context.new_page()
        page.goto(site.where(f"{Language(language).tag}/free-julian-assange.html"))
        image = picture(page, width)
        texts, shown = page.evaluate(UNITS, HEIGHT)
    if os.environ.get("UPDATE_SCREENSHOTS"):
        save(image, fingerprint(texts[:shown]), path)
    known = Image.open(path)
    if known.info["Text"] != fingerprint(texts[: int(known.info["Text"].split()[0])]):
        pytest.skip(f"the text of {path.name} has changed; UPDATE_SCREENSHOTS=1 renews it")
    image.save(tmp_path / path.name)
    assert image.width == known.width
    assert abs(image.height - known.height) <= TALLER * known.height
    share = differing(image, known.convert("RGB"))
    assert share <= SHARE, f"{share:.1%} of the pixels of {tmp_path / path.name} are others than in {path}"


def test_pictures_are_small_and_of_today():
    """None without a test of its own; three megabytes at most, since each renewal stays in the history."""
    found = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert found.keys() == {f"{language}-{width}.png" for language in LANGUAGES for width in WIDTHS}
    assert sum(found.values()) < 3_000_000


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_moved_is_another(language: str, width: int):
    """Whatever the script: a text three pixels lower, as by a little more leading above it, is seen."""
    known = Image.open(PICTURES / f"{language}-{width}.png").convert("RGB")
    assert differing(known, known) == 0
    assert differing(known, ImageChops.offset(known, 0, 3)) > SHARE
