"""What waits goes out in order and once, whatever fails."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.addin.conftest import TOKEN
from tests.addin.service import LOST, Answer, Request, Service, deliveries, page, problem, told

from tonghop_addin import client, settings
from tonghop_addin.commands import Commands
from tonghop_addin.errors import Busy, NoToken, NotReached, NotTheService, Refused, TokenRefused, TooLarge
from tonghop_addin.outbox import Outbox
from tonghop_addin.settings import Settings
from tonghop_addin.values import NO_CLAIM, Claim, Upload


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE", 0.0)


@pytest.fixture
def commands(signed_in: Service) -> Commands:
    return Commands(Settings(signed_in.address, "en"))


def file(name: str, content: bytes = b"PK") -> Upload:
    return Upload(f"{name}.xlsx", content)


def take(service: Service) -> None:
    """Let the service take each workbook once under its key, as the real one does."""
    service.on("/submissions", lambda request: service.once(request, _taken(request)))


def _taken(request: Request) -> Answer:
    return told(deliveries(request.headers["X-File-Name"]), 201)


def test_it_goes_out_at_once_where_the_network_is_there(signed_in: Service, commands: Commands) -> None:
    take(signed_in)
    commands.queue(file("a"), Claim("S-CB01", "KQ-2022"))
    flushed = commands.flush()
    assert [one.item.name for one in flushed.sent] == ["a.xlsx"]
    assert (flushed.waiting, flushed.stopped) == (0, None)
    assert signed_in.asked[0].query == {"unit": "S-CB01", "period": "KQ-2022"}
    assert list((settings.home() / "outbox").glob("*.bin")) == []


def test_the_network_down_then_up_keeps_the_order(signed_in: Service, commands: Commands) -> None:
    signed_in.on("/submissions", LOST)
    for name in ("a", "b", "c"):
        commands.queue(file(name))
    down = commands.flush()
    assert isinstance(down.stopped, NotReached)
    assert down.waiting == 3
    assert set(signed_in.names("/submissions")) == {"a.xlsx"}, "nothing overtakes the first"
    signed_in.asked.clear()
    take(signed_in)
    up = commands.flush()
    assert [one.item.name for one in up.sent] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert signed_in.names("/submissions") == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert commands.flush().sent == ()


def test_it_is_taken_once_even_when_the_answer_was_lost(signed_in: Service, commands: Commands) -> None:
    def takes_and_dies(request: Request) -> Answer:
        signed_in.once(request, _taken(request))
        return LOST

    signed_in.on("/submissions", takes_and_dies)
    commands.queue(file("a"))
    assert isinstance(commands.flush().stopped, NotReached)
    assert len(signed_in.taken) == 1
    take(signed_in)
    (sent,) = commands.flush().sent
    assert sent.delivery is not None
    assert len(signed_in.taken) == 1, "one key, one delivery"
    assert {one.body for one in signed_in.asked} == {b"PK"}


def test_what_waits_survives_the_end_of_the_process(signed_in: Service, commands: Commands) -> None:
    script = (
        "import sys; from pathlib import Path; from tonghop_addin.outbox import Outbox;"
        "from tonghop_addin.values import Upload, NO_CLAIM; import os;"
        "Outbox(Path(sys.argv[1])).put(sys.argv[2], Upload('a.xlsx', b'PK'), NO_CLAIM); os._exit(9)"
    )
    folder = settings.home() / "outbox"
    ended = subprocess.run([sys.executable, "-c", script, str(folder), signed_in.address], check=False)
    assert ended.returncode == 9
    take(signed_in)
    commands.queue(file("b"))
    assert [one.item.name for one in commands.flush().sent] == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(401, "Hết hạn."), TokenRefused),
        (problem(500, "Số 1."), Busy),
        (problem(503, "Bận."), Busy),
        (page(502), NotTheService),
        (page(200), NotTheService),
        (page(403), NotTheService),
    ],
)
def test_what_is_no_judgement_of_the_workbook_keeps_it(
    signed_in: Service, commands: Commands, answer: Answer, kind: type[Exception]
) -> None:
    signed_in.on("/submissions", answer)
    commands.queue(file("a"))
    flushed = commands.flush()
    assert type(flushed.stopped) is kind
    assert [one.name for one in commands.outbox.waiting()] == ["a.xlsx"]


def test_an_expired_token_is_mended_and_all_goes_out(signed_in: Service, commands: Commands) -> None:
    def looks(request: Request) -> Answer:
        good = request.headers["Authorization"] == "Bearer new"
        return signed_in.once(request, _taken(request)) if good else problem(401, "Hết hạn.")

    signed_in.on("/submissions", looks)
    commands.queue(file("a"))
    commands.queue(file("b"))
    assert isinstance(commands.flush().stopped, TokenRefused)
    settings.keep_token(signed_in.address, "")
    assert isinstance(commands.flush().stopped, NoToken)
    settings.keep_token(signed_in.address, "new")
    assert [one.item.name for one in commands.flush().sent] == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize(("answer", "kind"), [(problem(422, "Hỏng."), Refused), (page(413), TooLarge)])
def test_what_is_refused_for_good_is_told_kept_aside_and_holds_up_nothing(
    signed_in: Service, commands: Commands, answer: Answer, kind: type[Exception]
) -> None:
    signed_in.on("/submissions", answer, _taken)
    commands.queue(file("a"))
    commands.queue(file("b"))
    refused, sent = commands.flush().sent
    assert type(refused.refusal) is kind
    assert sent.delivery is not None
    assert commands.outbox.refused() == ["a.xlsx"]
    assert commands.outbox.waiting() == []
    commands.queue(file("a"))
    assert commands.outbox.refused() == [], "its correction is on the way"


def test_each_goes_to_the_server_for_which_it_was_kept(signed_in: Service, commands: Commands) -> None:
    with Service() as other:
        take(other)
        settings.keep_token(other.address, TOKEN)
        Outbox(settings.home() / "outbox").put(other.address, file("a"), NO_CLAIM)
        assert len(commands.flush().sent) == 1
        assert other.names("/submissions") == ["a.xlsx"]
        assert signed_in.asked == []


def test_half_a_file_left_by_a_crash_is_no_item(commands: Commands) -> None:
    commands.queue(file("a"))
    folder = commands.outbox.folder
    (folder / "00000009-x.json.new").write_text("{")
    (folder / "00000009-x.bin").write_bytes(b"PK")
    (folder / "00000008-y.json").write_text("{")
    assert [one.name for one in commands.outbox.waiting()] == ["a.xlsx"]


def test_two_processes_do_not_send_at_once(commands: Commands, home: Path) -> None:
    commands.queue(file("a"))
    lock = home / "outbox" / "flush.lock"
    script = (
        "import sys; from pathlib import Path; from tonghop_addin.locking import held\n"
        "with held(Path(sys.argv[1])) as free: print(free, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert commands.flush().waiting == 1
        other.communicate("")


def test_numbers_go_on_after_everything_was_sent(signed_in: Service, commands: Commands) -> None:
    take(signed_in)
    first = commands.queue(file("a"))
    commands.flush()
    assert commands.queue(file("b")).number == first.number + 1
