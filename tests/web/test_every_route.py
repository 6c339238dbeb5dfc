"""A person sees his unit and those below it, and nothing else: every route is walked by every role for a foreign unit.

A route that is added later is walked too. Where its address has a part that is not known here yet, the walk
fails: put the part into OWN and FOREIGN if what it names belongs to a unit, into NEUTRAL if it does not.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.golden.build.plans import CLEAN
from tests.web.conftest import CAMPAIGN, DAY, OTHER_CELL, PARTY_CELL, PASSWORD, PERIOD, Visitor
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.accounts import Account, Right, Role
from tonghop.core.submission import Coverage
from tonghop.storage import Delivery, NewJob
from tonghop.web import access
from tonghop.web.accounts import bearer
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import Office

SECRET = 987_654
"""A figure that only the foreign unit reported."""
NEUTRAL: dict[str, Any] = {
    "campaign": CAMPAIGN,
    "period": PERIOD,
    "number": 1,
    "coverage": "own",
    "kind": "xlsx",
    "filename": "khong-co",
    "key": "khong-co",
    "form": "register",
    "change": "rename",
    "revision": 1,
    "consolidation": f"{CAMPAIGN}:{PERIOD}:1",
}
_REPORT = f"{CAMPAIGN}:{PERIOD}"
OWN: dict[str, Any] = {
    "unit": PARTY_CELL,
    "name": "chibo1",
    "token": 1,
    "job": "own",
    "submission": f"{_REPORT}:{PARTY_CELL}:own",
}
FOREIGN: dict[str, Any] = {
    "unit": OTHER_CELL,
    "name": "chibo2",
    "token": 2,
    "job": "foreign",
    "submission": f"{_REPORT}:{OTHER_CELL}:own",
}
"""What belongs to another unit: an account that does not see that unit is told 403 or 404, whatever it asks.

The numbers of jobs are random: the walker has them.
"""
ROLES = tuple(Role)
_REFUSED = {403, 404}


@dataclass
class Walker:
    """Somebody who asks for every address."""

    app: Flask
    client: FlaskClient
    account: Account
    marks: tuple[re.Pattern[str], ...]
    headers: dict[str, str] = field(default_factory=dict)
    form: str = ""
    own: dict[str, Any] = field(default_factory=lambda: OWN)
    foreign: dict[str, Any] = field(default_factory=lambda: FOREIGN)

    def ask(self, method: str, address: str) -> TestResponse:
        data = {"csrf_token": self.form} if self.form and method != "GET" else None
        return self.client.open(address, method=method, data=data, headers=self.headers, buffered=True)

    def faults(self) -> list[str]:
        """Return what was shown, or not refused, that should have been."""
        rules = [rule for rule in self.app.url_map.iter_rules() if self._may_ask(rule)]
        return [f"{rule.rule}: {fault}" for rule in rules for fault in self._faults(rule)]

    def _may_ask(self, rule: Rule) -> bool:
        return rule.rule.startswith("/api/") if self.headers else True

    def _faults(self, rule: Rule) -> Iterator[str]:
        declared = access.declared(self.app, rule.endpoint)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        own = address_of(self.app, rule, self.own)
        if declared is True:
            yield from self._looked(own) if "GET" in methods else ()
            return
        assert not isinstance(declared, bool)
        assert declared is not None
        foreign = address_of(self.app, rule, self.foreign)
        closed = not self.account.may(declared) or getattr(self.app.view_functions[rule.endpoint], access._WHOLE, False)
        for method in sorted(methods):
            if foreign != own or closed:
                status = self.ask(method, foreign).status_code
                if status not in _REFUSED:
                    yield f"{method} {foreign} answers {status}"
        if "GET" in methods and not closed:
            yield from self._looked(own)
            yield from self._looked(f"{own}?campaign={CAMPAIGN}&unit={OTHER_CELL}&under={OTHER_CELL}", named=True)

    def _looked(self, address: str, *, named: bool = False) -> Iterator[str]:
        """Look at a page; where its address names the foreign unit, the code alone may stand in the answer."""
        answer = self.ask("GET", address)
        if answer.status_code >= 500:
            yield f"GET {address} answers {answer.status_code}"
        told = text_of(answer.data)
        for mark in self.marks[1:] if named else self.marks:
            if mark.search(told):
                yield f"GET {address} shows {mark.pattern}"


def address_of(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    known = NEUTRAL | values
    unknown = rule.arguments - known.keys()
    assert not unknown, f"{rule.rule}: say in this test what {sorted(unknown)} may be"
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, {name: known[name] for name in rule.arguments})
    return str(built)


def text_of(content: bytes) -> str:
    """Return all text of an answer; of a workbook, document or zip that of each of its parts."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join([*package.namelist(), *(text_of(package.read(name)) for name in package.namelist())])


@pytest.fixture
def lived(office: Office) -> Office:
    """An office to which both units have reported, and which has issued its figures."""
    campaign = office.campaign(CAMPAIGN)
    period = calendar.find_period(campaign, PERIOD)
    sent = clock.noon(DAY - timedelta(days=1), office.instance.zone)
    for code, members in ((PARTY_CELL, 18), (OTHER_CELL, SECRET)):
        fill = {**CLEAN, ("register", "1", "members"): members}
        unit = office.unit(campaign, code, DAY)
        content = workflow.workbook(office, campaign, period, unit, Coverage.OWN, as_of=DAY, fill=fill)
        assert workflow.receive(office, Delivery(content, f"{code}.xlsx", "chibo", sent)).taken
    return office


@pytest.fixture
def marks(lived: Office) -> tuple[re.Pattern[str], ...]:
    """What would betray the foreign unit: its code first, then its name, its figure and its account."""
    unit = lived.unit(lived.campaign(CAMPAIGN), OTHER_CELL, DAY)
    figure = f"{SECRET:,}".replace(",", "[.,\u00a0 ]?")
    return tuple(
        re.compile(rf"(?<![\w-]){mark}(?![\w-])")
        for mark in (re.escape(OTHER_CELL), re.escape(unit.name), figure, "chibo2")
    )


@pytest.fixture
def walker(app: Flask, marks: tuple[re.Pattern[str], ...]) -> Callable[[Role], Walker]:
    """Somebody of a role who sees one unit only."""
    service = app.extensions["tonghop"]
    store, now = service.store, service.time()
    foreigner = store.account(name="danguy")

    def made(role: Role) -> Walker:
        account = Account(f"nguoi-{role.value}", role, PARTY_CELL, "", "")
        account = open_account(app, store, account, PASSWORD, who="test", at=now)
        bearer.make(store, account, "own", None, 30, now)
        bearer.make(store, foreigner, "foreign", None, 30, now)
        visitor = Visitor(app.test_client())
        assert visitor.sign_in(account.name).status_code == 302
        form = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/").text)
        assert form is not None
        jobs = {who: store.jobs.add(NewJob("bulk", who, now, {})).id for who in (account.name, "danguy")}
        own, foreign = OWN | {"job": jobs[account.name]}, FOREIGN | {"job": jobs["danguy"]}
        return Walker(app, visitor.client, account, marks, form=form[1], own=own, foreign=foreign)

    return made


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_a_unit_beside_his_own(walker: Callable[[Role], Walker], app: Flask, role: Role) -> None:
    one = walker(role)
    before = len(app.extensions["tonghop"].store.audit())
    assert one.faults() == []
    assert len(app.extensions["tonghop"].store.audit()) == before, "looking, and being refused, changes nothing"


@pytest.mark.parametrize("role", ROLES)
def test_no_token_sees_a_unit_beside_its_own(
    app: Flask, marks: tuple[re.Pattern[str], ...], walker: Callable[[Role], Walker], role: Role
) -> None:
    service = app.extensions["tonghop"]
    account = walker(role).account
    service.store.save_account(replace(account, unit=None))
    secret = bearer.make(service.store, account, "narrow", PARTY_CELL, 30, service.time())
    headers = {"Authorization": f"Bearer {secret}"}
    assert Walker(app, app.test_client(), account, marks, headers).faults() == []


def test_a_stranger_is_let_in_nowhere(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    for rule in app.url_map.iter_rules():
        if access.declared(app, rule.endpoint) is True:
            continue
        address = address_of(app, rule, OWN)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.rule.startswith("/api/"):
                assert visitor.client.open(address, method=method).status_code == 401, address
            elif method == "GET":
                assert visitor.get(address).location.startswith("/sign-in?"), address
            else:
                assert visitor.post(address).location.startswith("/sign-in?"), address


def test_the_walk_notices_a_page_that_tells_too_much(app: Flask, walker: Callable[[Role], Walker]) -> None:
    @access.needs(Right.VIEW)
    def leaky() -> str:
        return f"{OTHER_CELL}: {SECRET:,}".replace(",", ".")

    @access.needs(Right.VIEW)
    def careless(thing: str) -> str:
        return thing

    one = walker(Role.VIEWER)
    app._got_first_request = False
    app.add_url_rule("/leaky", "leaky", leaky)
    told = [fault for fault in one.faults() if fault.startswith("/leaky")]
    assert len(told) == 3
    app._got_first_request = False
    app.add_url_rule("/careless/<thing>", "careless", careless)
    with pytest.raises(AssertionError, match=re.escape("['thing']")):
        one.faults()
