"""The panel: a small window beside Excel with the commands and the list of what was found."""

import contextlib
import ctypes
import sys
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from tonghop_addin import asking, settings, starting, telling, words
from tonghop_addin.background import Background
from tonghop_addin.commands import Commands, downloads
from tonghop_addin.errors import AddinError, HostError, SettingsError
from tonghop_addin.locking import held
from tonghop_addin.outbox import Flushed, Item
from tonghop_addin.settings import Settings
from tonghop_addin.values import Campaign, Consolidation, Delivery, Finding, Standing
from tonghop_addin.words import Language, Text
from tonghop_addin.workbook import FILLS, Marking, OpenBook

_RETRY = 60_000
_LOOK = 500
"""Milliseconds between attempts at what waits, and between looks whether another start wants this window."""

WORKING = Text("Đang làm…", "Working…")
NOTHING_TO_FILL = Text("Không còn biểu mẫu nào phải điền.", "There is no workbook left to fill.")
OPENED = Text("Đã mở {name} (thư mục {folder}).", "Opened {name} (in {folder}).")
STANDINGS = Text("{count} báo cáo.", "{count} reports.")
ISSUED = Text(
    "Đã tổng hợp lần {number} từ {count} báo cáo: {names}",
    "Consolidation {number} made from {count} reports: {names}",
)
HELLO = Text("Mở biểu mẫu trong Excel rồi bấm “Kiểm tra”.", "Open your workbook in Excel and press “Check”.")
HEADINGS = (Text("Loại", "Kind"), Text("Chỗ", "Place"), Text("Nội dung", "What"))


class Host(Protocol):
    """Excel, as the panel needs it; ``tonghop_addin.workbook`` is one."""

    def active(self) -> OpenBook:
        """Return the workbook in front."""

    def open_file(self, path: Path) -> None:
        """Open a file."""


class Panel:
    """The window and what its buttons do."""

    def __init__(self, root: tk.Tk, host: Host, folder: Path | None = None) -> None:
        self.root, self._host, self._folder = root, host, folder or downloads()
        self.chosen = settings.load()
        self._found: list[Finding] = []
        self._book: OpenBook | None = None
        self.background = Background(root, self._failed)
        self.buttons: dict[str, ttk.Button] = {}
        self.dialog: tk.Toplevel | None = None
        self._build()
        self._timers: dict[Callable[[], None], str] = {}
        self._later(_LOOK, self._look_for_another_start)
        self._later(_LOOK, self._send_now_and_again)
        root.protocol("WM_DELETE_WINDOW", self.close)

    @property
    def language(self) -> Language:
        """The language that was chosen."""
        return self.chosen.language

    @property
    def commands(self) -> Commands:
        """The commands under the present settings."""
        return Commands(self.chosen)

    # How it looks.

    def _build(self) -> None:
        self.root.title(words.NAME.said(self.language))
        self.root.minsize(380, 420)
        # A click on a finding brings Excel forward, and the list must stay in sight.
        self.root.attributes("-topmost", 1)
        for child in self.root.winfo_children():
            child.destroy()
        self._build_buttons()
        self.line = ttk.Label(self.root, padding=(8, 4), wraplength=400, text=HELLO.said(self.language))
        self.line.grid(row=1, sticky="ew")
        self._build_list()
        self.detail = ttk.Label(self.root, padding=8, wraplength=400)
        self.detail.grid(row=3, sticky="ew")
        self.root.columnconfigure(0, weight=1)
        self.root.rowconfigure(2, weight=1)
        self.root.bind("<Configure>", self._rewrap)

    def _build_buttons(self) -> None:
        bar = ttk.Frame(self.root, padding=8)
        bar.grid(row=0, sticky="ew")
        made: tuple[tuple[str, Text, Callable[[], None]], ...] = (
            ("get", words.GET, self.get),
            ("check", words.CHECK, self.check),
            ("send", words.SEND, self.send),
            ("status", words.STATUS, self.status),
            ("consolidate", words.CONSOLIDATE, self.consolidate),
            ("unmark", words.UNMARK, self.unmark),
            ("settings", words.SETTINGS, self.ask_settings),
        )
        for place, (name, text, does) in enumerate(made):
            button = ttk.Button(bar, text=text.said(self.language), command=does)
            span = 3 if place == len(made) - 1 else 1
            button.grid(row=place // 3, column=place % 3, columnspan=span, sticky="ew", padx=2, pady=2)
            self.buttons[name] = button
        for column in range(3):
            bar.columnconfigure(column, weight=1, uniform="buttons")

    def _build_list(self) -> None:
        frame = ttk.Frame(self.root, padding=(8, 0))
        frame.grid(row=2, sticky="nsew")
        frame.columnconfigure(0, weight=1)
        frame.rowconfigure(0, weight=1)
        self.list = ttk.Treeview(frame, columns=("kind", "place", "what"), show="headings", selectmode="browse")
        for column, heading, width in zip(("kind", "place", "what"), HEADINGS, (76, 110, 260), strict=True):
            self.list.heading(column, text=heading.said(self.language), anchor="w")
            self.list.column(column, width=width, minwidth=width // 2, stretch=column == "what")
        for kind, colour in FILLS.items():
            self.list.tag_configure(kind, background=colour)
        self.list.grid(row=0, column=0, sticky="nsew")
        slider = ttk.Scrollbar(frame, command=self.list.yview)
        slider.grid(row=0, column=1, sticky="ns")
        self.list.configure(yscrollcommand=slider.set)
        self.list.bind("<<TreeviewSelect>>", self._select)

    def _rewrap(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self.root:
            for label in (self.line, self.detail):
                label.configure(wraplength=max(event.width - 24, 200))

    def say(self, *lines: str) -> None:
        """Show what happened."""
        self.line.configure(text="\n".join(line for line in lines if line))

    # What the buttons do.

    def check(self) -> None:
        """Have the workbook in front checked and mark what was found."""
        with self._excel():
            book = self._host.active()
            file = book.upload()
            self._start()
            self.background.do(lambda: self.commands.check(file), lambda made: self._checked(book, made))

    def _checked(self, book: OpenBook, made: Delivery) -> None:
        self._done()
        self._show(book, made.findings, telling.of_findings(book.name, made.findings, self.language))

    def send(self) -> None:
        """Send the workbook in front; it is kept on the disk first and goes out now or later."""
        with self._excel():
            book = self._host.active()
            file = book.upload()
            commands = self.commands
            self._start()

            def work() -> tuple[Item, Flushed]:
                return commands.queue(file), commands.flush()

            self.background.do(work, lambda made: self._sent(book, *made))

    def _sent(self, book: OpenBook, item: Item, flushed: Flushed) -> None:
        self._done()
        mine = next((one for one in flushed.sent if one.item.key == item.key), None)
        lines = tuple(telling.of_flushed(flushed, self.language))
        if mine is not None and mine.delivery is not None:
            self._show(book, mine.delivery.findings, *lines)
        else:
            self.say(*lines)

    def status(self) -> None:
        """Show how the reports stand."""
        self._start()
        self.background.do(self.commands.standings, self._stand)

    def _stand(self, standings: Sequence[Standing]) -> None:
        self._done()
        self._fill(None, [])
        for one in standings:
            state = words.STATES[one.state].said(self.language) if one.state in words.STATES else one.state
            self.list.insert(
                "", "end", values=(state, f"{one.unit} {one.period}", f"{one.unit_name} ({telling.day(one.due)})")
            )
        commands = self.commands
        waiting = telling.of_flushed(Flushed(waiting=len(commands.outbox.waiting())), self.language)
        refused = telling.of_refused(commands.outbox.refused(), self.language)
        self.say(STANDINGS.said(self.language, count=len(standings)), *waiting, refused)

    def get(self) -> None:
        """Fetch a workbook that is to be filled and open it."""
        self._start()
        self.background.do(self.commands.to_fill, self._choose)

    def _choose(self, owed: Sequence[Standing]) -> None:
        self._done()
        if not owed:
            self.say(NOTHING_TO_FILL.said(self.language))
        elif len(owed) == 1:
            self._fetch(owed[0])
        else:
            self._ask(asking.WorkbookDialog(self.root, owed, self.language, self._fetch))

    def _fetch(self, standing: Standing) -> None:
        self._start()
        commands = self.commands
        self.background.do(lambda: commands.workbook(standing, self._folder), lambda path: self._open([path]))

    def _open(self, paths: Sequence[Path], said: str = "") -> None:
        self._done()
        with self._excel():
            for path in paths:
                if path.suffix == ".xlsx":
                    self._host.open_file(path)
            names = ", ".join(path.name for path in paths)
            self.say(said or OPENED.said(self.language, name=names, folder=self._folder))

    def consolidate(self) -> None:
        """Bring a period together and open what comes of it."""
        self._start()
        self.background.do(self.commands.campaigns, self._ask_what)

    def _ask_what(self, campaigns: Sequence[Campaign]) -> None:
        self._done()
        name = ""
        with contextlib.suppress(HostError):  # it only saves a choice
            name = self._host.active().name
        self._ask(asking.ConsolidateDialog(self.root, campaigns, self.language, self._make, open_name=name))

    def _make(self, campaign: str, period: str, include: str, kinds: Sequence[str]) -> None:
        self._start()
        commands = self.commands

        def work() -> tuple[Consolidation, list[Path]]:
            made = commands.consolidate(campaign, period, include)
            return made, commands.consolidated(made, kinds, self._folder)

        self.background.do(work, lambda made: self._made(*made))

    def _made(self, made: Consolidation, paths: Sequence[Path]) -> None:
        names = ", ".join(str(path) for path in paths)
        self._open(paths, ISSUED.said(self.language, number=made.number, count=made.reports, names=names))

    def unmark(self) -> None:
        """Remove our marks from the workbook in front."""
        with self._excel():
            cleaned = self._host.active().unmark()
            self._fill(None, [])
            self.say(telling.UNMARKED.said(self.language, count=cleaned.cells), self._refusals(cleaned))

    def ask_settings(self) -> None:
        """Ask for server, token and language."""
        self._ask(asking.SettingsDialog(self.root, self.chosen, self._set))

    def _set(self, chosen: Settings) -> None:
        self.chosen = chosen
        self._build()
        self.send_what_waits()

    # What they have in common.

    def _show(self, book: OpenBook, findings: Sequence[Finding], *lines: str) -> None:
        self._fill(book, findings)
        with self._excel():
            marking = book.mark(findings, self.language)
            self.say(*lines, self._refusals(marking))

    def _fill(self, book: OpenBook | None, findings: Sequence[Finding]) -> None:
        self._book, self._found = book, list(findings)
        self.list.delete(*self.list.get_children())
        self.detail.configure(text="")
        for number, one in enumerate(findings):
            place = "!".join(part for part in (one.sheet, one.cell) if part)
            kind = words.KINDS[one.severity].said(self.language)
            self.list.insert("", "end", iid=str(number), values=(kind, place, one.sentence), tags=(one.severity,))

    def _refusals(self, marking: Marking) -> str:
        failures = [(one.place, one.reason) for one in marking.failures]
        return telling.of_failures(failures, self.language) if failures else ""

    def _select(self, _event: "tk.Event[tk.Misc]") -> None:
        for identifier in self.list.selection():
            if not identifier.isdecimal() or self._book is None:
                continue
            found = self._found[int(identifier)]
            self.detail.configure(text=f"{found.sentence} {found.remedy}".strip())
            if found.sheet:
                with self._excel():
                    self._book.select(found.sheet, found.cell)

    @contextlib.contextmanager
    def _excel(self) -> Iterator[None]:
        """Say what Excel or the settings do not allow."""
        try:
            yield
        except AddinError as problem:
            self._failed(problem)

    def _start(self) -> None:
        self.say(WORKING.said(self.language))
        for button in self.buttons.values():
            button.state(["disabled"])

    def _done(self) -> None:
        self.say()
        for button in self.buttons.values():
            button.state(["!disabled"])

    def _ask(self, dialog: tk.Toplevel) -> None:
        """Let one window ask at a time: a new one takes the place of one that was left open."""
        if self.dialog is not None:
            self.dialog.destroy()
        self.dialog = dialog

    def _failed(self, problem: AddinError) -> None:
        self._done()
        self.say(problem.said(self.language))
        if isinstance(problem, SettingsError) and not (self.dialog and self.dialog.winfo_exists()):
            self.ask_settings()

    def close(self) -> None:
        """Close the window; what is being sent comes to its end, what waits waits for the next time."""
        for timer in self._timers.values():
            self.root.after_cancel(timer)
        self.background.close()
        self.root.destroy()

    def _later(self, milliseconds: int, does: Callable[[], None]) -> None:
        self._timers[does] = self.root.after(milliseconds, does)

    def _send_now_and_again(self) -> None:
        self._later(_RETRY, self._send_now_and_again)
        self.send_what_waits()

    def send_what_waits(self) -> None:
        """Try once to send what waits."""
        commands = self.commands
        if not self.background.is_busy and commands.outbox.waiting():
            self.background.do(commands.flush, lambda made: self.say(*telling.of_flushed(made, self.language)))

    def _look_for_another_start(self) -> None:
        wish = settings.home() / starting.RAISE
        if wish.exists():
            wish.unlink(missing_ok=True)
            self.root.deiconify()
            self.root.lift()
        self._later(_LOOK, self._look_for_another_start)


def run(host: Host) -> None:
    """Show the panel until it is closed; where one is open already, bring that one to the front."""
    with held(settings.home() / "panel.lock") as free:
        if not free:
            (settings.home() / starting.RAISE).touch()
            return
        _sharpen()
        root = tk.Tk()
        panel = Panel(root, host)
        if not panel.chosen.server:
            panel.ask_settings()
        root.mainloop()
        # Until then the window’s remains must be held: were they cleared away in the other thread, Tcl would abort.
        panel.background.wait()


def _sharpen() -> None:
    """Ask Windows not to blow the window up as a picture on fine screens."""
    if sys.platform == "win32":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
