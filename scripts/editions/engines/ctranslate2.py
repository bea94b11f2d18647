"""
Engine `ctranslate2`: neural translation on this machine, with models that you have put there; nothing leaves it.

The library CTranslate2 (`pip install "editions[ctranslate2]"`, without torch) runs the models. They are not part of it:
download them, unpack them, and say where they are. Each may be laid out in one of three ways:

    opus-mt-en-de/    OPUS-MT, converted: model.bin, a vocabulary, source.spm, target.spm; its name says the languages
    en_es/            Argos Translate, an unpacked .argosmodel: metadata.json, model/, sentencepiece.model
    nllb-200/         NLLB, converted: model.bin, a vocabulary, sentencepiece.bpe.model; translates between all of its

    [tool.editions.engines.ctranslate2]
    models = "~/models"   # the folder of such a model, or one that holds several
    threads = 4           # how many processors one translation uses; 0 leaves it to the library
    beam = 4              # how many translations are followed at once: more are better and slower
    device = "cpu"        # or "cuda", or "auto"

A model made for a pair comes before one of many languages. Mind the licences: NLLB's excludes commercial use.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from editions.engines import Limits, NoAnswerError, Pair
from editions.engines._ctranslate2_models import NoModelError, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.engines import Ask, Options
    from editions.language import Language
    from editions.markup.wire import Form

# Such models know no tags; they have met numbers in brackets.
WIRE: Form = "text"
TERMS = False
SENDS = "nothing: the texts stay on this machine"
LIMITS = Limits(texts=32, size=20_000)
OPTIONS: Mapping[str, Any] = {"models": "", "threads": 0, "beam": 4, "device": "cpu"}

_DEVICES = ("cpu", "cuda", "auto")
_TABLE = "[tool.editions.engines.ctranslate2]"


def host(options: Options) -> str:
    """Empty: the texts stay on this machine."""
    del options
    return ""


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """What is missing here: the libraries, a model for these languages, one of its files; None where nothing is."""
    if find_spec("ctranslate2") is None or find_spec("sentencepiece") is None:
        return 'it needs libraries: pip install "editions[ctranslate2]"'
    if not options["models"]:
        return f'it must be told where its models are: {_TABLE} models = "…" in pyproject.toml'
    if options["device"] not in _DEVICES:
        return f"its device must be one of {', '.join(_DEVICES)}"
    if options["device"] == "cuda" and not _has_gpu():
        return "there is no graphics processor that it could use; leave `device` out"
    try:
        find(options["models"], Pair(source, target))
    except NoModelError as reason:
        return str(reason)
    return None


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that translates with the model, for as long as the context lasts; the first call loads it.

    Raises:
        NoAnswerError: there is no model for these languages.
    """
    from editions.engines._ctranslate2_translator import Translator

    try:
        translator = Translator(find(options["models"], pair), options)
    except NoModelError as reason:
        raise NoAnswerError(str(reason)) from None
    try:
        yield translator.ask
    finally:
        translator.unload()


def identity(pair: Pair, options: Options) -> str:
    """The bytes of the model, and how many translations it follows; empty where there is no model."""
    try:
        return f"{find(options['models'], pair).digest} {options['beam']}"
    except NoModelError:
        return ""


def _has_gpu() -> bool:
    import ctranslate2  # type: ignore[import-untyped]

    return bool(ctranslate2.get_cuda_device_count())
