"""What is kept of a recording."""

import json
from pathlib import Path

from tests.fakegoogle.recordings import from_cassettes, save, saved

FILE = "1" * 44


def _cassette(folder: Path) -> None:
    answer = {"id": FILE, "owner": "Nguyễn Văn A", "email": "a.b@c.example", "size": 3, "ok": True, "none": None}
    request = {
        "method": "GET",
        "uri": f"https://www.googleapis.com/drive/v3/files/{FILE}?fields=*",
        "body": json.dumps({"emailAddress": "a.b@c.example", "sheetId": 7}),
        "headers": {"authorization": ["Bearer secret"]},
    }
    response = {"status": {"code": 200}, "headers": {}, "body": {"string": json.dumps(answer)}}
    (folder / "one.json").write_text(json.dumps({"interactions": [{"request": request, "response": response}]}))


def test_only_shapes_are_kept_and_nobody_is_named(tmp_path: Path) -> None:
    _cassette(tmp_path)
    [story] = from_cassettes(tmp_path)
    [exchange] = story.exchanges
    assert exchange.url == "https://www.googleapis.com/drive/v3/files/file-1?fields=*"
    assert exchange.body == {"emailAddress": "nobody@example.org", "sheetId": 7}
    assert exchange.shape == {
        "id": "file-1",
        "owner": "str",
        "email": "str",
        "size": "number",
        "ok": "boolean",
        "none": "NoneType",
    }


def test_what_is_saved_is_read_again_and_always_the_same_bytes(tmp_path: Path) -> None:
    _cassette(tmp_path)
    one, other = tmp_path / "one.gz", tmp_path / "other.gz"
    for path in (one, other):
        save(from_cassettes(tmp_path), path)
    assert list(saved(one)) == list(from_cassettes(tmp_path))
    assert one.read_bytes() == other.read_bytes()
