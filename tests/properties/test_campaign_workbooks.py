"""A campaign that goes out as a workbook comes back equal, whatever stands in it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalogue.made_campaigns import ODD_TEXTS, campaigns, exact, unit_lists, words
from tests.office import recalculated

from tonghop.catalogue import campaign_workbook, read_campaign
from tonghop.core.contradictions import refuse_contradictions
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit

SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def assert_equal(found: tuple[Campaign, tuple[Unit, ...]], campaign: Campaign, units: tuple[Unit, ...]) -> None:
    assert found[0] == campaign
    assert found[1] == units
    for form, read in zip(campaign.forms, found[0].forms, strict=True):
        for row, again in zip(form.fixed_rows, read.fixed_rows, strict=True):
            assert {n: exact(v) for n, v in again.given.items()} == {n: exact(v) for n, v in row.given.items()}


@SLOW
@given(st.data())
def test_a_campaign_comes_back_equal(data: st.DataObject) -> None:
    campaign = data.draw(campaigns())
    units = data.draw(unit_lists(campaign))
    refuse_contradictions(campaign, units, "made")
    assert_equal(read_campaign(campaign_workbook(campaign, units)), campaign, units)


@settings(deadline=None, max_examples=3, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(st.data())
def test_it_comes_back_equal_when_libreoffice_saved_it_again(data: st.DataObject) -> None:
    campaign = data.draw(campaigns())
    units = data.draw(unit_lists(campaign))
    notes = tuple(data.draw(st.lists(words, min_size=30, max_size=30))) + ODD_TEXTS
    campaign = campaign.model_copy(update={"basis": notes})
    with TemporaryDirectory() as folder:
        file = Path(folder) / "campaign.xlsx"
        file.write_bytes(campaign_workbook(campaign, units))
        assert_equal(read_campaign(recalculated(file).read_bytes()), campaign, units)
