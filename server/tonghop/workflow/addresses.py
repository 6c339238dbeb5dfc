"""Where pages of the service are: known here too, as what is given out leads back to them."""

from urllib.parse import quote

from tonghop.core.consolidation import Revision
from tonghop.core.submission import SubmissionKey
from tonghop.workflow.office import Office


def report_path(key: SubmissionKey, below: str = "") -> str:
    """Return the path of a report's page, or of a page below it."""
    steps = (key.campaign, "report", key.period, key.unit, key.coverage.value)
    return "/c/" + "/".join(quote(step, safe="") for step in steps) + below


def revision_page(office: Office, revision: Revision) -> str | None:
    """Return the address at which a revision is shown; ``None`` where the instance does not say its own."""
    address = office.instance.settings.address
    return address + report_path(revision.key, f"/revision/{revision.number}") if address else None
