"""The part [google] of tonghop.toml."""

import tomllib
from pathlib import Path

import pytest

from tonghop.config import SETTINGS_FILE, BadSettings, GoogleSettings, Instance


def opened(folder: Path, part: str) -> GoogleSettings:
    file = Instance.create(folder).folder / SETTINGS_FILE
    with file.open("a", encoding="utf-8") as end:
        end.write(f"\n[google]\n{part}\n")
    return Instance.open(folder).settings.google


def test_without_it_nothing_is_set(tmp_path: Path) -> None:
    found = Instance.create(tmp_path / "new").settings.google
    assert found == GoogleSettings(folder="", locale="vi_VN", key_file=None, owner_file=None)


def test_the_first_settings_show_every_one_of_them(tmp_path: Path) -> None:
    file = Instance.create(tmp_path / "new").folder / SETTINGS_FILE
    part = file.read_text(encoding="utf-8").partition("# [google]\n")[2].partition("\n\n")[0]
    shown = tomllib.loads(part.removeprefix("# ").replace("\n# ", "\n"))
    assert set(shown) == set(GoogleSettings.model_fields)
    assert GoogleSettings.model_validate(shown).locale == "vi_VN"


def test_what_is_set_is_found(tmp_path: Path) -> None:
    found = opened(tmp_path, 'folder = "0AbC-d_E"\nkey_file = "/etc/tonghop/google.json"\nlocale = "en_US"')
    assert (found.folder, found.key_file, found.locale) == ("0AbC-d_E", Path("/etc/tonghop/google.json"), "en_US")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('folder = "https://drive.google.com/drive/folders/abc"', r"google\.folder.*/folders/"),
        ('locale = "Vietnamese"', r"google\.locale"),
        ('key = "x"', r"google\.key"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, part: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        opened(tmp_path, part)
