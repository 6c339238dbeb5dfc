"""An instance: the folder with the settings, the key that signs workbooks, and by default the database."""

import re
import secrets
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError, marked

SETTINGS_FILE, KEY_FILE, DATABASE_FILE = "tonghop.toml", "tonghop.key", "tonghop.db"
_KEY_BYTES = 32

_FIRST_SETTINGS = f"""\
# Settings of this Tổng Hợp instance.
language = "vi"                 # what clerks read: vi or en
zone = "Asia/Ho_Chi_Minh"       # in which a day begins and ends
database = "sqlite:///{DATABASE_FILE}"  # or postgresql+psycopg://user@host/name
# address = "https://baocao.example.vn"  # where people reach the service; with https, cookies are sent encrypted only
# proxies = 1                   # how many reverse proxies of your own stand before the service
"""


_REPORT_SETTINGS = """
# What the office says of itself in its reports; what is left out stays blank in them, to be filled in by hand.
# [report]
# superior = ""                 # cơ quan cấp trên
# body = ""                     # cơ quan ban hành; the unit at the top of the tree if not given
# symbol = ""                   # what follows “-BC/”: TU, HU, ĐU
# place = ""                    # the place beside the date
# authority = ""                # “T/M BAN THƯỜNG VỤ”; made of the issuer if not given
# post = ""                     # “PHÓ BÍ THƯ”
# signatory = ""
# recipients = []               # nơi nhận; those of the plan if none are given
"""

_MAIL_SETTINGS = """
# Through which mail server reminders go out; without this part none do.
# [mail]
# host = "smtp.example.vn"
# port = 587                    # 465 is encrypted from the first byte on
# starttls = true
# user = "tonghop"              # its password: TONGHOP_SMTP_PASSWORD, or the file named below
# password_file = "mail.txt"
# sender = "tonghop@example.vn"
"""

_GOOGLE_SETTINGS = """
# Shared Google spreadsheets. The keys lie outside this folder, as a backup must not hold them.
# [google]
# folder = ""                   # id of the folder of a Shared Drive in which spreadsheets are made
# locale = "vi_VN"              # how Google reads numbers and dates that are typed into them
# key_file = "/etc/tonghop/google.json"        # for the daily work; or in TONGHOP_GOOGLE_KEY
# owner_file = "/etc/tonghop/owner.json"       # makes and shares spreadsheets; or in TONGHOP_GOOGLE_OWNER
"""

_SERVER_SETTINGS = """
# How “tonghop serve” serves.
# [server]
# host = "127.0.0.1"            # the address it listens on; 0.0.0.0 for all of this machine
# port = 8080
# threads = 8                   # how many requests it answers at a time
# largest_upload = 64           # MB that may be sent at once
# log = "auto"                  # json lines, or console; auto: console in a terminal
# metrics_token = ""            # lets another machine read /metrics; this machine always may
"""


class NoInstance(TonghopError):
    message = marked("There is no Tổng Hợp instance in {folder}. Make one with: tonghop init {folder} --campaign CODE")


class BadSettings(TonghopError):
    message = marked("{file}: {problem}")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError(f"the time zone {name} is not known") from error
    return name


class ReportSettings(BaseModel):
    """What stands at the head and foot of a report: the office's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    superior: str = ""
    body: str = ""
    symbol: str = ""
    place: str = ""
    authority: str = ""
    post: str = ""
    signatory: str = ""
    recipients: tuple[str, ...] = ()


def _an_address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError(f"{text} is not an address; write it as https://name")
    return text.rstrip("/")


class MailSettings(BaseModel):
    """Through which server reminders go out; without it none do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    """465 is encrypted from the first byte on, whatever ``starttls`` says."""
    starttls: bool = True
    user: str | None = None
    password_file: Path | None = None
    """Holds the user's password; relative to the instance's folder. TONGHOP_SMTP_PASSWORD goes before it."""
    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")


def _an_id(text: str) -> str:
    if not re.fullmatch(r"[\w-]*", text, re.ASCII):
        raise ValueError(f"{text} is not an id; it is the part of the address after /d/ or /folders/")
    return text


class GoogleSettings(BaseModel):
    """Where shared spreadsheets are made, and by whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Annotated[str, AfterValidator(_an_id)] = ""
    """The folder of a Shared Drive in which they are made; blank: the account's own Drive."""
    locale: str = Field(default="vi_VN", pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")
    key_file: Path | None = None
    """Relative to the instance's folder, and outside it. TONGHOP_GOOGLE_KEY goes before it."""
    owner_file: Path | None = None
    """Who makes and shares them; without it, whose key ``key_file`` is. TONGHOP_GOOGLE_OWNER goes before it."""


class ServerSettings(BaseModel):
    """How the service is served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=1, le=65535)
    threads: int = Field(default=8, ge=1, le=64)
    largest_upload: int = Field(default=64, ge=1, le=1024)
    """MB of one request; a workbook by itself has the reader's own limits."""
    log: Literal["auto", "json", "console"] = "auto"
    metrics_token: SecretStr | None = Field(default=None, min_length=16)


class Settings(BaseModel):
    """What an office may set; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language = "vi"
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Ho_Chi_Minh"
    database: str = f"sqlite:///{DATABASE_FILE}"
    report: ReportSettings = ReportSettings()
    address: Annotated[str, AfterValidator(_an_address)] = ""
    """Where people reach the service, such as https://baocao.example.vn; blank while it is not settled."""
    proxies: Annotated[int, Field(ge=0, le=9)] = 0
    """How many reverse proxies of one's own stand before the service: only theirs is believed who asks."""
    mail: MailSettings | None = None
    google: GoogleSettings = GoogleSettings()
    server: ServerSettings = ServerSettings()


@dataclass(frozen=True)
class Instance:
    """One office's Tổng Hợp."""

    folder: Path
    settings: Settings
    key: bytes
    """Signs the workbooks given out; without it none of them is recognised, so it belongs in the backup."""

    @classmethod
    def create(cls, folder: Path) -> "Instance":
        """Make an instance in ``folder``; one that stands there keeps its key and settings."""
        if (folder / SETTINGS_FILE).exists():
            return cls.open(folder)
        folder.mkdir(parents=True, exist_ok=True)
        key_file = folder / KEY_FILE
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_hex(_KEY_BYTES), encoding="ascii")
        (folder / SETTINGS_FILE).write_text(
            _FIRST_SETTINGS + _REPORT_SETTINGS + _MAIL_SETTINGS + _GOOGLE_SETTINGS + _SERVER_SETTINGS, "utf-8"
        )
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "Instance":
        """Open the instance in ``folder``; raises NoInstance or BadSettings."""
        file = folder / SETTINGS_FILE
        if not file.exists() or not (folder / KEY_FILE).exists():
            raise NoInstance(folder=folder)
        try:
            settings = Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
            key = bytes.fromhex((folder / KEY_FILE).read_text(encoding="ascii").strip())
        except ValidationError as error:
            first = error.errors()[0]
            problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise BadSettings(file=file, problem=problem) from error
        except ValueError as error:
            raise BadSettings(file=file, problem=error) from error
        return cls(folder, settings, key)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which due dates are days."""
        return ZoneInfo(self.settings.zone)
