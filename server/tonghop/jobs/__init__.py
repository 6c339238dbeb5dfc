"""Long work: asked for by a page or a program, done by a worker, its progress seen by everybody.

``ask`` keeps an order and its files in the database and tells the queue; a ``Worker`` does it. What is said
of a job stands in the database, so the queue may be lost: a worker finds there what waits, and what another
one left unfinished, and goes on from where it stood.
"""

from tonghop.jobs.embedded import Embedded
from tonghop.jobs.orders import Consolidate, Ingest, MakeSheets, Order, PullSheets, PushSheet, ShareSheets, Workbooks
from tonghop.jobs.queue import Queue
from tonghop.jobs.telling import failure_text, refusal_text
from tonghop.jobs.worker import Worker

__all__ = [
    "Consolidate",
    "Embedded",
    "Ingest",
    "MakeSheets",
    "Order",
    "PullSheets",
    "PushSheet",
    "Queue",
    "ShareSheets",
    "Workbooks",
    "Worker",
    "failure_text",
    "refusal_text",
]
