"""The models on this machine: how their folders are laid out, and which languages each translates."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import langcodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from editions.engines import Pair
    from editions.language import Language

END = "</s>"
# Where both languages have one of their own, the tokens that name a target are the source's.
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary")
# What is added to the rank: another territory's variety of a language; a model of several languages.
_VARIETY, _SEVERAL = 1, 10
# opus-mt-en-de, opus-mt-tc-big-en-pt, en-de, en_pt_BR, opus-mt-en-ROMANCE; more may follow: en-de-ct2.
_NAME = re.compile(
    r"(?:(?:.*[-_])?opus[-_]mt[-_](?:tc[-_](?:bible[-_])?(?:big|base|small|tiny)[-_])?)?(?P<source>[a-z]{2,3})"
    r"[-_](?P<target>[a-z]{2,3}(?:_(?:[A-Z][a-z]{3}|[A-Z]{2}))?|[A-Z_]{3,})(?:[-_.].*)?"
)
_OPUS_TOKEN = re.compile(r">>([A-Za-z_]{2,12})<<")  # of a model with several targets, before the source
_NLLB_TOKEN = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}")  # ISO 639-3 and ISO 15924
# Codes that are nobody's standard, or that no standard joins with the usual one: Argos's Brazilian Portuguese and
# traditional Chinese, OPUS's Brazilian Portuguese, NLLB's Southern Pashto and Ayacucho Quechua, Norwegian for Bokmål.
_OWN_CODES = {"pb": "pt-BR", "zt": "zh-Hant", "pob": "pt-BR", "pbt_Arab": "ps", "quy_Latn": "qu", "no": "nb"}


class NoModelError(Exception):
    """Why no model can be used, in plain words."""


@dataclass(frozen=True)
class Model:
    """
    A model's files, and what its texts begin and end with.

    `rank` sorts models of one pair: the smaller, the nearer to it.
    """

    name: str
    weights: Path
    source_pieces: Path
    target_pieces: Path
    rank: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    answer_before: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all its files."""
        files = {
            self.source_pieces,
            self.target_pieces,
            *(each for each in self.weights.iterdir() if each.is_file()),
        }
        return " ".join(_digest(file, file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(files))


@cache
def _digest(file: Path, _size: int, _modified: int) -> str:
    """Of a file as it is now: a large model is read once for all languages."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def find(folder: str, pair: Pair) -> Model:
    """
    The model that fits the pair best, of those that the folder holds or is.

    Raises:
        NoModelError: there is none.
    """
    found, broken = [], []
    for place in _places(folder):
        try:
            found += [model for model in [_model(place, pair)] if model]
        except NoModelError as reason:
            broken.append(str(reason))
    if not found:
        languages = f"{pair.source.code} to {pair.target.code}"
        raise NoModelError("; ".join([f"no usable model in {folder} translates {languages}", *broken]))
    return min(found, key=lambda model: (model.rank, model.name))


def _places(folder: str) -> list[Path]:
    """The folders that may be models: this one, or those in it."""
    root = Path(folder).expanduser()
    try:
        if not root.is_dir():
            raise NoModelError(f"there is no folder {folder}")
        return [root.resolve()] if _layout(root) else sorted(each for each in root.iterdir() if each.is_dir())
    except OSError:
        raise NoModelError(f"the folder {folder} cannot be read") from None


def _layout(place: Path) -> Callable[[Path, Pair], Model | None] | None:
    """What reads a folder like this one; None where it is no model."""
    if (place / "metadata.json").is_file():
        return _argos
    if (place / "sentencepiece.bpe.model").is_file():
        return _nllb
    if any((place / name).is_file() for name in ("model.bin", "source.spm", "target.spm")):
        return _opus
    return None


def _model(place: Path, pair: Pair) -> Model | None:
    """The model in this place; None where it is one for other languages, or none at all."""
    layout = _layout(place)
    try:
        return layout(place, pair) if layout else None
    except OSError:
        raise NoModelError(f"the files of {place.name} cannot be read") from None


def _argos(place: Path, pair: Pair) -> Model | None:
    """A package of Argos Translate, unpacked; its metadata name its languages."""
    about = _read_json(place / "metadata.json")
    if not isinstance(about, dict):
        raise NoModelError(f"metadata.json of {place.name} cannot be read")
    rank = _rank_of_pair(str(about.get("from_code", "")), str(about.get("to_code", "")), pair)
    if rank is None:
        return None
    pieces = place / "sentencepiece.model"
    if (place / "bpe.model").is_file() and not pieces.is_file():
        raise NoModelError(f"{place.name} has an older tokeniser (bpe.model) that is not supported")
    _require(place, pieces, *_required(place / "model"))
    prefix = about.get("target_prefix")
    start = (prefix,) if isinstance(prefix, str) and prefix else ()
    return Model(place.name, place / "model", pieces, pieces, rank, answer_before=start)


def _opus(place: Path, pair: Pair) -> Model | None:
    """
    A model of OPUS-MT; the folder's name says its languages.

    One with several targets has a token for each of them, and the name may only say the family.
    """
    pieces = place / "source.spm", place / "target.spm"
    if not any(file.is_file() for file in pieces):
        raise NoModelError(
            f"{place.name} has no tokeniser: source.spm and target.spm, or sentencepiece.bpe.model"
        )
    name = _NAME.fullmatch(place.name)
    if name is None:
        raise NoModelError(f"the name of {place.name} does not say its languages, as en-de does")
    source = _rank(name["source"], pair.source)
    if source is None:
        return None
    tokens = {found[1]: found[0] for found in map(_OPUS_TOKEN.fullmatch, _vocabulary(place)) if found}
    target, token = _nearest(tokens, pair.target)
    # A model for one language may still tell its scripts or varieties apart.
    own = _rank(name["target"], pair.target)
    if target is None and own is None:
        return None
    _require(place, *pieces, *_required(place))
    rank = source + (target or 0) + (own if own is not None else _SEVERAL)
    return Model(place.name, place, *pieces, rank, before=(token,) if token else (), after=_end(place))


def _nllb(place: Path, pair: Pair) -> Model | None:
    """A model of NLLB; its vocabulary has a token for each of its languages."""
    _require(place, *_required(place))
    tokens = {word: word for word in _vocabulary(place) if _NLLB_TOKEN.fullmatch(word)}
    (source, before), (target, start) = _nearest(tokens, pair.source), _nearest(tokens, pair.target)
    if source is None or target is None:
        return None
    pieces = place / "sentencepiece.bpe.model"
    rank = source + target + _SEVERAL
    return Model(place.name, place, pieces, pieces, rank, (before,), _end(place), (start,))


def _rank_of_pair(source: str, target: str, pair: Pair) -> int | None:
    ranks = _rank(source, pair.source), _rank(target, pair.target)
    return None if ranks[0] is None or ranks[1] is None else ranks[0] + ranks[1]


def _rank(code: str, language: Language) -> int | None:
    """How far a model's code is from the language: 0 it itself, 1 one that differs by territory only, None another."""
    known, wanted = _known(code), _known(language.tag)
    if known is None or wanted is None or (known.language, known.script) != (wanted.language, wanted.script):
        return None
    if known.territory == wanted.territory:
        return 0
    return None if langcodes.Language.get(_OWN_CODES.get(code, code)).territory else _VARIETY


def _known(code: str) -> langcodes.Language | None:
    """A code with its likely script and territory (CLDR likely subtags); None where it is no code."""
    try:
        named = langcodes.Language.get(_OWN_CODES.get(code, code))
    except ValueError:
        return None
    return named.prefer_macrolanguage().maximize()


def _nearest(tokens: dict[str, str], language: Language) -> tuple[int | None, str]:
    """The rank and the token of the nearest language, the one that also says its script first."""
    ranked = [(_rank(code, language), -len(code), token) for code, token in tokens.items()]
    best = min(((rank, short, token) for rank, short, token in ranked if rank is not None), default=None)
    return (None, "") if best is None else (best[0], best[2])


def _required(weights: Path) -> Iterator[Path]:
    yield weights / "model.bin"
    yield next(_vocabulary_files(weights), weights / f"{_VOCABULARIES[0]}.json")


def _require(place: Path, *files: Path) -> None:
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise NoModelError(f"{place.name} is incomplete: {', '.join(missing)} is missing")


def _vocabulary_files(weights: Path) -> Iterator[Path]:
    for name in _VOCABULARIES:
        for ending in (".json", ".txt"):
            if (weights / f"{name}{ending}").is_file():
                yield weights / f"{name}{ending}"


def _vocabulary(weights: Path) -> Iterable[str]:
    """The tokens of the target language, of both where they share them; none where they cannot be read."""
    file = next(_vocabulary_files(weights), None)
    if file is None:
        return ()
    if file.suffix == ".txt":
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    words = _read_json(file)
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else ()


def _end(weights: Path) -> tuple[str, ...]:
    """What the source must end with: some converters have that added, others have not."""
    config = _read_json(weights / "config.json")
    return () if isinstance(config, dict) and config.get("add_source_eos") else (END,)


def _read_json(file: Path) -> Any:
    """What the file says; None where it is missing or broken."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
