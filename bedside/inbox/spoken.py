"""What is said aloud in a call beside the message itself. Whoever picks up may hear it: it names nobody."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic

from .models import Message

YES, NO, CALL_ME = "1", "2", "3"


def for_anybody(message: Message) -> str:
    """What a machine may record: who calls, and the number to call back."""
    clinic = the_clinic()
    with translation.override(message.language):
        said = _("This is %(clinic)s. We have a message for you. Please call us on %(phone)s.")
    return said % {"clinic": clinic.name, "phone": one_by_one(clinic.phone)}


def to_hear_it(message: Message) -> str:
    """Where nobody knows whether a person or a machine picked up: only a person presses a key."""
    with translation.override(message.language):
        return _("To hear it now, press 1.")


def thanks(message: Message, key: str) -> str:
    """What is said when she has pressed a key: what will be done, which she is also written."""
    with translation.override(message.language):
        said = {
            YES: _("Thank you. We know now that you will come. Goodbye."),
            NO: _("Thank you. We know now that you cannot come. Goodbye."),
            CALL_ME: _("Thank you. One of us will call you. Goodbye."),
        }
        return said[key]


def one_by_one(phone: str) -> str:
    """A phone number as it is read out: each figure alone, the groups with a pause."""
    return ", ".join(" ".join(group) for group in phone.split())
