"""The order in which the rooms work: the only file that knows it.

    bytes → read → identify → parse → check → store        receive()
    revisions → consolidate                                 publish()
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from types import MappingProxyType

from tonghop.config import Instance
from tonghop.core import calendar, completeness, consolidating
from tonghop.core.checking import Context, check
from tonghop.core.completeness import Standing, State
from tonghop.core.consolidation import Consolidation, Include, Measure, Revision
from tonghop.core.definitions import Campaign, Number, Period
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import parse
from tonghop.core.submission import Coverage, Submission, SubmissionKey
from tonghop.core.units import Unit, UnitTree
from tonghop.reading import read
from tonghop.storage import Action, Delivery, Outcome, Receipt, Store
from tonghop.writing.workbook import unit_workbook
