"""
Real CTranslate2 models of a few megabytes whose translation everybody can check: the text in capitals.

Nothing is trained; the weights are set by hand. Tokens are single characters. A token's vector has a one at the token's
place and a one at its position's place; the decoder looks at the source's token at its own position, and the projection
turns that into the token's capital. Past the last token nothing is at its own position, and the sentence ends.
"""

from __future__ import annotations

import io
import json
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UNKNOWN, START, END, SPACE = "<unk>", "<s>", "</s>", "▁"
CHARACTERS = string.ascii_letters + string.digits + string.punctuation + "中。"
POSITIONS = 160  # the longest sentence
_STEADY = 10.0  # a large value that all vectors have, so that normalising them changes little


@dataclass(frozen=True)
class Tiny:
    """
    One model.

    `tokens` are special tokens of its vocabulary beside the characters, `says` are translations other than the capital.
    A sentence `ends` where the source's tokens do, or only where the source has the mark of an end, or never; the model
    itself puts that mark there if it `adds_end`.
    """

    tokens: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    ends: Literal["there", "marked", "never"] = "there"
    adds_end: bool = False

    @property
    def vocabulary(self) -> list[str]:
        """All tokens, in their order."""
        return [UNKNOWN, START, END, SPACE, *CHARACTERS, *self.tokens]


def opus(folder: Path, tiny: Tiny | None = None) -> Path:
    """A folder laid out like a converted model of OPUS-MT."""
    _save(folder, tiny or Tiny())
    _pieces(folder / "source.spm")
    _pieces(folder / "target.spm")
    return folder


def argos(folder: Path, source: str, target: str, tiny: Tiny | None = None, **others: str) -> Path:
    """A folder laid out like an unpacked package of Argos Translate."""
    _save(folder / "model", tiny or Tiny())
    _pieces(folder / "sentencepiece.model")
    about = {"package_version": "1.0", "from_code": source, "to_code": target, **others}
    (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def nllb(folder: Path, *languages: str, tiny: Tiny | None = None) -> Path:
    """A folder laid out like a converted NLLB model of these languages (`deu_Latn`)."""
    _save(folder, tiny or Tiny(tokens=languages))
    _pieces(folder / "sentencepiece.bpe.model")
    return folder


def _pieces(path: Path) -> None:
    """A tokeniser that cuts into characters."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([f"{each} {each}{each}" for each in CHARACTERS]),
        model_writer=model,
        model_type="char",
        vocab_size=len(CHARACTERS) + 4,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    path.write_bytes(model.getvalue())


def _save(folder: Path, tiny: Tiny) -> None:
    folder.mkdir(parents=True)
    words = tiny.vocabulary
    size = len(words) + POSITIONS + 2  # tokens, positions, the steady value, and whether a token was found
    spec = transformer_spec.TransformerSpec.from_config(num_layers=1, num_heads=1)
    spec.encoder.scale_embeddings = spec.decoder.scale_embeddings = False
    _embed(spec.encoder, spec.decoder, len(words), size)
    _still(spec.encoder.layer[0].self_attention, size)
    _still(spec.encoder.layer[0].ffn, size)
    _still(spec.decoder.layer[0].self_attention, size)
    _look(spec.decoder.layer[0].attention, len(words), size)
    _judge(spec.decoder.layer[0].ffn, len(words), size)
    _norm(spec.encoder.layer_norm, size, 1, 1)
    _norm(spec.decoder.layer_norm, size, 1, 2, 2, _STEADY)
    _speak(spec.decoder.projection, tiny, size)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.add_source_eos = tiny.adds_end
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


def _embed(encoder: Any, decoder: Any, words: int, size: int) -> None:
    """The source's tokens and both sides' positions; what was said before does not matter to the decoder."""
    tokens, positions = np.zeros((words, size), "f4"), np.zeros((POSITIONS, size), "f4")
    tokens[:, :words] = np.eye(words)
    positions[:, words:-2] = np.eye(POSITIONS)
    encoder.embeddings[0].weight = tokens
    encoder.position_encodings.encodings = positions
    decoder.embeddings.weight = np.zeros_like(tokens)
    steady = positions.copy()
    steady[:, -2] = _STEADY
    decoder.position_encodings.encodings = steady


def _norm(norm: Any, size: int, *values: float) -> None:
    """A layer norm that leaves a vector of these values, and zeros, as it is."""
    mean = sum(values) / size
    norm.gamma = np.full(size, np.sqrt(sum(each**2 for each in values) / size - mean**2), "f4")
    norm.beta = np.full(size, mean, "f4")


def _line(line: Any, weight: np.ndarray, bias: np.ndarray | None = None) -> None:
    line.weight = weight.astype("f4")
    line.bias = np.zeros(len(weight), "f4") if bias is None else bias.astype("f4")


def _still(layer: Any, size: int) -> None:
    """A layer that adds nothing."""
    _norm(layer.layer_norm, size, 1)
    first, last = layer.linear if hasattr(layer, "linear") else (layer.linear_0, layer.linear_1)
    inner = 3 * size if hasattr(layer, "linear") else 8
    _line(first, np.zeros((inner, size)))
    _line(last, np.zeros((size, size if hasattr(layer, "linear") else inner)))


def _look(layer: Any, words: int, size: int) -> None:
    """Attention to the source's token at the same position: it, and its position, are added."""
    _norm(layer.layer_norm, size, 1, _STEADY)
    place = np.zeros((size, size))
    place[words:-2, words:-2] = np.eye(POSITIONS)
    _line(layer.linear[0], place * 60 * np.sqrt(size))
    _line(layer.linear[1], np.vstack([place, np.eye(size)]))
    _line(layer.linear[2], np.eye(size))


def _judge(layer: Any, words: int, size: int) -> None:
    """Whether the token found was at the same position: there the position counts twice."""
    _norm(layer.layer_norm, size, 1, 2, _STEADY)
    found = np.zeros((POSITIONS, size))
    found[:, words:-2] = np.eye(POSITIONS) * 4
    _line(layer.linear_0, found, np.full(POSITIONS, -6.0))
    said = np.zeros((size, POSITIONS))
    said[-1] = 1
    _line(layer.linear_1, said)


def _speak(line: Any, tiny: Tiny, size: int) -> None:
    """A token's translation; the sentence ends where none was found."""
    words = tiny.vocabulary
    place = {word: number for number, word in enumerate(words)}
    weight, bias = np.zeros((len(words), size)), np.zeros(len(words))
    for word in words:
        weight[place[tiny.says.get(word, word.upper() if len(word) == 1 else word)], place[word]] += 20
    if tiny.ends == "there":
        weight[place[END], -1] = -15
        bias[place[END]] = 25
    elif tiny.ends == "never":
        bias[place[END]] = -1e4
    _line(line, weight, bias)
