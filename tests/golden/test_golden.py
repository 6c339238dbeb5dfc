"""Every golden workbook gives exactly its findings, and the right ones the same answers whoever saved them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.golden.build.__main__ import ALL
from tests.golden.build.plans import KEY, WORKBOOKS, newer, shipped
from tests.golden.cases import Case, Expected, cases
from tests.golden.remedies import followed

from tonghop import workflow
from tonghop.config import Instance
from tonghop.core.errors import TonghopError
from tonghop.core.findings import Finding
from tonghop.storage import Delivery, Store
from tonghop.workflow import Examined, Office

CASES = cases()
BY_FILE = {case.file: case for case in reversed(CASES)}
TODAY = date(2024, 1, 31)
README = (WORKBOOKS.parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the four shipped plans, one of them in a second version, that has taken in April's report."""
    instance = replace(Instance.create(tmp_path_factory.mktemp("golden") / "instance"), key=KEY)
    at = datetime(2017, 4, 28, tzinfo=UTC)
    with Store.create(workflow.database_url(instance)) as store:
        for code in ("kien-giang-2020", "so-28-2022", "tra-vinh-2017", "xa-76-2023"):
            store.save_campaign(*shipped(code), who="lan", at=at)
        campaign, units = shipped("xa-76-2023")
        store.save_campaign(newer(campaign, 2), units, who="lan", at=at)
        office = Office(instance, store)
        april = Delivery((WORKBOOKS / "district-april.xlsx").read_bytes(), "district-april.xlsx", "an", at)
        assert workflow.receive(office, april).taken
        yield office


def _examined(office: Office, case: Case, content: bytes | None = None) -> Examined:
    content = (WORKBOOKS / case.file).read_bytes() if content is None else content
    return workflow.examine(office, content, as_of=TODAY, claimed_unit=case.unit, claimed_period=case.period)


def _place(finding: Finding) -> str:
    return str(finding.cell) if finding.cell else finding.sheet or "-"


def _said(examined: Examined, case: Case) -> list[tuple[str | None, str, str, str]]:
    """What was found, as the table has it; the units are told apart in groups only."""
    refused = [(None, examined.refusal)] if isinstance(examined.refusal, Finding) else []
    found = [
        (outcome.key.unit if case.members else None, finding)
        for outcome in examined.outcomes
        for finding in outcome.findings
    ]
    return [(unit, one.severity.value, one.code, _place(one)) for unit, one in (*refused, *found)]


def _answers(examined: Examined) -> dict[tuple[str, ...], object]:
    return {
        (outcome.key.unit, form, row, field): answer.value
        for outcome in examined.outcomes
        for form, row, field, answer in outcome.submission.answers()
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_golden_workbook_has_exactly_its_findings(office: Office, case: Case) -> None:
    examined = _examined(office, case)
    refusal = examined.refusal
    assert (type(refusal).__name__ if isinstance(refusal, TonghopError) else None) == case.refusal
    assert sorted(map(str, _said(examined, case))) == sorted(str(one.said) for one in case.findings)
    if case.members:
        assert [outcome.key.unit for outcome in examined.outcomes] == case.members


@pytest.mark.parametrize("case", [case for case in CASES if case.same], ids=str)
def test_the_same_figures_give_the_same_answers(office: Office, case: Case) -> None:
    answers = _answers(_examined(office, case))
    assert answers
    assert answers == _answers(_examined(office, BY_FILE[case.same or ""]))


def _remedied(case: Case) -> list[Expected]:
    return [one for one in case.findings if one.remedy is not None]


@pytest.mark.parametrize("case", [case for case in CASES if _remedied(case)], ids=str)
def test_a_finding_is_gone_when_its_remedy_is_followed(office: Office, case: Case) -> None:
    content = followed((WORKBOOKS / case.file).read_bytes(), case.findings)
    left = {one for one in _said(_examined(office, case, content), case) if one[1] == "blocking"}
    assert not {one for one in left if "!" in one[3]}
    assert left <= {one.said for one in case.findings if one.remedy is None}


def test_every_blocking_finding_of_a_cell_has_a_remedy_to_follow() -> None:
    without = [
        (case.file, one.said)
        for case in CASES
        for one in case.findings
        if one.severity == "blocking" and "!" in one.place and one.remedy is None and case.file.endswith(".xlsx")
    ]
    assert without == []


def test_every_workbook_is_made_and_expected() -> None:
    files = {file.name for file in WORKBOOKS.iterdir()}
    assert files == set(ALL) == set(BY_FILE)
    assert len(files) >= 64


def _listed() -> dict[str, str]:
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in README.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[3] for row in rows}


def test_the_table_lists_every_workbook_with_what_is_found_in_it() -> None:
    expected = {file: _short([case for case in CASES if case.file == file]) for file in BY_FILE}
    assert _listed() == expected


def _short(sent: list[Case]) -> str:
    """The codes found, whomever the file is sent for."""
    codes = [code for case in sent for code in (case.refusal, *(one.code for one in case.findings)) if code]
    return ", ".join(f"`{code}`" for code in dict.fromkeys(codes)) or "nothing"


@pytest.mark.parametrize("name", ["commune.xlsx", "copied.xlsx", "letterhead.xlsx", "strict.xlsx"])
def test_what_is_made_twice_is_the_same(name: str) -> None:
    assert ALL[name]() == ALL[name]()


def test_the_workbooks_stay_small() -> None:
    assert sum(Path(file).stat().st_size for file in WORKBOOKS.iterdir()) < 4_500_000
