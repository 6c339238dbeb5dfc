"""Issues: consolidations as they were given out, numbered for each campaign and period."""

import json
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, insert, select

from tonghop.core.consolidation import Include, Issue, IssuedReport, Measure
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage
from tonghop.storage import auditing, campaigns
from tonghop.storage.documents import canonical
from tonghop.storage.errors import ChangedMeanwhile
from tonghop.storage.receiving import keep_bytes
from tonghop.storage.tables import IssueFileRow, IssueRow
from tonghop.storage.values import Act


def keep(
    connection: Connection, campaign: str, issue: Issue, files: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Keep an issue, the next of its period, with its files by kind; raises ChangedMeanwhile or UnknownCampaign."""
    campaigns.campaign_id(connection, campaign)
    last = select(func.max(IssueRow.number)).where(IssueRow.campaign == campaign, IssueRow.period == issue.period)
    if issue.number != (connection.scalar(last) or 0) + 1:
        raise ChangedMeanwhile(campaign=campaign)
    sequence = connection.execute(
        insert(IssueRow)
        .values(
            campaign=campaign,
            period=issue.period,
            number=issue.number,
            as_of=issue.as_of,
            include=issue.include.value,
            digest=issue.digest,
            figures=canonical([_content(report) for report in issue.reports]),
            who=issue.who,
            at=issue.at,
        )
        .returning(IssueRow.sequence)
    ).scalar_one()
    for kind, content in files.items():
        connection.execute(
            insert(IssueFileRow).values(issue=sequence, kind=kind, digest=keep_bytes(connection, content))
        )
    details = {"number": issue.number, "as_of": issue.as_of, "include": issue.include, "digest": issue.digest}
    auditing.record(connection, Act(issue.at, issue.who, "issue", f"{campaign} {issue.period}", details))


def kept(connection: Connection, campaign: str, period: str) -> tuple[Issue, ...]:
    """Return the issues of a period, oldest first."""
    statement = (
        select(
            IssueRow.number,
            IssueRow.as_of,
            IssueRow.include,
            IssueRow.digest,
            IssueRow.figures,
            IssueRow.who,
            IssueRow.at,
        )
        .where(IssueRow.campaign == campaign, IssueRow.period == period)
        .order_by(IssueRow.number)
    )
    return tuple(
        Issue(period, number, as_of, Include(include), at, who, digest, _reports(figures))
        for number, as_of, include, digest, figures, who, at in connection.execute(statement)
    )


def file_digests(connection: Connection, campaign: str, period: str, number: int) -> Mapping[str, str]:
    """Return the SHA-256 of an issue's files, by kind; none for an issue that is not kept."""
    statement = select(IssueFileRow.kind, IssueFileRow.digest).join(IssueRow, IssueRow.sequence == IssueFileRow.issue)
    of_it = (IssueRow.campaign == campaign, IssueRow.period == period, IssueRow.number == number)
    return dict(connection.execute(statement.where(*of_it)).all())


def _content(report: IssuedReport) -> Mapping[str, object]:
    figures = [[one.form, one.row, one.field, _written(value)] for one, value in report.figures.items()]
    return {
        "unit": report.unit,
        "period": report.period,
        "coverage": report.coverage.value,
        "revision": report.revision,
        "sender": report.sender,
        "figures": sorted(figures, key=str),
    }


def _written(value: Number) -> int | str:
    return value if isinstance(value, int) else str(value)


def _reports(document: str) -> tuple[IssuedReport, ...]:
    return tuple(_report(content) for content in json.loads(document))


def _report(content: Mapping[str, Any]) -> IssuedReport:
    figures = {
        Measure(form, field, row): value if isinstance(value, int) else Decimal(value)
        for form, row, field, value in content["figures"]
    }
    return IssuedReport(
        unit=content["unit"],
        period=content["period"],
        coverage=Coverage(content["coverage"]),
        revision=content["revision"],
        sender=content["sender"],
        figures=figures,
    )
