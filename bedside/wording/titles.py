"""What each text is for, as staff would say it: its name in lists and on its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLES = {
    "another_day": _("She would rather come another day"),
    "answered": _("An answer to read after signing in"),
    "answered_call": _("An answer, told in a call"),
    "answered_in_full": _("An answer, with its words"),
    "answered_link": _("An answer behind a link"),
    "booked": _("A visit is booked"),
    "booked_several": _("Several visits are booked"),
    "call_now": _("A letter or text that may be an emergency"),
    "cancelled": _("A visit is cancelled"),
    "cancelled_several": _("Several visits are cancelled"),
    "chat_received": _("A chat is received"),
    "chat_soon": _("A chat that a nurse reads first"),
    "check_in": _("Check in from home"),
    "choice": _("A choice to read about"),
    "code": _("A code to type in"),
    "come_back": _("Please come back, it is nearly your turn"),
    "come_now": _("It is your turn"),
    "confirmed": _("Thank you for saying that you will come"),
    "contact_changed": _("Contact details have changed"),
    "emergency": _("A message that may be an emergency"),
    "mailing": _("A message to many"),
    "moved": _("A visit has a new time"),
    "not_read": _("A message that nobody has read yet"),
    "offer": _("An earlier time from the waiting list"),
    "other_time": _("She wants another time"),
    "received": _("A message is received"),
    "reminder": _("Reminder of a visit"),
    "reminder_costs": _("Reminder of a visit, with what a missed one costs"),
    "running_late": _("We are running late"),
    "soon": _("A message that a nurse reads first"),
    "summary": _("A summary is ready"),
    "survey": _("How was your visit?"),
    "too_large": _("A letter that is too large"),
    "wait_changed": _("The wait is longer than we said"),
    "waiting": _("A ticket, and how long the wait is"),
    "worse_heard": _("She feels worse, and staff know"),
}
