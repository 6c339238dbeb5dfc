from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url
from tests.storage.samples import CAMPAIGN, NOON, UNITS

from tonghop.storage import (
    SchemaMissing,
    SchemaNewer,
    SchemaOutdated,
    StorageUnavailable,
    Store,
    campaigns,
    schema,
    sqlite_url,
)
from tonghop.storage.database import Database
from tonghop.storage.tables import Table


def test_migrations_make_the_tables_of_the_model(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_constraints_have_the_names_of_the_model(url: str) -> None:
    engine = create_engine(url)
    found = inspect(engine)
    for table in Table.metadata.sorted_tables:
        assert found.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"
        kept = {key["name"] for key in found.get_foreign_keys(table.name)}
        assert kept == {constraint.name for constraint in table.foreign_key_constraints}
    engine.dispose()


def test_a_store_is_made_once_and_found_again(empty_url: str) -> None:
    with Store.create(empty_url) as store:
        store.save_campaign(CAMPAIGN, UNITS, who="lan", at=NOON)
    with Store.create(empty_url) as store:
        assert store.campaigns() == (CAMPAIGN,)
    with Store.open(empty_url) as store:
        assert store.campaigns() == (CAMPAIGN,)


def test_opening_makes_nothing(empty_url: str) -> None:
    with pytest.raises(SchemaMissing, match="tonghop init"):
        Store.open(empty_url)
    database = make_url(empty_url)
    assert database.get_backend_name() != "sqlite" or not Path(str(database.database)).exists()


def test_an_older_schema_is_named_with_its_remedy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = schema._known_versions()
    monkeypatch.setattr(schema, "_known_versions", lambda: ["9999", *known])
    with pytest.raises(SchemaOutdated, match="tonghop init"):
        Store.open(url)


def test_a_store_of_the_first_version_is_brought_up_to_date_and_keeps_everything(empty_url: str) -> None:
    with closing(Database(empty_url)) as database, database.writing() as connection:
        schema.upgrade(connection, "", to="0001")
        campaigns.save(connection, CAMPAIGN, UNITS, NOON)
    with pytest.raises(SchemaOutdated):
        Store.open(empty_url)
    with Store.create(empty_url) as store:
        assert store.units("plan") == UNITS
        assert store.change_units("plan", 0, UNITS[:2], {}, who="ha", at=NOON) == 1


def test_a_newer_schema_is_left_alone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "_known_versions", lambda: ["0000"])
    with pytest.raises(SchemaNewer):
        Store.open(url)
    with pytest.raises(SchemaNewer):
        Store.create(url)


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"Kinh gui: Tinh uy" * 100)
    with pytest.raises(StorageUnavailable, match=r"letter\.db.*not a database"):
        Store.open(sqlite_url(letter))


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable) as caught:
        Store.open(f"postgresql://lan:secret@/tonghop?host={tmp_path}")
    assert "secret" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
