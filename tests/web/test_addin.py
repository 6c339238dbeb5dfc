"""The task pane as the server hands it out: its manifest, its files, and the pages about it."""

import uuid
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from lxml import etree
from tests.web.conftest import Visitor

ADDRESS = "https://baocao.example.vn"
OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
COMMANDS = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
BASIC = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ORDER = [
    "Id",
    "Version",
    "ProviderName",
    "DefaultLocale",
    "DisplayName",
    "Description",
    "IconUrl",
    "HighResolutionIconUrl",
    "SupportUrl",
    "Hosts",
    "Requirements",
    "DefaultSettings",
    "Permissions",
]
"""Microsoft's schema is a sequence: what stands elsewhere is refused."""


@pytest.fixture
def address(app: Flask) -> str:
    service = app.extensions["tonghop"]
    settings = service.instance.settings.model_copy(update={"address": ADDRESS})
    app.extensions["tonghop"] = replace(service, instance=replace(service.instance, settings=settings))
    return ADDRESS


@pytest.fixture
def manifest(visitor: Visitor, address: str) -> etree._Element:
    answer = visitor.get("/addin/manifest.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert address in answer.text
    return etree.fromstring(answer.data)


def one(parent: etree._Element, path: str) -> etree._Element:
    (found,) = parent.findall(path)
    return found


def test_the_manifest_has_what_office_asks_for_in_its_order(manifest: etree._Element) -> None:
    assert (manifest.tag, manifest.get(TYPE)) == (f"{OFFICE}OfficeApp", "TaskPaneApp")
    tags = [str(child.tag) for child in manifest]
    assert tags == [*(f"{OFFICE}{name}" for name in ORDER), f"{COMMANDS}VersionOverrides"]
    assert [one.get("Name") for one in manifest.findall(f"{OFFICE}Hosts/{OFFICE}Host")] == ["Workbook"]
    needed = one(manifest, f"{OFFICE}Requirements/{OFFICE}Sets/{OFFICE}Set")
    assert (needed.get("Name"), needed.get("MinVersion")) == ("ExcelApi", "1.1")
    assert one(manifest, f"{OFFICE}Permissions").text == "ReadWriteDocument"
    assert len(one(manifest, f"{OFFICE}Version").text or "") >= len("1.0.0.0")


def test_the_commands_stand_in_their_order_and_every_name_is_a_resource(manifest: etree._Element) -> None:
    overrides = one(manifest, f"{COMMANDS}VersionOverrides")
    assert [str(child.tag) for child in overrides] == [f"{COMMANDS}Hosts", f"{COMMANDS}Resources"]
    factor = one(overrides, f"{COMMANDS}Hosts/{COMMANDS}Host/{COMMANDS}DesktopFormFactor")
    assert [str(child.tag).removeprefix(COMMANDS) for child in factor] == [
        "GetStarted",
        "FunctionFile",
        "ExtensionPoint",
    ]
    control = one(factor, f".//{COMMANDS}Control")
    assert [str(child.tag).removeprefix(COMMANDS) for child in control] == ["Label", "Supertip", "Icon", "Action"]
    assert {image.get("size") for image in control.iter(f"{BASIC}Image")} == {"16", "32", "80"}
    resources = one(overrides, f"{COMMANDS}Resources")
    kinds = [str(child.tag).removeprefix(BASIC) for child in resources]
    assert kinds == ["Images", "Urls", "ShortStrings", "LongStrings"]
    known = [element.get("id") for element in resources.iter() if element.get("id")]
    used = {element.get("resid") for element in factor.iter() if element.get("resid")}
    assert len(known) == len(set(known))
    assert set(known) == used
    assert all(len(str(name)) <= 32 for name in known)
    limits = {"ShortStrings": 125, "LongStrings": 250}
    for kind, most in limits.items():
        said = [element.get("DefaultValue") or element.get("Value") for element in one(resources, BASIC + kind).iter()]
        assert all(len(words) <= most for words in said if words)


def test_every_address_in_the_manifest_is_https_and_answers(manifest: etree._Element, visitor: Visitor) -> None:
    values = [str(element.get("DefaultValue")) for element in manifest.iter() if element.get("DefaultValue")]
    addresses = {value for value in values if ":" in value}
    assert len(addresses) == 6
    for found in addresses:
        parts = urlsplit(found)
        assert (parts.scheme, parts.netloc) == ("https", "baocao.example.vn")
        assert visitor.get(parts.path).status_code == 200, found


def test_the_manifest_s_id_is_lasting_and_another_server_s_is_another(
    manifest: etree._Element, visitor: Visitor
) -> None:
    again = etree.fromstring(visitor.get("/addin/manifest.xml").data)
    first = one(manifest, f"{OFFICE}Id").text
    assert first == one(again, f"{OFFICE}Id").text
    assert str(uuid.UUID(first)) == first == str(uuid.uuid5(uuid.NAMESPACE_URL, f"{ADDRESS}/addin"))


def test_without_https_there_is_no_manifest_and_the_page_says_why(visitor: Visitor) -> None:
    answer = visitor.get("/addin/manifest.xml")
    assert answer.status_code == 409
    assert "http://localhost" in answer.text
    assert "https" in visitor.get("/addin/it").text
    assert visitor.client.get("/addin/manifest.xml", base_url="https://noi-bo.example").status_code == 200


def test_the_pane_may_run_microsoft_s_office_js_and_stand_in_excel_on_the_web_and_nothing_else(
    visitor: Visitor,
) -> None:
    answer = visitor.get("/addin/pane.html")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "https://*.officeapps.live.com" in policy["frame-ancestors"].split()
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    home = visitor.get("/sign-in").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in home
    assert "microsoft" not in home


@pytest.mark.parametrize(
    ("name", "kind"), [("pane.js", "text/javascript"), ("pane.css", "text/css"), ("icon-32.png", "image/png")]
)
def test_a_file_says_what_it_is(visitor: Visitor, name: str, kind: str) -> None:
    answer = visitor.get(f"/addin/{name}")
    assert (answer.status_code, answer.mimetype) == (200, kind)


@pytest.mark.parametrize("name", ["khong-co.js", "package.json", "..%2fpackage.json", "..%5ctsconfig.json"])
def test_nothing_else_is_handed_out(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/addin/{name}").status_code == 404


def test_a_shared_folder_becomes_a_trusted_catalogue(visitor: Visitor) -> None:
    answer = visitor.get("/addin/catalogue.reg?share=%5C%5Cmay-chu%5Ct%E1%BB%95ng%20h%E1%BB%A3p%5C")
    told = answer.data.decode("utf-16")
    assert told.startswith("Windows Registry Editor Version 5.00\r\n")
    assert '"Url"="\\\\\\\\may-chu\\\\tổng hợp"\r\n' in told
    lines = told.splitlines()
    identifier = lines[2].rpartition("\\")[2].rstrip("]")
    assert str(uuid.UUID(identifier)).upper() == identifier.strip("{}")
    assert f'"Id"="{identifier}"' in lines
    assert '"Flags"=dword:00000001' in lines


@pytest.mark.parametrize("share", ["", "C:\\x", "\\\\may-chu", '\\\\may\\a"b', "\\\\may\\a\r\n[HKEY]", "http://a/b"])
def test_what_is_no_shared_folder_is_refused(visitor: Visitor, share: str) -> None:
    assert visitor.client.get("/addin/catalogue.reg", query_string={"share": share}).status_code == 422


def test_the_pages_are_open_and_linked(visitor: Visitor, clerk: Visitor) -> None:
    assert 'href="/addin"' in clerk.get("/").text
    page = visitor.get("/addin")
    assert page.status_code == 200
    pictures = [part.partition('"')[0] for part in page.text.split('src="')[1:] if part.startswith("/addin/")]
    assert len(pictures) == 3
    assert {visitor.get(picture).status_code for picture in pictures} == {200}
