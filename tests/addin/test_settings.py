"""What the clerk chose, and where the token is."""

from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from tests.addin.conftest import Safe

from tonghop_addin import settings
from tonghop_addin.errors import BadAddress, NoSafe, NoServer, NoToken
from tonghop_addin.settings import Settings


def test_settings_come_back(home: Path) -> None:
    assert settings.load() == Settings()
    settings.save(Settings("https://a.example", "en"))
    assert settings.load() == Settings("https://a.example", "en")
    assert sorted(one.name for one in home.iterdir()) == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"server": 5, "language": "fr"}'])
def test_what_cannot_be_read_counts_as_not_chosen(home: Path, text: str) -> None:
    home.mkdir()
    (home / "settings.json").write_text(text)
    assert settings.load() == Settings()
    with pytest.raises(NoServer):
        settings.load().required_server()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" tonghop.tinh.example ", "https://tonghop.tinh.example"),
        ("http://10.0.0.5:8080/", "http://10.0.0.5:8080"),
        ("https://Tinh.Example/tonghop/", "https://tinh.example/tonghop"),
    ],
)
def test_an_address_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert settings.address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "http://", "ftp://a.example", "https://a b", "https://u:p@a.example", "https://a.example?x=1", "https://a:b"],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(BadAddress):
        settings.address(typed)


def test_the_token_is_in_the_safe_and_nowhere_else(home: Path, safe: Safe) -> None:
    settings.save(Settings("https://a.example"))
    settings.keep_token("https://a.example", "secret")
    assert settings.token("https://a.example") == "secret"
    assert safe.kept == {("tonghop-addin", "https://a.example"): "secret"}
    assert all(b"secret" not in one.read_bytes() for one in home.rglob("*") if one.is_file())
    settings.keep_token("https://a.example", "")
    with pytest.raises(NoToken):
        settings.token("https://a.example")


def test_a_computer_without_a_safe_says_so() -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(NoSafe):
        settings.keep_token("https://a.example", "secret")
    with pytest.raises(NoSafe):
        settings.token("https://a.example")
