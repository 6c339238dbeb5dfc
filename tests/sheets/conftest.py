"""An office with shared spreadsheets at the fake Google."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.fakegoogle import FakeGoogle
from tests.sheets.district import SHIPPED, Desk, types
from tests.sheets.prepared import Prepared, kept, new_instance
from tests.sheets.small import CLEAN, FAULTY, PLAN, SMALL, units

from tonghop import catalogue
from tonghop.config import Instance
from tonghop.workflow import Office


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The shipped campaign of a province, nothing made yet."""
    campaign, all_units = catalogue.load_shipped(SHIPPED.campaign)
    folder = new_instance(tmp_path_factory.mktemp("shipped"), campaign, all_units, SHIPPED)
    return Prepared(folder, FakeGoogle().world, 0.0, SHIPPED)


@pytest.fixture
def desk(shipped: Prepared, tmp_path: Path) -> Iterator[Desk]:
    with shipped.copied(tmp_path / "instance") as desk:
        yield desk


@pytest.fixture(scope="session")
def made_small(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The small campaign with two districts of three communes, and their spreadsheets, blank."""
    return _made(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def made_american(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The same at a Google that reads what is typed as in America."""
    return _made(tmp_path_factory.mktemp("american"), "[google]\nlocale = 'en_US'\n")


def _made(folder: Path, settings: str = "") -> Prepared:
    new_instance(folder, SMALL, units(2, 3), PLAN, settings)
    with closing(Office.open(Instance.open(folder))) as office:
        desk = Desk(office, FakeGoogle(), PLAN)
        for district in ("H1", "H2"):
            desk.makes(district)
        return kept(desk)


@pytest.fixture(scope="session")
def typed_small(made_small: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The same; in H1 one commune has typed rightly and another has made mistakes."""
    with made_small.copied(tmp_path_factory.mktemp("typed") / "instance") as desk:
        sheet = desk.sheet()
        types(desk.clerk(sheet), desk.filled({"H1X01": CLEAN, "H1X02": FAULTY}))
        return kept(desk)


@pytest.fixture
def blank(made_small: Prepared, tmp_path: Path) -> Iterator[Desk]:
    with made_small.copied(tmp_path / "instance") as desk:
        yield desk


@pytest.fixture
def small(typed_small: Prepared, tmp_path: Path) -> Iterator[Desk]:
    with typed_small.copied(tmp_path / "instance") as desk:
        yield desk
