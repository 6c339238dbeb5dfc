"""Bytes of any sort become ``Sheets``, or a refusal that says what they are instead.

``read`` is a pure call: bytes in, values out, nothing kept between calls. It can therefore run in
a child process with limits of its own, as a file of 2 kB is known to abort the reader's process.
"""

from tonghop.core.cells import Sheets
from tonghop.reading.kinds import recognise
from tonghop.reading.xlsx import read_xlsx


def read(content: bytes) -> Sheets:
    """Read a workbook's values, error cells and formulas without a value; raises UnreadableFile."""
    recognise(content)
    return read_xlsx(content)
