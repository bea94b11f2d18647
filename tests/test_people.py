"""People: what people.toml may say, what it may not, and what each role and key is good for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.journal.line import MUST
from editions.journal.people import ENTITLED, ROLES, Person, parse_people, plain_key
from editions.problem import UserError
from vouching import ANNA, BEN, CORA, MALLORY, Signer, crew

PLACE = "locales/people.toml"


def person(**fields: str) -> bytes:
    """A people.toml with one person, her fields as TOML."""
    rows = {"id": '"anna"', "keys": f'["{ANNA.public}"]', "languages": '["de"]', "roles": '["reviewer"]'}
    return "\n".join(["[[person]]", *(f"{name} = {text}" for name, text in (rows | fields).items())]).encode()


def refusal(data: bytes) -> str:
    """The one line that says why a people.toml is refused."""
    with pytest.raises(UserError) as told:
        parse_people(data, PLACE)
    text = str(told.value)
    assert told.value.code == 2
    assert text.startswith(f"{PLACE}: ")
    assert text.isprintable()
    return text


def test_everybody_is_read():
    """Ids, keys without their comments, languages and roles; names are shown only with consent."""
    people = parse_people(crew().encode(), PLACE)
    assert list(people.everybody) == ["anna", "ben", "dan", "cora"]
    anna = people.get("anna")
    assert anna == Person(
        "anna", keys=(ANNA.public,), languages=frozenset({"de"}), roles=frozenset({"reviewer"})
    )
    named = parse_people(person(name='"Anna Berg"'), PLACE).everybody["anna"]
    assert named.shown == "anna"
    assert (
        parse_people(person(name='"Anna Berg"', consent="true"), PLACE).everybody["anna"].shown == "Anna Berg"
    )
    assert people.owner(BEN.public) == people.get("ben")
    assert people.owner(MALLORY.public) is None


def test_an_empty_list_enrols_nobody():
    """No entry is fine, and believes nobody."""
    assert parse_people(b"", PLACE).everybody == {}
    assert parse_people(b"version = 1\n", PLACE).everybody == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[[person]", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"x = " + b"[" * 5000, "cannot be read"),
        (b"version = " + b"1" * 5000, "cannot be read"),
        (b"version = 2", "version 2 is not known"),
        (b"version = true", "version True is not known"),
        (b"version = '1'", "version '1' is not known"),
        (b"[people]\nid = 'x'", "[[person]] entries and nothing else"),
        (b"[person]\nid = 'x'", "[[person]] entries and nothing else"),
        (b"person = [1]", "it needs an id"),
        (b"[[person]]", "it needs an id"),
        (person(id='"Anna"'), "it needs an id"),
        (person(id='"../anna"'), "it needs an id"),
        (person(id='""'), "it needs an id"),
        (person(id='"anna\\n"'), "it needs an id"),
        (person(id='"all/anna"'), "it needs an id"),
        (person(mail='"a@example.org"'), "'mail' is not known"),
        (person(**{'"\\u001b[2J"': "1"}), "is not known"),
        (person(consent="1"), "consent is true or false"),
        (person(name="1"), "name is text"),
        (person(keys="[]\nkeys = []"), "cannot be read"),
        (person(keys='"x"'), "keys is a list"),
        (person(keys='["ssh-ed25519"]'), "no key that counts"),
        (person(keys='["ssh-ed25519 \u00e9"]'), "no key that counts"),
        (person(keys='["\\u001b[2J"]'), "no key that counts"),
        (person(keys='["ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB"]'), "enrol one of kind ssh-ed25519"),
        (person(languages='["German"]'), "'German' is no language"),
        (person(languages='["*"]'), "'*' is no language"),
        (person(languages="[1]"), "languages is a list"),
        (person(roles='["admin"]'), "'admin' is no role"),
        (person(roles='["Reviewer"]'), "'Reviewer' is no role"),
        (person(void_since="true"), "void_since is a commit"),
        (person(void_since='"main"'), "void_since names"),
        (person(void_since='"HEAD"'), "void_since names"),
        (person(void_since='"abc"'), "void_since names"),
        (person(void_since=f'{{ "{MALLORY.public}" = "abcdef0" }}'), "not among its keys"),
        (person(void_since=f'{{ "{ANNA.public}" = 1 }}'), "void_since names"),
    ],
)
def test_what_cannot_be_is_refused(data: bytes, words: str):
    """A list with anything odd in it is refused as a whole, in one printable line that says where."""
    assert words in refusal(data)


def test_nobody_is_there_twice():
    """Two entries of one id would leave open which holds."""
    assert "'anna' is there twice" in refusal(ANNA.entry().encode() * 2)


def test_one_key_is_one_person():
    """Two ids with one key would be two people behind a text that one person signed."""
    twin = Signer("anna2", "anna")
    assert "'anna' and 'anna2' have the same key" in refusal((ANNA.entry() + twin.entry()).encode())
    spelled = twin.entry().replace(twin.public, f"  {twin.public}   another comment ")
    assert "have the same key" in refusal((ANNA.entry() + spelled).encode())


def test_a_key_has_one_spelling():
    """Comments and spaces are not part of a key, nor are other ways to write its base64."""
    assert plain_key(f" {ANNA.public}  anna@example.org x\n") == ANNA.public
    assert plain_key(ANNA.public.replace("ssh-ed25519", "ssh-rsa")) is None
    assert plain_key(ANNA.public[:-4]) is None
    assert plain_key(f"{ANNA.public}AAAA") is None
    assert plain_key(f'command="x" {ANNA.public}') is None
    assert plain_key(f"cert-authority,{ANNA.public}") is None


@given(st.text(max_size=200))
def test_no_text_makes_the_key_reader_crash(text: str):
    """Whatever stands in the place of a key: it is one, or it is none."""
    for odd in (text, f"ssh-ed25519 {text}", f"{ANNA.public[:40]}{text}"):
        found = plain_key(odd)
        assert found is None or plain_key(found) == found


@pytest.mark.parametrize("do", MUST)
def test_every_kind_of_line_needs_a_role(do: str):
    """Each kind of line is entitled to somebody, nothing to the desk, and nothing to who has no role."""
    assert ENTITLED[do]
    for role in ROLES:
        someone = Person("x", languages=frozenset({"de"}), roles=frozenset({role}))
        assert someone.may(do, "de") is (role in ENTITLED[do])
        assert not someone.may(do, "fr")
    assert "desk" not in ENTITLED[do]
    assert not Person("x", languages=frozenset({"all"})).may(do, "de")


def test_a_void_key_is_found_by_key():
    """A commit as text is for all keys, in a table for those that it names."""
    other = Signer("anna", "other")
    keys = f'["{ANNA.public}", "{other.public} laptop"]'
    every = parse_people(person(keys=keys, void_since='"abcdef0123"'), PLACE).everybody["anna"]
    assert every.void_since == {ANNA.public: "abcdef0123", other.public: "abcdef0123"}
    table = f'{{ "{other.public} comment" = "abcdef0123" }}'
    one = parse_people(person(keys=keys, void_since=table), PLACE).everybody["anna"]
    assert one.void_since == {other.public: "abcdef0123"}


def test_a_desk_signs_for_others_in_its_languages_only():
    """For what is said of the source, which holds everywhere, it needs all languages."""
    small, wide = Signer("small"), Signer("wide")
    text = crew() + small.entry("desk") + wide.entry("desk", languages=("all",))
    people = parse_people(text.encode(), PLACE)
    assert set(people.signers("anna", "de")) == {ANNA.public, small.public, wide.public}
    assert set(people.signers("anna", "fr")) == {ANNA.public, wide.public}
    assert set(people.signers("cora", "")) == {CORA.public, wide.public}
    assert set(people.signers("nobody", "de")) == {small.public, wide.public}
