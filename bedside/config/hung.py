"""What rooms show inside the pages of rooms below them: a place in a page, and who has a part for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from bedside.answering import parts as answering
from bedside.attendance import parts as attendance
from bedside.booking import parts as booking
from bedside.calls import parts as calls
from bedside.canned import parts as canned
from bedside.cases import parts as cases
from bedside.complaints import parts as complaints
from bedside.conduct import parts as conduct
from bedside.deciding import parts as deciding
from bedside.desk import parts as desk
from bedside.feedback import parts as feedback
from bedside.intake import parts as intake
from bedside.orders import parts as orders
from bedside.stays import parts as stays
from bedside.video import ways as video

HUNG: dict[str, list[Callable[[HttpRequest, Any], str]]] = {
    "answer": [canned.in_answer, answering.in_answer],
    "me": [conduct.in_me],
    "foot": [complaints.in_foot],
    "rings": [calls.rings],
    "case": [
        feedback.in_case,
        desk.in_case,
        deciding.in_case,
        orders.in_case,
        complaints.in_case,
        calls.in_case,
        conduct.in_case,
    ],
    "conversation": [cases.in_conversation],
    "sign-in": [booking.without_a_login],
    "visit-link": [video.by_link],
    "my-waiting": [video.waiting],
    "while-waiting": [intake.while_waiting],
    "appointment": [intake.in_appointment, feedback.in_appointment],
    "patient": [booking.kept_for, stays.in_patient, intake.in_patient, complaints.in_patient, conduct.in_patient],
    "home": [stays.at_home, intake.at_home, deciding.at_home, complaints.at_home],
    "told": [deciding.in_summary, orders.in_summary],
    "brief": [orders.in_brief],
    "writing": [orders.in_writing, deciding.in_writing],
    "overbooking": [attendance.in_overbooking],
}
