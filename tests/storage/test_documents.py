from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.storage.samples import CAMPAIGN, key, said, submission

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Severity
from tonghop.core.findings import CATALOGUE, Finding
from tonghop.core.submission import Answer, AnswerValue, FilledForm, Row, Submission
from tonghop.storage.documents import (
    answers_document,
    campaign_document,
    campaign_of,
    findings_document,
    findings_of,
    fingerprint,
    submission_of,
)

TEXTS = st.text(max_size=12)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
PLACES = st.none() | st.builds(CellRef, TEXTS, st.integers(0, 2**20), st.integers(0, 2**14))
VALUES: st.SearchStrategy[AnswerValue] = st.one_of(
    st.none(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
)
ANSWERS = st.dictionaries(NAMES, st.builds(Answer, VALUES, PLACES), max_size=4)
ROWS = st.lists(st.builds(Row, TEXTS, ANSWERS), max_size=3).map(tuple)
FORMS = st.lists(st.builds(FilledForm, NAMES, ROWS, ANSWERS, st.none() | TEXTS), max_size=3).map(tuple)
SUBMISSIONS = st.builds(Submission, st.just(key()), st.integers(1, 9), FORMS)

PARAMETERS = st.dictionaries(NAMES, st.integers() | TEXTS | st.builds(said, TEXTS), max_size=3)
MAYBE = st.none() | TEXTS
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(sorted(CATALOGUE)),
    cell=PLACES,
    sheet=MAYBE,
    form=MAYBE,
    row=MAYBE,
    field=MAYBE,
    read=MAYBE,
    expected=MAYBE,
    parameters=PARAMETERS,
    severity_override=st.none() | st.sampled_from(Severity),
)


def exactly(found: Submission) -> str:
    """Equal decimals can be written differently (0.5, 0.50); here that difference counts."""
    return repr(found)


@given(SUBMISSIONS)
def test_a_submission_comes_back_as_it_was(found: Submission) -> None:
    again = submission_of(answers_document(found), found.key, found.version)
    assert again == found
    assert exactly(again) == exactly(found)


@given(st.lists(FINDINGS, max_size=3).map(tuple))
def test_findings_come_back_as_they_were(findings: tuple[Finding, ...]) -> None:
    assert findings_of(findings_document(findings)) == findings


def test_half_a_character_comes_back_too() -> None:
    finding = Finding("number_expected", read="12\ud83d\x00")
    document = findings_document([finding])
    assert document.isascii()
    assert findings_of(document) == (finding,)


def test_a_campaign_comes_back_with_its_decimals() -> None:
    again = campaign_of(campaign_document(CAMPAIGN))
    assert again == CAMPAIGN
    norm = again.form("materials").fixed_rows[1].given["norm"]
    assert isinstance(norm, Decimal)


@pytest.mark.parametrize("value", [datetime(2020, 1, 1), object()])  # noqa: DTZ001 - refused whatever its zone
def test_what_is_no_answer_is_refused(value: AnswerValue) -> None:
    with pytest.raises(TypeError, match="no place in a document"):
        answers_document(submission(key(), value))


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        answers_document(submission(key(), float("nan")))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("0.5"), Decimal("0.50")),
        (100, Decimal("1E+2")),
        (0, Decimal("-0.00")),
        (10**40, Decimal(10) ** 40),
    ],
)
def test_equal_answers_are_the_same(one: AnswerValue, other: AnswerValue) -> None:
    assert fingerprint(submission(key(), one), ()) == fingerprint(submission(key(), other), ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0, None),
        (1, 2),
        (1, "1"),
        (10**40, 10**40 + 1),
        (Decimal("0.1"), Decimal("0.10000000000000000000000000000000001")),
        ("2019-12-17", date(2019, 12, 17)),
        (("2.1",), "2.1"),
        (("2.1", "2.3"), ("2.1",)),
    ],
)
def test_other_answers_are_not(one: AnswerValue, other: AnswerValue) -> None:
    assert fingerprint(submission(key(), one), ()) != fingerprint(submission(key(), other), ())


def test_places_and_blanks_do_not_make_a_difference() -> None:
    moved = submission(key(), 5, row=30)
    bare = Submission(
        key(), 2, (FilledForm("materials", (Row("B1", {"received": Answer(5)}),), {"good": Answer("Tốt")}),)
    )
    assert fingerprint(moved, ()) == fingerprint(bare, ()) == fingerprint(submission(key(), 5), ())


def test_blocking_findings_make_a_difference_and_notes_do_not() -> None:
    found = submission(key(), None)
    typed = Finding("number_expected", CellRef("Biểu 3", 7, 4), form="materials", read="12a")
    elsewhere = Finding("number_expected", CellRef("Biểu 3", 9, 4), form="materials", read="12a")
    note = Finding("read_differently", read="3.640")
    assert fingerprint(found, [typed]) != fingerprint(found, ())
    assert fingerprint(found, [typed]) == fingerprint(found, [elsewhere, note])
