"""What a template may use: the values of the report by the names that stand in its tags.

The names are Vietnamese, since clerks meet them in Word; docs/report.md lists them.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from tonghop.core.calendar import deadline_text, official_day
from tonghop.core.completeness import Progress
from tonghop.core.consolidation import Consolidation, Include, LineKind
from tonghop.core.definitions import Activity, Campaign, FieldType, Period
from tonghop.writing.report import figures, letterhead
from tonghop.writing.report.annexes import annexes
from tonghop.writing.report.charts import completeness_chart, main_chart
from tonghop.writing.report.gathering import groups, told_periods, voices
from tonghop.writing.report.letterhead import BLANK, Letterhead
from tonghop.writing.report.rendering import Paper
from tonghop.writing.report.results import results

Values: TypeAlias = dict[str, object]

_INCLUDED: Mapping[Include, str] = {
    Include.ACCEPTED: "chỉ các báo cáo đã được duyệt",
    Include.SUBMITTED: "tất cả báo cáo đã gửi hợp lệ, kể cả báo cáo chưa được duyệt",
}


def values(paper: Paper, consolidation: Consolidation, previous: Consolidation | None, office: Letterhead) -> Values:
    """Return every value by its name."""
    return {
        **_head(consolidation, office),
        **_directed(consolidation),
        **_scope(consolidation, previous),
        **_shown(paper, consolidation, previous),
        **_fell_short(paper, consolidation),
    }


def _head(consolidation: Consolidation, office: Letterhead) -> Values:
    campaign, root = consolidation.campaign, consolidation.lines[0].unit
    return {
        "co_quan_cap_tren": office.superior.upper(),
        "co_quan": letterhead.body_line(office, root),
        "so_ky_hieu": letterhead.number_line(office, campaign),
        "noi_ngay": letterhead.place_line(office, consolidation.as_of.year),
        "thay_mat": letterhead.authority_line(office, campaign, root),
        "chuc_vu": office.post.upper() or BLANK,
        "nguoi_ky": office.signatory,
        "noi_nhan": letterhead.recipient_lines(office, campaign),
    }


def _directed(consolidation: Consolidation) -> Values:
    """What section I tells: on what the plan rests, what it orders by when, who reports by when."""
    campaign, period = consolidation.campaign, consolidation.period
    return {
        "ban_hanh": campaign.issuer.vi,
        "ke_hoach": _plan(campaign),
        "can_cu": "; ".join(campaign.basis),
        "ky": period.label.vi,
        "tu_ngay": official_day(period.start),
        "den_ngay": official_day(period.end),
        "viec": [_activity(one) for one in campaign.activities if one.start <= consolidation.as_of],
        "don_vi_bao_cao": "; ".join(_lower(campaign, period)),
        "han_bao_cao": official_day(period.due) + (" (giả định, kế hoạch không ghi)" if period.assumed else ""),
        "bao_cao_cap_tren": [
            {"noi_nhan": one.to.vi, "thoi_han": deadline_text(one.due, period.end).vi if one.due else _rule(one.rule)}
            for one in campaign.office
        ],
    }


def _plan(campaign: Campaign) -> str:
    """Return the plan's title with its number and day, where they are known."""
    about = [f"số {campaign.number}"] if campaign.number else []
    about += [f"ngày {official_day(campaign.issued)}"] if campaign.issued else []
    return campaign.title.vi + (f" ({', '.join(about)})" if about else "")


def _rule(rule: object) -> str:
    return figures.lower_first(str(getattr(rule, "vi", ""))) or BLANK


def _activity(activity: Activity) -> Values:
    return {"ten": activity.label.vi, "thoi_han": deadline_text(activity.finish, activity.start).vi}


def _lower(campaign: Campaign, period: Period) -> Iterable[str]:
    """Yield the levels that owe the period's report."""
    for level in campaign.levels:
        if level.reports and (not period.levels or level.code in period.levels):
            yield figures.lower_first(level.label.vi)


def _scope(consolidation: Consolidation, previous: Consolidation | None) -> Values:
    """On what the figures rest: said on the report's face."""
    summaries = [line.unit.name for line in consolidation.lines if line.kind is LineKind.SUMMARY and line.revisions]
    ahead = [one.label.vi for one in consolidation.periods if one.start > consolidation.as_of]
    return {
        "pham_vi": _INCLUDED[consolidation.include],
        "tinh_den": official_day(consolidation.as_of),
        "so_da_lay": _taken(consolidation),
        "so_phai_gui": _owed(consolidation),
        "cong_tu": [one.label.vi for one in consolidation.periods] if consolidation.period.derived else [],
        "ky_chua_den": ahead,
        "tong_hop_thay": summaries,
        "ky_truoc": "" if previous is None else previous.period.label.vi,
        "ky_truoc_da_lay": "" if previous is None else _taken(previous),
        "ky_truoc_phai_gui": "" if previous is None else _owed(previous),
    }


def _taken(consolidation: Consolidation) -> str:
    """Return how many reports the figures rest on."""
    return _count(len({revision.key for line in consolidation.lines for revision in line.revisions}))


def _owed(consolidation: Consolidation) -> str:
    return _count(sum(counts.owed for _, counts in told_periods(consolidation)))


def _shown(paper: Paper, consolidation: Consolidation, previous: Consolidation | None) -> Values:
    chart = main_chart(consolidation)
    return {
        "ket_qua": [
            {
                "so": told.form.number,
                "ten": told.form.title.vi,
                "cau": told.sentences,
                "bang": "" if told.table is None else paper.table(told.table),
            }
            for told in results(consolidation, previous)
        ],
        "bieu_do_ket_qua": paper.chart(chart),
        "phu_luc": [
            {"so": annex.form.number, "ten": annex.form.title.vi, "bang": paper.table(*annex.tables)}
            for annex in annexes(consolidation)
        ],
    }


def _fell_short(paper: Paper, consolidation: Consolidation) -> Values:
    return {
        "tinh_hinh": [_standing(period, counts) for period, counts in told_periods(consolidation)],
        "bieu_do_tinh_hinh": paper.chart(completeness_chart(consolidation)),
        "don_vi": [{"ten": one.title, "so": _count(one.count), "ke": one.names} for one in groups(consolidation)],
        "so_canh_bao": _count(len(consolidation.findings)),
        "y_kien": [
            {
                "ma": one.field.name,
                "ten": one.field.label.vi,
                "cau": [{"loi": said.words, "cua": said.named} for said in one.said],
            }
            for one in voices(consolidation)
        ],
    }


def _standing(period: Period, counts: Progress) -> Values:
    return {
        "ky": period.label.vi,
        "phai_gui": _count(counts.owed),
        "dung_han": _count(counts.on_time),
        "muon": _count(counts.late),
        "chua_den_han": _count(counts.not_due),
        "chua_gui": _count(counts.missing),
        "tep_trong": _count(counts.empty),
        "co_loi": _count(counts.blocked),
        "tra_lai": _count(counts.returned),
        "mien": _count(counts.exempt),
        "da_duyet": _count(counts.accepted),
        "ty_le": figures.figure(counts.rate, FieldType.RATE),
    }


def _count(value: int) -> str:
    return figures.figure(value, FieldType.COUNT)
