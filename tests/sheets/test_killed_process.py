"""A real process is killed by the system, without any word, and the watch of another takes up what it left.

The fake Google lives in the child until then: it is put to a file after every call, and the other goes on with that.
"""

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fakegoogle import FakeGoogle
from tests.sheets.district import Desk
from tests.sheets.prepared import Prepared
from tests.sheets.small import PLAN
from tests.sheets.standing import database, marks, peoples, settle
from tests.sheets.unplugged import one_look

from tonghop.config import Instance
from tonghop.jobs.watching import Watch
from tonghop.workflow import Office
from tonghop.workflow.sheets import Failed, Pulled

MOMENTS = {"before the first reading": 2, "between the readings": 3, "before the writing": 4, "after the writing": 5}
"""By the number of the call to Google before which it is killed: a token first, then two readings and one writing."""


def works_until_killed(instance: Path, world: Path, number: int) -> None:
    """What the child does: look once, and be killed before a call to Google."""
    desk = Desk(Office.open(Instance.open(instance)), FakeGoogle(), PLAN)
    desk.fake.world = pickle.loads(world.read_bytes())  # noqa: S301 - the parent's
    for nth in range(1, 20):
        desk.fake.after(lambda: world.write_bytes(pickle.dumps(desk.fake.world)), nth=nth)
    desk.fake.before(lambda: os.kill(os.getpid(), signal.SIGKILL), nth=number)
    one_look(desk, f"{os.uname().nodename}:{os.getpid()}:child")


@pytest.mark.parametrize("number", MOMENTS.values(), ids=MOMENTS.keys())
def test_what_a_killed_process_left_is_taken_up_at_once(number: int, typed_small: Prepared, tmp_path: Path) -> None:
    with typed_small.copied(tmp_path / "undisturbed") as desk:
        one_look(desk, "here:1:undisturbed")
        settle(desk)
        expected = database(desk), marks(desk, desk.sheet()), peoples(desk, desk.sheet())
    with typed_small.copied(tmp_path / "instance") as desk:
        world = tmp_path / "world"
        world.write_bytes(pickle.dumps(desk.fake.world))
        given = f"Path({str(tmp_path / 'instance')!r}), Path({str(world)!r}), {number}"
        code = f"from {__name__} import *; works_until_killed({given})"
        child = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": _paths()})
        assert child.returncode == -signal.SIGKILL
        desk.fake.world = pickle.loads(world.read_bytes())  # noqa: S301 - written by the child
        became: list[object] = []
        watch = Watch(desk.office, desk.google, became.append, now=desk.now)
        watch.look()
        assert [one for one in became if isinstance(one, Pulled)]
        assert not [one for one in became if isinstance(one, Failed)]
        settle(desk)
        assert (database(desk), marks(desk, desk.sheet()), peoples(desk, desk.sheet())) == expected


def _paths() -> str:
    return os.pathsep.join(path for path in sys.path if path)
