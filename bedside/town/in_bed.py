"""Two people in beds of Mill Ward at Riverside, and their day there; nothing of it is left to chance."""

from __future__ import annotations

from datetime import timedelta

from bedside.directory import actions as directory
from bedside.directory.models import Place
from bedside.hours.calendar import WEEK
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient, StaffMember
from bedside.stays import actions, caring
from bedside.stays.kinds import Course, Part, Shift
from bedside.stays.models import Bed, Care, Fast, Stay

from .cast import DOMAIN

VISITING = {day: [["14:00", "16:30"], ["18:00", "20:00"]] for day in WEEK}


def lie_down() -> None:
    """Ana and Tomás come in, where Mill Ward has not been opened yet."""
    place = Place.objects.get(name="Riverside")
    if Bed.objects.at(place).exists():
        return
    directory.change(place, visiting=VISITING, by=HOUSE)
    ward = actions.open_ward(place, name="Mill Ward", phone="01632 960009", by=HOUSE)
    beds = [actions.set_up_bed(ward, name=f"Bed {number}", by=HOUSE) for number in range(1, 7)]
    today = day_of(now(), place.zone)
    ana = Patient.objects.get(login__email=f"ana@{DOMAIN}")
    tomas = Patient.objects.get(given_name="Tomás", grants__carer__email=f"teresa@{DOMAIN}")
    hers = actions.admit(ana, beds[0], reason="To look at your stomach", home_day=today + timedelta(days=1), by=HOUSE)
    actions.say_home_day(hers, today + timedelta(days=2), because="We wait for one more result.", by=HOUSE)
    his = actions.admit(tomas, beds[3], reason="To watch over the broken arm", home_day=today, by=HOUSE)
    caring.say_diet(hers, customs=["vegetarian"], allergy="some", allergies="nuts", by=HOUSE)
    caring.say_diet(his, meal="light", allergy="none", by=HOUSE)
    actions.say_next_step(his, "The doctor looks at the arm. Then you may go home.", by=HOUSE)


def have_their_day() -> None:
    """Whoever looks after them today, and what is done today; where that has not been written down yet."""
    lin, osei = (StaffMember.objects.get(login__email=f"{key}@{DOMAIN}") for key in ("lin", "osei"))
    in_bed = Stay.objects.open().living().filter(bed__ward__name="Mill Ward")
    for stay in in_bed.with_bed().order_by("bed__name"):
        today = day_of(now(), stay.zone)
        if Care.objects.filter(stay=stay, day=today).exists():
            continue
        for part, member in ((Part.NURSE, lin), (Part.DOCTOR, osei)):
            caring.look_after(stay, member, part=part, shift=Shift.DAY, day=today, by=HOUSE)
        if stay.home_day and stay.home_day < today:
            actions.say_home_day(stay, today + timedelta(days=1), because="We wish to look once more.", by=HOUSE)
        for old in Fast.objects.filter(stay=stay).standing():
            caring.end_fast(old, by=HOUSE)
        if stay.diet.allergies:
            _fasts_for_a_test(stay)
        else:
            caring.plan(stay, kind="round", day=today, by=HOUSE)


def _fasts_for_a_test(stay: Stay) -> None:
    """A camera test in some hours: nothing to eat since a while, clear drinks until an hour from now."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    at = hour + timedelta(hours=3)
    drawn = caring.plan(stay, kind="blood", day=day_of(hour, stay.zone), at=hour, by=HOUSE)
    caring.note_course(drawn, Course.DONE, by=HOUSE)
    caring.plan(stay, kind="scope", day=day_of(at, stay.zone), at=at, where="Room 4", by=HOUSE)
    caring.order_fast(
        stay,
        why="Camera test",
        food_from=at - timedelta(hours=6),
        drink_from=at - timedelta(hours=1),
        until=at + timedelta(hours=1),
        by=HOUSE,
    )
