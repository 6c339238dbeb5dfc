"""The addresses of the pages about material."""

from flask import Blueprint

PAGES = Blueprint("materials", __name__)
