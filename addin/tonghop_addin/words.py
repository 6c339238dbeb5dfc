"""Sentences in the two languages that the add-in speaks."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in Vietnamese and English; ``{name}`` stands for a parameter."""

    vi: str
    en: str

    def said(self, language: Language, **parameters: object) -> str:
        """Return the sentence in a language, with its parameters."""
        return (self.vi if language == "vi" else self.en).format(**parameters)


NAME = Text("Tổng Hợp", "Tổng Hợp")

GET = Text("Lấy biểu mẫu", "Get workbook")
CHECK = Text("Kiểm tra", "Check")
SEND = Text("Gửi", "Send")
STATUS = Text("Trạng thái", "Status")
CONSOLIDATE = Text("Tổng hợp", "Consolidate")
UNMARK = Text("Xoá đánh dấu", "Remove marks")
SETTINGS = Text("Thiết lập…", "Settings…")

KINDS = {
    "blocking": Text("Lỗi", "Error"),
    "warning": Text("Cảnh báo", "Warning"),
    "note": Text("Lưu ý", "Note"),
}
"""What a finding is called, the weightiest first."""

STATES = {
    "not_due": Text("chưa đến hạn", "not due"),
    "not_sent": Text("chưa gửi", "not sent"),
    "empty": Text("gửi trống", "sent empty"),
    "blocked": Text("có lỗi", "has errors"),
    "submitted": Text("đã gửi", "sent"),
    "returned": Text("bị trả lại", "returned"),
    "accepted": Text("đã duyệt", "accepted"),
    "reopened": Text("đã mở lại", "reopened"),
    "exempt": Text("được miễn", "exempt"),
}
