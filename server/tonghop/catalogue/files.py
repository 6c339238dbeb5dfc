"""Loads ``workbook_templates/``: standard forms, and campaigns resolved into one self-contained value each.

A campaign's form names a standard form and says what is its own: the optional columns it asks for,
its rows, the choices it supplies, the levels that fill it, and other words where it needs them.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from tonghop.catalogue.faults import valid
from tonghop.core.contradictions import refuse_contradictions
from tonghop.core.definitions import Campaign, Choice, Code, FixedRow, Form, FormField, Name, Rows, Rule, Text, Value
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.rules import parse_expression
from tonghop.core.units import Unit

CAMPAIGN_FILE, UNITS_FILE = "campaign.toml", "units.csv"
_NOT_INSTALLED = Phrase(marked("the folder was not installed with the program"))
UNIT_COLUMNS = ("code", "parent", "level", "name", "valid_from", "valid_to", "successors", "made")


class StandardField(FormField):
    """A column as a standard form has it; a campaign may supply the choices."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        return self


class StandardForm(Value):
    """A standard form: every column there is, the optional ones too, and no fixed rows yet."""

    code: Code
    version: int = Field(ge=1)
    number: str
    sheet: str
    title: Text
    note: Text | None = None
    rows: Rows
    capacity: int = Field(default=1, ge=1)
    row_heading: Text | None = None
    count_label: Text | None = None
    fields: tuple[StandardField, ...]
    texts: tuple[StandardField, ...] = ()
    rules: tuple[Rule, ...] = ()


class CampaignForm(Value):
    """How a campaign uses a standard form."""

    form: Code
    ask: tuple[Name, ...] = ()
    """Optional columns the campaign asks for."""
    rows: tuple[FixedRow, ...] = ()
    choices: dict[Name, tuple[Choice, ...]] = Field(default_factory=dict)
    """Choices of a field, instead of the standard ones."""
    levels: tuple[Code, ...] = ()
    """Levels that fill the form; none named means all."""
    rules: tuple[Rule, ...] = ()
    """Rules of the campaign's own, beside the standard ones."""
    number: str | None = None
    sheet: str | None = None
    title: Text | None = None
    note: Text | None = None
    capacity: int | None = None


# Where the files are.


def templates_dir() -> Path:
    """Return ``workbook_templates``: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    for place in (here.parents[1] / "workbook_templates", here.parents[3] / "workbook_templates"):
        if place.is_dir():
            return place
    raise DefinitionError(where="workbook_templates", problem=_NOT_INSTALLED)


def shipped() -> tuple[str, ...]:
    """Return the codes of the campaigns that come with the program, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in (templates_dir() / "campaigns").glob(f"*/{CAMPAIGN_FILE}")))


def folder(code: str) -> Path:
    """Return the folder of a shipped campaign; DefinitionError when there is none of that code."""
    if code not in shipped():
        message = marked("there is no such campaign; those shipped are {known}")
        raise DefinitionError(where=code, problem=Phrase(message, known=", ".join(shipped())))
    return templates_dir() / "campaigns" / code


# Loading.


def load(name: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """Load a campaign by its shipped code, or from a folder of one's own."""
    own = Path(name)
    return load_campaign(own if name not in shipped() and own.is_dir() else folder(name))


def load_shipped(code: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """Load a campaign that comes with the program."""
    return load_campaign(folder(code))


def load_form(code: str, forms: Path | None = None) -> StandardForm:
    """Load a standard form by its code, from the shipped ones or from another folder."""
    file = (forms or templates_dir() / "forms") / f"{code}.toml"
    if not file.is_file():
        raise DefinitionError(where=code, problem=Phrase(marked("there is no standard form of this code")))
    form = valid(StandardForm, _table(file), _told(file))
    if form.code != code:
        problem = Phrase(marked("the form calls itself {form}; name the file after it"), form=form.code)
        raise DefinitionError(where=_told(file), problem=problem)
    return form


def load_campaign(place: Path, forms: Path | None = None) -> tuple[Campaign, tuple[Unit, ...]]:
    """Load a campaign's folder: its ``campaign.toml`` with the standard forms worked in, and its units.

    DefinitionError, naming the file and the key, when anything in it is unknown or contradicts itself.
    """
    file = place / CAMPAIGN_FILE
    table = _table(file)
    where = _told(file)
    uses = table.get("forms")
    if not isinstance(uses, list):
        raise DefinitionError(where=where, problem=Phrase(marked("“forms” is missing; give at least one [[forms]]")))
    table["forms"] = [_resolved(use, f"{where}: forms.{place}", forms) for place, use in enumerate(uses, start=1)]
    campaign = valid(Campaign, table, where)
    units = load_units(place / UNITS_FILE)
    refuse_contradictions(campaign, units, where)
    return campaign, units


def load_units(file: Path) -> tuple[Unit, ...]:
    """Load units from a CSV file (UTF-8, with or without a byte order mark), in listed order."""
    where = _told(file)
    reader = csv.DictReader(StringIO(_text(file), newline=""), restkey="", strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise DefinitionError(where=f"{where}: line {reader.reader.line_num}", problem=str(error)) from None
    found = tuple(reader.fieldnames or ())
    wrong = [name for name in UNIT_COLUMNS[:4] if name not in found] + [n for n in found if n not in UNIT_COLUMNS]
    if wrong:
        message = marked("wrong or missing columns: {wrong}; a unit list has {columns}")
        problem = Phrase(message, wrong=", ".join(wrong), columns=", ".join(UNIT_COLUMNS))
        raise DefinitionError(where=where, problem=problem)
    return tuple(_unit(row, f"{where}: line {line}") for line, row in enumerate(rows, start=2))


def _unit(row: Mapping[str, Any], where: str) -> Unit:
    if "" in row or None in row.values():
        problem = Phrase(marked("the line has more or fewer columns than the heading"))
        raise DefinitionError(where=where, problem=problem)
    cells = {name: text.strip() for name, text in row.items()}
    empty = [name for name in ("code", "level", "name") if not cells[name]]
    if empty:
        raise DefinitionError(where=where, problem=Phrase(marked("{names} cannot be empty"), names=", ".join(empty)))
    return Unit(
        code=cells["code"],
        parent=cells["parent"] or None,
        level=cells["level"],
        name=cells["name"],
        valid_from=_day(cells.get("valid_from", ""), where),
        valid_to=_day(cells.get("valid_to", ""), where),
        successors=tuple(cells.get("successors", "").replace(";", " ").split()),
        made=_yes(cells.get("made", ""), where),
    )


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problem = Phrase(marked("“{text}” is not a date; write it as 2020-12-31"), text=text)
        raise DefinitionError(where=where, problem=problem) from None


def _yes(text: str, where: str) -> bool:
    if text not in {"", "true", "false"}:
        problem = Phrase(marked("“made” is true, false or empty, not “{text}”"), text=text)
        raise DefinitionError(where=where, problem=problem)
    return text == "true"


# Working a standard form into a campaign.


def _resolved(use: object, where: str, forms: Path | None) -> Form:
    asked = valid(CampaignForm, use, where)
    standard = load_form(asked.form, forms)
    _refuse_unknown_names(standard, asked, where)
    fields = [
        _field(field, asked.choices.get(field.name))
        for field in standard.fields
        if not field.optional or field.name in asked.ask
    ]
    table = {
        **_given(standard, "code", "version", "number", "sheet", "title", "note", "rows", "capacity"),
        **_given(standard, "row_heading", "count_label"),
        **_given(asked, "number", "sheet", "title", "note", "capacity", "levels"),
        "fields": fields,
        "fixed_rows": asked.rows,
        "texts": [_field(text, None) for text in standard.texts],
        "rules": (*_rules_about(standard, fields), *asked.rules),
    }
    return valid(Form, table, where)


def _refuse_unknown_names(standard: StandardForm, asked: CampaignForm, where: str) -> None:
    optional = {field.name for field in standard.fields if field.optional}
    names = {field.name for field in standard.fields}
    for key, wrong in (("ask", set(asked.ask) - optional), ("choices", asked.choices.keys() - names)):
        if wrong:
            message = marked("the form {form} has no such column to choose: {names}")
            problem = Phrase(message, form=standard.code, names=", ".join(sorted(wrong)))
            raise DefinitionError(where=f"{where}.{key}", problem=problem)


def _field(field: StandardField, choices: tuple[Choice, ...] | None) -> dict[str, object]:
    table = {name: getattr(field, name) for name in FormField.model_fields}
    return table if choices is None else {**table, "choices": choices}


def _given(value: Value, *names: str) -> dict[str, object]:
    return {name: getattr(value, name) for name in names if getattr(value, name) is not None}


def _rules_about(standard: StandardForm, fields: Iterable[Mapping[str, object]]) -> Iterable[Rule]:
    """Yield the standard rules but those about an optional column that the campaign does without."""
    kept = {field["name"] for field in fields}
    left_out = {field.name for field in standard.fields} - kept
    for rule in standard.rules:
        sources = (rule.expression, rule.when or "0 == 0")
        if not any(parse_expression(source).names & left_out for source in sources):
            yield rule


# Reading files, and telling what is wrong in them.


def _told(file: Path) -> str:
    """Name a file by its folder and name: enough to find it, without the machine's path."""
    return "/".join(file.parts[-2:])


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise DefinitionError(where=_told(file), problem=Phrase(marked("the file is missing"))) from None
    except UnicodeDecodeError:
        raise DefinitionError(
            where=_told(file), problem=Phrase(marked("the file is not in UTF-8; save it so"))
        ) from None


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file).replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(
            where=_told(file), problem=Phrase(marked("this is not TOML: {error}"), error=error)
        ) from None
