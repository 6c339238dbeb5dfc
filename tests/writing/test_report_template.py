"""The template: the page of a Party report, what a clerk typed is only text, and a broken tag is told where it is."""

import dataclasses
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from docs import report_template
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from openxml_audit import OpenXmlValidator
from tests.small_plan import FEBRUARY, JANUARY, TREE, brought_together
from tests.writing.report_cases import (
    LETTERHEAD,
    campaign,
    consolidation,
    february,
    saved,
    tables_under,
    template,
    text,
    written,
)

from tonghop.core.units import UnitTree
from tonghop.sentences import say_error
from tonghop.writing.report import BadTemplate, NotATemplate, report_document
from tonghop.writing.report.context import values
from tonghop.writing.report.rendering import LARGEST, Paper

HOSTILE = (
    "<b>&amp;</b> {{ 7 * 7 }} {% for x in y %} {# x #}",
    "{_{ co_quan }_} {%p if %} ]]> <w:p/>",
    "một\tdòng\vhai\x07ba\ud800",
    "\"nháy\" 'đơn' {{p co_quan }}",
)
GUIDE = Path(__file__).parents[2] / "docs" / "report.md"


def test_the_shipped_template_is_what_the_script_makes() -> None:
    assert _parts(template()) == _parts(report_template.template())


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("previous", [None, JANUARY])
def test_a_public_validator_finds_no_fault(previous: str | None, tmp_path: Path) -> None:
    before = None if previous is None else consolidation(previous)
    result = OpenXmlValidator().validate(saved(consolidation(proposals=HOSTILE[0]), before, tmp_path))
    assert [str(error) for error in result.errors] == []


# The page.


def test_the_pages_are_a4_with_the_margins_of_official_papers() -> None:
    upright, lying = written(consolidation()).sections
    assert _millimetres(upright.page_width, upright.page_height) == [210, 297]
    assert _millimetres(lying.page_width, lying.page_height) == [297, 210]
    assert lying.orientation is WD_ORIENT.LANDSCAPE
    for section in (upright, lying):
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert _millimetres(*margins) == [20, 20, 30, 15]


def _millimetres(*lengths: int | None) -> list[int]:
    return [round((length or 0) / Mm(1)) for length in lengths]


def test_pages_are_numbered_in_the_middle_from_the_second_on() -> None:
    upright, lying = written(consolidation()).sections
    assert upright.different_first_page_header_footer
    assert upright.first_page_header.paragraphs[0].text == ""
    assert "PAGE" in upright.header.paragraphs[0]._p.xml
    assert not lying.different_first_page_header_footer
    assert lying.header.is_linked_to_previous


def test_everything_is_in_times_new_roman_by_named_styles() -> None:
    document = written(consolidation())
    used = {one.style.style_id for one in document.paragraphs if one.style is not None}
    for style in document.styles:
        if style.style_id in used:
            assert style.font.name == "Times New Roman", style.name
    body = next(style for style in document.styles if style.name == "BC Đoạn văn")
    assert body.font.size is not None
    assert body.font.size.pt == 14
    assert not re.search(r"<w:rPr>", Document(BytesIO(template())).element.body.xml)


def test_rows_of_headings_repeat_and_no_row_breaks_across_pages() -> None:
    document = written(consolidation())
    captions = ("Bảng 1.", "Bảng 4.", "Tình hình gửi báo cáo", "PHỤ LỤC 2.", "PHỤ LỤC 4.")
    for table in (table for caption in captions for table in tables_under(document, caption)):
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:cantSplit" in table.rows[-1]._tr.xml


def test_the_head_and_the_foot_are_the_offices() -> None:
    document = written(consolidation())
    head, foot = document.tables[0], next(one for one in document.tables if "Nơi nhận" in one.rows[0].cells[0].text)
    left, right = (cell.text.split("\n") for cell in head.rows[0].cells)
    assert left == ["ĐẢNG BỘ TỈNH", "TỈNH", "*", "Số 12-BC/HU"]
    assert right == ["ĐẢNG CỘNG SẢN VIỆT NAM", "Rạch Giá, ngày …… tháng …… năm 2020"]
    addressees, signature = (cell.text.split("\n") for cell in foot.rows[0].cells)
    assert addressees == ["Nơi nhận:", "- Ban Thường vụ Tỉnh ủy,", "- Lưu VP."]
    assert signature[:2] == ["T/M AN OFFICE", "PHÓ BÍ THƯ"]


def test_all_sections_stand_in_their_order() -> None:
    shown = text(written(consolidation()))
    places = [
        shown.index(heading)
        for heading in (
            "BÁO CÁO",
            "I. CÔNG TÁC",
            "II. KẾT QUẢ",
            "III. HẠN CHẾ",
            "IV. ĐỀ XUẤT",
            "Nơi nhận",
            "PHỤ LỤC 1",
            "PHỤ LỤC 4",
        )
    ]
    assert places == sorted(places)


# What was typed is only text.


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_of_a_unit_stand_as_they_were_typed(hostile: str) -> None:
    shown = text(written(consolidation(proposals=hostile)))
    expected = " ".join(re.sub(r"[\t\v]", " ", hostile).replace("\x07", "").replace("\ud800", "?").split())
    assert f"“{expected}”" in shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_of_units_stand_as_they_were_typed(hostile: str) -> None:
    tree = UnitTree.of([dataclasses.replace(unit, name=hostile) for unit in TREE.units])
    made = brought_together(*february(), campaign=campaign(), period=FEBRUARY, tree=tree)
    document = written(made)
    expected = re.sub(r"[\t\v]", " ", hostile).replace("\x07", "").replace("\ud800", "?")
    (annex,) = tables_under(document, "PHỤ LỤC 1.")
    assert annex.rows[2 if "STT" in annex.rows[1].cells[0].text else 1].cells[1].text.startswith(expected)


# A template that somebody edited.


def _edited(old: str, new: str) -> bytes:
    """Return the template with other words in one paragraph, as typing in Word leaves it."""
    parts = dict(_parts(template()))
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new, 1).encode()
    return _packed(parts)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("{{ so_ky_hieu }}", "{{ so_ky_hiu }}", "{{ so_ky_hiu }}", "không có giá trị nào tên là “so_ky_hiu”"),
        ("{{ v.ten }}", "{{ v.tenn }}", "- {{ v.tenn }}", "không có giá trị nào tên là “tenn”"),
        ("{{ ke_hoach }}", "{{ ke_hoach", "{{ ke_hoach", "thẻ chưa đủ"),
        ("{%p endfor %}", "Hết.", "", "thẻ chưa đủ"),
        ("{{ noi_ngay }}", "{{ noi_ngay.__class__.__mro__ }}", "noi_ngay", "không được phép"),
        ("{{ noi_ngay }}", "{{ 'x' * 999999999999 }}", "'x' *", "không được phép"),
        ("{{ noi_ngay }}", "{{ range(9) }}", "range(9)", "không có giá trị nào tên là “range”"),
        ("{{ noi_ngay }}", "{{ noi_ngay + 1 }}", "noi_ngay + 1", "thẻ chưa đủ hoặc không hiểu được"),
    ],
)
def test_a_fault_is_told_with_its_place_and_remedy(old: str, new: str, place: str, problem: str) -> None:
    with pytest.raises(BadTemplate) as raised:
        report_document(consolidation(), None, LETTERHEAD, _edited(old, new))
    vietnamese = say_error(raised.value, "vi")
    assert place in vietnamese
    assert problem in vietnamese
    assert "Hãy sửa thẻ" in vietnamese
    assert "Correct the tag" in say_error(raised.value, "en")


def test_a_header_is_filled_too() -> None:
    parts = dict(_parts(template()))
    name = next(one for one in parts if one.startswith("word/header") and b"PAGE" in parts[one])
    parts[name] = parts[name].replace(b"<w:fldSimple", b"<w:r><w:t>{{ so_ky_hieu }} </w:t></w:r><w:fldSimple")
    made = Document(BytesIO(report_document(consolidation(), None, LETTERHEAD, _packed(parts))))
    assert "Số 12-BC/HU" in made.sections[0].header.paragraphs[0].text


def _with(name: str, content: bytes) -> bytes:
    return _packed({**_parts(template()), name: content})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "loại tệp khác"),
        (b"PK\x03\x04 not a zip", "loại tệp khác"),
        (_with("word/vbaProject.bin", b"x"), "macro"),
        (_with("word/media/large.bin", b"\0" * (LARGEST + 1)), "quá lớn"),
        (
            _with(
                "word/_rels/header1.xml.rels",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId9" Type="http://x/image" Target="http://example.org/x" TargetMode="External"/>'
                b"</Relationships>",
            ),
            "liên kết tới tệp khác",
        ),
        (_packed({"word/document.xml": b"<x/>"}), "không phải là tệp Word"),
        (_with("word/document.xml", b"<w:document"), "không phải là tệp Word"),
    ],
    ids=["empty", "no zip", "macros", "large", "linked", "no package", "broken"],
)
def test_what_is_no_template_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(NotATemplate) as raised:
        report_document(consolidation(), None, LETTERHEAD, content)
    assert problem in say_error(raised.value, "vi")


def test_a_template_without_our_styles_is_filled_all_the_same() -> None:
    own = Document()
    own.add_paragraph("{{ co_quan }}: {{ so_da_lay }}/{{ so_phai_gui }}")
    own.add_paragraph("{%p for k in ket_qua %}")
    own.add_paragraph("{{p k.bang }}")
    own.add_paragraph("{%p endfor %}")
    own.add_paragraph("{{p bieu_do_tinh_hinh }}")
    content = BytesIO()
    own.save(content)
    made = Document(BytesIO(report_document(consolidation(), None, LETTERHEAD, content.getvalue())))
    assert made.paragraphs[0].text == "TỈNH: 2/5"
    assert len(made.tables) == 4


# The guide.


def _names(value: object, above: str = "") -> set[str]:
    found: set[str] = set()
    for name, inner in value.items() if isinstance(value, dict) else ():
        found.add(f"{above}{name}")
        first = inner[0] if isinstance(inner, list | tuple) and inner else inner
        found |= _names(first, f"{above}{name}.")
    return found


def test_the_guide_lists_every_value_and_no_other() -> None:
    made = consolidation(went_well="Tốt.")
    names = _names(values(Paper(template()), made, consolidation(JANUARY), LETTERHEAD))
    listed = set(re.findall(r"^\| `([\w.]+)` \|", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert listed == names
