"""A fake of Google Sheets and Drive for the tests: see README.md."""

from tests.fakegoogle.calls import Call
from tests.fakegoogle.clerk import Clerk
from tests.fakegoogle.clock import Clock
from tests.fakegoogle.errors import Forbidden, Unfaithful
from tests.fakegoogle.faults import Fault
from tests.fakegoogle.quotas import Quotas
from tests.fakegoogle.service import OFFICER, FakeGoogle
from tests.fakegoogle.xlsx import as_xlsx

__all__ = ["OFFICER", "Call", "Clerk", "Clock", "FakeGoogle", "Fault", "Forbidden", "Quotas", "Unfaithful", "as_xlsx"]
