"""What stands around every page: the clinic's name and numbers, and where the bar at the top leads, for whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bedside.access.matrix.door import (
    PLANS_THE_WEEK,
    READS_RULES,
    READS_WORDS,
    RUNS_THE_HOUSE,
    SETS_UP_SCREENS,
    SIGNED_IN,
    WITH_CASES,
    WITH_PATIENTS,
)
from bedside.access.models import PATIENT_SIDE, STAFF, TREATING, Role, User
from bedside.cases.models import Case
from bedside.cases.talking import unopened as unopened_cases
from bedside.directory.clinic import the_clinic as the_one
from bedside.inbox.models import Conversation
from bedside.insight.models import Improvement
from bedside.ui.pages import Clinic, Link


def unread(request: HttpRequest) -> int:
    """How many messages she has not read yet."""
    return Conversation.objects.visible_to(request.user).unread() if isinstance(request.user, User) else 0


def to_do(request: HttpRequest) -> int:
    """How many cases wait for somebody of ours."""
    return Case.objects.visible_to(request.user).to_do().count() if isinstance(request.user, User) else 0


def unopened(request: HttpRequest) -> int:
    """Of how many cases the managers are told that nobody has opened them."""
    return unopened_cases().count()


def to_improve(request: HttpRequest) -> int:
    """How many tasks of hers are not finished."""
    user = request.user
    return Improvement.objects.visible_to(user).unfinished().count() if isinstance(user, User) else 0


# In the order in which it is read.
NAVIGATION: list[Link] = [
    Link(_("Home"), "portal:home", PATIENT_SIDE),
    Link(_("Find help"), "booking:find", PATIENT_SIDE | {Role.GUEST}),
    Link(_("What we offer"), "directory:offered", frozenset({Role.GUEST}), also=("/people/", "/places/")),
    Link(_("Visits"), "booking:appointments", PATIENT_SIDE, also=("/visits/",)),
    Link(_("Messages"), "inbox:conversations", PATIENT_SIDE, badge=unread),
    Link(_("What went wrong"), "complaints:mine", PATIENT_SIDE, own=True),
    Link(_("My details"), "portal:me", PATIENT_SIDE, own=True),
    Link(_("My patients"), "visits:mine", TREATING),
    Link(_("Today"), "desk:today", WITH_PATIENTS),
    Link(_("Queue"), "visits:queue", WITH_PATIENTS, also=("/desk/visits/", "/desk/arrivals/", "/desk/walk-ins/")),
    Link(_("Book by phone"), "desk:phone", WITH_PATIENTS, key="b"),
    Link(_("Calls"), "calls:calls", WITH_PATIENTS, key="c"),
    Link(_("Calendar"), "desk:calendar", WITH_PATIENTS),
    Link(_("Video visits"), "video:desk", TREATING, own=True),
    Link(_("Inbox"), "cases:inbox", WITH_CASES, badge=to_do),
    Link(_("Search"), "desk:search", WITH_PATIENTS, also=("/desk/patients/",), key="/"),
    Link(_("How we are doing"), "insight:overview", RUNS_THE_HOUSE),
    Link(_("Improvements"), "insight:improvements", RUNS_THE_HOUSE, badge=to_improve),
    Link(_("Coming and waiting"), "attendance:learned", RUNS_THE_HOUSE, own=True),
    Link(_("What patients said"), "feedback:said", WITH_CASES & RUNS_THE_HOUSE),
    Link(_("Complaints"), "complaints:complaints", frozenset({Role.MANAGER})),
    Link(_("Not opened yet"), "cases:unopened", frozenset({Role.MANAGER}), badge=unopened),
    Link(_("The house"), "desk:house", RUNS_THE_HOUSE),
    # Beside the day's work, and so under one's own name.
    Link(_("The ward"), "stays:board", WITH_PATIENTS, own=True, also=("/desk/stays/",)),
    Link(_("What we offer"), "directory:offer", RUNS_THE_HOUSE, own=True),
    Link(_("Wards and beds"), "stays:wards", RUNS_THE_HOUSE, own=True),
    Link(_("A hand to come"), "attendance:help", WITH_PATIENTS, own=True),
    Link(_("What patients said"), "feedback:said", WITH_CASES - RUNS_THE_HOUSE, own=True),
    Link(_("How we are doing"), "insight:overview", STAFF - RUNS_THE_HOUSE, own=True),
    Link(_("How many for the phones"), "calls:phones", RUNS_THE_HOUSE, own=True),
    Link(_("Teams"), "teams:teams", RUNS_THE_HOUSE, own=True),
    Link(_("Ready answers"), "canned:answers", WITH_CASES, own=True),
    Link(_("What we write"), "wording:texts", READS_WORDS, own=True),
    Link(_("Messages to many"), "mailings:mailings", READS_WORDS, own=True),
    Link(_("Where cases go"), "cases:routing", RUNS_THE_HOUSE, own=True),
    Link(_("Incidents"), "conduct:incidents", frozenset({Role.MANAGER}), own=True),
    Link(_("Waiting list"), "booking:reached", RUNS_THE_HOUSE, own=True),
    Link(_("Forms"), "intake:forms", RUNS_THE_HOUSE, own=True),
    Link(_("Who works when"), "booking:templates", PLANS_THE_WEEK, own=True),
    Link(_("Who is away"), "booking:leave", PLANS_THE_WEEK, own=True),
    Link(_("Rooms"), "visits:rooms", PLANS_THE_WEEK, own=True),
    Link(_("My calendar"), "booking:my-calendar", TREATING, own=True),
    Link(_("Aids for choices"), "deciding:aids", TREATING, own=True, also=("/desk/aids/",)),
    Link(_("My load"), "workload:mine", WITH_CASES, own=True),
    Link(_("Keys"), "desk:keys", STAFF, own=True, key="?"),
    Link(_("Practise"), "training:home", STAFF, own=True),
    Link(_("Safety rules"), "triage:rules", READS_RULES, own=True),
    Link(_("Screens"), "wall:screens", SETS_UP_SCREENS, own=True),
    Link(_("Code for the door"), "wall:poster", STAFF, own=True),
    Link(_("How you sign in"), "mfa_index", SIGNED_IN, own=True),
]


def the_clinic() -> Clinic:
    """The clinic as pages speak of it; before it has been set up, the numbers that hold everywhere in Europe."""
    found = the_one()
    if found.version == 0:
        return Clinic()
    pack = found.pack
    return Clinic(
        name=found.name,
        phone=found.phone,
        emergency=pack.emergency,
        emergency_text=pack.emergency_text,
        advice=pack.advice,
        crisis=pack.crisis,
        crisis_name=pack.crisis_name,
        zone=found.zone,
        region=pack.phone_region,
        currency=pack.currency,
    )
