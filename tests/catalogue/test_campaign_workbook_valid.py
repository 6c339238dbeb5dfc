"""Campaign workbooks open in Excel without repair, and survive LibreOffice."""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from tests.office import recalculated

from tonghop import catalogue
from tonghop.catalogue import campaign_workbook, read_campaign


@pytest.mark.parametrize("code", catalogue.shipped())
def test_a_shipped_campaign_is_valid_and_survives_libreoffice(code: str, tmp_path: Path) -> None:
    file = tmp_path / "dot.xlsx"
    file.write_bytes(campaign_workbook(*catalogue.load_shipped(code)))
    assert list(OpenXmlValidator().validate(file).errors) == []
    assert read_campaign(recalculated(file).read_bytes()) == catalogue.load_shipped(code)
