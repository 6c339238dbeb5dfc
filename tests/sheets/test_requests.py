"""How often Google is asked: at most two readings and one writing for a spreadsheet, and never beyond the quotas."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.fakegoogle import FakeGoogle
from tests.sheets.district import Desk, types
from tests.sheets.prepared import Prepared, kept, new_instance
from tests.sheets.small import CLEAN, FAULTY, PLAN, SMALL, units
from tests.sheets.unplugged import one_look

from tonghop.config import Instance
from tonghop.storage import SharedSheet
from tonghop.workflow import Office
from tonghop.workflow.sheets import Became, Pulled

DISTRICTS, COMMUNES = 6, 20


@pytest.fixture(scope="module")
def made_province(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Districts whose communes have all typed, one of them with mistakes."""
    folder = new_instance(tmp_path_factory.mktemp("province"), SMALL, units(DISTRICTS, COMMUNES), PLAN)
    with closing(Office.open(Instance.open(folder))) as office:
        desk = Desk(office, FakeGoogle(), PLAN)
        for number in range(1, DISTRICTS + 1):
            sheet = desk.makes(f"H{number}")
            fill = {f"H{number}X{place:02}": CLEAN for place in range(1, COMMUNES)}
            types(desk.clerk(sheet), desk.filled({**fill, f"H{number}X{COMMUNES:02}": FAULTY}, f"H{number}"))
        return kept(desk)


@pytest.fixture
def province(made_province: Prepared, tmp_path: Path) -> Iterator[Desk]:
    with made_province.copied(tmp_path / "instance") as desk:
        desk.fake.clock.passes(600)
        desk.fake.latency = 0.4
        yield desk


def asked(desk: Desk, act: Callable[[], object]) -> dict[str, dict[str, int]]:
    """Return how often each spreadsheet was read and written while something was done, and Drive asked."""
    desk.fake.calls.clear()
    act()
    assert {call.status for call in desk.fake.calls} <= {200}
    found: dict[str, dict[str, int]] = {}
    for call in desk.fake.calls:
        whose = call.path.split("/")[3].partition(":")[0] if call.kind != "drive" else "drive"
        kinds = found.setdefault(whose, {})
        kinds[call.kind] = kinds.get(call.kind, 0) + 1
    return found


def sheets(desk: Desk) -> tuple[SharedSheet, ...]:
    return desk.office.store.sheets.listed()


def test_each_pass_asks_as_little_as_it_can(province: Desk) -> None:
    first = asked(province, lambda: one_look(province, "here:1:a"))
    assert first.pop("drive") == {"drive": 1}
    assert first == {sheet.spreadsheet: {"read": 2, "write": 1} for sheet in sheets(province)}

    province.fake.clock.passes(300)
    unchanged = asked(province, lambda: one_look(province, "here:1:a"))
    assert unchanged.pop("drive") == {"drive": 1}
    assert unchanged == {sheet.spreadsheet: {"read": 1} for sheet in sheets(province)}

    province.fake.clock.passes(300)
    assert asked(province, lambda: one_look(province, "here:1:a")) == {"drive": {"drive": 1}}


def test_a_pass_with_four_changed_ones_asks_fifteen_times_at_most(province: Desk) -> None:
    one_look(province, "here:1:a")
    province.fake.clock.passes(300)
    one_look(province, "here:1:a")
    province.fake.clock.passes(300)
    changed = sheets(province)[:4]
    for sheet in changed:
        province.clerk(sheet).opens("Biểu 1").types("D9", "121")
    became: list[object] = []
    four = asked(province, lambda: became.extend(one_look(province, "here:1:a")))
    assert {one.became for one in became if isinstance(one, Pulled)} == {Became.TAKEN}
    assert sum(count for kinds in four.values() for count in kinds.values()) == 1 + 4 * 3
    assert four.keys() == {"drive", *(sheet.spreadsheet for sheet in changed)}


def test_the_quotas_are_never_exceeded(small: Desk) -> None:
    """However fast Google answers: what a minute does not bear waits for the next."""
    for _ in range(31):
        small.reads(small.sheet(), small.sheet("H2"))
    assert small.google.counts.reads > 60
    assert {call.status for call in small.fake.calls} == {200}
    assert small.fake.clock.slept > 0
