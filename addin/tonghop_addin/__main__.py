"""``python -m tonghop_addin`` is ``tonghop-addin``."""

from tonghop_addin.cli import main

main()
