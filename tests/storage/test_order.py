from itertools import count
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.samples import BROKEN, CAMPAIGN, NOON, UNFILLED, UNITS, key, outcome, send_one

from tonghop.core.completeness import State
from tonghop.core.findings import Finding
from tonghop.storage import Store

_CAMPAIGNS = count(1)

Sent = tuple[str, int, tuple[Finding, ...]]
"""A unit, the number it reported and what was found."""

DELIVERIES: st.SearchStrategy[list[Sent]] = st.lists(
    st.tuples(
        st.sampled_from(["X1", "X2", "X3"]),
        st.integers(0, 3),
        st.sampled_from([(), (), (BROKEN,), (UNFILLED,)]),
    ),
    max_size=8,
)


def outcome_of(store: Store, deliveries: list[Sent]) -> dict[str, tuple[int, State, int | None, object]]:
    """Send the deliveries to a campaign of their own and return how each unit then stands, with its totals."""
    code = f"plan{next(_CAMPAIGNS)}"
    store.save_campaign(CAMPAIGN.model_copy(update={"code": code}), UNITS, who="lan", at=NOON)
    for unit, received, findings in deliveries:
        send_one(store, outcome(received, *findings, of=key(unit, campaign=code)))
    return {
        found.key.unit: (found.number, found.state, found.waiting, store.totals(code, found.key.unit, ["P1"]))
        for found in store.latest(code)
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries=DELIVERIES, random=st.randoms(use_true_random=False))
def test_the_order_in_which_different_units_send_does_not_matter(
    store: Store, deliveries: list[Sent], random: Random
) -> None:
    order = [unit for unit, _, _ in deliveries]
    random.shuffle(order)
    waiting = {unit: [sent for sent in deliveries if sent[0] == unit] for unit in order}
    shuffled = [waiting[unit].pop(0) for unit in order]
    assert outcome_of(store, shuffled) == outcome_of(store, deliveries)
