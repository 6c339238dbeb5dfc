"""Made figures that agree with one another, as a unit that reports honestly would fill them in."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, FixedRow, Form, Period, Rows, Source
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree
from tonghop.demo.story import Amount, Sessions, Story

Fill = dict[tuple[str, str, str], RawValue]
"""(form, row key, field) → what the clerk typed."""

REGISTER, ATTENDANCE, MATERIALS, RESULTS = "register", "attendance", "materials", "results"
"""The standard forms, which the demonstration knows by their codes."""

_ENOUGH = 6
"""Copies, from which some may be left over or lacking."""


@dataclass(frozen=True)
class Figures:
    """The figures of all units of a campaign; the same story always makes the same ones."""

    story: Story
    campaign: Campaign
    tree: UnitTree

    def fill(self, period: Period, unit: Unit, coverage: Coverage) -> Fill:
        """Return what the unit types into its workbook of the period."""
        if coverage is Coverage.SUMMARY:
            return self._summary(period, unit)
        fill: Fill = {}
        for form in self.campaign.forms_due(period, unit.level):
            for (row, field), value in self._form(form, period, unit).items():
                fill[form.code, row, field] = value
        return fill

    def _form(self, form: Form, period: Period, unit: Unit) -> dict[tuple[str, str], RawValue]:
        makers: dict[str, Callable[[Form, Period, Unit], dict[tuple[str, str], RawValue]]] = {
            REGISTER: self._register,
            ATTENDANCE: self._attendance,
            MATERIALS: self._materials,
            RESULTS: self._results,
        }
        asked = {field.name for field in (*form.fields, *form.texts) if field.source is Source.CLERK}
        made = makers[form.code](form, period, unit)
        return {(row, field): value for (row, field), value in made.items() if field in asked}

    def _chance(self, *names: str) -> random.Random:
        return random.Random(":".join((str(self.story.seed), self.campaign.code, *names)))  # noqa: S311 - made figures

    def register(self, unit: Unit) -> dict[str, int]:
        """Return the unit's register: members, cells, key cadres and so on."""
        chance = self._chance("register", unit.code)
        ranges = self.story.register_of.get(unit.level, {})
        return {name: chance.randint(*limits) for name, limits in ranges.items()}

    def _register(self, form: Form, period: Period, unit: Unit) -> dict[tuple[str, str], RawValue]:
        figures: dict[tuple[str, str], RawValue] = {("1", name): value for name, value in self.register(unit).items()}
        for field in form.fields:
            if field.type.value == "date":
                figures["1", field.name] = period.end
        return figures

    def _attendance(self, form: Form, period: Period, unit: Unit) -> dict[tuple[str, str], RawValue]:
        rows = [*self._plan_rows(form, period, unit), *self._sessions(form, period, unit)]
        return {(str(place), name): value for place, row in enumerate(rows, 1) for name, value in row.items()}

    def _plan_rows(self, form: Form, period: Period, unit: Unit) -> Iterator[dict[str, RawValue]]:
        for row in self.story.plan_rows:
            if (row.unit, row.period, row.form) == (unit.code, period.code, form.code):
                yield {name: float(v) if isinstance(v, Decimal) else v for name, v in row.values.items()}

    def _sessions(self, form: Form, period: Period, unit: Unit) -> Iterator[dict[str, RawValue]]:
        days = _days(calendar.windows(self.campaign, form.code), period)
        for place, sessions in enumerate(self.story.sessions):
            if unit.level in sessions.levels and period.code in (sessions.periods or (period.code,)) and days:
                chance = self._chance("sessions", str(place), unit.code, period.code)
                for _ in range(chance.randint(*sessions.count)):
                    yield self._session(form, sessions, unit, chance.choice(days), chance)

    def _session(
        self, form: Form, sessions: Sessions, unit: Unit, day: date, chance: random.Random
    ) -> dict[str, RawValue]:
        summoned = max(self._amount(sessions.audience, unit, chance), 5)
        attended = summoned - chance.randint(0, summoned // 12)
        absent = summoned - attended
        excused = absent - chance.randint(0, min(absent, 2))
        beyond = chance.randint(*sessions.beyond)
        officials = min(chance.randint(*sessions.officials), attended // 4)
        people = chance.randint(0, beyond)
        mode = chance.choice(sessions.modes)
        row: dict[str, RawValue] = {
            "date": day,
            "name": chance.choice(sessions.names),
            "level": _label(form, "level", sessions.level),
            "mode": _label(form, "mode", mode),
            "summoned": summoned,
            "attended": attended,
            "came_beyond": beyond,
            "absent_with_reason": excused,
            "absent_without_reason": absent - excused,
            "members": attended - officials,
            "officials": officials,
            "association_members": beyond - people,
            "people": people,
        }
        if sessions.days:
            row["days"] = float(chance.choice(sessions.days))
        for name, limits in sessions.bridges.items():
            row[name] = chance.randint(*limits) if mode == "online" else 0
        for name, codes in (("contents", sessions.contents), ("steps", sessions.steps)):
            if codes:
                row[name] = "; ".join(sorted(chance.sample(codes, chance.randint(1, len(codes)))))
        return row

    def _materials(self, form: Form, period: Period, unit: Unit) -> dict[tuple[str, str], RawValue]:
        chance = self._chance("materials", unit.code, period.code)
        made: dict[tuple[str, str], RawValue] = {}
        for row in form.rows_for(unit.level):
            need = self._need(row, unit)
            passed = self._received(row, unit) - need
            bought = chance.choice((0, 0, 0, 5, 10)) if need else 0
            photocopied = chance.choice((0, 0, 0, 0, 20)) if need else 0
            short = chance.choice((*[0] * 30, 1, 2)) if need > _ENOUGH else 0
            left = chance.choice((0, 0, 1, 2)) if need > _ENOUGH else 0
            made |= {
                (row.code, "recipients"): self._recipients(row, unit),
                (row.code, "received"): need - short + passed,
                (row.code, "bought"): bought,
                (row.code, "photocopied"): photocopied,
                (row.code, "handed_out"): need - short + bought + photocopied - left,
                (row.code, "passed_down"): passed,
                (row.code, "date"): max(period.start, period.end - timedelta(days=chance.randint(5, 40))),
            }
        return made

    def _recipients(self, row: FixedRow, unit: Unit) -> int:
        if row.base is not None:
            return self.register(unit).get(row.base, 0)
        return self._chance("recipients", unit.code, row.code).randint(1, 3)

    def _need(self, row: FixedRow, unit: Unit) -> int:
        """Return how many copies the unit keeps for its own recipients."""
        return int(Decimal(row.given.get("norm", 1)) * self._recipients(row, unit))

    def _received(self, row: FixedRow, unit: Unit) -> int:
        """Return how many copies reach the unit: its own and those for the units below it."""
        below = (child for child in self.tree.children.get(unit.code, ()) if self._fills(row, child))
        return self._need(row, unit) + sum(self._received(row, child) for child in below)

    def _fills(self, row: FixedRow, unit: Unit) -> bool:
        return not row.levels or unit.level in row.levels

    def _results(self, form: Form, period: Period, unit: Unit) -> dict[tuple[str, str], RawValue]:
        amounts = {
            code: amount.amount
            for amount in self.story.results
            if not amount.levels or unit.level in amount.levels
            for code in amount.rows
        }
        made: dict[tuple[str, str], RawValue] = {}
        for row in form.rows_for(unit.level):
            chance = self._chance("results", unit.code, period.code, row.code)
            value = self._amount(amounts[row.code], unit, chance) if row.code in amounts else chance.randint(0, 3)
            made[row.code, "this_period"] = value
        chance = self._chance("texts", unit.code, period.code)
        for name, sentences in self.story.texts.items():
            made["", name] = chance.choice(sentences)
        return made

    def _amount(self, amount: Amount, unit: Unit, chance: random.Random) -> int:
        if amount.range is not None:
            return chance.randint(*amount.range)
        whole = self.register(unit).get(amount.of or "", 0)
        low, high = amount.share
        return int(whole * chance.uniform(float(low), float(high)))

    def _summary(self, period: Period, unit: Unit) -> Fill:
        """Add up what the units below would have typed: sessions listed, figures added."""
        fill: Fill = {}
        for child in self.tree.children.get(unit.code, ()):
            for key, value in self.fill(period, child, Coverage.OWN).items():
                form = self.campaign.form(key[0])
                if form.rows is Rows.LIST:
                    continue
                present = fill.get(key)
                both = isinstance(present, int) and isinstance(value, int)
                fill[key] = present + value if both else value  # type: ignore[operator]
        for form in self.campaign.forms_due(period, unit.level):
            if form.rows is Rows.LIST:
                fill |= self._listed(form, period, unit)
        return fill

    def _listed(self, form: Form, period: Period, unit: Unit) -> Fill:
        """List the sessions of the units below, each under its host's name."""
        fill: Fill = {}
        place = 0
        for child in self.tree.children.get(unit.code, ()):
            if form not in self.campaign.forms_due(period, child.level):
                continue
            made = self._form(form, period, child)
            for key in dict.fromkeys(row for row, _ in made):
                place += 1
                for (row, field), value in made.items():
                    if row == key:
                        named = f"{child.name}: {value}" if field == "name" else value
                        fill[form.code, str(place), field] = named
        return fill


def _days(windows: Iterable[tuple[date, date]], period: Period) -> list[date]:
    """Return the days of the windows that lie in the period (or, for an early event, before it)."""
    days = [start + timedelta(days=offset) for start, end in windows for offset in range((end - start).days + 1)]
    return [day for day in days if period.start <= day <= period.end]


def _label(form: Form, name: str, code: str) -> str:
    """Return a choice as the drop-down shows it."""
    for field in form.fields:
        for choice in field.choices if field.name == name else ():
            if choice.code == code:
                return choice.label.vi
    return code
