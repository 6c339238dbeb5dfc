"""Making the tables and bringing older ones up to date, with Alembic but without its alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tonghop.storage.errors import SchemaMissing, SchemaNewer, SchemaOutdated

_MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(connection: Connection, place: str, *, to: str = "head") -> None:
    """Run the migrations that are missing, all or none; raises SchemaNewer before touching anything."""
    if _version(connection) not in {None, *_known_versions()}:
        raise SchemaNewer(place=place)
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def refuse_other_schema(connection: Connection, place: str) -> None:
    """Raise SchemaMissing, SchemaOutdated or SchemaNewer unless the tables are those of this version."""
    version, known = _version(connection), _known_versions()
    if version is None:
        raise SchemaMissing(place=place)
    if version not in known:
        raise SchemaNewer(place=place)
    if version != known[0]:
        raise SchemaOutdated(place=place)


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known_versions() -> list[str]:
    """Return the names of all migrations, newest first."""
    return [script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]
