"""A small campaign and the reports of its units, for the tests of the store."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from tonghop.core.allocating import Allocation, allocate
from tonghop.core.cells import CellRef
from tonghop.core.completeness import State
from tonghop.core.consolidation import Include, Issue, IssuedReport, Measure
from tonghop.core.definitions import (
    Campaign,
    Deadline,
    FieldType,
    FixedRow,
    Form,
    FormField,
    Level,
    Number,
    Report,
    Rows,
    Source,
    Text,
)
from tonghop.core.findings import Finding
from tonghop.core.submission import Answer, AnswerValue, Coverage, FilledForm, Row, Submission, SubmissionKey
from tonghop.core.units import Unit, UnitTree
from tonghop.storage import (
    Delivery,
    NewSheet,
    Outcome,
    Pull,
    Receipt,
    SharedSheet,
    SheetKey,
    SheetTab,
    Store,
    TabRole,
    TakenRevision,
)

NOON = datetime(2020, 3, 2, 5, tzinfo=UTC)


def said(words: str) -> Text:
    return Text(vi=words, en=words)


CAMPAIGN = Campaign(
    code="plan",
    version=1,
    title=said("Kế hoạch"),
    short_title=said("KH"),
    issuer=said("Tỉnh ủy"),
    issued=date(2020, 1, 31),
    levels=(Level(code="commune", label=said("Xã")),),
    forms=(
        Form(
            code="materials",
            version=1,
            number="Biểu số 3",
            sheet="Biểu 3",
            title=said("Tài liệu"),
            rows=Rows.FIXED,
            fields=(
                FormField(name="norm", label=said("Định mức"), type=FieldType.DECIMAL, source=Source.GIVEN),
                FormField(name="received", label=said("Đã nhận"), type=FieldType.COUNT, maximum=Decimal("1e6")),
            ),
            fixed_rows=(
                FixedRow(code="B1", label=said("Sách"), given={"norm": 3}),
                FixedRow(code="B2", label=said("Đĩa"), given={"norm": Decimal("0.50")}),
            ),
        ),
    ),
    reports=(
        Report(
            code="P1",
            label=said("Kỳ 1"),
            first=date(2020, 1, 1),
            last=date(2020, 3, 31),
            due=Deadline(in_month="2020-03"),
            forms=("materials",),
        ),
    ),
)

UNITS = (
    Unit("H1", None, "district", "Huyện An Biên"),
    Unit("X2", "H1", "commune", "Xã Bình An", valid_from=date(2010, 1, 1), made=True),
    Unit("X1", "H1", "commune", "Xã Đông Thái", valid_to=date(2025, 6, 30), successors=("X2", "X3")),
)

RECEIVED = Measure("materials", "received", "B1")

BROKEN = Finding("rule_broken", form="materials", row="B1")
"""A blocking finding."""
UNFILLED = Finding("workbook_unfilled")
ODD = Finding("read_differently", CellRef("Biểu 3", 7, 4), read="3.640", expected="3640")
"""A note."""


def key(
    unit: str = "X1", period: str = "P1", coverage: Coverage = Coverage.OWN, campaign: str = "plan"
) -> SubmissionKey:
    return SubmissionKey(campaign, period, unit, coverage)


def submission(of: SubmissionKey, received: AnswerValue, *, row: int = 7) -> Submission:
    """One form with one number, found in the given row of its sheet."""
    answers = {"received": Answer(received, CellRef("Biểu 3", row, 4)), "note": Answer(None)}
    form = FilledForm("materials", (Row("B1", answers),), {"good": Answer("Tốt")}, "Biểu 3")
    return Submission(of, 1, (form,))


def outcome(
    received: AnswerValue,
    *findings: Finding,
    of: SubmissionKey | None = None,
    totals: Mapping[Measure, Number] | None = None,
    row: int = 7,
) -> Outcome:
    of = of or key()
    if totals is None:
        totals = {RECEIVED: received} if isinstance(received, int) else {}
    return Outcome(of, submission(of, received, row=row), findings, totals)


def delivery(
    content: bytes = b"PK", *, sender: str = "an", name: str = "xa.xlsx", day: int = 0, source: str = "file"
) -> Delivery:
    return Delivery(content, name, sender, NOON + timedelta(days=day), source)


_files = count()


def send(store: Store, *outcomes: Outcome, sender: str = "an", day: int = 0, content: bytes | None = None) -> Receipt:
    """Send a file of its own each time, unless its bytes are named."""
    return store.receive(delivery(content or b"PK%d" % next(_files), sender=sender, day=day), outcomes)


def send_one(store: Store, outcome: Outcome, *, sender: str = "an", day: int = 0) -> TakenRevision:
    (taken,) = send(store, outcome, sender=sender, day=day).taken
    return taken


def issue(number: int, figure: Number = 5, *, include: Include = Include.SUBMITTED) -> Issue:
    """One that rests on the sample unit's first revision."""
    one = IssuedReport("X1", "P1", Coverage.OWN, 1, "an", {RECEIVED: figure})
    return Issue("P1", number, date(2020, 4, 1), include, NOON, "ha", "ab" * 32, (one,))


def standing(store: Store, *, day: int | None = None) -> tuple[int, State, int, int | None] | None:
    """How the sample unit's report stands: revision in force, state, levels that accepted, the one that waits."""
    as_of = None if day is None else NOON + timedelta(days=day)
    found = [revision for revision in store.latest("plan", as_of=as_of) if revision.key == key()]
    if not found:
        return None
    (revision,) = found
    return revision.number, revision.state, revision.accepted_levels, revision.waiting


def allocation(copies: int = 10) -> Allocation:
    """So many copies of an item without a norm for each of the sample units."""
    return allocate(CAMPAIGN, UnitTree.of(UNITS), {}, {}, amounts={"B1": copies})


SHEET = SheetKey("plan", "P1", "H1")


def ready(store: Store, unit: str = "H1", spreadsheet: str | None = None) -> SharedSheet:
    """Register a shared spreadsheet that is made; Google's id of it is “g-” and the unit's code."""
    sheet = store.sheets.begin_making(NewSheet(replace(SHEET, unit=unit), 1, f"Biểu số liệu {unit}"))
    tabs = (SheetTab(1, TabRole.COVER), SheetTab(100, TabRole.FORM, "materials"))
    return store.sheets.made(sheet.id, spreadsheet or f"g-{unit}", tabs, who="lan", at=NOON)


def claimed(store: Store, worker: str = "one", *, minutes: int = 0) -> Pull:
    """Claim what is due so many minutes after noon, from a worker unseen for five minutes too."""
    at = NOON + timedelta(minutes=minutes)
    pull = store.pulls.claim(worker, at=at, unseen_since=at - timedelta(minutes=5))
    assert pull is not None
    return pull
