"""What goes wrong: in Google's eyes (a status and a body in its shape), or in the fake's own."""

from tests.fakegoogle.shapes import Json

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class Unfaithful(AssertionError):
    """The fake answered against Google's own description, or was asked for what it does not know."""


class Forbidden(Exception):
    """A person did in the spreadsheet what a protection does not let him do."""


class ApiError(Exception):
    """An answer other than 2xx, with its body."""

    def __init__(self, code: int, body: Json) -> None:
        self.code = code
        self.body = body
        super().__init__(f"{code} {body}")


def sheets_error(code: int, message: str, *, status: str = "", details: list[Json] | None = None) -> ApiError:
    """Make an error as the Sheets API words it."""
    error: Json = {"code": code, "message": message, "status": status or _STATUSES[code]}
    return ApiError(code, {"error": {**error, "details": details} if details else error})


def violation(field: str, description: str) -> ApiError:
    """Make the 400 for a field of the request that is not as described."""
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [({"field": field} if field else {}) | {"description": description}],
        },
    ]
    return sheets_error(400, description, details=details)


def invalid(message: str) -> ApiError:
    """Make the 400 for a request that is well formed and cannot be done."""
    return sheets_error(400, message)


def not_found() -> ApiError:
    """Make the 404 of the Sheets API."""
    return sheets_error(404, "Requested entity was not found.")


def not_a_spreadsheet() -> ApiError:
    """Make the 400 for a file that is no spreadsheet of Google's own: an uploaded xlsx, a folder."""
    return sheets_error(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")


def denied() -> ApiError:
    """Make the 403 of the Sheets API."""
    return sheets_error(403, "The caller does not have permission")


def drive_error(code: int, reason: str, message: str, *, domain: str = "global", location: str = "") -> ApiError:
    """Make an error as the Drive API words it; ``location`` is the parameter at fault."""
    item = {"message": message, "domain": domain, "reason": reason}
    if location:
        item |= {"location": location, "locationType": "parameter"}
    return ApiError(code, {"error": {"code": code, "message": message, "errors": [item]}})


def file_not_found(file: str) -> ApiError:
    """Make the 404 of the Drive API."""
    return drive_error(404, "notFound", f"File not found: {file}.", location="fileId")
