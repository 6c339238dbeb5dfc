"""LibreOffice prints the report; where it is missing or fails, that is said."""

import os
import re
import shutil
import stat
from pathlib import Path

import pypdfium2
import pytest
from tests.writing.report_cases import LETTERHEAD, consolidation, template

from tonghop.sentences import say_error
from tonghop.writing.report import NoLibreOffice, NoPdf, libreoffice, pdf, printing, report_document


@pytest.fixture(scope="module")
def pages() -> list[pypdfium2.PdfPage]:
    if libreoffice() is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice (soffice) is not installed, and CI is set")
        pytest.skip("LibreOffice (soffice) is not installed")
    content = pdf(report_document(consolidation(proposals="Đề nghị <cấp> {{ sách }}."), None, LETTERHEAD, template()))
    return list(pypdfium2.PdfDocument(content))


def _words(page: pypdfium2.PdfPage) -> str:
    return " ".join(str(page.get_textpage().get_text_range()).split())


def _plain(words: str) -> str:
    """Return the letters that every font has: those it lacks are printed from another, and read back elsewhere."""
    return "".join(letter for letter in words if letter.isascii() and not letter.isspace())


def test_it_is_printed_on_a4_upright_and_then_lying(pages: list[pypdfium2.PdfPage]) -> None:
    sizes = [(round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in pages]
    assert sizes[0] == (210, 297)
    assert sizes[-1] == (297, 210)
    assert sizes == sorted(sizes)


def test_pages_bear_their_numbers_from_the_second_on(pages: list[pypdfium2.PdfPage]) -> None:
    assert not re.match(r"\d", _words(pages[0]))
    assert [_words(page).split()[0] for page in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]


def test_each_annex_begins_a_page_and_no_page_is_empty(pages: list[pypdfium2.PdfPage]) -> None:
    shown = [_words(page) for page in pages]
    assert sum(_plain("PHỤ LỤC") in _plain(words) for words in shown) == 4
    assert min(len(words) for words in shown) > 40
    assert any(_plain("Đề nghị <cấp> {{ sách }}.") in _plain(words) for words in shown)


def test_the_charts_are_drawn(pages: list[pypdfium2.PdfPage]) -> None:
    shown = " ".join(_words(page) for page in pages)
    assert _plain("att theo đơn vị trực thuộc") in _plain(shown)
    assert _plain("Tình hình gửi báo cáo theo đơn vị trực thuộc") in _plain(shown)


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    with pytest.raises(NoLibreOffice) as raised:
        pdf(b"")
    assert "lưu thành PDF" in say_error(raised.value, "vi")
    assert "save it as PDF" in say_error(raised.value, "en")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(("script", "told"), [("echo no filter; exit 1", "no filter"), ("sleep 60", "> 1 s")])
def test_a_libreoffice_that_fails_or_hangs_is_told(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(printing, "libreoffice", lambda: str(program))
    monkeypatch.setattr(printing, "TIMEOUT", 1)
    with pytest.raises(NoPdf) as raised:
        pdf(b"")
    assert told in str(raised.value)
