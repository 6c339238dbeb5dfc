"""A worker is killed before or after any call of the store and of Google; another one goes on where it stood.

In the end everything is as if nobody had been killed: figures, revisions, deliveries, every cell at Google.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.fakegoogle import Fault
from tests.sheets.district import Desk, types
from tests.sheets.prepared import Prepared
from tests.sheets.small import CLEAN
from tests.sheets.standing import database, marks, peoples, settle
from tests.sheets.unplugged import Line, Unplugged, left_behind, one_look

from tonghop.workflow.sheets import Failed
from tonghop.workflow.sheets.watching import LEASE

SHARES = 8
"""The places are tried in so many tests: one that is added to a reading is tried by itself."""
Scene = Callable[[Desk], None]


def first_reading(_desk: Desk) -> None:
    """Nothing was ever read."""


def corrected(desk: Desk) -> None:
    """It was read; since then a clerk has corrected one error, made another and typed a report more."""
    one_look(desk, "here:1:before")
    desk.fake.clock.passes(60)
    clerk = desk.clerk(desk.sheet())
    clerk.opens("Biểu 1").types("D10", "12")
    clerk.types("D9", "một trăm")
    types(clerk, desk.filled({"H1X03": CLEAN}))


SCENES = (first_reading, corrected)


def outcome(desk: Desk) -> tuple[object, ...]:
    """Return all that counts once nothing is due any more."""
    settle(desk)
    sheet = desk.sheet()
    return database(desk), marks(desk, sheet), peoples(desk, sheet)


@dataclass(frozen=True)
class Undisturbed:
    """A look that nobody disturbs."""

    scene: Scene
    line: Line
    outcome: tuple[object, ...]


@pytest.fixture(scope="session", params=SCENES, ids=lambda scene: scene.__name__)
def undisturbed(
    request: pytest.FixtureRequest, typed_small: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    with typed_small.copied(tmp_path_factory.mktemp("undisturbed") / "instance") as desk:
        line = Line(left=partial(left_behind, desk))
        request.param(desk)
        one_look(desk, "here:2:first", line)
        return Undisturbed(request.param, line, outcome(desk))


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_any_call_all_is_as_if_nobody_had_been(
    undisturbed: Undisturbed, share: int, typed_small: Prepared, tmp_path: Path
) -> None:
    for cut in undisturbed.line.turns[share::SHARES]:
        with typed_small.copied(tmp_path / str(cut)) as desk:
            undisturbed.scene(desk)
            with pytest.raises(Unplugged):
                one_look(desk, "here:2:first", Line(cut))
            desk.fake.clock.passes(LEASE.total_seconds() + 1)
            one_look(desk, "there:3:second")
            assert outcome(desk) == undisturbed.outcome, undisturbed.line.crossed[cut]


def test_every_stage_is_cut(undisturbed: Undisturbed) -> None:
    line = undisturbed.line
    cuts = [line.crossed[place] for place in line.turns]
    stages = ["pulls.claim", "google.fetch", "pulls.fetched", "store.receive", "google.fetch", "google.write"]
    of_one = cuts[cuts.index("after pulls.claim") :]
    assert of_one[:7] == [f"after {stage}" for stage in (*stages, "pulls.finish")], cuts


def test_an_answer_lost_after_the_marks_landed_changes_nothing(
    typed_small: Prepared, small: Desk, tmp_path: Path
) -> None:
    small.fake.plan(Fault.ANSWER_LOST, of="write")
    one_look(small, "here:2:first")
    assert small.fake.count("write") - small.fake.count("drive") >= 2
    with typed_small.copied(tmp_path / "undisturbed") as other:
        one_look(other, "here:2:first")
        assert outcome(small) == outcome(other)


def test_all_answers_lost_the_reading_waits_and_is_made_good(
    typed_small: Prepared, small: Desk, tmp_path: Path
) -> None:
    small.fake.plan(Fault.ANSWER_LOST, of="write", times=6)
    with typed_small.copied(tmp_path / "undisturbed") as other:
        with pytest.raises(Exception, match=r"(?i)network|connect"):
            one_look(small, "here:2:first")
        assert small.sheet().problem is not None
        small.fake.clock.passes(timedelta(minutes=2).total_seconds())
        assert not [one for one in one_look(small, "here:2:first") if isinstance(one, Failed)]
        one_look(other, "here:2:first")
        assert outcome(small) == outcome(other)
