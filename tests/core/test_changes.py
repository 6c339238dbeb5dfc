"""What differs between two revisions, and between an issue and what holds now."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.small_plan import brought_together, report

from tonghop.core.consolidating.changes import cell_changes, issue, since
from tonghop.core.consolidation import Change, Consolidation
from tonghop.core.consolidation_json import as_json

AT = datetime(2020, 2, 1, tzinfo=UTC)


def plans(done: int | None) -> dict[str, dict[str, int | None]]:
    return {"PLANS": {"done": done}}


def test_two_revisions_differ_cell_by_cell() -> None:
    old = report("C11", att=[{"about": "a", "summoned": 10}], res={"HOURS": {"done": Decimal("0.5")}, **plans(1)})
    new = report(
        "C11",
        att=[{"about": "a", "summoned": 12}, {"about": "b", "summoned": None}],
        res={"HOURS": {"done": Decimal("0.50")}, **plans(None)},
    )
    found = cell_changes(old.submission, new.submission)
    assert [(one.form, one.row, one.field, one.old, one.new, str(one.cell)) for one in found] == [
        ("att", "1", "summoned", 10, 12, "att!C9"),
        ("att", "2", "about", None, "b", "att!B10"),
        ("res", "PLANS", "done", 1, None, "res!B10"),
    ]
    assert cell_changes(old.submission, old.submission) == ()


def changed(before: Consolidation, after: Consolidation) -> tuple[Change, ...]:
    return since(issue(before, b"xlsx", who="ha", at=AT), after).changes


def test_an_issue_against_what_holds_now() -> None:
    before = brought_together(report("C11", res=plans(1)), report("C12", res=plans(5)))
    corrected = replace(report("C11", res=plans(4)), number=2, sender="another")
    after = brought_together(corrected, report("C21", res=plans(7)))
    told = [
        (str(one.measure), one.unit, one.old, one.new, one.revision, one.came, one.went)
        for one in changed(before, after)
    ]
    assert told == [
        ("res.PLANS.done", "C11", 1, 4, 2, False, False),
        ("res.PLANS.done", "C21", None, 7, 1, True, False),
        ("res.PLANS.done", "C12", 5, None, 1, False, True),
    ]
    assert changed(before, after)[0].sender == "another"
    assert changed(after, after) == ()


def test_issues_are_numbered_one_after_another() -> None:
    made = brought_together(report("C11", res=plans(1)))
    first = issue(made, b"xlsx", who="ha", at=AT)
    second = issue(replace(made, changes=since(first, made)), b"xlsx", who="ha", at=AT)
    assert (first.number, second.number, first.as_of) == (1, 2, date(2020, 6, 30))
    assert len(first.digest) == 64


def test_json_tells_the_changes() -> None:
    before, after = brought_together(report("C11", res=plans(1))), brought_together(report("C11", res=plans(4)))
    given_out = issue(before, b"xlsx", who="ha", at=AT)
    told = as_json(replace(after, changes=since(given_out, after)))["changes"]
    assert (told["issue"], told["figures"][0]["old"], told["figures"][0]["new"]) == (1, 1, 4)
    assert as_json(after)["changes"] is None
