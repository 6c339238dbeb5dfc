"""Valid campaigns and unit lists with everything odd that a cell may meet, for property tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tonghop.core.definitions import (
    Activity,
    Aggregation,
    Campaign,
    Choice,
    Deadline,
    FieldType,
    FixedRow,
    Form,
    FormField,
    Level,
    Number,
    OfficeDeadline,
    Report,
    ReportKind,
    Rows,
    Rule,
    Scope,
    Severity,
    Source,
    Text,
    Watch,
)
from tonghop.core.units import Unit

ODD_TEXTS = (
    *("", " ", "\\", "\\u{9}", "a\\b\x01", "\n", "x\n", " đầu và cuối ", "hai\ndòng", "a\r\nb", "tab\tở giữa"),
    *("=1+1", "+84", "-", "@A1", "'trích", '"', "{=A1}", "#REF!", "#N/A", "TRUE", "có", "không", "x"),
    *("001", "1e5", "3.640", "3,640", "0,5", "12", "1.234.567", "20/4/2023", "2020-02-29", "50%", "NaN", "inf"),
    *("_x000D_", "_x0041_b", "x005F_", "&amp;<b>", "Tiếng Việt có dấu: ở, ữ, ệ", "o\u0308", "😀", "\u2028", "\ufeff"),
)
words = st.one_of(
    st.sampled_from(ODD_TEXTS), st.text(st.sampled_from("aĐữ0 1.,;=\\\"'\n\t_x4\x02"), max_size=12), st.text(max_size=8)
)
texts = st.builds(Text, vi=words, en=words)
codes = st.one_of(
    st.sampled_from(("001", "1e5", "A.b-c_1", "2020-01", "TRUE", "NaN", "007.50", "1-2", "12")),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,6}", fullmatch=True),
)
numbers = st.one_of(
    st.integers(-(10**18), 10**18),
    st.decimals(-(10**6), 10**6, places=3),
    st.decimals(-1, 1, places=22),
    st.sampled_from([Decimal("0.10"), Decimal(3), Decimal("1E+20"), Decimal("0.1234567890123456")]),
)
days = st.one_of(st.dates(date(2019, 1, 1), date(2024, 12, 31)), st.dates(), st.just(date(1900, 2, 28)))
flags = st.booleans()
aggregations = st.sampled_from(Aggregation)
watches = st.builds(
    Watch,
    history=st.booleans(),
    per=st.sampled_from([None, "members"]),
    least=st.integers(0, 99) | st.just(Decimal("0.5")),
)
_RULES = (
    (Scope.ROW, "came <= asked"),
    (Scope.ROW, '  mode in ("001", "b") and held >= period_start\n'),
    (Scope.FORM, "sum_of(came) >= 0.5"),
    (Scope.HISTORY, "came >= previous(came)"),
    (Scope.SUBTREE, "came == below(came)"),
)


def _field(draw: st.DrawFn, name: str, kind: FieldType, **more: object) -> FormField:
    return FormField.model_validate(
        {
            "name": name,
            "label": draw(texts),
            "type": kind,
            "group": draw(st.none() | texts),
            "measure": draw(st.none() | texts),
            "required": draw(flags),
            "optional": draw(flags),
            "zero_words": draw(flags),
            "over_units": draw(aggregations),
            "over_time": draw(aggregations),
            "maximum": draw(st.none() | numbers),
            "watch": draw(st.none() | watches),
            "width": draw(st.floats(1, 200)),
            "help": draw(st.none() | texts),
            **more,
        }
    )


@st.composite
def _choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    found = draw(st.lists(codes.filter(lambda code: code not in {"001", "b"}), max_size=2, unique=True))
    return tuple(Choice(code=code, label=draw(texts)) for code in ("001", "b", *found))


@st.composite
def _list_form(draw: st.DrawFn, levels: tuple[str, ...]) -> Form:
    chosen = draw(st.lists(st.sampled_from(_RULES), unique=True))
    rules = tuple(
        Rule(
            code=f"rule_{place}",
            scope=scope,
            expression=expression,
            when=draw(st.sampled_from([None, "", "asked > 0"])) if scope is not Scope.FORM else None,
            severity=draw(st.sampled_from(Severity)),
            sentence=draw(st.none() | texts),
            remedy=draw(st.none() | texts),
        )
        for place, (scope, expression) in enumerate(chosen)
    )
    fields = (
        _field(draw, "held", FieldType.DATE, key=draw(flags)),
        _field(draw, "asked", FieldType.COUNT),
        _field(draw, "came", FieldType.DECIMAL),
        _field(draw, "mode", FieldType.CHOICE, choices=draw(_choices())),
        _field(draw, "rate", FieldType.RATE, source=Source.COMPUTED, formula="came / asked"),
        _field(draw, "before", FieldType.COUNT, source=Source.HISTORY, accumulates="asked"),
        _field(draw, "topics", FieldType.CHOICES, choices=draw(_choices()), page=draw(st.sampled_from([1, 2]))),
    )
    return Form(
        **_about(draw, "list", levels),
        rows=Rows.LIST,
        capacity=draw(st.integers(1, 500)),
        count_label=draw(st.none() | texts),
        fields=fields,
        rules=rules,
    )


def _about(draw: st.DrawFn, code: str, levels: tuple[str, ...]) -> dict[str, Any]:
    return {
        "code": code,
        "version": draw(st.integers(1, 99)),
        "number": draw(words),
        "sheet": f"Biểu {code}",
        "title": draw(texts),
        "note": draw(st.none() | texts),
        "row_heading": draw(st.none() | texts),
        "levels": draw(st.sampled_from([(), levels, levels[:1]])),
    }


@st.composite
def _fixed_form(draw: st.DrawFn, levels: tuple[str, ...]) -> Form:
    held = st.fixed_dictionaries(
        {}, optional={"norm": numbers.filter(lambda norm: norm >= 0), "unit_price": numbers | words}
    )
    rows = tuple(
        FixedRow(
            code=code,
            label=draw(texts),
            group=draw(st.none() | texts),
            measure=draw(st.none() | texts),
            given=draw(held),
            base=draw(st.sampled_from([None, "members"])),
            type=draw(st.sampled_from(["count", "decimal"])),
            over_units=draw(st.none() | aggregations),
            over_time=draw(st.none() | aggregations),
            levels=() if place == 0 else draw(st.sampled_from([(), levels, levels[-1:]])),
            item=draw(st.none() | codes),
            priority=draw(st.none() | st.integers(1, 9)),
        )
        for place, code in enumerate(draw(st.lists(codes, min_size=1, max_size=4, unique=True)))
    )
    return Form(
        **_about(draw, "001", levels),
        rows=Rows.FIXED,
        fields=(
            _field(draw, "norm", FieldType.DECIMAL, source=Source.GIVEN),
            _field(draw, "unit_price", FieldType.TEXT, source=Source.GIVEN),
            _field(draw, "got", FieldType.COUNT),
        ),
        fixed_rows=rows,
        texts=(_field(draw, "remarks", FieldType.TEXT),) if draw(flags) else (),
    )


@st.composite
def _deadlines(draw: st.DrawFn) -> Deadline:
    month = st.sampled_from(["2020-02", "2021-12"])
    ways = {"before": days.filter(lambda day: day > date.min), "by": days, "in_month": month, "early": month}
    way = draw(st.sampled_from(sorted(ways)))
    return Deadline.model_validate({way: draw(ways[way]), "assumed": draw(flags)})


@st.composite
def _reports(draw: st.DrawFn, levels: tuple[str, ...]) -> tuple[Report, ...]:
    once = Report(
        code="001",
        label=draw(texts),
        first=date(2020, 1, 1),
        last=date(2020, 6, 30),
        due=draw(_deadlines()),
        forms=("reg", "list", "001"),
        levels=draw(st.sampled_from([(), levels])),
    )
    months = Report(
        code="T",
        label=draw(texts),
        kind=draw(st.sampled_from([ReportKind.MONTH, ReportKind.HALF_YEAR])),
        first=date(2020, 7, 1),
        last=draw(st.sampled_from([None, date(2021, 12, 31)])),
        due=Deadline(at_end=True, assumed=draw(flags)),
        forms=("list",),
        adds=draw(flags),
    )
    is_derived = draw(flags)
    year = Report(
        code="N",
        label=draw(texts),
        kind=ReportKind.YEAR,
        first=date(2020, 7, 1),
        due=Deadline(yearly=draw(st.integers(1, 12))),
        forms=("list",),
        # Filled beside the months it would count their days twice.
        adds=is_derived,
        derived=is_derived,
    )
    return (once, *draw(st.sampled_from([(), (months,), (year, months)])))


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """Make a campaign that contradicts itself nowhere."""
    levels = tuple(draw(st.lists(codes, min_size=1, max_size=3, unique=True)))
    register = Form(**_about(draw, "reg", ()), rows=Rows.SINGLE, fields=(_field(draw, "members", FieldType.COUNT),))
    activity = Activity(
        code=draw(codes),
        label=draw(texts),
        start=date(2020, 1, 1),
        finish=Deadline(by=date(2020, 5, 1)),
        forms=draw(st.sampled_from([(), ("list",)])),
        until=draw(st.none() | st.dates(date(2020, 1, 1))),
    )
    return Campaign(
        code=draw(codes),
        version=draw(st.integers(1, 10**6)),
        title=draw(texts),
        short_title=draw(texts),
        issuer=draw(texts),
        number=draw(st.none() | words),
        issued=draw(st.none() | days),
        basis=tuple(draw(st.lists(words, max_size=3))),
        language=draw(st.sampled_from(["vi", "en"])),
        levels=tuple(Level(code=code, label=draw(texts), reports=draw(flags)) for code in levels),
        review_levels=draw(st.integers(0, 3)),
        watch=draw(watches),
        summary_stands_in=draw(flags),
        forms=(register, draw(_list_form(levels)), draw(_fixed_form(levels))),
        reports=draw(_reports(levels)),
        activities=draw(st.sampled_from([(), (activity,)])),
        office=tuple(
            OfficeDeadline(to=draw(texts), due=draw(st.none() | _deadlines()), rule=draw(st.none() | texts))
            for _ in range(draw(st.integers(0, 2)))
        ),
        notes=tuple(draw(st.lists(texts, max_size=3))),
    )


@st.composite
def unit_lists(draw: st.DrawFn, campaign: Campaign) -> tuple[Unit, ...]:
    """Make a tree of units of the campaign's levels."""
    odd_codes = st.one_of(codes, st.sampled_from(["a b", "x;y", "đ,ơ", "\\", "3.640", "a\nb"]))
    known = draw(st.lists(odd_codes, min_size=1, max_size=6, unique=True))
    levels = st.sampled_from([level.code for level in campaign.levels])
    root = Unit(known[0], None, draw(levels), draw(words))
    return (
        root,
        *(
            Unit(
                code,
                root.code,
                draw(levels),
                draw(words),
                draw(st.none() | days),
                draw(st.none() | days),
                tuple(draw(st.lists(st.sampled_from(known), max_size=3))),
                draw(flags),
            )
            for code in known[1:]
        ),
    )


def exact(value: Number | str) -> tuple[type, object]:
    """Tell a number from the text that looks like it."""
    return (str, value) if isinstance(value, str) else (Decimal, Decimal(value))
