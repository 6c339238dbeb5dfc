"""The menu in Google Sheets as the server hands it out: the page, the files and what they may do."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from tests.web.conftest import Visitor

from tonghop import workflow
from tonghop.core.completeness import State
from tonghop.core.definitions import Severity
from tonghop.core.errors import TonghopError
from tonghop.core.shared_sheets import STAMP_ID
from tonghop.google import MASK
from tonghop.writing.google import mark_words
from tonghop.writing.marked import words as marked

ADDRESS = "https://baocao.example.vn"
ZONE = "Asia/Ho_Chi_Minh"
SOURCES = Path(__file__).parents[2] / "addin" / "google"


@pytest.fixture
def address(app: Flask) -> str:
    service = app.extensions["tonghop"]
    settings = service.instance.settings.model_copy(update={"address": ADDRESS})
    app.extensions["tonghop"] = replace(service, instance=replace(service.instance, settings=settings))
    return ADDRESS


def handed_out(visitor: Visitor) -> dict[str, str]:
    answer = visitor.get("/addin/google/script.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def words_of(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("address")
def test_the_files_hold_this_server_s_address_and_what_the_server_reads(visitor: Visitor) -> None:
    files = handed_out(visitor)
    assert set(files) == {path.name for path in SOURCES.iterdir()}
    assert f'const SERVER = "{ADDRESS}";' in files["settings.js"]
    assert f'const MASK = "{MASK}";' in files["settings.js"]
    assert [name for name, text in files.items() if re.search("{{[A-Z]+}}", text)] == []


@pytest.mark.usefixtures("address")
def test_it_may_write_to_its_own_spreadsheet_only_and_call_its_own_server_only(visitor: Visitor) -> None:
    manifest = json.loads(handed_out(visitor)["appsscript.json"])
    assert {scope.rpartition("/")[2] for scope in manifest["oauthScopes"]} == {
        "spreadsheets.currentonly",
        "spreadsheets.readonly",
        "script.external_request",
        "script.container.ui",
    }
    assert manifest["urlFetchWhitelist"] == [f"{ADDRESS}/"]
    (service,) = manifest["dependencies"]["enabledAdvancedServices"]
    assert service == {"userSymbol": "Sheets", "serviceId": "sheets", "version": "v4"}
    assert (manifest["timeZone"], manifest["runtimeVersion"], manifest["exceptionLogging"]) == (ZONE, "V8", "NONE")


@pytest.mark.usefixtures("address")
def test_the_page_holds_all_code_as_one_file_to_paste_and_no_script_of_its_own(visitor: Visitor) -> None:
    answer = visitor.get("/addin/google")
    files = handed_out(visitor)
    pasted = workflow.pasted_script(files)
    assert all(text.strip() in pasted["Code.js"] for name, text in files.items() if name.endswith(".js"))
    assert answer.text.count("<textarea") == len(pasted) == 2
    assert re.findall(r"<script(?![^>]* src=)", answer.text) == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_without_https_nothing_is_handed_out_and_the_page_says_why(visitor: Visitor) -> None:
    refused = visitor.get("/addin/google/script.zip")
    assert refused.status_code == 409
    assert "http://localhost" in refused.text
    page = visitor.get("/addin/google")
    assert page.status_code == 200
    assert "chứng thư" in page.text
    assert "<textarea" not in page.text


def test_the_page_is_open_and_linked(visitor: Visitor) -> None:
    for page in ("/addin", "/addin/it"):
        assert 'href="/addin/google"' in visitor.get(page).text


def test_the_command_line_writes_the_same_files_and_refuses_the_same(tmp_path: Path) -> None:
    files = workflow.script_files(ADDRESS, ZONE)
    written = workflow.write_script(tmp_path / "new" / "script", files)
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == files
    with pytest.raises(TonghopError, match="certificate"):
        workflow.script_files("", ZONE)


def test_the_same_script_makes_the_same_archive() -> None:
    first, second = (workflow.script_archive(workflow.script_files(ADDRESS, ZONE)) for _ in range(2))
    assert first == second


def test_no_address_gets_out_of_its_quotes() -> None:
    files = workflow.script_files('https://a";alert(1)//\\', ZONE)
    assert 'const SERVER = "https://a\\";alert(1)//\\\\";' in files["settings.js"]
    assert json.loads(files["appsscript.json"])["urlFetchWhitelist"] == ['https://a";alert(1)//\\/']


def test_the_menu_says_what_the_service_says() -> None:
    said = words_of("words.js")
    assert f'const TAG = "{marked.TAG}";' in words_of("marks.js")
    for severity in Severity:
        assert f'  {severity.value}: "{marked.KINDS[severity].vi}",' in said
        assert f'  {severity.value}: "{marked.KINDS[severity].en}",' in said
    assert f'  clean: "{marked.NOTHING.vi}",' in said
    assert f'  moreInCell: "{mark_words.MORE_IN_CELL.vi}",' in said
    assert f'  moreInCell: "{mark_words.MORE_IN_CELL.en}",' in said
    assert f"const STAMP_ID = {STAMP_ID};" in words_of("sheet.js")
    states = re.search(r"const STATES = \{(.*?)\};", said, re.DOTALL)
    assert states is not None
    assert set(re.findall(r"(\w+): ", states[1])) == {state.value for state in State}
