"""Shared Google spreadsheets: what the system writes into them, as requests of ``spreadsheets.batchUpdate``."""
