"""The addresses of the pages about units."""

from flask import Blueprint

PAGES = Blueprint("units", __name__)
