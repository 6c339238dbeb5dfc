"""What became of something, in sentences: for the panel’s line and for the command line."""

from collections.abc import Iterator, Sequence
from datetime import date

from tonghop_addin.outbox import Flushed, Sent
from tonghop_addin.values import Delivery, Finding
from tonghop_addin.words import KINDS, Language, Text

CLEAN = Text("“{name}”: không có gì phải sửa.", "“{name}”: nothing to correct.")
FOUND = Text(
    "“{name}”: {blocking} lỗi, {warning} cảnh báo, {note} lưu ý. Bấm vào dòng để đến ô.",
    "“{name}”: {blocking} errors, {warning} warnings, {note} notes. Click a line to go to its cell.",
)
TAKEN = Text("Máy chủ đã nhận “{name}”.", "The server has taken “{name}”.")
SAME = Text(
    "Máy chủ đã nhận “{name}”: số liệu giống lần gửi trước.",
    "The server has taken “{name}”: the same figures as before.",
)
KEPT_WITH_ERRORS = Text(
    "Máy chủ đã giữ “{name}”, nhưng còn lỗi nên chưa tổng hợp được. Sửa rồi gửi lại.",
    "The server keeps “{name}”, but it has errors and cannot be consolidated. Correct them and send it again.",
)
REFUSED = Text("Máy chủ không nhận “{name}”: {detail}", "The server refused “{name}”: {detail}")
REFUSED_BEFORE = Text(
    "Máy chủ đã từ chối, cần sửa và gửi lại: {names}", "Refused by the server, to be corrected and sent again: {names}"
)
WAITING = Text(
    "{count} tệp chờ gửi, sẽ tự gửi khi nối được. {reason}",
    "{count} workbooks wait and go out by themselves when the server is reached. {reason}",
)
UNMARKED = Text("Đã xoá đánh dấu ({count} chỗ).", "Marks removed ({count}).")
NOT_MARKED = Text("{count} chỗ Excel không cho làm: {places}", "Excel did not allow {count}: {places}")
_PLACES = 3


def of_findings(name: str, findings: Sequence[Finding], language: Language) -> str:
    """Say how much was found in a workbook."""
    if not findings:
        return CLEAN.said(language, name=name)
    counts = {kind: sum(one.severity == kind for one in findings) for kind in KINDS}
    return FOUND.said(language, name=name, **counts)


def of_delivery(delivery: Delivery, language: Language) -> str:
    """Say what the server did with a workbook."""
    if not delivery.taken:
        return KEPT_WITH_ERRORS.said(language, name=delivery.name)
    same = bool(delivery.parts) and all(part.new is False for part in delivery.parts)
    return (SAME if same else TAKEN).said(language, name=delivery.name)


def of_sent(sent: Sent, language: Language) -> str:
    """Say what became of a workbook that waited."""
    if sent.delivery is not None:
        return of_delivery(sent.delivery, language)
    return REFUSED.said(language, name=sent.item.name, detail=sent.refusal.said(language) if sent.refusal else "")


def of_flushed(flushed: Flushed, language: Language) -> Iterator[str]:
    """Say, a line each, what went out and what still waits."""
    for sent in flushed.sent:
        yield of_sent(sent, language)
    if flushed.waiting:
        reason = flushed.stopped.said(language) if flushed.stopped else ""
        yield WAITING.said(language, count=flushed.waiting, reason=reason).strip()


def of_refused(names: Sequence[str], language: Language) -> str:
    """Say which workbooks were refused and not sent again since."""
    return REFUSED_BEFORE.said(language, names=", ".join(names)) if names else ""


def day(told: str) -> str:
    """Return a day of the service as it is written in Vietnam."""
    try:
        return f"{date.fromisoformat(told):%d/%m/%Y}"
    except ValueError:
        return told


def of_failures(failures: Sequence[tuple[str, str]], language: Language) -> str:
    """Say what Excel did not allow: the first places with Excel’s own words."""
    told = "; ".join(f"{place}: {reason}" for place, reason in failures[:_PLACES])
    more = " …" if len(failures) > _PLACES else ""
    return NOT_MARKED.said(language, count=len(failures), places=told + more)
