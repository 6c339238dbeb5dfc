"""Figures out of line with a unit's own history or with its peers: warnings that say the figures."""

from decimal import Decimal

import pytest
from tests.small_plan import JANUARY, MARCH, UNITS, brought_together, period_of, plan, report

from tonghop.core.consolidating import measuring
from tonghop.core.consolidating.watching import jumps, modified_z
from tonghop.core.consolidation import Measure, UnitFinding
from tonghop.core.definitions import Campaign, Severity, Text
from tonghop.core.findings import Finding
from tonghop.core.units import Unit, UnitTree

COMMUNES = [Unit(f"X{number}", "D1", "commune", f"Xã {number}") for number in range(12)]
TREE = UnitTree.of([*UNITS, *COMMUNES])
MEMBERS = Measure("reg", "members")


@pytest.mark.parametrize(
    ("value", "others", "score"),
    [
        (10, [8, 9, 10, 11, 12], "0"),
        (20, [8, 9, 10, 11, 12], "6.745"),
        (10, [5, 5, 5, 5, 10], "3.9895"),
        (7, [5, 5, 5], None),
    ],
)
def test_the_modified_z_score(value: int, others: list[int], score: str | None) -> None:
    found = modified_z(value, others)
    assert (found is None) == (score is None)
    if found is not None and score is not None:
        assert round(found, 4) == Decimal(score)


# History.


def jumped(members: int, *earlier: int, campaign: Campaign | None = None) -> list[Finding]:
    campaign = campaign or plan()
    sent = report("C11", MARCH, reg={"members": members})
    columns = measuring.columns(campaign, period_of(campaign, MARCH))
    return list(jumps(campaign, columns, sent.submission, [{MEMBERS: figure} for figure in earlier]))


@pytest.mark.parametrize(
    ("members", "earlier", "told"),
    [
        (1200, (120,), True),
        (12, (120,), True),
        (500, (120,), False),
        (8, (1,), False),
        (120, (), False),
        (400, (118, 120, 121, 119), True),
        (400, (50, 120, 300, 600), False),
        (125, (118, 120, 121, 119), False),
        (400, (120, 120, 120, 120), True),
    ],
)
def test_a_jump_is_told(members: int, earlier: tuple[int, ...], told: bool) -> None:  # noqa: FBT001
    assert bool(jumped(members, *earlier)) is told


def test_a_jump_says_the_figures_and_leads_to_the_cell() -> None:
    (found,) = jumped(1200, 118, 122)
    assert (found.code, found.severity, str(found.cell)) == ("jump_from_history", Severity.WARNING, "reg!B9")
    told = ("count", "lowest", "highest", "usual")
    assert (found.read, [found.parameters[name] for name in told]) == ("1.200", [2, "118", "122", "120"])


def test_a_campaign_or_a_field_may_be_left_unwatched() -> None:
    assert jumped(1200, 120, campaign=plan(watch={"history": False})) == []
    forms = plan().model_dump(mode="json")["forms"]
    forms[0]["fields"][0]["watch"] = {"jump": "20"}
    assert jumped(1200, 120, campaign=plan(forms=forms)) == []


# Peers.


def among(figures: dict[str, int], sizes: dict[str, int] | None = None) -> list[UnitFinding]:
    reports = [
        report(code, res={"PLANS": {"done": done}}, reg={"members": sizes[code]} if sizes else None)
        for code, done in figures.items()
    ]
    made = brought_together(*reports, tree=TREE)
    return [found for found in made.findings if found.finding.code == "outlier_among_peers"]


USUAL = {unit.code: 50 + place for place, unit in enumerate(COMMUNES)}


def test_a_figure_out_of_line_with_its_peers_is_told_with_theirs() -> None:
    (found,) = among({**USUAL, "X3": 530})
    finding = found.finding
    assert (found.unit, found.period, finding.severity, str(finding.cell)) == (
        "X3",
        JANUARY,
        Severity.WARNING,
        "res!B9",
    )
    told = ("count", "lowest", "highest", "usual")
    assert (finding.read, [finding.parameters[name] for name in told]) == ("530", [11, "50", "61", "56"])
    assert finding.parameters["label"] == Text(vi="plans – done", en="plans – done")


@pytest.mark.parametrize("figures", [USUAL, {**USUAL, "X3": 130}, {**dict.fromkeys(USUAL, 1), "X3": 9}])
def test_what_is_usual_or_small_is_not_told(figures: dict[str, int]) -> None:
    assert among(figures) == []


def test_one_among_equals_is_told() -> None:
    assert [found.unit for found in among({**dict.fromkeys(USUAL, 20), "X3": 200})] == ["X3"]


def test_with_few_peers_nothing_is_told() -> None:
    few = dict(list(USUAL.items())[:8])
    assert among({**few, "X3": 530}) == []


def test_other_levels_are_no_peers() -> None:
    assert among({**USUAL, "D1": 5300}) == []


def test_a_large_unit_may_report_much() -> None:
    sizes = dict.fromkeys(USUAL, 100)
    much = {**USUAL, "X3": 530}
    assert [found.unit for found in among(much, sizes)] == ["X3"]
    told = [found.finding.form for found in among(much, {**sizes, "X3": 1000})]
    assert "res" not in told


def test_a_definition_says_what_is_watched() -> None:
    document = plan().model_dump(mode="json")
    assert Campaign.model_validate(document) == plan()
    silent = plan(watch={"peers": False})
    made = brought_together(
        *(report(code, res={"PLANS": {"done": done}}) for code, done in {**USUAL, "X3": 530}.items()),
        tree=TREE,
        campaign=silent,
    )
    assert made.findings == ()
