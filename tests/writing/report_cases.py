"""Reports to write, and how the tests read the Word documents that were written."""

import dataclasses
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from tests.small_plan import ATTENDANCE, FEBRUARY, MATERIALS, REGISTER, RESULTS, brought_together, plan, report, words

from tonghop import catalogue
from tonghop.core.completeness import State
from tonghop.core.consolidation import Consolidation, Include, Revision
from tonghop.core.consolidation_json import as_json
from tonghop.core.definitions import Campaign
from tonghop.core.submission import Answer
from tonghop.writing.report import Letterhead, report_document

LETTERHEAD = Letterhead(
    superior="Đảng bộ tỉnh",
    number="12",
    symbol="HU",
    place="Rạch Giá",
    post="Phó Bí thư",
    recipients=("Ban Thường vụ Tỉnh ủy;", "Lưu VP"),
)
TEXTS = [
    {"name": "went_well", "label": words("Ưu điểm"), "type": "text"},
    {"name": "fell_short", "label": words("Hạn chế"), "type": "text"},
    {"name": "proposals", "label": words("Kiến nghị"), "type": "text"},
]


@cache
def template() -> bytes:
    return (catalogue.templates_dir() / "report.docx").read_bytes()


@cache
def campaign() -> Campaign:
    office = [{"to": words("Cấp trên"), "due": {"early": "2020-09"}}]
    activity = {"code": "HN", "label": words("Hội nghị"), "start": "2020-01-01", "finish": {"in_month": "2020-02"}}
    forms = [REGISTER, ATTENDANCE, MATERIALS, {**RESULTS, "texts": TEXTS}]
    return plan(forms=forms, number="76-KH/ĐU", office=office, activities=[activity])


def said(revision: Revision, **texts: str) -> Revision:
    """Return the revision with what the unit wrote under its results."""
    answers = {name: Answer(text) for name, text in texts.items()}
    forms = tuple(
        dataclasses.replace(form, texts=answers) if form.form == "res" else form for form in revision.submission.forms
    )
    return dataclasses.replace(revision, submission=dataclasses.replace(revision.submission, forms=forms))


def january() -> tuple[Revision, ...]:
    return (
        report("P", att=[{"about": "a", "summoned": 3640, "attended": 3600, "days": Decimal("0.5")}]),
        report(
            "D1",
            reg={"members": 1234, "cells": 70},
            att=[{"about": "b", "summoned": 10, "attended": 7}],
            mat={"BOOK": {"recipients": 4, "norm": 3, "entitled": 12, "received": 12, "passed_down": 0}},
            res={"PLANS": {"done": 5}, "HOURS": {"done": Decimal("1.5")}},
            state=State.ACCEPTED,
        ),
        report("C21", reg={"members": 30, "cells": 0}, res={"PLANS": {"done": 8}}),
    )


def february(**texts: str) -> tuple[Revision, ...]:
    return (
        report(
            "D1",
            FEBRUARY,
            reg={"members": 1200, "cells": 71},
            att=[{"about": "b", "summoned": 20, "attended": 19}],
            res={"PLANS": {"done": 2}, "MET": {"done": 4}},
        ),
        said(report("C11", FEBRUARY, reg={"members": 45}, state=State.ACCEPTED), **texts),
        report("C12", FEBRUARY, state=State.RETURNED),
    )


def consolidation(period: str = FEBRUARY, include: Include = Include.SUBMITTED, **texts: str) -> Consolidation:
    """Two months of three levels; a silent district, a returned report, and one that is exempt."""
    sent = (*january(), *february(**texts))
    return brought_together(*sent, campaign=campaign(), period=period, include=include, exempt=[("C21", FEBRUARY)])


def written(
    made: Consolidation, previous: Consolidation | None = None, letterhead: Letterhead = LETTERHEAD
) -> WordDocument:
    return Document(BytesIO(report_document(made, previous, letterhead, template())))


def saved(made: Consolidation, previous: Consolidation | None, folder: Path) -> Path:
    path = folder / "bao-cao.docx"
    path.write_bytes(report_document(made, previous, LETTERHEAD, template()))
    return path


# Reading.


def blocks(document: WordDocument) -> Iterator[Paragraph | Table]:
    yield from document.iter_inner_content()


def text(document: WordDocument) -> str:
    """Return all words, those in tables too."""
    return "\n".join(
        one.text if isinstance(one, Paragraph) else "\n".join(cell.text for row in one.rows for cell in row.cells)
        for one in blocks(document)
    )


def tables_under(document: WordDocument, caption: str) -> list[Table]:
    """Return the tables that follow the paragraph that begins so, up to the next heading or caption."""
    found: list[Table] = []
    reading = False
    for one in blocks(document):
        if isinstance(one, Table):
            found += [one] if reading else []
        elif one.text.startswith(caption):
            reading = True
        elif one.text and one.style is not None and one.style.style_id in {"BCTenBang", "BCTenPhuLuc", "BCMuc"}:
            reading = False
    return found


def numbers(tables: list[Table], *looks: str) -> Counter[str]:
    """Return the figures in the tables, each cell once, headings and running numbers left out."""
    styles = looks or ("BCOSo", "BCOSoCong", "BCOSoTruoc")
    found: Counter[str] = Counter()
    for table in tables:
        numbered = table.rows[0].cells[0].text == "STT"
        for row in table.rows:
            for cell in row.cells[1 if numbered else 0 :]:
                paragraph = cell.paragraphs[0]
                if paragraph.text and paragraph.style is not None and paragraph.style.style_id in styles:
                    found[paragraph.text] += 1
    return found


def charts(path: Path) -> list[tuple[str, list[tuple[str, list[str], list[str]]]]]:
    """Return each chart's XML text with its series: name, categories, figures."""
    spaces = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    found = []
    with zipfile.ZipFile(path) as package:
        for name in sorted(one for one in package.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", one)):
            root = etree.fromstring(package.read(name))
            series = [
                tuple(
                    [str(value.text) for value in one.iterfind(f"c:{part}//c:v", spaces)]
                    for part in ("tx", "cat", "val")
                )
                for one in root.iter(f"{{{spaces['c']}}}ser")
            ]
            found.append((etree.tostring(root, encoding="unicode"), [(a[0], b, c) for a, b, c in series]))
    return found


# What is expected, from the JSON alone.


def json_of(made: Consolidation) -> dict[str, Any]:
    return as_json(made)


def shown_columns(plain: Mapping[str, Any], form: str) -> list[dict[str, Any]]:
    together = ("sum", "max")
    return [
        one
        for one in plain["columns"]
        if one["form"] == form and (one["over_units"] in together or one["formula"] is not None)
    ]


def vietnamese(value: int | str, type_: str) -> str:
    """Write a figure of the JSON as the report should."""
    if type_ == "rate":
        share = (Decimal(value) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{share}\N{NO-BREAK SPACE}%".replace(".", ",")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    whole, _, fraction = f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP)}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole):,}".replace(",", ".") + (f",{fraction}" if fraction else "")


def annex_figures(plain: Mapping[str, Any], form: str) -> Counter[str]:
    """Return what the form's annex should hold: the whole and its parts."""
    whole = plain["lines"][0]
    lines = [whole, *(plain["lines"][index] for index in whole["parts"])]
    return Counter(
        vietnamese(line["values"][column["measure"]], column["type"])
        for column in shown_columns(plain, form)
        for line in lines
        if column["measure"] in line["values"]
    )
