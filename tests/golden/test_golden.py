"""Every golden workbook gives exactly its findings, and the right ones the same answers whoever saved them."""

import json
from pathlib import Path

import pytest
from tests.golden.build import HERE, KEY, plan

from tonghop import catalogue
from tonghop.core.checking import Checked, Context, check
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import parse
from tonghop.core.submission import Submission
from tonghop.reading import read

EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def _checked(file: Path) -> tuple[Checked, tuple[Finding, ...]]:
    campaign, period, unit = plan()
    sheets = read(file.read_bytes())
    identified = identify(sheets, KEY, lambda _code, _version: campaign, lambda code: catalogue.load_shipped(code)[1])
    assert isinstance(identified, Identified)
    (parsed,) = parse(sheets, identified.stamp, campaign, period, unit)
    checked = check(parsed.submission, Context(campaign, period, unit, {}, {}))
    return checked, (*parsed.findings, *checked.findings)


def test_every_workbook_is_listed() -> None:
    files = {file.name for file in HERE.glob("*.xlsx")}
    table = (HERE / "README.md").read_text(encoding="utf-8")
    assert files == set(EXPECTED)
    assert [name for name in files if f"`{name}`" not in table] == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_golden_workbook_has_exactly_its_findings(name: str) -> None:
    _, findings = _checked(HERE / name)
    found = [[one.severity.value, one.code, str(one.cell) if one.cell else None] for one in findings]
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "libreoffice.xlsx", "as-typed.xlsx"])
def test_the_same_figures_give_the_same_answers(name: str) -> None:
    clean, other = (_checked(HERE / file)[0].submission for file in ("clean.xlsx", name))
    assert _answers(clean) == _answers(other)


def _answers(submission: Submission) -> dict[tuple[str, str, str], object]:
    return {(form, row, field): answer.value for form, row, field, answer in submission.answers()}
