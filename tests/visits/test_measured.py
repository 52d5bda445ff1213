"""What was measured: read as it is typed, asked about where it is unlikely, and let stand only with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role
from bedside.hours.clock import now, stopped_at
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.visits import summaries
from bedside.visits.measured import Doubt, doubt, rows
from bedside.visits.models import Summary, Visit

from .test_summaries import MORNING, walks_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(town: Cast) -> Iterator[Visit]:
    with stopped_at(MORNING):
        yield walks_in(town)


@pytest.fixture
def doctors(town: Cast, settings: LazySettings) -> Client:
    settings.DEMO = True
    town.dr_osei.act_as(Role.CLINICIAN)
    doctors = Client()
    doctors.force_login(town.dr_osei)
    return doctors


ROWS = {f"{name}-{part}": "0" for name in ("medicines", "tests") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
SENT = {"language": "en", "notes_language": "en", "origin": "written", **ROWS}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("pressure", "142/88", "142/88"),
        ("pressure", " 142 / 88 mmHg", "142/88"),
        ("temperature", "38,5", "38.5"),
        ("weight", "٧٢", "72"),
    ],
)
def test_a_number_is_read_as_people_type_it(kind: str, typed: str, kept: str) -> None:
    assert rows({kind: typed}) == [{"kind": kind, "value": kept}]


@pytest.mark.parametrize(("kind", "typed"), [("pressure", "142"), ("pulse", "fast")])
def test_what_is_no_number_is_not_taken_whatever_the_reason(kind: str, typed: str) -> None:
    with pytest.raises(Refusal, match="for example"):
        rows({kind: typed, f"{kind}-because": "measured twice"})


@pytest.mark.parametrize(
    ("kind", "value", "age", "said", "cannot"),
    [
        ("pressure", "88/142", 42, "larger one", True),
        ("pressure", "49/30", 42, "cannot be right", True),
        ("pressure", "240/100", 42, "unusual", False),
        ("pulse", "252", 42, "cannot be right", True),
        ("pulse", "170", 42, "unusual", False),
        ("temperature", "98.6", 42, "98.6 °F is 37 °C", True),
        ("temperature", "385", 42, "cannot be right", True),
        ("temperature", "42", 42, "unusual", False),
        ("oxygen", "120", 42, "cannot be right", True),
        ("oxygen", "80", 42, "unusual", False),
        ("weight", "230", 42, "230 pounds is 104.3 kg", False),
        ("weight", "1.5", 0, "cannot be right", True),
        ("weight", "16", 42, "unusual", False),
    ],
)
def test_a_number_is_doubted_by_what_a_body_can_have(kind: str, value: str, age: int, said: str, cannot: bool) -> None:
    found = doubt(kind, value, age)

    assert isinstance(found, Doubt)
    assert said in found.sentence
    assert found.cannot is cannot


@pytest.mark.parametrize(
    ("kind", "value", "age"),
    [("pressure", "142/88", 42), ("pulse", "150", 0), ("weight", "16", 4), ("temperature", "38.5", 42)],
)
def test_a_child_is_not_judged_as_an_adult_is(kind: str, value: str, age: int) -> None:
    assert doubt(kind, value, age) is None


def test_an_impossible_number_is_refused_at_every_door_without_a_reason(visit: Visit, town: Cast) -> None:
    with pytest.raises(Refusal, match="say why it stands"):
        summaries.draft(visit, by=town.dr_osei, measured=[{"kind": "temperature", "value": "29.1"}])


def test_an_impossible_number_stands_with_its_reason_wherever_it_is_read(
    visit: Visit, town: Cast, doctors: Client
) -> None:
    here = f"/desk/mine/{visit.pk}/summary/"
    cold = SENT | {"version": "0", "original": "Cold water.", "found": "Cold water.", "measured-temperature": "29.1"}

    refused = doctors.post(here, cold).text
    assert "This number cannot be right. Measure again, or say why it stands." in refused
    assert 'name="measured-temperature-because"' in refused
    assert not Summary.objects.exists()

    doctors.post(here, cold | {"measured-temperature-because": "Measured twice, fell into the river"})
    [row] = Summary.objects.get().measured
    assert row["value"] == "29.1"
    assert row["by"] == str(town.dr_osei)
    assert row["at"] == now().isoformat()
    told = "let it stand on Monday"
    writing = doctors.get(here).text
    assert told in writing
    assert "Measured twice, fell into the river" in writing

    summaries.sign(Summary.objects.get(), by=town.dr_osei)
    assert town.amara.login
    hers = Client()
    hers.force_login(town.amara.login)
    shown = hers.get(f"/visits/{visit.pk}/summary/").text
    assert f"{row['by']} {told}" in shown
    assert "Measured twice, fell into the river" in shown


def test_who_let_a_number_stand_stays_while_it_stands(visit: Visit, town: Cast) -> None:
    cold = {"kind": "temperature", "value": "29.1", "because": "Measured twice"}
    summaries.draft(visit, by=town.nurse_lin, measured=[cold])
    summaries.draft(visit, by=town.dr_osei, measured=[cold], found="Cold.")
    assert Summary.objects.get().measured[0]["by"] == str(town.nurse_lin)

    summaries.draft(visit, by=town.dr_osei, measured=[cold | {"value": "29.3"}])
    assert Summary.objects.get().measured[0]["by"] == str(town.dr_osei)


def test_an_unlikely_number_is_asked_about_once_and_then_believed(visit: Visit, doctors: Client) -> None:
    here, high = f"/desk/mine/{visit.pk}/summary/", SENT | {"version": "0", "measured-pulse": "170"}

    asked = doctors.post(here, high).text
    assert "This number is unusual. Is it right? If it is right, press again." in asked
    assert 'name="measured-sure" value="pulse=170"' in asked
    assert "measured-pulse-because" not in asked

    doctors.post(here, high | {"measured-sure": "pulse=170"})
    assert Summary.objects.get().measured == [{"kind": "pulse", "value": "170"}]


def test_a_slip_is_named_at_its_box(visit: Visit, doctors: Client) -> None:
    here = f"/desk/mine/{visit.pk}/summary/"

    slip = doctors.post(here, SENT | {"version": "0", "measured-temperature": "98.6"})
    assert "98.6 °F is 37 °C" in slip.text
    assert not Summary.objects.exists()
    doctors.post(here, SENT | {"version": "0", "measured-temperature": "38.5"})
    assert Summary.objects.get().measured == [{"kind": "temperature", "value": "38.5"}]
