"""What stands at the head and foot of a report: the office's own, never invented."""

from dataclasses import dataclass
from datetime import date

from tonghop.core.calendar import official_day
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit

BLANK = "…………………"
"""Stands where nothing is known, for a pen or a keyboard."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the office says of itself; what is not given is taken from the campaign, or left blank to be filled in."""

    superior: str = ""
    """The body above (cơ quan cấp trên); no line where there is none to name."""
    body: str = ""
    """The body that issues (cơ quan ban hành); the unit at the top of the tree where not given."""
    number: str = ""
    symbol: str = ""
    """What follows “-BC/”: TU, HU, ĐU; as in the plan's own number where not given."""
    place: str = ""
    signed: date | None = None
    authority: str = ""
    """“T/M BAN THƯỜNG VỤ”; made of the issuer where not given."""
    post: str = ""
    signatory: str = ""
    recipients: tuple[str, ...] = ()
    """Nơi nhận; where none are given, those the plan says the office reports to."""


def number_line(letterhead: Letterhead, campaign: Campaign) -> str:
    """Return “Số 76-BC/ĐU”, with room to write what is not known."""
    _, _, ending = (campaign.number or "").rpartition("/")
    return f"Số {letterhead.number or '        '}-BC/{letterhead.symbol or ending or '……'}"


def place_line(letterhead: Letterhead, year: int) -> str:
    """Return “Rạch Giá, ngày 10 tháng 9 năm 2017”."""
    place = letterhead.place or "……………"
    if letterhead.signed is None:
        return f"{place}, ngày …… tháng …… năm {year}"
    day, month, signed_year = official_day(letterhead.signed).split("/")
    return f"{place}, ngày {day} tháng {month} năm {signed_year}"


def body_line(letterhead: Letterhead, root: Unit) -> str:
    """Return the issuing body."""
    return (letterhead.body or root.name).upper()


def authority_line(letterhead: Letterhead, campaign: Campaign, root: Unit) -> str:
    """Return on whose behalf it is signed: “T/M BAN THƯỜNG VỤ” where the issuer is the root's standing board."""
    issuer = campaign.issuer.vi
    return letterhead.authority or f"T/M {(issuer.removesuffix(root.name).strip() or issuer).upper()}"


def recipient_lines(letterhead: Letterhead, campaign: Campaign) -> tuple[str, ...]:
    """Return the addressees as they are listed, the last with a full stop."""
    lines = letterhead.recipients or (*(office.to.vi for office in campaign.office), f"Lưu {BLANK}")
    return tuple(f"- {line.rstrip(' ,;.')}" + ("." if line is lines[-1] else ",") for line in lines)
