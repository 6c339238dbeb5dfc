"""A small plan with three levels and one form of each kind, and reports written as tables, for tests of the core."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from tonghop.core.calendar import find_period, periods
from tonghop.core.cells import CellRef
from tonghop.core.completeness import Standing, State, standings
from tonghop.core.consolidating import consolidate
from tonghop.core.consolidation import Consolidation, Include, Line, LineKind, Revision
from tonghop.core.definitions import Campaign, Number, Period
from tonghop.core.findings import Finding
from tonghop.core.submission import Answer, Coverage, FilledForm, Row, Submission, SubmissionKey
from tonghop.core.units import Unit, UnitTree

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
JANUARY, FEBRUARY, MARCH, HALF_YEAR = "T2020-01", "T2020-02", "T2020-03", "H2020-H1"

Table: TypeAlias = Mapping[str, Any]
"""A row's answers by field name."""


def words(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def number(name: str, units: str = "sum", time: str = "sum", **more: object) -> dict[str, object]:
    return {"name": name, "label": words(name), "type": "count", "over_units": units, "over_time": time, **more}


def form(code: str, rows: str, fields: Sequence[Mapping[str, object]], **more: object) -> dict[str, object]:
    about = {"code": code, "version": 1, "number": f"Biểu {code}", "sheet": code, "title": words(code)}
    return {**about, "rows": rows, "fields": fields, **more}


REGISTER = form("reg", "single", [number("members", time="last"), number("cells", time="last")])

ATTENDANCE = form(
    "att",
    "list",
    [
        {"name": "about", "label": words("about"), "type": "text"},
        number("summoned"),
        number("attended"),
        number("days", units="max", time="max", type="decimal"),
        number("hall", units="none", time="none"),
        number("rate", "none", "none", type="rate", source="computed", formula="attended / summoned"),
    ],
    capacity=5,
    count_label=words("conferences"),
)

MATERIALS = form(
    "mat",
    "fixed",
    [
        number("recipients", time="last"),
        number("norm", "none", "none", source="given"),
        number("entitled", time="last", source="computed", formula="recipients * norm"),
        number("received", "none", "last"),
        number("passed_down", "none", "last"),
        number("coverage", "none", "none", type="rate", source="computed", formula="entitled / (recipients * norm)"),
    ],
    fixed_rows=[
        {"code": "BOOK", "label": words("book"), "given": {"norm": 3}},
        {"code": "DISC", "label": words("disc")},
    ],
    rules=[
        {
            "code": "arrived",
            "scope": "subtree",
            "severity": "blocking",
            "expression": "passed_down == below(received)",
            "sentence": words("passed down as received below"),
        }
    ],
)

RESULTS = form(
    "res",
    "fixed",
    [
        number("earlier", "none", "none", source="history", accumulates="done"),
        number("done"),
        number("total", time="last", source="computed", formula="earlier + done"),
    ],
    fixed_rows=[
        {"code": "PLANS", "label": words("plans")},
        {"code": "MET", "label": words("cells that met"), "over_time": "none"},
        {"code": "PEAK", "label": words("peak"), "over_units": "max", "over_time": "max"},
        {"code": "HOURS", "label": words("hours"), "type": "decimal"},
    ],
)


def plan(*, stands_in: bool = False, review_levels: int = 1, **more: object) -> Campaign:
    """Months of 2020 and the half-year made of them; communes report to their district alone where it stands in."""
    document = {
        "code": "plan",
        "version": 1,
        "title": words("A plan"),
        "short_title": words("Plan"),
        "issuer": words("An office"),
        "levels": [
            {"code": "province", "label": words("province")},
            {"code": "district", "label": words("district")},
            {"code": "commune", "label": words("commune"), "reports": not stands_in},
        ],
        "review_levels": review_levels,
        "summary_stands_in": stands_in,
        "forms": [REGISTER, ATTENDANCE, MATERIALS, RESULTS],
        "reports": [
            recurring("T", "month"),
            recurring("H", "half_year", derived=True),
        ],
        **more,
    }
    return Campaign.model_validate(document)


def recurring(code: str, kind: str, **more: object) -> dict[str, object]:
    span = {"first": "2020-01-01", "last": "2020-06-30", "due": {"at_end": True}}
    return {"code": code, "label": words(code), "kind": kind, **span, "forms": ["reg", "att", "mat", "res"], **more}


UNITS = (
    Unit("P", None, "province", "Tỉnh"),
    Unit("D1", "P", "district", "Huyện Một"),
    Unit("C11", "D1", "commune", "Xã Bình An"),
    Unit("C12", "D1", "commune", "Xã Hai"),
    Unit("D2", "P", "district", "Huyện Hai"),
    Unit("C21", "D2", "commune", "Xã Bình An"),
)
TREE = UnitTree.of(UNITS)

_sequences = count(1)


def report(  # noqa: PLR0913 -- everything has a usual value, and a test names only what it is about
    unit: str,
    period: str = JANUARY,
    *,
    summary: bool = False,
    state: State = State.SUBMITTED,
    sequence: int | None = None,
    received: datetime = datetime(2020, 1, 20, 3, 0, tzinfo=UTC),
    findings: tuple[Finding, ...] = (),
    first_received: datetime | None = None,
    reg: Table | None = None,
    att: Sequence[Table] = (),
    mat: Mapping[str, Table] | None = None,
    res: Mapping[str, Table] | None = None,
) -> Revision:
    """Write a stored revision: single forms as a row, list forms as rows, fixed forms as rows by code."""
    key = SubmissionKey("plan", period, unit, Coverage.SUMMARY if summary else Coverage.OWN)
    forms = (
        filled("reg", {} if reg is None else {"1": reg}),
        filled("att", {str(place): row for place, row in enumerate(att, start=1)}),
        filled("mat", mat or {}),
        filled("res", res or {}),
    )
    order = next(_sequences) if sequence is None else sequence
    return Revision(
        key=key,
        number=1,
        sequence=order,
        state=state,
        received=received,
        sender=f"clerk of {unit}",
        file_name=f"{unit}.xlsx",
        digest=f"{order:064x}",
        submission=Submission(key, 1, forms),
        findings=findings,
        first_received=first_received,
    )


def filled(code: str, rows: Mapping[str, Table]) -> FilledForm:
    """Place each row on a line of its own from line 9 on, and its answers from column B on."""
    return FilledForm(code, tuple(_rows(code, rows)))


def _rows(sheet: str, rows: Mapping[str, Table]) -> Iterator[Row]:
    for line, (key, row) in enumerate(rows.items(), start=8):
        cells = (CellRef(sheet, line, column) for column in count(1))
        yield Row(key, {name: Answer(value, cell) for (name, value), cell in zip(row.items(), cells, strict=False)})


def period_of(campaign: Campaign, code: str) -> Period:
    return find_period(campaign, code)


def stands(
    campaign: Campaign,
    revisions: Sequence[Revision],
    as_of: date,
    tree: UnitTree = TREE,
    exempt: Collection[tuple[str, str]] = (),
) -> tuple[Standing, ...]:
    """Return the standings of every period begun by a day."""
    return standings(campaign, tree, periods(campaign, as_of), revisions, as_of=as_of, zone=ZONE, exempt=exempt)


def brought_together(
    *revisions: Revision,
    campaign: Campaign | None = None,
    period: str = JANUARY,
    include: Include = Include.SUBMITTED,
    tree: UnitTree = TREE,
    former: Sequence[Unit] = (),
    exempt: Collection[tuple[str, str]] = (),
) -> Consolidation:
    """Consolidate as of the last day of June 2020."""
    campaign = campaign or plan()
    as_of = date(2020, 6, 30)
    return consolidate(
        campaign,
        find_period(campaign, period),
        tree,
        revisions,
        stands(campaign, revisions, as_of, tree, exempt),
        as_of=as_of,
        include=include,
        former=former,
    )


def line(made: Consolidation, unit: str, kind: LineKind = LineKind.OWN) -> Line:
    """Return a unit's line of that kind."""
    (found,) = [one for one in made.lines if one.unit.code == unit and one.kind is kind]
    return found


def value(made: Consolidation, unit: str, measure: str, kind: LineKind = LineKind.OWN) -> Number | None:
    """Return a figure of a unit's line: “att.summoned”, “res.PLANS.done”."""
    by_name = {str(one): figure for one, figure in line(made, unit, kind).values.items()}
    return by_name.get(measure)


def total(made: Consolidation, unit: str, measure: str) -> Number | None:
    """Return a figure of a unit's total."""
    return value(made, unit, measure, LineKind.TOTAL)


def shape(made: Consolidation) -> list[str]:
    """Return the lines as “kind unit”, indented by depth."""
    return [f"{'  ' * one.depth}{one.kind.value} {one.unit.code}" for one in made.lines]
