"""Marked files: where they go, and that they are written."""

from pathlib import Path, PurePosixPath

from tonghop import workflow
from tonghop.cli.options import Desk
from tonghop.storage import Delivery
from tonghop.workflow import Examined

_KINDS = (".xlsx",)


def write_marked(out: Path, delivery: Delivery, examined: Examined, desk: Desk) -> None:
    """Write a delivery with what was found marked in it."""
    content = workflow.marked_file(delivery.name, delivery.content, examined.findings, desk.language)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)


def free_file(folder: Path, name: str) -> Path:
    """Return where the marked file of a source goes: its own name, below ``folder`` whatever an archive calls it."""
    steps = PurePosixPath(name.replace("\\", "/").replace(":", "_")).parts
    safe = [step for step in steps if step not in {"..", "/", "."}] or ["_"]
    wanted = folder.joinpath(*safe)
    if wanted.suffix.lower() not in _KINDS:
        wanted = wanted.with_name(f"{wanted.name}.xlsx")
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_stem(f"{wanted.stem} ({number})")
    return found
