"""Taking in what somebody sent over the web, by a page or by a program: one place, so that both ask the same."""

from tonghop import workflow
from tonghop.storage import Delivery
from tonghop.web import metrics
from tonghop.web.desk import desk
from tonghop.workflow import Examined, Reception, Sender


def sender(unit: str | None = None, period: str | None = None) -> Sender:
    """Return who is signed in as a sender, with what he says of unit and period."""
    return Sender(desk.sees, desk.account.unit, unit or None, period or None)


def delivered(sent: bytes) -> bytes:
    """Return what is looked at and kept of what was sent; raises a kind of UnreadableFile."""
    return workflow.delivered(desk.office, sent)


def examined(content: bytes, who: Sender) -> Examined:
    """Look at a file and store nothing; raises OutOfSight where it holds a unit that is not the sender's."""
    return workflow.examine_for(desk.office, content, as_of=desk.today, sender=who)


def kept(name: str, content: bytes, found: Examined, source: str) -> Reception:
    """Store a file with all that was found in it; raises ChangedMeanwhile."""
    reception = workflow.keep(desk.office, Delivery(content, name, desk.who, desk.now, source), found)
    metrics.count_reception(reception)
    return reception
