"""What every part of the store rests on."""

from tonghop.storage.database import Database


class Part:
    """Some of the store's methods: each is one transaction of the database that all parts share."""

    def __init__(self, database: Database) -> None:
        self._database = database
