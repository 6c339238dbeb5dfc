"""What every answer carries so that a browser runs nothing but our own files."""

from flask import Flask, Response, request

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_A_YEAR = 31_536_000


def attach(app: Flask) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def _headers(response: Response) -> Response:
        kept = response.headers
        kept.setdefault("Content-Security-Policy", _POLICY)
        kept["X-Content-Type-Options"] = "nosniff"
        kept["Referrer-Policy"] = "same-origin"
        kept["Cross-Origin-Opener-Policy"] = "same-origin"
        kept["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.endpoint == "static":
            kept["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        else:
            kept.setdefault("Cache-Control", "no-store")
        return response
