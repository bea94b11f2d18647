"""
Fuzzing: what takes a stranger's text gets random texts, steered to code that no text before has reached.

    make fuzz                                 every target, 20 seconds each
    python tests/fuzz --seconds 900 judge     one target, a quarter of an hour
    python tests/fuzz --replay FILE judge     what one input does, without the fuzzer

A target is one file of the folder `targets`, found by its name. Its docstring says what must hold, and

    def run(data: bytes) -> None:             # raises where it does not

does it: `fuzz.harness.finds.Found` for what is wrong though nothing failed, any other exception is a finding too. So is
an input that takes more than two seconds, or 500 MB. Beside the target may lie `NAME.dict`, the words that inputs are
made of (libFuzzer's form), and `seeds/NAME/` has inputs to begin with, which `tests/test_fuzz.py` replays. A target
may also have

    MAX_LEN = 20_000                                          # bytes of an input
    def mutate(data, chance, words, change) -> bytes: ...     # its own way to vary an input, used for every other one

Findings are written to build/fuzz/NAME, the smallest input for each; the inputs that reached new code to
build/fuzz/NAME/corpus, where the next run begins. Needs `atheris` (libFuzzer for Python); replaying does not.
"""
