"""How real clerks type: careless but readable, or wrong so that they must be asked."""

import random
import unicodedata
from datetime import date

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, FieldType
from tonghop.demo.figures import Fill

_THOUSAND = 1000


def careless(fill: Fill, campaign: Campaign, chance: random.Random) -> Fill:
    """Return the same figures as a hurried clerk types them: read rightly, each with a note."""
    typed = dict(fill)
    for key in _some(fill, chance, 4):
        typed[key] = _hurried(fill[key], _is_count(campaign, key), chance)
    return typed


def wrong(fill: Fill, campaign: Campaign, chance: random.Random) -> Fill:
    """Return the figures with one to three mistakes that block."""
    typed = dict(fill)
    counts = [key for key in fill if _is_count(campaign, key) and isinstance(fill[key], int)]
    for key in chance.sample(counts, min(len(counts), chance.randint(1, 3))):
        figure = fill[key]
        mistakes: tuple[RawValue, ...] = (f"khoảng {figure}", "?", "chưa có số liệu", -1, 12.5)
        typed[key] = chance.choice(mistakes)
    return typed


def _some(fill: Fill, chance: random.Random, most: int) -> list[tuple[str, str, str]]:
    keys = list(fill)
    return chance.sample(keys, min(len(keys), chance.randint(1, most)))


def _is_count(campaign: Campaign, key: tuple[str, str, str]) -> bool:
    form = campaign.form(key[0])
    return any(field.name == key[2] and field.type is FieldType.COUNT for field in form.fields)


def _hurried(value: RawValue, is_count: bool, chance: random.Random) -> RawValue:  # noqa: FBT001
    if isinstance(value, date):
        return chance.choice((value.strftime("%d-%m-%Y"), value.strftime("%d/%m/%Y"), value.strftime("%d.%m.%Y")))
    if is_count and isinstance(value, int):
        dotted = f"{value:,}".replace(",", ".")
        return dotted if value >= _THOUSAND else chance.choice((f"{value:02d}", f" {value} ", f"{value}\u00a0"))
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value
