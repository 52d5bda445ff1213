"""Who stands before a check-in: she or her carer, signed in; whoever holds the link and has said whose it is; or
somebody at the clinic who has told us two things.

Of the last we know less than of the others: a birthday and a name are known to those close to her too. So she adds what
is missing, and reads back only what she has said since she sat down.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from bedside.access.models import PATIENT_SIDE, User
from bedside.booking.models import Appointment
from bedside.booking.visit_links import hand_of_link
from bedside.hours.clock import now
from bedside.journal.hands import Hand
from bedside.people.models import Label, Patient, Scope
from bedside.triage.models import Screening
from bedside.visits.keys import hand_of_key
from bedside.visits.models import Visit

from .actions import may_change
from .models import Sheet, whose
from .pages import Page, hangs_on, pages, to_do
from .steps import Step, Ways, usual_ways

KNOWN = "checking_in"  # in the session: for which visits she has said who she is, and until when
SITTING = "sitting"  # in the session: for which visit or turn somebody sat down at the clinic, and what she said there
LASTS = 45 * 60  # seconds


@dataclass(frozen=True)
class Sitting:
    """Somebody at the clinic, and the pages of forms that she has answered since she sat down."""

    name: str
    said: frozenset[str]


@dataclass(frozen=True)
class Guest:
    """The visit, by whose hand it is changed, whether that hand has signed in, and what it may do.

    Where she is written to is changed by whoever may read what she is written; a carer who may not sees no answers
    of hers either.
    """

    visit: Appointment
    by: Hand
    signed_in: bool
    changes_contact: bool = False
    sees_answers: bool = True
    sitting: Sitting | None = None
    at_screen: bool = False  # a kiosk, on which no file of hers lies
    by_other_ways: Ways | None = None
    around: dict[str, Any] = field(default_factory=dict)  # what the frame of her pages wants to know
    way_back: str = ""  # out of it, where that is no page of hers
    on_alarm: Callable[[Screening], HttpResponse] | None = None  # where somebody is near who can come

    @property
    def by_staff(self) -> bool:
        """Whether one of us fills in what she says."""
        return isinstance(self.by, User) and self.by.is_staff_member

    @property
    def ways(self) -> Ways:
        return self.by_other_ways or usual_ways(self.visit.pk)

    def may_do(self, step: Step) -> bool:
        return step.sheet is None or self.may_fill_in(step.sheet)

    def may_fill_in(self, sheet: Sheet) -> bool:
        """Whether this hand may go on with a form. Who sits at the clinic may where nothing of it need be shown, and
        where what is asked tells nothing of what was answered before."""
        if self.sitting is None:
            return self.sees_answers
        if any(
            hangs_on(here, hidden)
            for here, hidden in permutations(pages(sheet.root), 2)
            if not self.may_read(sheet, hidden)
        ):
            return False
        if self.at_screen and sheet.form.takes_papers:
            return False
        following = to_do(sheet.root, sheet.pages)
        return following is None or self.may_read(sheet, following)

    def may_read(self, sheet: Sheet, page: Page) -> bool:
        """Whether what stands on this page may be shown: what she said just now, or a page on which nothing stands."""
        if self.sitting is None:
            return self.sees_answers
        tops = {one.item.link_id for one in page.tops}
        stands = page.key in sheet.pages or any(one["linkId"] in tops for one in sheet.answers)
        return not stands or _name_of(sheet.slug, page.key) in self.sitting.said


def let_in(request: HttpRequest, visit: Appointment) -> None:
    """She has said whose this link is."""
    request.session[KNOWN] = {str(visit.pk): now().timestamp() + LASTS}
    get_up(request)


def let_in_here(request: HttpRequest, here: Visit) -> None:
    """She holds the key to her wait, and has told us two things."""
    request.session.pop(KNOWN, None)
    sit_down(request, str(here.pk))


def is_let_in_here(request: HttpRequest, here: Visit) -> bool:
    return sitting(request, str(here.pk)) is not None


def sit_down(request: HttpRequest, name: str) -> None:
    request.session[SITTING] = {"name": name, "until": now().timestamp() + LASTS, "said": []}


def get_up(request: HttpRequest) -> None:
    request.session.pop(SITTING, None)


def sitting(request: HttpRequest, name: str) -> Sitting | None:
    """Who sat down here under this name, if nobody has come since."""
    kept = request.session.get(SITTING)
    if not kept or kept["name"] != name or kept["until"] <= now().timestamp():
        return None
    return Sitting(name, frozenset(kept["said"]))


def note_said(request: HttpRequest, guest: Guest, slug: str, page: str) -> None:
    """She has said something on this page, and may read it again while she sits there."""
    if guest.sitting is not None:
        said = sorted({*guest.sitting.said, _name_of(slug, page)})
        request.session[SITTING] = request.session[SITTING] | {"said": said}


def _name_of(slug: str, page: str) -> str:
    return f"{slug}:{page}"


def guest_of(request: HttpRequest, pk: uuid.UUID) -> Guest:
    """Whose check-in this is, if it is hers; 404 otherwise."""
    if isinstance(request.user, User):
        if request.user.acting_as not in PATIENT_SIDE:
            raise Http404
        mine = Appointment.objects.visible_to(request.user).in_order().filter(pk=pk).first()
        if mine is not None:
            reads = Patient.objects.for_scope(request.user, Scope.MESSAGES).filter(pk=whose(mine).pk).exists()
            return Guest(mine, request.user, True, changes_contact=reads, sees_answers=reads)
    found = Appointment.objects.filter(pk=pk, label=Label.NONE).in_order().first()
    guest = _by_the_link(request, found) or _by_the_key(request, found) if found else None
    if guest is None or whose(guest.visit).deceased_on:
        raise Http404
    if request.method in ("GET", "HEAD"):  # what she sends is read first, and refused where it would be kept
        may_change(guest.visit, by=guest.by)
    return guest


def _by_the_link(request: HttpRequest, visit: Appointment) -> Guest | None:
    until = request.session.get(KNOWN, {}).get(str(visit.pk), 0)
    return Guest(visit, hand_of_link(visit), False) if until > now().timestamp() else None


def _by_the_key(request: HttpRequest, visit: Appointment) -> Guest | None:
    here = Visit.objects.filter(appointment=visit, label=Label.NONE).first()
    sits = sitting(request, str(here.pk)) if here else None
    return Guest(visit, hand_of_key(here), False, sees_answers=False, sitting=sits) if here and sits else None


@contextmanager
def in_her_language(request: HttpRequest, guest: Guest) -> Iterator[None]:
    """By the link a page speaks as the message did, unless another was chosen in this browser."""
    spoken = guest.visit.patient.language
    if (
        guest.signed_in
        or guest.at_screen
        or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        or spoken not in dict(settings.LANGUAGES)
    ):
        yield
        return
    with translation.override(spoken):
        yield


def ending(text: str) -> str:
    """So much of a phone or an e-mail as lets her know it again, and nobody else."""
    return f"… {text.strip()[-3:]}" if len(text.strip()) > 3 else ""
