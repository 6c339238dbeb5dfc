"""Every sentence a clerk can meet stands in Vietnamese as well as in English, with the same places."""

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import tonghop
from tonghop.sentences import LOCALES

_SOURCE = Path(tonghop.__file__).parent


def _source_sentences() -> dict[str, str]:
    found = extract_from_dir(_SOURCE, [("**.py", "python")], keywords={"marked": None})
    return {str(message): f"{file}:{line}" for file, line, message, _comments, _context in found}


def _places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


@pytest.fixture(scope="module")
def vietnamese() -> dict[str, str]:
    with (LOCALES / "vi.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_sentence_is_translated(vietnamese: dict[str, str]) -> None:
    missing = {where: said for said, where in _source_sentences().items() if not vietnamese.get(said)}
    assert missing == {}


def test_no_translation_is_left_over(vietnamese: dict[str, str]) -> None:
    assert set(vietnamese) - set(_source_sentences()) == set()


def test_translations_have_the_same_places(vietnamese: dict[str, str]) -> None:
    differing = {said: vi for said, vi in vietnamese.items() if _places(said) != _places(vi)}
    assert differing == {}
