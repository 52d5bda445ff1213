"""For every route that takes the id of a record: an id that is real, and a stranger's.

A route whose door says `foreign=True` needs a line here; the generated test fails by its name until there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from bedside.access.matrix.door import READS_RULES, SIGNED_IN, WITH_CASES, WITH_PATIENTS
from bedside.access.models import PATIENT_SIDE, STAFF, TREATING, Role, User
from bedside.booking import actions as booking
from bedside.booking import waiting
from bedside.booking.models import Appointment, Offer, Slot
from bedside.booking.sessions import open_session
from bedside.calls import actions as calls
from bedside.cases import actions as cases
from bedside.cases import checking, handing, joining, later, vowing, whose
from bedside.cases.models import Case, Kind, Team
from bedside.complaints import actions as complaints
from bedside.complaints.models import Change, Complaint
from bedside.conduct import actions as conduct
from bedside.deciding.aids import aids
from bedside.deciding.models import Choice
from bedside.feedback import actions as feedback
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Enclosure, Moved
from bedside.insight.models import Improvement
from bedside.intake import editing
from bedside.intake.models import Enclosed, EnclosedBytes, Sheet
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.orders.models import Order
from bedside.people.models import Label, StaffMember
from bedside.stays import actions as stays
from bedside.town.cast import Cast
from bedside.training import actions as training
from bedside.training import library
from bedside.triage import actions as triage
from bedside.ui.papers import Given
from bedside.visits import actions as visits
from bedside.visits import summaries
from bedside.visits.models import Phrase

Ids = dict[str, Any]


@dataclass(frozen=True)
class Strange:
    """`ids` makes the record and gives the arguments of its address; `to` are the roles to whom it is a stranger's.

    To whoever treats patients here hardly a record is a stranger's. Then `is_there`: all whom the door lets in find
    this very record, and to all others it is not there.
    """

    ids: Callable[[Cast], Ids]
    to: frozenset[Role] = PATIENT_SIDE
    is_there: bool = False


def somebody_else(town: Cast) -> User:
    """A login that is none of those who knock."""
    assert town.lina.login is not None
    return town.lina.login


def linas_passkey(town: Cast) -> Ids:
    kept = {"name": "her phone", "credential": {}}
    return {"pk": Authenticator.objects.create(user=somebody_else(town), type="webauthn", data=kept).pk}


def linas_session(town: Cast) -> Ids:
    session = SessionStore()
    session.create()
    seen = UserSession.objects.create(
        user=somebody_else(town), session_key=session.session_key, ip="192.0.2.1", user_agent="a phone"
    )
    return {"pk": seen.pk}


def linas_visit(town: Cast) -> Ids:
    return {"pk": _visit(town).pk}


def linas_offer(town: Cast) -> Ids:
    """Ana gives up her time, and it is offered to Lina, who waited."""
    slot = _time(town)
    anas = booking.book(slot, town.ana, town.knee_check, by=town.sam)
    waiting.wait_for(town.knee_check, town.lina, by=town.sam)
    booking.cancel(anas, by=town.sam, because="is well again")
    return {"pk": Offer.objects.get(slot=slot).pk}


def linas_letters(town: Cast) -> Ids:
    return {"pk": inbox.write(town.lina, "Parking", "Is there parking?", by=somebody_else(town)).conversation_id}


def linas_photo(town: Cast) -> Ids:
    photo = Given("arm.pdf", "application/pdf", b"%PDF-1.7")
    inbox.write(town.lina, "My arm", "Here is a paper.", by=somebody_else(town), papers=[photo])
    return {"pk": Enclosure.objects.get().pk}


def linas_secret_case(town: Cast) -> Ids:
    """About a confidential matter: not the front desk's."""
    about = {"patient": town.lina, "label": Label.CONFIDENTIAL}
    return {"pk": cases.open_case(Kind.MESSAGE, "Private", by=HOUSE, **about).pk}


def a_promise_to_lina(town: Cast) -> Ids:
    case = Case.objects.get(**linas_secret_case(town))
    return {"pk": case.pk, "vow": vowing.promise(case, "call", 1, by=town.nurse_lin).pk}


def what_was_joined_of_linas(town: Cast) -> Ids:
    """Two confidential cases of hers that are one."""
    case, other = (Case.objects.get(**linas_secret_case(town)) for _ in range(2))
    joining.join(other, case, by=town.nurse_lin)
    return {"pk": case.pk, "joined": other.pk}


def something_to_do_about_lina(town: Cast) -> Ids:
    case = Case.objects.get(**linas_secret_case(town))
    return {"pk": case.pk, "todo": checking.add(case, "Call her", by=town.nurse_lin).pk}


def a_handoff_of_linas(town: Cast) -> Ids:
    """From the time when her case was no secret yet."""
    about = {"patient": town.lina, "team": Team.LAB}
    case = cases.open_case(Kind.MESSAGE, "Her blood test", by=HOUSE, **about)
    handed = handing.ask(case, Team.NURSES, what="Call her", by=town.nurse_lin)
    case.label = Label.CONFIDENTIAL
    record("case.made_confidential", case, by=HOUSE)
    return {"pk": case.pk, "handoff": handed.pk}


def an_answer_that_waits_for_lina(town: Cast) -> Ids:
    """Of a nurse, in what she asked in confidence."""
    by, label = somebody_else(town), Label.CONFIDENTIAL
    wrote = inbox.write(town.lina, "Private", "May I ask you something?", by=by, label=label)
    case = cases.hear(wrote)
    town.nurse_lin.act_as(Role.NURSE)
    planned = later.plan(case, "Of course.", now() + timedelta(days=1), by=town.nurse_lin)
    return {"pk": case.pk, "lateranswer": planned.pk}


def a_message_of_somebody_else(town: Cast) -> Ids:
    """What Lina asked in confidence, which a nurse found to be Amara's."""
    wrote = inbox.write(town.lina, "Private", "May I ask you?", by=somebody_else(town), label=Label.CONFIDENTIAL)
    case = cases.hear(wrote)
    town.nurse_lin.act_as(Role.NURSE)
    told = {"seen": wrote.version, "because": "She says so.", "by": town.nurse_lin, "fits": ["birth", "name"]}
    own = whose.not_hers(case, wrote, town.amara, **told)
    return {"pk": own.pk, "message": wrote.pk}


def how_it_was_moved(town: Cast) -> Ids:
    found = a_message_of_somebody_else(town)
    return {"pk": found["pk"], "moved": Moved.objects.get(message=found["message"]).pk}


def linas_wait(town: Cast) -> Ids:
    return {"pk": waiting.wait_for(town.knee_check, town.lina, by=town.sam).pk}


def linas_screening(town: Cast) -> Ids:
    return {"pk": triage.begin("My knee hurts.", by=somebody_else(town), patient=town.lina).pk}


def what_was_said_to_lina(town: Cast) -> Ids:
    """Her summary, signed; it goes by the visit's id."""
    room = visits.open_room(town.riverside, name="Room 9", by=HOUSE)
    about = {"place": town.riverside, "service": town.gp, "reason": "A cough", "level": "R14"}
    hers = visits.call(visits.walk_in(town.lina, by=town.sam, **about), room=room, by=town.dr_osei)
    town.dr_osei.act_as(Role.CLINICIAN)
    words = {"original": "Cough.", "why_came": "You came with a cough."}
    summaries.sign(summaries.draft(visits.begin(hers, by=town.dr_osei), by=town.dr_osei, **words), by=town.dr_osei)
    return {"pk": hers.pk}


def linas_phrase(town: Cast) -> Ids:
    """Somebody else's own."""
    phrase = Phrase(owner=somebody_else(town), name="Cold", language="en", words={"found": "You have a cold."})
    record("phrase.kept", phrase, by=HOUSE)
    return {"pk": phrase.pk}


def linas_survey(town: Cast) -> Ids:
    visit = visits.walk_in(town.lina, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam)
    room = visits.open_room(town.riverside, name="Room 77", by=HOUSE)
    visits.finish(visits.begin(visits.call(visit, room=room, by=town.sam), by=town.dr_osei), by=town.dr_osei)
    asked = feedback.invite(visit, by=HOUSE)
    assert asked is not None
    return {"pk": asked.pk}


def linas_choice(town: Cast, label: str = Label.NONE) -> Ids:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(town.lina, label=label, by=town.sam, **here)
    shown, hers_alone = aids()[0], {"patient": town.lina, "label": label}
    hers = Choice(visit=visit, slug=shown.slug, shown=shown.raw, opened_by=town.dr_osei, **hers_alone)
    record("choice.opened", hers, by=town.dr_osei)
    return {"pk": hers.pk}


def linas_complaint(town: Cast) -> Ids:
    """About the manager herself: not hers to see."""
    assert town.lina.login
    boss = StaffMember.objects.get(login=town.ines)
    told: dict[str, Any] = {"channel": "portal", "about": "manner", "whom": boss, "by": town.lina.login}
    return {"pk": complaints.complain(town.lina, "I was not listened to.", **told).pk}


def a_secret_incident(town: Cast) -> Ids:
    """In confidence: neither the front desk's nor the manager's."""
    told = {"kind": "rude", "said": "Shouted.", "label": Label.CONFIDENTIAL}
    return {"pk": conduct.begin(town.lina, by=town.nurse_lin, **told).pk}


def what_changes_for_lina(town: Cast) -> Ids:
    complaint = Complaint.objects.get(pk=linas_complaint(town)["pk"])
    change = Change(complaint=complaint, what="A bell", owner=town.sam, due_on=now().date())
    record("complaint.change_planned", change, by=HOUSE)
    return {"pk": change.pk}


def what_the_desk_gave(town: Cast) -> Ids:
    """Not a recovery: what is strange to a manager, who sees all of these, is the id of something else."""
    return linas_complaint(town)


def linas_secret_choice(town: Cast) -> Ids:
    return linas_choice(town, Label.CONFIDENTIAL)


def linas_secret_order(town: Cast) -> Ids:
    """Asked of the nurses at a confidential visit: not the front desk's."""
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    secret = {"patient": town.lina, "label": Label.CONFIDENTIAL}
    visit = visits.walk_in(town.lina, label=Label.CONFIDENTIAL, by=town.sam, **here)
    words = {"what": "A blood test", "why": "", "who_calls": "Nurse Lin", "due_on": now().date() + timedelta(days=3)}
    order = Order(visit=visit, team=Team.NURSES, asked_by=town.dr_osei, **secret, **words)
    record("order.asked", order, by=town.dr_osei)
    return {"pk": order.pk}


def what_the_nurse_heard(town: Cast) -> Ids:
    """A confidential talk: not the front desk's."""
    call = calls.begin("phone", "", by=town.nurse_lin)
    calls.identify(call, town.lina, by=town.nurse_lin, fits=["name", "birth"])
    town.nurse_lin.act_as(Role.NURSE)
    calls.note(call, by=town.nurse_lin, reason="result", said="A result", confidential=True)
    return {"pk": call.pk}


def linas_stay(town: Cast) -> Ids:
    ward = stays.open_ward(town.riverside, name="Mill Ward", by=HOUSE)
    return {"pk": stays.admit(town.lina, stays.set_up_bed(ward, name="Bed 1", by=HOUSE), by=HOUSE).pk}


def linas_own_record(town: Cast) -> Ids:
    return {"pk": town.lina.pk}


def linas_secret_visit(town: Cast) -> Ids:
    """A confidential one: not the front desk's to check in."""
    return {"pk": booking.book(_time(town), town.lina, town.knee_check, by=town.sam, label=Label.CONFIDENTIAL).pk}


def linas_paper(town: Cast) -> Ids:
    """What she added to a form of a confidential visit."""
    about: dict[str, Any] = {"patient": town.lina, "label": Label.CONFIDENTIAL}
    visit = Appointment.objects.get(pk=linas_secret_visit(town)["pk"])
    asked = {"resourceType": "Questionnaire", "item": [{"linkId": "letter", "text": "A letter?", "type": "attachment"}]}
    form = editing.ask(editing.write(asked, slug="letter", by=HOUSE), by=HOUSE)
    sheet = Sheet(appointment=visit, form=form, slug=form.slug, **about)
    record("sheet.opened", sheet, by=HOUSE)
    paper = Enclosed(sheet=sheet, name="letter.pdf", kind="application/pdf", size=4, digest="0" * 40, **about)
    record("paper.added", paper, by=HOUSE)
    EnclosedBytes.objects.create(enclosed=paper, words=b"%PDF")
    return {"pk": paper.pk}


def linas_wait_in_the_house(town: Cast) -> Ids:
    here = {"place": town.riverside, "service": town.gp, "reason": "a cough", "level": "R14"}
    return {"pk": visits.walk_in(town.lina, by=town.sam, **here).pk}


def alexs_play(town: Cast) -> Ids:
    scenario = library.scenario("amara-knee", "en")
    assert scenario
    return {"pk": training.begin_play(scenario, by=town.alex).pk}


def alexs_lesson(town: Cast) -> Ids:
    lesson = library.lesson("listening", "en")
    assert lesson
    return {"pk": training.take_lesson(lesson, [0, 0, 0], by=town.alex).pk}


def _visit(town: Cast) -> Appointment:
    return booking.book(_time(town), town.lina, town.knee_check, by=town.sam)


def _time(town: Cast) -> Slot:
    starts = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=11)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    return Slot.objects.filter(starts_at__gte=starts).order_by("starts_at")[0]


def ines_task(town: Cast) -> Ids:
    """Something got worse, and it is with the manager."""
    chart = {"measure": "cases.kept_promises", "measure_version": 2, "week": now().date(), "kind": "shift_below"}
    task = Improvement(**chart, value=60, before=90, length=7, owner=town.ines, due_on=now().date())
    record("improvement.opened", task, by=HOUSE)
    return {"pk": task.pk}


WHO_ASKS = PATIENT_SIDE | {Role.GUEST}
OF_ONE_PATIENT = ("patient", "code", "checked", "standing-down", "joining", "apart")
BEFORE_A_VISIT = ("check-in", "details", "needs", "sheet", "page")
GUESTS = ("guest", "guest-code", "guest-another-code", "guest-sign-in", "guest-booked")
NOT_THE_DESKS = frozenset({Role.FRONT_DESK, Role.MANAGER})
ALL_BUT_ALEX = STAFF - {Role.ADMINISTRATOR}
SCREENING = ("questions", "person", "details", "talk", "emergency", "call", "contact")
MANAGERS = frozenset({Role.MANAGER})
OF_AN_INCIDENT = ("incident", "warning", "second", "ending", "report", "debrief", "break")
OF_HER_COMPLAINT = ("mine-one", "saying", "taking-back", "agreeing")
OF_A_COMPLAINT = (
    "complaint",
    "hearing",
    "delaying",
    "answering",
    "noting",
    "stepping",
    "changing",
    "agreed",
    "closing",
)
OF_A_STAY = (
    *("admission", "stay", "going-home", "home-paper", "ending", "line", "fast-ending", "fast-prolonging", "course"),
    *(f"change-{what}" for what in ("team", "food", "fast", "test", "next", "who-comes", "home-day", "bed")),
)
WAITS = ("wait", "wait-part", "going", "worse", "away", "choice")
OF_A_WAIT = (
    "call",
    "putting-back",
    "beginning",
    "finishing",
    "leaving",
    "ticket",
    "asked",
    "sending-out",
    "link-again",
)
OF_A_TICKET = (
    "walk-in",
    "ticketing",
    "private-arrival",
    "suggestion",
)
CASES = (
    *("case", "case-part", "looking", "answers", "taking", "giving", "waiting", "resumption", "closure"),
    *("reopening", "sending", "notes", "there", "promises", "handoffs", "cause", "joins", "splits", "todos"),
)
OF_A_VIDEO_VISIT = (
    *("room", "room-part", "invitation", "ringing", "again", "ending", "admission", "lobby", "taking-back"),
)
STRANGERS: dict[str, Strange] = {
    **{f"inbox:{name}": Strange(linas_letters) for name in ("conversation", "conversation-part", "replies", "reading")},
    **{f"cases:{name}": Strange(linas_secret_case, to=NOT_THE_DESKS) for name in CASES},
    **{f"cases:{name}": Strange(a_handoff_of_linas, to=NOT_THE_DESKS) for name in ("acceptance", "refusal")},
    **{f"cases:later-{name}": Strange(an_answer_that_waits_for_lina, to=NOT_THE_DESKS) for name in ("answer", "end")},
    "cases:whose": Strange(a_message_of_somebody_else, to=NOT_THE_DESKS),
    "cases:whose-back": Strange(how_it_was_moved, to=NOT_THE_DESKS),
    "cases:taking-apart": Strange(what_was_joined_of_linas, to=NOT_THE_DESKS),
    "cases:ticking": Strange(something_to_do_about_lina, to=NOT_THE_DESKS),
    **{f"cases:{name}": Strange(a_promise_to_lina, to=NOT_THE_DESKS) for name in ("keeping", "taking-back")},
    "visits:checking-in": Strange(linas_visit),
    **{f"intake:{name}": Strange(linas_visit, to=WHO_ASKS) for name in BEFORE_A_VISIT},
    **{
        f"intake:{name}": Strange(linas_secret_visit, to=NOT_THE_DESKS)
        for name in ("answers", "sending", "desk-sheet", "desk-page")
    },
    "intake:enclosed": Strange(linas_paper, is_there=True),
    **{f"visits:{name}": Strange(linas_wait_in_the_house) for name in WAITS},
    **{f"visits:{name}": Strange(linas_secret_visit, to=NOT_THE_DESKS) for name in ("arrival", "no-show")},
    **{f"visits:{name}": Strange(linas_visit, to=WITH_PATIENTS) for name in OF_A_TICKET},
    **{f"visits:{name}": Strange(linas_wait_in_the_house, is_there=True) for name in OF_A_WAIT},
    **{
        f"insight:{name}": Strange(ines_task, to=WITH_PATIENTS)
        for name in ("improvement", "trying", "closure", "dropping")
    },
    "mfa_edit_webauthn": Strange(linas_passkey, to=SIGNED_IN),
    "mfa_remove_webauthn": Strange(linas_passkey, to=SIGNED_IN),
    "access:session_ending": Strange(linas_session, to=SIGNED_IN),
    "booking:appointment": Strange(linas_visit),
    "booking:cancellation": Strange(linas_visit),
    "attendance:giving": Strange(linas_secret_visit, to=NOT_THE_DESKS),
    "booking:offer": Strange(linas_offer),
    **{f"booking:{name}": Strange(linas_visit) for name in ("calendar", "move", "earlier")},
    **{f"booking:{name}": Strange(linas_screening, to=WHO_ASKS) for name in ("choose", "waits", "found", "wishes")},
    **{f"booking:{name}": Strange(linas_screening, to=frozenset({Role.GUEST})) for name in GUESTS},
    **{f"booking:{name}": Strange(linas_visit, to=WITH_PATIENTS) for name in ("series", "together", "over")},
    "booking:interpreter": Strange(linas_visit, to=WITH_PATIENTS),
    "booking:more-visits": Strange(linas_secret_visit, to=NOT_THE_DESKS),
    "booking:stop-waiting": Strange(linas_wait),
    "booking:suiting": Strange(linas_wait),
    **{f"triage:{name}": Strange(linas_screening, to=WHO_ASKS) for name in SCREENING},
    **{f"feedback:{name}": Strange(linas_survey) for name in ("mine", "mine-no-more")},
    "inbox:file": Strange(linas_photo),
    "inbox:ways": Strange(linas_own_record),
    **{f"portal:{name}": Strange(linas_own_record) for name in ("details", "sights")},
    **{f"visits:{name}": Strange(linas_phrase, to=READS_RULES) for name in ("phrase", "phrase-ending")},
    **{f"visits:{name}": Strange(what_was_said_to_lina) for name in ("told", "understood")},
    **{f"complaints:{name}": Strange(linas_complaint) for name in OF_HER_COMPLAINT},
    **{f"complaints:{name}": Strange(linas_complaint, to=MANAGERS) for name in OF_A_COMPLAINT},
    **{f"conduct:{name}": Strange(linas_visit, to=WITH_PATIENTS) for name in ("in-case", "at-the-desk")},
    **{f"conduct:{name}": Strange(a_secret_incident, to=NOT_THE_DESKS) for name in OF_AN_INCIDENT},
    **{f"conduct:{name}": Strange(a_secret_incident, to=MANAGERS) for name in ("marking", "unmarking")},
    "complaints:changed": Strange(what_changes_for_lina, to=MANAGERS),
    "complaints:granting": Strange(what_the_desk_gave, to=MANAGERS),
    "complaints:taking": Strange(linas_visit, to=WITH_PATIENTS),
    "complaints:taken": Strange(linas_complaint, to=WITH_CASES),
    "complaints:from-case": Strange(linas_secret_case, to=WITH_CASES),
    "canned:finding": Strange(linas_secret_case, to=NOT_THE_DESKS),
    **{f"answering:{name}": Strange(linas_secret_case, to=NOT_THE_DESKS) for name in ("help", "rewriting")},
    **{
        f"calls:{name}": Strange(what_the_nurse_heard, to=NOT_THE_DESKS)
        for name in ("call", "taking", "person", "noting")
    },
    "orders:asking": Strange(linas_visit, to=TREATING),
    "orders:order": Strange(linas_secret_order, to=NOT_THE_DESKS),
    **{f"deciding:{name}": Strange(linas_choice) for name in ("choice", "again")},
    **{f"deciding:{name}": Strange(linas_secret_choice, is_there=True) for name in ("together", "withdrawal")},
    "deciding:opening": Strange(linas_wait_in_the_house, is_there=True),
    **{f"video:{name}": Strange(linas_visit) for name in ("visit", "phone")},
    **{f"video:{name}": Strange(linas_visit, to=TREATING) for name in OF_A_VIDEO_VISIT},
    **{f"stays:{name}": Strange(linas_visit, to=TREATING) for name in OF_A_STAY},
    **{f"stays:{name}": Strange(linas_stay) for name in ("mine", "mine-part", "asking", "visitors")},
    "training:taken": Strange(alexs_lesson, to=ALL_BUT_ALEX),
    **{f"training:{name}": Strange(alexs_play, to=ALL_BUT_ALEX) for name in ("play", "choices", "sharing", "keeping")},
    # Whoever works with patients may see every patient; what is strange to them is the id of something else.
    **{f"desk:{name}": Strange(linas_visit, to=WITH_PATIENTS) for name in OF_ONE_PATIENT},
    **{f"desk:{name}": Strange(linas_visit, to=WITH_PATIENTS) for name in ("phone-asking", "phone-times")},
    **{f"desk:{name}": Strange(linas_secret_visit, to=NOT_THE_DESKS) for name in ("phone-booked", "move")},
    **{f"visits:{name}": Strange(linas_visit, to=TREATING) for name in ("seeing", "seen", "dictation", "paper")},
    **{f"visits:{name}": Strange(linas_wait_in_the_house, is_there=True) for name in ("brief", "writing", "lowering")},
}
