"""The addresses of the pages about campaigns."""

from flask import Blueprint

PAGES = Blueprint("campaigns", __name__)
