"""The small windows in which the panel asks something."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from tonghop_addin import settings, telling, words
from tonghop_addin.errors import AddinError
from tonghop_addin.settings import Settings
from tonghop_addin.values import Campaign, Standing
from tonghop_addin.words import LANGUAGES, Language, Text

SAVE = Text("Lưu", "Save")
CANCEL = Text("Thôi", "Cancel")
OPEN = Text("Lấy về và mở", "Get and open")
MAKE = Text("Làm", "Make")
SERVER = Text("Máy chủ", "Server")
TOKEN = Text("Mã truy cập", "Access token")
TOKEN_KEPT = Text("(đã có; để trống nếu không đổi)", "(kept; leave blank to keep it)")
LANGUAGE = Text("Ngôn ngữ", "Language")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
PLAIN_HTTP = Text(
    "http:// không mã hoá: người khác trong mạng có thể đọc mã truy cập và số liệu. Nếu được, dùng https://",
    "http:// is not encrypted: others in the network may read the token and the figures. Use https:// if you can.",
)
WHICH = Text("Chọn biểu mẫu cần điền", "Choose the workbook to fill")
ROW = Text("{name} – {period} (hạn {due}) – {state}", "{name} – {period} (due {due}) – {state}")
PERIOD = Text("Kỳ báo cáo", "Period")
INCLUDE = Text("Số liệu lấy từ", "Figures from")
INCLUDES = (
    ("submitted", Text("mọi báo cáo đã gửi", "all reports that were sent")),
    ("accepted", Text("chỉ báo cáo đã duyệt", "accepted reports only")),
)
RESULT = Text("Cần có", "Make")
RESULTS = (
    (("xlsx",), Text("bảng tổng hợp (Excel)", "the consolidated workbook (Excel)")),
    (("docx",), Text("báo cáo (Word)", "the report (Word)")),
    (("xlsx", "docx"), Text("cả hai", "both")),
)


class Dialog(tk.Toplevel):
    """A window over the panel, with a line for what is wrong and two buttons; Enter confirms, Escape leaves."""

    def __init__(self, parent: tk.Misc, title: Text, confirm: Text, language: Language) -> None:
        super().__init__(parent)
        self.language = language
        self.title(title.said(language))
        self.transient(parent.winfo_toplevel())
        self.resizable(width=False, height=False)
        self.body = ttk.Frame(self, padding=12)
        self.body.grid(sticky="nsew")
        self.body.columnconfigure(1, weight=1)
        self.problem = ttk.Label(self, foreground="#9C0006", wraplength=420, padding=(12, 0))
        self.problem.grid(sticky="ew")
        buttons = ttk.Frame(self, padding=12)
        buttons.grid(sticky="e")
        ttk.Button(buttons, text=CANCEL.said(language), command=self.destroy).grid(row=0, column=0, padx=4)
        self.confirm = ttk.Button(buttons, text=confirm.said(language), command=self.confirmed)
        self.confirm.grid(row=0, column=1)
        self.bind("<Return>", lambda _event: self.confirmed())
        self.bind("<Escape>", lambda _event: self.destroy())

    def row(self, label: Text, widget: tk.Widget) -> None:
        """Put a widget with its label below the others."""
        number = self.body.grid_size()[1]
        ttk.Label(self.body, text=label.said(self.language)).grid(row=number, column=0, sticky="w", padx=(0, 8), pady=3)
        widget.grid(row=number, column=1, sticky="ew", pady=3)

    def choice(self, label: Text, named: Sequence[str]) -> ttk.Combobox:
        """Put a list to choose one of below the others; the first is chosen."""
        widest = max((len(one) for one in named), default=20)
        box = ttk.Combobox(self.body, values=list(named), state="readonly", width=min(max(widest, 20), 60))
        if named:
            box.current(0)
        self.row(label, box)
        return box

    def confirmed(self) -> None:
        """Do what the window is for; each window says what."""


class SettingsDialog(Dialog):
    """Server, token and language."""

    def __init__(self, parent: tk.Misc, chosen: Settings, then: Callable[[Settings], None]) -> None:
        super().__init__(parent, words.SETTINGS, SAVE, chosen.language)
        self._then = then
        self.server = ttk.Entry(self.body, width=48)
        self.server.insert(0, chosen.server)
        self.row(SERVER, self.server)
        self.token = ttk.Entry(self.body, width=48, show="•")
        self.row(TOKEN, self.token)
        self._hint = ttk.Label(self.body, foreground="#595959", text=self._said_of_token(chosen))
        self._hint.grid(column=1, sticky="w")
        self.spoken = self.choice(LANGUAGE, [LANGUAGE_NAMES[one] for one in LANGUAGES])
        self.spoken.current(LANGUAGES.index(chosen.language))
        self._warned = False
        self.server.focus_set()

    def _said_of_token(self, chosen: Settings) -> str:
        try:
            return TOKEN_KEPT.said(self.language) if chosen.server and settings.token(chosen.server) else ""
        except AddinError:
            return ""

    def confirmed(self) -> None:
        """Keep what was typed; what is wrong with it is said and nothing is kept."""
        try:
            server = settings.address(self.server.get())
            if server.startswith("http://") and not self._warned:
                self._warned = True  # said once; pressing again is an answer
                self.problem.configure(text=PLAIN_HTTP.said(self.language))
                return
            if secret := self.token.get().strip():
                settings.keep_token(server, secret)
            chosen = Settings(server, LANGUAGES[self.spoken.current()])
            settings.save(chosen)
        except AddinError as problem:
            self.problem.configure(text=problem.said(self.language))
            return
        self.destroy()
        self._then(chosen)


class WorkbookDialog(Dialog):
    """Which of the owed reports is to be filled."""

    def __init__(
        self, parent: tk.Misc, owed: Sequence[Standing], language: Language, then: Callable[[Standing], None]
    ) -> None:
        super().__init__(parent, words.GET, OPEN, language)
        self._owed, self._then = owed, then
        self.which = self.choice(WHICH, [self._said(one) for one in owed])

    def _said(self, one: Standing) -> str:
        state = words.STATES[one.state].said(self.language) if one.state in words.STATES else one.state
        return ROW.said(self.language, name=one.unit_name, period=one.period, due=telling.day(one.due), state=state)

    def confirmed(self) -> None:
        """Hand over which."""
        chosen = self._owed[self.which.current()]
        self.destroy()
        self._then(chosen)


class ConsolidateDialog(Dialog):
    """What is to be brought together, from which reports, into what."""

    def __init__(
        self,
        parent: tk.Misc,
        campaigns: Sequence[Campaign],
        language: Language,
        then: Callable[[str, str, str, Sequence[str]], None],
        *,
        open_name: str = "",
    ) -> None:
        super().__init__(parent, words.CONSOLIDATE, MAKE, language)
        self._then = then
        self._periods = [(one, period) for one in campaigns for period in reversed(one.periods)]
        self.period = self.choice(PERIOD, [f"{one.title}: {period.label}" for one, period in self._periods])
        self._start_with(open_name)
        self.include = self.choice(INCLUDE, [text.said(language) for _code, text in INCLUDES])
        self.result = self.choice(RESULT, [text.said(language) for _kinds, text in RESULTS])

    def _start_with(self, open_name: str) -> None:
        """Choose what the consolidated workbook in front is of, so that it is refreshed by confirming."""
        for place, (campaign, period) in enumerate(self._periods):
            if open_name.startswith(f"tong-hop-{campaign.code}-{period.code}-"):
                self.period.current(place)
                return

    def confirmed(self) -> None:
        """Hand over what is to be made."""
        if not self._periods:
            self.destroy()
            return
        campaign, period = self._periods[self.period.current()]
        include, kinds = INCLUDES[self.include.current()][0], RESULTS[self.result.current()][0]
        self.destroy()
        self._then(campaign.code, period.code, include, kinds)
