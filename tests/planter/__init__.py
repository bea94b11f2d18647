"""
The planter: errors of many kinds are put into translations, to see which of them `check` finds, and what else it says.

    python tests/planter                                  300 errors in this project's catalogs: how many are found?
    python tests/planter --corpus DIR                     ... and 300 in the translations of a folder that people made
    python tests/planter --list | --show ID               what was planted; one error in full
    python tests/planter --kinds number-changed,typography --seed 7 --number 50 --json
    python tests/planter alarms --corpus DIR --sample 40  what the rules say of translations that people made
    python tests/planter judged                           how much of that is wrong, as far as somebody judged it
    python tests/planter rivals --corpus DIR              the same errors, given to other programs

*Kinds.* A kind of error is a public function of `kinds/<group>.py`, found by its name, nothing to register:
`number_changed` of `factual.py` is the kind `number-changed`. It gets a `Text` and yields every `Edit` that makes such
an error of it, and none where it would not be one: a number is changed only where the source has this number too. Its
docstring says in one sentence what goes wrong, and has a sample for the tests: the source, then the translation.

*Words.* What a kind must know of a language stands in `lexicon/<code>.toml` (`lexicon.py` says what), written for the
planter alone. Neither kinds nor words may be borrowed from the rules of `check`: the measure must know nothing of them.

*Found.* An error is found if `check` reports something for its unit that it did not report before. Planted copies hold
few errors each, so that none of them hides another. A machine's text keeps a mark that is true, as if the
machine had made the error.

*Chance.* The same seed, kinds and texts give the same errors. A language that arrives changes the choice.

*Judgements.* `alarms` writes a sample of what each rule says of people's translations to `judgements/<rule>.toml`,
where a reader fills `right`. Others' texts have their own licences, so none stands there: the texts to read are
written to build/planter/alarms/<rule>.txt, under the same keys.

*Rivals.* `pofilter` comes with the tests (translate-toolkit). The others need an environment of their own, which is
looked for in build/planter/rivals (or where --tools says), and Debian's dictionaries:

    python -m venv build/planter/rivals
    build/planter/rivals/bin/pip install l10n-lint pospell
    apt-get install hunspell hunspell-de-de hunspell-fr …

They are no part of the tests: a program that is missing is told as "not there". pospell takes minutes for a manual.
"""
