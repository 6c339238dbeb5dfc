"""The outbox against a real conversation on a socket: what goes wrong is told with its remedy."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.web.smtp_helpers import Behaviour, mail_server

from tonghop.config import SETTINGS_FILE, Instance, MailSettings
from tonghop.mail import (
    MailLoginRefused,
    MailNotEncrypted,
    MailNotSet,
    MailPasswordMissing,
    MailSenderRefused,
    MailUnreachable,
    Outbox,
)

ADDRESS = "xa@example.vn"


def settings(port: int, *, starttls: bool = False, user: str | None = None, file: Path | None = None) -> MailSettings:
    return MailSettings(
        host="127.0.0.1", port=port, starttls=starttls, sender="th@example.vn", user=user, password_file=file
    )


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"] = "Đôn đốc", ADDRESS
    message.set_content("Kính gửi", cte="base64")
    return message


def test_a_letter_arrives_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_SMTP_PASSWORD", "dung")
    behaviour = Behaviour()
    with mail_server(behaviour) as port, Outbox(settings(port, user="th"), tmp_path) as outbox:
        assert outbox.send(letter(), [ADDRESS]) == {}
    ((recipients, came),) = behaviour.letters
    assert (recipients, came["Subject"], came.get_content().strip()) == ([ADDRESS], "Đôn đốc", "Kính gửi")
    assert behaviour.logins == [("th", "dung")]


def test_the_password_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TONGHOP_SMTP_PASSWORD", raising=False)
    (tmp_path / "mail.txt").write_text("dung\n", encoding="utf-8")
    behaviour = Behaviour()
    with mail_server(behaviour) as port, Outbox(settings(port, user="th", file=Path("mail.txt")), tmp_path):
        pass
    assert behaviour.logins == [("th", "dung")]


def test_a_refused_address_does_not_stop_the_others(tmp_path: Path) -> None:
    behaviour = Behaviour(refused=frozenset({"no@example.vn"}))
    with mail_server(behaviour) as port, Outbox(settings(port), tmp_path) as outbox:
        refused = outbox.send(letter(), [ADDRESS, "no@example.vn"])
        alone = outbox.send(letter(), ["no@example.vn"])
        assert outbox.send(letter(), [ADDRESS]) == {}
    assert refused == alone == {"no@example.vn": "550 5.1.1 no such user"}
    assert [recipients for recipients, _ in behaviour.letters] == [[ADDRESS], [ADDRESS]]


def test_an_address_that_is_none_is_refused_and_nothing_stops(tmp_path: Path) -> None:
    with mail_server(Behaviour()) as port, Outbox(settings(port), tmp_path) as outbox:
        assert list(outbox.send(letter(), ["xã@example.vn"])) == ["xã@example.vn"]
        assert outbox.send(letter(), [ADDRESS]) == {}


def test_without_settings(tmp_path: Path) -> None:
    with pytest.raises(MailNotSet, match=r"\[mail\]"):
        Outbox(None, tmp_path)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with mail_server(Behaviour()) as port:
        pass
    with pytest.raises(MailUnreachable, match=rf"127.0.0.1:{port} cannot be reached \(Connection refused\)"):
        Outbox(settings(port), tmp_path).__enter__()


def test_a_server_that_does_not_want_us(tmp_path: Path) -> None:
    behaviour = Behaviour(greets=False)
    with mail_server(behaviour) as port, pytest.raises(MailUnreachable, match="554 no service"):
        Outbox(settings(port), tmp_path).__enter__()


def test_a_wrong_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_SMTP_PASSWORD", "sai")
    with mail_server(Behaviour()) as port, pytest.raises(MailLoginRefused, match=r"535 5\.7\.8 wrong password"):
        Outbox(settings(port, user="th"), tmp_path).__enter__()


@pytest.mark.parametrize("file", [None, Path("gone.txt")])
def test_a_missing_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path | None) -> None:
    monkeypatch.delenv("TONGHOP_SMTP_PASSWORD", raising=False)
    with pytest.raises(MailPasswordMissing, match="TONGHOP_SMTP_PASSWORD"):
        Outbox(settings(25, user="th", file=file), tmp_path).__enter__()


def test_a_password_never_goes_out_readable_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_SMTP_PASSWORD", "dung")
    behaviour = Behaviour()
    with mail_server(behaviour) as port, pytest.raises(MailNotEncrypted, match="STARTTLS"):
        Outbox(settings(port, starttls=True, user="th"), tmp_path).__enter__()
    assert behaviour.logins == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One of 127.0.0.1 that it signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(key.private_bytes(*plain) + made.public_bytes(Encoding.PEM))
    return file


def test_a_password_goes_out_encrypted(certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_SMTP_PASSWORD", "dung")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    behaviour = Behaviour(certificate=certificate)
    made = partial(settings, starttls=True, user="th")
    with mail_server(behaviour) as port, Outbox(made(port), tmp_path) as outbox:
        assert outbox.send(letter(), [ADDRESS]) == {}
    assert (behaviour.logins, len(behaviour.letters)) == ([("th", "dung")], 1)


def test_a_certificate_that_nobody_vouches_for(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGHOP_SMTP_PASSWORD", "dung")
    behaviour = Behaviour(certificate=certificate)
    with mail_server(behaviour) as port, pytest.raises(MailUnreachable, match="certificate verify failed"):
        Outbox(settings(port, starttls=True, user="th"), tmp_path).__enter__()
    assert behaviour.logins == []


def test_a_sender_that_is_not_allowed(tmp_path: Path) -> None:
    behaviour = Behaviour(refuses_sender=True)
    told = pytest.raises(MailSenderRefused, match=r"th@example\.vn .*550 not your address")
    with mail_server(behaviour) as port, Outbox(settings(port), tmp_path) as outbox, told:
        outbox.send(letter(), [ADDRESS])


def test_a_server_that_hangs_up(tmp_path: Path) -> None:
    behaviour, told = Behaviour(breaks_off=True), pytest.raises(MailUnreachable)
    with mail_server(behaviour) as port, Outbox(settings(port), tmp_path) as outbox, told:
        outbox.send(letter(), [ADDRESS])


def test_a_new_instance_shows_the_settings_that_mail_needs(tmp_path: Path) -> None:
    file = Instance.create(tmp_path / "new").folder / SETTINGS_FILE
    before, mark, after = file.read_text(encoding="utf-8").partition("# [mail]\n")
    part, _, rest = (mark + after).partition("\n\n")
    shown = part.replace("\n# ", "\n").removeprefix("# ")
    file.write_text(f"{before}{shown}\n\n{rest}", encoding="utf-8")
    found = Instance.open(tmp_path / "new").settings.mail
    assert found is not None
    assert (found.host, found.port, found.starttls) == ("smtp.example.vn", 587, True)
