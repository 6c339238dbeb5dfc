"""Files that take long to make: the consolidation of a period, and the workbooks of all its units."""

import zipfile
from io import BytesIO

from tonghop import workflow
from tonghop.core import calendar
from tonghop.core.stamp import Layout
from tonghop.jobs.orders import Consolidate, Workbooks
from tonghop.jobs.progress import Progress
from tonghop.storage import Finished, Job, ResultFile
from tonghop.workflow import Office


def consolidate(office: Office, job: Job, progress: Progress) -> Finished:
    """Bring a period together and make all that is given out of it."""
    order = Consolidate.model_validate(job.payload)
    campaign = office.campaign(order.campaign)
    period = calendar.find_period(campaign, order.period)
    asked = workflow.Order(order.as_of, order.include, job.who, job.created, order.language)
    made = workflow.give_out(office, campaign, period, asked, progress)
    files = tuple(ResultFile(f"tong-hop.{kind}", one, kept=order.issue) for kind, one in made.files.items())
    if not order.issue:
        return Finished({"period": period.code}, files)
    result = {"period": period.code, "issue": made.issue.number, "digest": made.issue.digest}
    return Finished(result, files, (campaign.code, made.issue, made.files))


def workbooks(office: Office, job: Job, progress: Progress) -> Finished:
    """Make the workbooks that a period asks for, as one archive."""
    order = Workbooks.model_validate(job.payload)
    campaign = office.campaign(order.campaign)
    period = calendar.find_period(campaign, order.period)
    listed = workflow.group_files if order.layout is Layout.GROUP else workflow.unit_files
    files = listed(office, campaign, period, order.units, as_of=order.as_of)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as book:  # a workbook is packed already
        for place, (name, make) in enumerate(files, 1):
            book.writestr(name, make())
            progress(place, len(files))
    content = archive.getvalue()
    return Finished({"files": len(files)}, (ResultFile(f"{campaign.code} {period.code}.zip", content),))
