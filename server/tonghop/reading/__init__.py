"""Bytes of any sort become ``Sheets``, or a refusal that says what they are instead.

``read`` is a pure call: bytes in, values out, nothing kept between calls. It can therefore run in
a child process with limits of its own, as a file of 2 kB is known to abort the reader's process.
"""

from tonghop.core.cells import Sheets
from tonghop.reading.gate import open_package
from tonghop.reading.google import read_snapshot
from tonghop.reading.kinds import Container, recognise
from tonghop.reading.ods import is_ods, read_ods
from tonghop.reading.xls import read_xls
from tonghop.reading.xlsx import read_xlsx


def read(content: bytes) -> Sheets:
    """Read a workbook's values, error cells and formulas without a value; raises UnreadableFile."""
    container = recognise(content)
    if container is Container.COMPOUND:
        return read_xls(content)
    if container is Container.SNAPSHOT:
        return read_snapshot(content)
    package = open_package(content)
    return read_ods(package) if is_ods(package) else read_xlsx(package)
