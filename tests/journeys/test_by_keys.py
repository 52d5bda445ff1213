"""The front desk's work with the keyboard alone, in a real browser."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.cases.models import Case
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox import actions as inbox
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.ui.papers import Given
from bedside.ui.photos import PNG
from tests.house.walking import knock
from tests.plugins.needs import OpenPage

from .test_every_page_in_a_browser import come_in, no_news

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DOT = b64decode(  # one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
MOST_KEYS = 6  # beyond the name
MOST_SECONDS = 20.0
A_KEY, A_THOUGHT = 0.28, 1.35  # seconds, the keystroke-level model of Card, Moran and Newell (1980): an average typist
THE_MACHINE = 2.0  # seconds for the four pages in between; measured: docs/benchmarks.md


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def leads_to(self, address: str) -> None:
        self.page.wait_for_url(re.compile(address))


@pytest.fixture
def sams_page(busy_town: Cast, live_server: LiveServer, open_page: OpenPage) -> Page:
    client: Client = knock(Role.FRONT_DESK, {Role.FRONT_DESK: busy_town.sam})
    page = open_page()
    page.route("**/live/?*", no_news)
    come_in(page, client, live_server)
    page.goto(live_server.url + "/desk/")
    return page


def test_a_caller_is_booked_with_six_keys_beyond_the_name(busy_town: Cast, sams_page: Page) -> None:
    page, keys = sams_page, Keys(sams_page)
    keys.press("b")
    keys.leads_to("/desk/phone/$")
    page.keyboard.type("haddad")  # the name is not counted; its b would be a key anywhere else
    page.get_by_text("Haddad, Omar").wait_for()
    keys.press("Enter")
    keys.leads_to(r"/desk/phone/[0-9a-f-]{36}/$")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Haddad, Omar born")
    keys.press("g", "v")
    assert page.locator("select option:checked").inner_text().endswith("GP visit")
    keys.press("0")
    keys.leads_to("/desk/phone/times/")
    keys.press("Enter")
    keys.leads_to("/desk/phone/booked/")

    booked = Appointment.objects.order_by("asked_at").last()
    assert booked
    assert (booked.patient, booked.visit_type) == (busy_town.omar, busy_town.gp_visit)
    assert Screening.objects.get(pk=booked.screening_id).answered_at
    assert keys.pressed <= MOST_KEYS
    thoughts = 5  # whom, is it she, which visit, nothing urgent, this time
    assert (len("haddad") + keys.pressed) * A_KEY + thoughts * A_THOUGHT + THE_MACHINE <= MOST_SECONDS


def _lins_day(town: Cast, page: Page, house: LiveServer) -> tuple[Appointment, list[Slot]]:
    """Tomorrow, Nurse Lin: one visit at nine, and the free times after it."""
    slots = list(Slot.objects.free().filter(staff_member=town.lin, starts_at__gt=now() + timedelta(hours=12))[:6])
    slots.sort(key=lambda slot: slot.starts_at)
    visit = booking.book(slots[0], town.lina, town.nurse_visit, by=HOUSE)
    day = day_of(visit.starts_at, visit.zone)
    page.goto(f"{house.url}/desk/calendar/?place={town.riverside.pk}&day={day}")
    return visit, slots


def test_a_visit_is_picked_up_and_put_down_with_the_keyboard(
    busy_town: Cast, sams_page: Page, live_server: LiveServer
) -> None:
    page, keys = sams_page, Keys(sams_page)
    visit, slots = _lins_day(busy_town, page, live_server)
    page.locator(f'.diary [data-visit="{visit.pk}"]').focus()

    keys.press("m", "ArrowDown", "ArrowDown")
    assert page.evaluate("document.activeElement.dataset.slot") == str(slots[2].pk)
    keys.press("Enter")
    page.get_by_role("button", name="Move it").wait_for()
    visit.refresh_from_db()
    assert visit.slot == slots[0], "it is asked first"
    keys.press("Enter")
    page.get_by_text("Moved: Brandt, Lina").wait_for()

    visit.refresh_from_db()
    assert visit.slot == slots[2]
    page.wait_for_function("id => document.activeElement.dataset.visit === id", arg=str(visit.pk))


def test_a_visit_is_dragged_to_another_time(busy_town: Cast, sams_page: Page, live_server: LiveServer) -> None:
    page = sams_page
    visit, slots = _lins_day(busy_town, page, live_server)

    there = page.locator(f'.diary [data-slot="{slots[3].pk}"]')
    page.locator(f'.diary [data-visit="{visit.pk}"]').drag_to(there)
    page.get_by_role("button", name="Move it").click()
    page.get_by_text("Moved: Brandt, Lina").wait_for()

    visit.refresh_from_db()
    assert visit.slot == slots[3]


def test_the_inbox_is_worked_off_with_the_keyboard_alone(
    busy_town: Cast, sams_page: Page, live_server: LiveServer
) -> None:
    """Down to a case, take it, answer it, and to the next: the mouse is never touched."""
    town, page, keys = busy_town, sams_page, Keys(sams_page)
    for subject in ("The lift", "The stairs"):
        inbox.write(town.omar, subject, "Does it work?", by=HOUSE)
    work_off()
    page.goto(f"{live_server.url}/desk/inbox/")
    rows = [one.inner_text() for one in page.locator("[data-row]").all()]
    for _ in range(rows.index("The lift") + 1):
        keys.press("j")
    assert page.evaluate("document.activeElement.innerText") == "The lift"
    keys.press("a")
    keys.leads_to("#take$")
    assert page.evaluate("document.activeElement.id") == "take"
    keys.press("Enter")
    keys.leads_to(r"/desk/inbox/[0-9a-f-]{36}/$")
    keys.press("r")
    page.keyboard.type("It works again.")
    while not page.evaluate("document.activeElement.innerText").startswith("Send the answer"):
        keys.press("Tab")
        assert keys.pressed < 40
    keys.press("Enter")
    keys.leads_to("/desk/inbox/$")

    case = Case.objects.get(conversation__subject="The lift")
    assert (case.owner, case.is_closed) == (town.sam, True)
    assert case.conversation
    assert "It works again." in [one.body for one in case.conversation.messages.filter(way="out")]
    rows = [one.inner_text() for one in page.locator("[data-row]").all()]
    assert "The lift" not in rows
    for _ in range(rows.index("The stairs") + 1):
        keys.press("j")
    keys.press("r")
    keys.leads_to("#answer$")
    page.wait_for_function("() => document.activeElement.name === 'words'")


def test_a_photo_that_is_looked_at_stays_open_when_something_new_comes(
    busy_town: Cast, sams_page: Page, live_server: LiveServer
) -> None:
    town, page = busy_town, sams_page
    inbox.write(town.omar, "My elbow", "Two photos.", by=HOUSE, papers=[Given(f"{n}.png", PNG, DOT) for n in (1, 2)])
    work_off()
    case = Case.objects.get(conversation__subject="My elbow")
    assert case.conversation
    page.goto(f"{live_server.url}/desk/inbox/{case.pk}/")
    folds = page.locator("details", has_text="Look at it here")
    folds.nth(1).locator("summary").focus()
    Keys(page).press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.files img')[1].naturalWidth === 1")
    page.evaluate("document.querySelectorAll('.files details').forEach((one) => (one.dataset.drawn = 'before'))")

    inbox.write_again(case.conversation, "And a third thing.", by=HOUSE)
    page.evaluate("(who) => document.body.dispatchEvent(new CustomEvent(`live:patient:${who}`))", str(town.omar.pk))
    page.get_by_text("And a third thing.").wait_for()

    assert page.locator(".files details[data-drawn]").count() == 0, "it was drawn anew"
    assert [one.get_attribute("open") is not None for one in folds.all()] == [False, True]
