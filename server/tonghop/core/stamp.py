"""The signed mark that says whose workbook it is: rows of name and value on a very hidden sheet.

Every value stands between quotation marks, so that no program that opens the workbook takes “091” for a
number or “2017-03” for a date. Reading does not mind if the sheet has become visible or a value has lost its
quotation marks; the signature decides.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.findings import Finding
from tonghop.core.spelling import clean_text
from tonghop.core.submission import Coverage

SHEET = "_tonghop"
_FORMAT = "1"
_FORMAT_NAME, _SIGNATURE_NAME = "tonghop", "signature"
_SIGNATURE_START = "sha256-"


class Layout(StrEnum):
    """How a workbook holds its forms."""

    UNIT = "unit"
    """The workbook of one unit; what a stamp without a layout is."""
    GROUP = "group"
    """A row or block for each unit directly below the stamped one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose workbook it is, for what, and from which version of the campaign it was made."""

    campaign: str
    version: int
    period: str
    unit: str
    coverage: Coverage = Coverage.OWN
    layout: Layout = Layout.UNIT


def stamp_rows(stamp: Stamp, key: bytes) -> tuple[tuple[str, str], ...]:
    """Return what the writer puts into columns A and B of ``SHEET``, all of it as text."""
    values = _values(stamp)
    return tuple((name, f'"{value}"') for name, value in (*values.items(), (_SIGNATURE_NAME, _signature(values, key))))


def read_stamp(sheets: Sheets, key: bytes) -> Stamp | Finding:
    """Return the workbook's stamp; the finding stamp_missing without one, stamp_invalid when it was changed."""
    sheet = sheets.named(SHEET)
    rows = _written_rows(sheet) if sheet else ()
    if not rows:
        return Finding("stamp_missing")
    found = dict(rows)
    stamp = _stamp(found) if len(found) == len(rows) else None
    if stamp is None:
        return Finding("stamp_invalid")
    values = _values(stamp)
    signed = {**values, _SIGNATURE_NAME: _signature(values, key)}
    is_whole = found.keys() == signed.keys() and all(
        hmac.compare_digest(found[name].encode(), value.encode()) for name, value in signed.items()
    )
    return stamp if is_whole else Finding("stamp_invalid")


def _values(stamp: Stamp) -> dict[str, str]:
    # Unsaid for the unit layout, so that workbooks given out before there was another keep their signature.
    layout = {} if stamp.layout is Layout.UNIT else {"layout": stamp.layout.value}
    return {
        _FORMAT_NAME: _FORMAT,
        "campaign": stamp.campaign,
        "version": str(stamp.version),
        "period": stamp.period,
        "unit": stamp.unit,
        "coverage": stamp.coverage.value,
        **layout,
    }


def _signature(values: Mapping[str, str], key: bytes) -> str:
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
    return _SIGNATURE_START + hmac.new(key, canonical, hashlib.sha256).hexdigest()


def _stamp(found: Mapping[str, str]) -> Stamp | None:
    try:
        return Stamp(
            campaign=found["campaign"],
            version=int(found["version"]),
            period=found["period"],
            unit=found["unit"],
            coverage=Coverage(found["coverage"]),
            layout=Layout(found.get("layout", Layout.UNIT)),
        )
    except (KeyError, ValueError):
        return None


def _written_rows(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    pairs = ((_text(sheet.value(row, 0)), _text(sheet.value(row, 1))) for row in range(len(sheet.rows)))
    return tuple(pair for pair in pairs if any(pair))


def _text(raw: RawValue) -> str:
    """What the cell says without its quotation marks; 1 where another program made the number 1.0 of it."""
    if isinstance(raw, str):
        return clean_text(raw).removeprefix('"').removesuffix('"')
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)
