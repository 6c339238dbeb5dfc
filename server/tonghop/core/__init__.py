"""Values and pure functions: no Flask, no SQLAlchemy, no spreadsheet library, no files, no clock."""
