"""``python -m tonghop_addin.ribbon OUT.xlam [PYTHON]``: the ribbon add-in as a file, for the IT officer to hand out."""

import sys
from pathlib import Path

from tonghop_addin.ribbon import built

if len(sys.argv) not in {2, 3}:
    sys.exit(__doc__)
Path(sys.argv[1]).write_bytes(built(sys.argv[2] if len(sys.argv) > 2 else sys.executable))  # noqa: PLR2004
