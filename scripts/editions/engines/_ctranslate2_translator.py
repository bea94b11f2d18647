"""A model at work, through the libraries ctranslate2 and sentencepiece; imported only where they are installed."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ctranslate2  # type: ignore[import-untyped]
import sentencepiece

from editions.engines import Failure, NoAnswerError
from editions.engines._ctranslate2_models import END
from editions.engines._ctranslate2_sentences import cut, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.engines import Answers, Options, Question
    from editions.engines._ctranslate2_models import Model

_TOGETHER = 32  # sentences computed at once
# Tokens of the longest sentence, and of the longest translation: the positions of OPUS-MT's models end at 512.
_LONGEST, _LONGEST_ANSWER = 240, 500
# The same words four times and more: a model that has lost its way.
_LOOP = re.compile(r"(\w[^\n]{1,60}?)(?:\W{0,3}\1){3,}")
# What the libraries raise for files that they cannot make sense of.
_ERRORS = (RuntimeError, ValueError, LookupError, TypeError, OSError, MemoryError)


class Translator:
    """Translates with one model, which is loaded with the first question; may be shared by threads."""

    def __init__(self, model: Model, options: Options) -> None:
        self._model, self._options = model, options
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def ask(self, question: Question) -> Answers:
        """
        One answer for each text, in their order.

        Raises:
            NoAnswerError: the model cannot be loaded, or fails.
        """
        cuts = [cut(text) for text in question.texts]
        with self._lock:
            self._loaded = self._loaded or _loaded(self._model, self._options)
            answers = iter(self._loaded.answers([sentence for each in cuts for sentence in each.sentences]))
        return [_whole([next(answers) for _ in each.sentences], each.gaps) for each in cuts]

    def unload(self) -> None:
        """Gives the memory back."""
        with self._lock:
            self._loaded = None


@dataclass(frozen=True)
class _Loaded:
    """A model in memory, with the tokenisers of both languages."""

    model: Model
    beam: int
    translator: Any
    source: sentencepiece.SentencePieceProcessor
    target: sentencepiece.SentencePieceProcessor

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Tokens that are no text; what the model has no word for may have been replaced by one."""
        return frozenset({"<unk>", END, *self.model.before, *self.model.answer_before})

    def answers(self, sentences: Sequence[str]) -> list[str | Failure]:
        """One answer for each sentence; each that is not too long is given to the model."""
        pieces = [self.source.encode(sentence, out_type=str) for sentence in sentences]
        fitting = [number for number, each in enumerate(pieces) if len(each) <= _LONGEST]
        found: list[str | Failure] = [Failure("a sentence is too long for the model")] * len(sentences)
        results = self._computed([pieces[number] for number in fitting]) if fitting else []
        for number, tokens in zip(fitting, results, strict=True):
            found[number] = self._answer(sentences[number], tokens)
        return found

    def _computed(self, sentences: Sequence[list[str]]) -> list[list[str]]:
        """The tokens of each translation, with the mark of the end where it came to one."""
        model = self.model
        start = list(model.answer_before)
        try:
            results = self.translator.translate_batch(
                [[*model.before, *pieces, *model.after] for pieces in sentences],
                [start] * len(sentences) if start else None,
                max_batch_size=_TOGETHER,
                beam_size=self.beam,
                max_input_length=0,
                max_decoding_length=min(2 * max(map(len, sentences)) + 20, _LONGEST_ANSWER),
                return_end_token=True,
                # A sign that the vocabulary has not is taken over from the source.
                replace_unknowns=True,
            )
        except _ERRORS:
            raise NoAnswerError(f"the model {model.name} failed on a text") from None
        return [result.hypotheses[0][len(start) :] for result in results]

    def _answer(self, sentence: str, tokens: list[str]) -> str | Failure:
        if not tokens or tokens[-1] != END:
            return Failure("the model did not come to an end")
        if not self._marks.isdisjoint(tokens[:-1]):
            return Failure("the model has no word for a part of it")
        answer = str(self.target.decode(tokens[:-1])).strip()
        if not answer:
            return Failure("the model gave an empty answer")
        if _LOOP.search(answer) and not _LOOP.search(sentence):
            return Failure("the model repeats itself")
        return answer


def _loaded(model: Model, options: Options) -> _Loaded:
    try:
        return _Loaded(
            model,
            max(1, int(options["beam"])),
            ctranslate2.Translator(
                str(model.weights), device=options["device"], intra_threads=int(options["threads"])
            ),
            sentencepiece.SentencePieceProcessor(model_file=str(model.source_pieces)),
            sentencepiece.SentencePieceProcessor(model_file=str(model.target_pieces)),
        )
    except _ERRORS:
        reason = f"the model {model.name} cannot be loaded: its files are broken, or there is no memory"
        raise NoAnswerError(reason, everywhere=True) from None


def _whole(answers: Sequence[str | Failure], gaps: Sequence[str]) -> str | Failure:
    """The text, where all of its sentences have an answer."""
    failure = next((answer for answer in answers if isinstance(answer, Failure)), None)
    return failure or joined([answer for answer in answers if isinstance(answer, str)], gaps)
