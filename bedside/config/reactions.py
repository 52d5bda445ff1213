"""Something happened: who wants to know. Read together with urls.py and clock.py."""

from __future__ import annotations

from bedside.booking import reactions as booking
from bedside.booking import replying
from bedside.cases import reactions as cases
from bedside.cases import words
from bedside.complaints import reactions as complaints
from bedside.conduct import reactions as conduct
from bedside.feedback import reactions as feedback
from bedside.inbox import actions as inbox
from bedside.inbox import stopping
from bedside.intake import reactions as intake
from bedside.journal.news import Reaction
from bedside.orders import reactions as orders
from bedside.video import reactions as video
from bedside.visits import reactions as visits

REACTIONS: dict[str, list[Reaction]] = {
    "message.received": [cases.open_for_message, words.keep_message, visits.hear_worse],
    "message.received_urgent": [cases.open_for_message, words.keep_message, visits.hear_worse],
    "message.answered": [words.keep_message],
    "chatline.said": [cases.open_for_chat, words.keep_line],
    "chatline.said_urgent": [cases.open_for_chat, words.keep_line],
    "chatline.answered": [words.keep_line],
    "message.replied": [replying.follow_reply],
    "message.failed": [cases.open_for_delivery],
    "message.unsure": [cases.open_for_delivery],
    "message.expired": [cases.open_for_delivery],
    "screening.emergency": [cases.open_for_screening],
    "screening.needs_a_person": [cases.open_for_screening],
    "screening.cannot_call": [cases.open_for_screening],
    "screening.call_back": [cases.call_back],
    "screening.no_time": [cases.open_for_screening],
    "visit.arrived": [visits.look_at_the_wait],
    "visit.walked_in": [visits.look_at_the_wait],
    "visit.put_back": [visits.look_at_the_wait],
    "visit.feels_worse": [cases.open_for_worse, visits.look_at_the_wait],
    "visit.said_more": [cases.open_for_worse, visits.look_at_the_wait],
    "visit.lowered": [cases.close_for_worse, visits.look_at_the_wait],
    "visit.came_back": [visits.look_at_the_wait],
    "visit.began": [cases.close_for_worse, cases.close_for_who_asks],
    "visit.asks_for_us": [cases.open_for_who_asks],
    "session.late": [visits.tell_who_waits],
    "visit.called": [visits.close_the_wait],
    "visit.left": [visits.close_the_wait, cases.close_for_who_asks],
    "screening.made_confidential": [cases.keep_in_confidence],
    "visit.finished": [video.end_with_the_visit, feedback.invite],
    "survey.answered_badly": [feedback.look_into_it],
    "teachback.unclear": [cases.open_for_unclear],
    "appointment.lacks_interpreter": [cases.open_for_interpreter],
    "appointment.left_alone": [cases.open_for_new_time],
    "appointment.keeps_its_time": [cases.close_for_new_time],
    "appointment.moved": [cases.close_for_new_time, intake.follow_move],
    "appointment.cancelled": [cases.close_for_new_time],
    "checkin.told": [intake.find_interpreter],
    "incident.begun": [conduct.let_others_take_turns],
    "case.closed": [cases.note_spoken_to, orders.ask_again, complaints.keep_going, conduct.keep_going],
    **{f"case.{came}": [complaints.not_to_whom_it_is_about] for came in ("escalated", "given", "taken", "reassigned")},
    "offer.to_be_called": [cases.open_for_call],
    **{f"offer.{over}": [cases.close_for_call] for over in ("accepted", "declined", "lapsed", "taken", "withdrawn")},
    "grant.given": [booking.follow_carers],
    "grant.ended": [inbox.follow_right],
    "carer.reached_otherwise": [booking.follow_carers, stopping.follow_wishes],
    "patient.details_changed": [booking.follow_wishes, booking.follow_needs, stopping.follow_wishes],
    "closure.set_up": [booking.follow_closure],
    "closure.changed": [booking.follow_closure],
    "closure.lifted": [booking.follow_closure],
    **{f"{thing}.stopped": [booking.follow_offer] for thing in ("service", "visittype", "place", "post")},
    **{f"{thing}.offered_again": [booking.follow_offer] for thing in ("service", "visittype", "place", "post")},
}
URGENT: set[str] = {  # these may not wait behind other news
    "message.received_urgent",
    "chatline.said_urgent",
    "screening.emergency",
    "screening.needs_a_person",
    "screening.cannot_call",
    "screening.call_back",
    "visit.feels_worse",
    "visit.said_more",
    "survey.answered_badly",
}
