"""Every sentence a clerk can meet stands in Vietnamese as well as in English, with the same places."""

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import tonghop
from tonghop.sentences import catalogue_files

_SOURCE = Path(tonghop.__file__).parent


def _source_sentences() -> dict[str, str]:
    """Return what is said in code (``marked``) and in pages (``say``), and where."""
    sources = (("**.py", "python", "marked"), ("web/**.html", "jinja2", "say"))
    return {
        str(message): f"{file}:{line}"
        for pattern, kind, keyword in sources
        for file, line, message, *_ in extract_from_dir(_SOURCE, [(pattern, kind)], keywords={keyword: None})
    }


def _places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


@pytest.fixture(scope="module")
def vietnamese() -> dict[str, str]:
    return dict(_translations())


def _translations() -> list[tuple[str, str]]:
    found = []
    for file in catalogue_files("vi"):
        with file.open("rb") as content:
            found += [(str(message.id), str(message.string)) for message in read_po(content) if message.id]
    return found


def test_no_sentence_stands_in_two_catalogues() -> None:
    said = [source for source, _ in _translations()]
    assert sorted({source for source in said if said.count(source) > 1}) == []


def test_every_sentence_is_translated(vietnamese: dict[str, str]) -> None:
    missing = {where: said for said, where in _source_sentences().items() if not vietnamese.get(said)}
    assert missing == {}


def test_no_translation_is_left_over(vietnamese: dict[str, str]) -> None:
    assert set(vietnamese) - set(_source_sentences()) == set()


def test_translations_have_the_same_places(vietnamese: dict[str, str]) -> None:
    differing = {said: vi for said, vi in vietnamese.items() if _places(said) != _places(vi)}
    assert differing == {}
