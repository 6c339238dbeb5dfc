"""The clerk's settings: server and language in a file, the token in the safe of the operating system."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from tonghop_addin.errors import BadAddress, NoSafe, NoServer, NoToken
from tonghop_addin.words import LANGUAGES, Language

HOME = "TONGHOP_ADDIN_HOME"
"""The environment variable that puts the add-in's folder elsewhere."""

_SERVICE = "tonghop-addin"
_FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the clerk chose."""

    server: str = ""
    language: Language = "vi"

    def required_server(self) -> str:
        """Return the server's address; raises NoServer."""
        if not self.server:
            raise NoServer
        return self.server


def home() -> Path:
    """Return the folder in which the add-in keeps what is this user's."""
    if named := os.environ.get(HOME):
        return Path(named)
    system = platform.system()
    if system == "Windows":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "TongHop"
    if system == "Darwin":
        return Path.home() / "Library" / "Application Support" / "TongHop"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "tonghop-addin"


def load() -> Settings:
    """Return what was chosen; what cannot be read counts as not chosen."""
    try:
        kept = json.loads((home() / _FILE).read_text(encoding="utf-8"))
        server, language = kept.get("server", ""), kept.get("language", "vi")
    except (OSError, ValueError, AttributeError):
        return Settings()
    return Settings(server if isinstance(server, str) else "", language if language in LANGUAGES else "vi")


def save(settings: Settings) -> None:
    """Keep what was chosen; a crash leaves the old or the new, never half of it."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{_FILE}.new"
    written.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
    written.replace(folder / _FILE)


def address(typed: str) -> str:
    """Return a server's address in the one way it is kept; raises BadAddress."""
    text = typed.strip()
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or parts.username or parts.query or parts.fragment or any(one.isspace() for one in text):
        raise BadAddress(address=typed.strip())
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def token(server: str) -> str:
    """Return the token for a server; raises NoToken or NoSafe."""
    try:
        found = keyring.get_password(_SERVICE, server)
    except (KeyringError, RuntimeError) as problem:
        raise NoSafe(reason=problem) from problem
    if not found:
        raise NoToken(server=server)
    return str(found)


def keep_token(server: str, secret: str) -> None:
    """Keep the token for a server; an empty one forgets it. Raises NoSafe."""
    try:
        if secret:
            keyring.set_password(_SERVICE, server, secret)
        else:
            keyring.delete_password(_SERVICE, server)
    except PasswordDeleteError:
        return
    except (KeyringError, RuntimeError) as problem:
        raise NoSafe(reason=problem) from problem
