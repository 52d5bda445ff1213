"""Every box into which free words can be typed: those in which a patient asks or tells us something, and the others.

What a patient says is read for red flags at once, wherever she says it. A form with a new box for words belongs to one
of the lists here, or the test beside this fails by its name.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.booking.visit_links import key_of
from bedside.calls import actions as calls
from bedside.complaints import actions as complaints
from bedside.deciding import actions as deciding
from bedside.deciding.aids import aids
from bedside.deciding.models import Choice
from bedside.feedback import actions as feedback
from bedside.feedback.models import Invitation
from bedside.hours.clock import now
from bedside.inbox import incoming
from bedside.inbox.models import Conversation, Message
from bedside.journal.hands import HOUSE
from bedside.stays import actions as stays
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.visits import actions as visits
from bedside.visits.keys import key_of as key_of_wait
from bedside.visits.models import Visit
from bedside.wall import actions as wall
from bedside.wall.devices import cookie_of
from bedside.wall.models import Turn

numbers = itertools.count()

Tell = Callable[[Cast, str], str]  # says the words there; what she is answered at once


def _hers(town: Cast) -> Client:
    assert town.amara.login
    return _in(town.amara.login)


def _in(login: Any) -> Client:
    client = Client()
    client.force_login(login)
    return client


def _said(client: Client, address: str, **told: Any) -> str:
    return client.post(address, told, follow=True).text


def _visit(town: Cast) -> str:
    start = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **times)  # type: ignore[arg-type]
    slot = Slot.objects.filter(starts_at=start).get()
    return f"/appointments/{booking.book(slot, town.amara, town.knee_check, by=town.sam).pk}/cancellation/"


def _finding(town: Cast, words: str) -> str:
    return _said(_hers(town), "/find/", text=words)


def _finding_as_a_guest(town: Cast, words: str) -> str:
    return _said(Client(), "/find/", text=words)


def _told_at_the_desk(town: Cast, words: str) -> str:
    return _said(_in(town.sam), f"/find/?patient={town.amara.pk}", text=words, **{"for": str(town.amara.pk)})


def _by_a_link(town: Cast, words: str) -> str:
    return _said(Client(), f"/book/{town.joints.slug}/", text=words)


def _cancelling(town: Cast, words: str) -> str:
    return _said(_hers(town), _visit(town), because=words)


def _what_to_get_ready(town: Cast, words: str) -> str:
    kept = {"phone": town.amara.phone, "email": town.amara.email, "language": "en"}
    return _said(_hers(town), f"/me/{town.amara.pk}/details/", needs=words, **kept)


def _writing(town: Cast, words: str) -> str:
    return _said(_hers(town), "/messages/new/", subject="A question", words=words)


def _in_the_subject(town: Cast, words: str) -> str:
    return _said(_hers(town), "/messages/new/", subject=words, words="Please see above.")


def _writing_again(town: Cast, words: str) -> str:
    client = _hers(town)
    _said(client, "/messages/new/", subject="A question", words="When are you open?")
    return _said(client, f"/messages/{Conversation.objects.get().pk}/replies/", words=words)


def _asking_the_ward(town: Cast, words: str) -> str:
    ward = stays.open_ward(town.riverside, name="Mill Ward", phone="01632 960009", by=HOUSE)
    stay = stays.admit(town.amara, stays.set_up_bed(ward, name="Bed 1", by=HOUSE), by=HOUSE)
    return _said(_hers(town), reverse("stays:asking", args=[stay.pk]), words=words)


def _how_it_was(town: Cast, words: str) -> str:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit, room = visits.walk_in(town.amara, by=town.sam, **here), visits.open_room(town.riverside, name="9", by=HOUSE)
    visits.finish(visits.begin(visits.call(visit, room=room, by=town.sam), by=town.dr_osei), by=town.dr_osei)
    asked = feedback.invite(visit, by=HOUSE)
    assert asked
    key = feedback.new_key()
    Invitation.objects.filter(pk=asked.pk).update(digest=feedback.digest_of(key))
    return _said(Client(), f"/s/{key}/", overall="good", comment=words)


def _without_an_appointment(town: Cast, words: str) -> str:
    return _said(_in(town.sam), f"/desk/patients/{town.amara.pk}/walk-in/", text=words)


def _on_the_phone(town: Cast, words: str) -> str:
    told = {"visit_type": str(town.knee_check.pk), "text": words, "none": "on"}
    return _said(_in(town.sam), f"/desk/phone/{town.amara.pk}/", **told)


def _no_interpreter(town: Cast, words: str) -> str:
    told = {"said": words, "helper": "nobody", "offered": "on"}
    return _said(_in(town.sam), reverse("booking:interpreter", args=[town.amara.pk]), **told)


def _coming(town: Cast) -> str:
    """Her check-in for a visit in two days."""
    return _visit(town).replace("/appointments/", "/check-in/").replace("cancellation/", "")


def _before_a_visit(town: Cast, words: str) -> str:
    return _said(_hers(town), f"{_coming(town)}needs/", reason=words)


def _who_pays(town: Cast, words: str) -> str:
    return _said(_hers(town), f"{_coming(town)}needs/", payer=words)


def _on_a_form(town: Cast, words: str) -> str:
    ask_forms()
    return _said(_hers(town), f"{_coming(town)}form/page/?form=health", q1="yes", q2=words)


def _among_the_answers_of_a_form(town: Cast, words: str) -> str:
    ask_forms()
    return _said(_hers(town), f"{_coming(town)}form/page/?form=health", q1="no", **{"q3-other": words})


def _on_a_form_by_the_link(town: Cast, words: str) -> str:
    ask_forms()
    start, client = _coming(town), Client()
    visit = Appointment.objects.get(pk=start.split("/")[2])
    born = visit.patient.birth_date
    assert born
    day = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
    client.post(f"/i/{key_of(visit)}/", {"family_name": visit.patient.family_name, **day})
    return _said(client, f"{start}needs/", reason=words)


def _from_outside(channel: str, sender: str) -> Tell:
    def tell(town: Cast, words: str) -> str:
        answered = incoming.hear(channel, sender or town.amara.email or "", words, key=f"house{next(numbers)}")
        sent = Message.objects.filter(way="out", state="waiting").exclude(template="")
        return " ".join([answered, *(message.body for message in sent)])

    return tell


def _at_the_kiosk(town: Cast, words: str) -> str:
    device, secret = wall.pair_at_once("By the door", kind="kiosk", place=town.riverside, by=HOUSE)
    client = Client()
    client.cookies[cookie_of("kiosk")] = secret
    _said(client, "/kiosk/", language="en")
    return _said(client, "/kiosk/no-visit/", turn=str(Turn.objects.get(device=device).pk), about="else", words=words)


def _in_a_chat(town: Cast, words: str) -> str:
    return _said(Client(), "/chat/?language=en", words=words)


def _again_in_a_chat(town: Cast, words: str) -> str:
    client = Client()
    begun = client.post("/chat/", {"words": "When are you open?"})
    return _said(client, begun.headers["Location"], words=words)


def _choice(town: Cast) -> Choice:
    """A choice put before Amara."""
    example = next(one for one in aids() if one.is_example)
    for who, role in ((town.dr_osei, Role.CLINICIAN), (town.nurse_lin, Role.NURSE)):
        who.act_as(role)
        deciding.approve(example, by=who)
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    return deciding.open_choice(visits.walk_in(town.amara, by=town.sam, **here), example, by=town.dr_osei)


def _about_a_choice(town: Cast, words: str) -> str:
    return _said(_hers(town), f"/choices/{_choice(town).pk}/", own_words=words)


def _asking_about_a_choice(town: Cast, words: str) -> str:
    return _said(_hers(town), f"/choices/{_choice(town).pk}/", questions=words)


def _thinking_again(town: Cast, words: str) -> str:
    made = deciding.decide(_choice(town), "band", goals="Stairs", plan="Wear it", by=town.dr_osei)
    return _said(_hers(town), f"/choices/{made.pk}/again/", because=words)


def _waiting(town: Cast) -> Visit:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    return visits.walk_in(town.amara, by=town.sam, **here)


def _feeling_worse(town: Cast, words: str) -> str:
    return _said(_hers(town), f"/visits/{_waiting(town).pk}/worse/", words=words)


def _feeling_worse_by_the_link(town: Cast, words: str) -> str:
    return _said(Client(), f"/w/{key_of_wait(_waiting(town))}/worse/", words=words)


def _complaining(town: Cast, words: str) -> str:
    return _said(_hers(town), "/told-us/new/", patient=town.amara.pk, words=words, about="care")


def _saying_more(town: Cast, words: str) -> str:
    assert town.amara.login
    kept = complaints.complain(town.amara, "A wait", channel="portal", about="wait", by=town.amara.login)
    return _said(_hers(town), f"/told-us/{kept.pk}/words/", words=words)


def _complaining_at_the_desk(town: Cast, words: str) -> str:
    told = {"channel": "phone", "words": words, "about": "care"}
    return _said(_in(town.sam), f"/desk/patients/{town.amara.pk}/complaint/", **told)


def _said_on_the_phone(town: Cast, words: str, patient: Any = None) -> str:
    call = calls.begin("phone", "", by=town.sam)
    if patient:
        calls.identify(call, patient, by=town.sam, fits=["name", "birth"])
    return _said(_in(town.sam), f"/desk/telephone/{call.pk}/notes/", reason="other", said=words)


def _by_her_on_the_phone(town: Cast, words: str) -> str:
    return _said_on_the_phone(town, words, town.amara)


HEARD: dict[str, list[tuple[str, Tell]]] = {
    "booking/forms.py FindForm": [
        ("finding", _finding),
        ("finding, as a guest", _finding_as_a_guest),
        ("told to the desk", _told_at_the_desk),
        ("by a link to a service", _by_a_link),
    ],
    "booking/forms.py CancelForm": [("why she cancels", _cancelling)],
    "booking/several_forms.py DeclineForm": [("why she wants no interpreter", _no_interpreter)],
    "inbox/forms.py WriteForm": [("the subject of a message", _in_the_subject)],
    "inbox/forms.py _words": [
        ("a message", _writing),
        ("one more message", _writing_again),
        ("a chat", _in_a_chat),
        ("again in a chat", _again_in_a_chat),
    ],
    "deciding/forms.py _words": [("about a choice", _about_a_choice), ("asking about it", _asking_about_a_choice)],
    "deciding/forms.py AgainForm": [("thinking again", _thinking_again)],
    "complaints/forms.py _words": [
        ("a complaint", _complaining),
        ("more about it", _saying_more),
        ("a complaint told to the desk", _complaining_at_the_desk),
    ],
    "calls/forms.py TalkForm": [
        ("told us on the phone", _by_her_on_the_phone),
        ("told us by nobody we know", _said_on_the_phone),
    ],
    "stays/forms.py AskForm": [("asking the ward", _asking_the_ward)],
    "feedback/forms.py SurveyForm": [("how a visit was", _how_it_was)],
    "portal/forms.py DetailsForm": [("what to get ready", _what_to_get_ready)],
    "visits/forms.py WorseForm": [
        ("feeling worse", _feeling_worse),
        ("feeling worse, by the link", _feeling_worse_by_the_link),
    ],
    "visits/forms.py WordsForm": [("without an appointment", _without_an_appointment)],
    "wall/forms.py NeedForm": [("at the kiosk", _at_the_kiosk)],
    "desk/forms.py AskedForm": [("on the phone", _on_the_phone)],
    "intake/forms.py NeedsForm": [("before a visit", _before_a_visit), ("who pays", _who_pays)],
    "intake/boxes.py box_for": [("on a form", _on_a_form), ("by the link", _on_a_form_by_the_link)],
    "intake/boxes.py _choices": [("among the answers of a form", _among_the_answers_of_a_form)],
}
OUTSIDE: list[tuple[str, Tell]] = [
    ("a text message", _from_outside("sms", "")),
    ("an e-mail", _from_outside("email", "")),
    ("a text message of nobody's", _from_outside("sms", "+447700900777")),
    ("an e-mail of nobody's", _from_outside("email", "who@example.org")),
]
RINGS_ANYHOW = {"feeling worse", "feeling worse, by the link"}  # the press rings; words can only make it more urgent
ENTRIES = [one for ways in HEARD.values() for one in ways] + OUTSIDE

WHO = "names and addresses"
OURS = "what somebody of ours writes"
ON_THE_WARD = (
    *("AdmitForm", "MoveForm", "HomeDayForm", "NextStepForm", "DietForm", "FastForm", "PlanForm", "LineForm"),
    *("NewWardForm", "NewBedForm"),
)
NOT_HEARD = {
    "access/forms.py Join": WHO,
    "booking/forms.py WishesForm": "a postcode",
    "calls/forms.py BeginForm": "a phone number",
    "video/forms.py InviteForm": "a name, which staff type",
    "booking/guest_forms.py GuestForm": WHO,
    "booking/guest_forms.py CodeForm": "six figures",
    "inbox/forms.py ChatCallForm": "a phone number, where it may be an emergency",
    "inbox/forms.py ChatWhoForm": WHO,
    "portal/forms.py JoinForm": "a code from the desk",
    "portal/forms.py NewcomerForm": WHO,
    "desk/forms.py RegisterForm": WHO,
    "desk/forms.py StandDownForm": OURS,
    "desk/forms.py JoinForm": OURS,
    "desk/forms.py ApartForm": OURS,
    "desk/forms.py MoveForm": "day or week",
    "booking/several_forms.py OverForm": OURS,
    "wall/forms.py ScreenForm": OURS,
    "wall/forms.py CodeForm": "a code",
    "wall/forms.py WhoForm": WHO,
    "triage/forms.py ContactForm": "a phone number, on the very page of an emergency",
    "triage/forms.py ProposalForm": OURS,
    "triage/forms.py RefusalForm": OURS,
    "visits/forms.py CallForm": OURS,
    "visits/phrase_views.py PhraseForm": OURS,
    "visits/room_forms.py NewRoomForm": OURS,
    "visits/room_forms.py OutForm": OURS,
    "deciding/forms.py DecideForm": OURS,
    **dict.fromkeys(
        (f"complaints/forms.py {name}" for name in ("TakeForm", "NoteForm", "ChangeForm", "ResultForm")), OURS
    ),
    "answering/forms.py DraftForm": OURS,
    "inbox/forms.py BeginForm": OURS,
    "inbox/forms.py WhoseForm": WHO,
    "inbox/forms.py CarerWishesForm": WHO,
    "visits/forms.py LowerForm": OURS,
    "stays/taking_home.py MedicineRow": OURS,
    "conduct/forms.py _area": OURS,
    **dict.fromkeys((f"conduct/forms.py {name}Form" for name in ("Mark", "Unmark")), OURS),
    "orders/forms.py AskForm": OURS,
    "orders/forms.py AnswerForm": OURS,
    "deciding/forms.py WithdrawForm": OURS,
    **dict.fromkeys(
        (f"deciding/writing_forms.py {name}" for name in ("TitleForm", "WhyForm", "RowForm", "_line")), OURS
    ),
    "intake/forms.py PageForm": "why a number stands, which staff alone may say",
    "intake/forms.py WhoForm": WHO,
    "intake/forms.py ContactForm": WHO,
    "stays/forms.py ComingForm": "first names of who may visit",
    **dict.fromkeys((f"stays/forms.py {name}" for name in ON_THE_WARD), OURS),
}
OF_THE_HOUSE = (  # all of ours
    "booking/resource_forms.py",
    "canned/",
    "cases/",
    "directory/",
    "insight/",
    "mailings/",
    "intake/manager_forms.py",
    "intake/question_forms.py",
    "teams/",
    "wording/",
    "training/",
    "visits/summary_forms.py",
    "ui/look.py",
)
CHOSEN = {  # what views read past a form: a button that was pressed, a page, a name
    **dict.fromkeys(
        (
            *(
                "again",
                "aid",
                "answer",
                "kind",
                "language",
                "person",
                "phrase",
                "place",
                "room",
                "says",
                "take",
                "ready",
            ),
            *("then", "visit", "why"),
        ),
        "a button",
    ),
    **dict.fromkeys(
        (
            "at",
            "for",
            "next",
            "other",
            "patient",
            "plain",
            "slot",
            "touched",
            "turn",
            "view",
            "channel",
            "minutes",
            "word",
        ),
        "where somebody stands",
    ),
    **dict.fromkeys(("AnsweredBy", "CallStatus", "Digits", "MessageStatus"), "what a telephone company tells"),
    "find": "letters that staff look for",
    "q": "a name that staff look for",
    "words": "what WorseForm shows: however long, it is no reason to refuse her",
    **dict.fromkeys(("behavior", "held", "page", "remove", "version"), "where a manager stands who writes a form"),
    **dict.fromkeys(("because", "cause"), OURS),
    **dict.fromkeys(("said", "subject"), "read for red flags by the view itself, however long"),
    "why_right": OURS,
    "mark": "which list of people a manager was shown",
    "taking_over": OURS,
}
