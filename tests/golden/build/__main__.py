"""Make the golden workbooks anew: ``python -m tests.golden.build [NAME…]`` (LibreOffice is needed for some)."""

import sys
from collections.abc import Callable, Mapping

from tests.golden.build import looks, packages, refused, saving, structure, together, values, whose
from tests.golden.build.plans import WORKBOOKS

ROOMS = (saving, packages, values, whose, structure, looks, together, refused)
ALL: Mapping[str, Callable[[], bytes]] = {name: make for room in ROOMS for name, make in room.WORKBOOKS.items()}


def main(names: list[str]) -> None:
    """Write those workbooks, or all."""
    for name in names or ALL:
        (WORKBOOKS / name).write_bytes(ALL[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
