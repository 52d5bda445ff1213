"""What left the house for one patient, and what became of it: for whoever is asked whether we wrote."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.people.models import Patient
from bedside.wording.models import versions_of
from bedside.wording.titles import TITLES

from .models import Channel, Message, MessageQuerySet, State, Way

BY = {Channel.EMAIL.value: _("E-mail"), Channel.SMS.value: _("Text message"), Channel.VOICE.value: _("Phone call")}
BECAME = {
    State.WAITING.value: _("waits until it is due"),
    State.SENDING.value: _("is being sent"),
    State.SENT.value: _("sent"),
    State.DELIVERED.value: _("arrived"),
    State.FAILED.value: _("did not arrive"),
    State.UNSURE.value: _("nobody knows whether it left"),
    State.WITHDRAWN.value: _("not sent: no longer true"),
    State.EXPIRED.value: _("not sent: too late"),
}
WENT_WELL = {State.SENT, State.DELIVERED, State.WAITING, State.SENDING}


def sent_to(patient: Patient, reader: User) -> MessageQuerySet:
    """Every text, e-mail and spoken call to her or to who cares for her, the newest first."""
    names = Patient.objects.filter(pk=patient.pk).with_other_names()
    found = Message.objects.visible_to(reader).filter(patient__in=names, way=Way.OUT, channel__in=BY)
    return found.select_related("grant__carer").order_by("-due_at", "-pk")


def told(messages: list[Message]) -> list[dict[str, Any]]:
    """Each for the page: what it was, by which way, what became of it, and with which version of our words."""
    versions = versions_of(one.pk for one in messages)
    return [
        {
            "message": one,
            "what": TITLES.get(one.template) or one.subject or _("A message"),
            "by": BY[one.channel],
            "became": BECAME.get(one.state, one.state),
            "went_well": one.state in WENT_WELL,
            "version": versions.get(one.pk),
        }
        for one in messages
    ]
