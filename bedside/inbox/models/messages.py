"""Conversations, and every message to or from a patient, whichever way it travels."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.models import Record, Refusal
from bedside.language.keys import without_keys
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Grant, Patient, Scope
from bedside.people.wishes import Kind
from bedside.triage.models import Screening


class Channel(models.TextChoices):
    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"  # a call of ours in which a machine speaks
    PHONE = "phone"  # people spoke with each other
    IN_PERSON = "in_person"
    CHAT = "chat"  # on the web, without an account


class Way(models.TextChoices):
    IN = "in"  # from the patient's side
    OUT = "out"


class State(models.TextChoices):
    RECEIVED = "received"  # it came in
    WAITING = "waiting"  # to be sent when it is due
    SENDING = "sending"  # being handed to a gateway: whoever finds it so after a crash cannot know whether it left
    SENT = "sent"  # a gateway, the outbox or the portal has it
    DELIVERED = "delivered"  # the gateway says it arrived
    FAILED = "failed"  # it will not arrive
    UNSURE = "unsure"  # the gateway may or may not have taken it: a person looks
    WITHDRAWN = "withdrawn"  # no longer true before it was sent
    EXPIRED = "expired"  # its time was over before it could be sent


MAY_BECOME = {
    State.WAITING: {State.SENDING, State.SENT, State.FAILED, State.WITHDRAWN, State.EXPIRED},
    State.SENDING: {State.SENT, State.DELIVERED, State.FAILED, State.UNSURE, State.WAITING},
    State.SENT: {State.DELIVERED, State.FAILED},
    State.UNSURE: {State.SENT, State.DELIVERED, State.FAILED, State.WAITING},
    State.FAILED: {State.WAITING},  # a person sends it again
}
LEFT_TO_SEND = [State.WAITING, State.SENDING]


class ConversationQuerySet(AboutPatientQuerySet["Conversation"]):
    def newest_first(self) -> Self:
        return self.select_related("patient").order_by("-last_at", "-id")

    def with_words(self) -> Self:
        """Those in which something stands: out of one, all may have been moved that was not hers."""
        return self.filter(Exists(Message.objects.filter(conversation=OuterRef("pk"))))

    def unread(self) -> int:
        """How many messages in these conversations the patient's side has not read yet."""
        return self.aggregate(unread=Sum("unread_for_patient"))["unread"] or 0


class Conversation(AboutPatient):
    """What a patient and the clinic write to each other about one thing."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    subject = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PORTAL)
    last_at = models.DateTimeField(default=now)
    unread_for_patient = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-last_at"], name="conversation_by_patient")]

    def __str__(self) -> str:
        return self.subject

    def topics(self) -> list[str]:
        return [*super().topics(), *([] if self.is_confidential else ["inbox"])]


class MessageQuerySet(AboutPatientQuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def about(self, subject: Record) -> Self:
        return self.filter(about_id=subject.pk)

    def in_order(self) -> Self:
        return self.order_by("due_at", "id")


_Every = models.Manager.from_queryset(MessageQuerySet)


class PlacedManager(_Every["Message"]):
    """Those that stand with somebody: what is nobody's is in no record, no count and nothing that is told."""

    def get_queryset(self) -> MessageQuerySet:
        return MessageQuerySet(self.model, using=self._db).filter(is_nobodys=False)


class Message(AboutPatient):
    """One message. Outgoing ones are written with the change they speak of, and delivered later by the worker."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="messages")
    way = models.CharField(max_length=3, choices=Way.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")  # told to a carer by it
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)  # what it is about, as she would say
    template = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="en")
    to = models.CharField(max_length=254, blank=True)
    author = models.CharField(max_length=200, blank=True)  # as the reader is told: "Sam Reid, front desk"
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=20_000)
    attachment = models.TextField(max_length=60_000, blank=True)  # a calendar file, as text; leaves with the e-mail
    is_unsure = models.BooleanField(default=False)  # several people are reached there: who wrote is not known
    is_nobodys = models.BooleanField(default=False)  # moved away from a wrong person, and whose it is nobody knows
    quoted = models.TextField(max_length=20_000, blank=True)  # the tail of an e-mail: what she quotes of earlier ones
    letter_id = models.CharField(max_length=260, blank=True)  # the Message-ID of an e-mail that came in
    came_by_itself = models.BooleanField(default=False)  # a machine of hers wrote it: nothing is answered to it
    files = models.PositiveSmallIntegerField(default=0)  # how many came with it, kept or not
    was_too_large = models.BooleanField(default=False)  # only its beginning was read, and none of its files is here
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.UUIDField(null=True, blank=True)  # the appointment, offer … it speaks of
    key = models.CharField(max_length=200, null=True, blank=True)
    due_at = models.DateTimeField(default=now)
    not_after = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often it was begun to be handed to a gateway

    wording: uuid.UUID | None = None  # on one that was just made: the clinic's own words, which wording then notes

    objects = PlacedManager()
    everybodys = MessageQuerySet.as_manager()  # with what is nobody's

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="one_message_per_key",
                violation_error_message=_("This message was written already."),
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "due_at"], name="message_by_conversation"),
            models.Index(fields=["about_id"], name="message_by_subject", condition=Q(about_id__isnull=False)),
            models.Index(fields=["patient", "-due_at"], name="message_by_patient"),
            models.Index(fields=["letter_id"], name="message_by_letter", condition=~Q(letter_id="")),
        ]

    @property
    def about_patient(self) -> uuid.UUID | None:
        return None if self.is_nobodys else self.patient_id

    @property
    def shown(self) -> str:
        """Its words for everybody but the one to whom they go: a link that opens a page by itself is hers alone."""
        return without_keys(self.body)

    @property
    def why_unsure(self) -> str:
        """Why nobody can say who wrote it, for whoever answers."""
        if not self.is_unsure:
            return ""
        if self.is_nobodys:
            return gettext("Nobody knows who wrote this. Find out before you say anything.")
        if self.channel == Channel.EMAIL and self.to.casefold() != self.patient.email.casefold():
            return gettext("This came from another address than hers. Ask who wrote before you say anything.")
        if self.channel == Channel.EMAIL and self.is_alone_there:
            return gettext("It is not sure that she sent this. Ask who wrote before you say anything.")
        return gettext("Several patients share this number or address. Ask who wrote before you say anything.")

    @property
    def is_alone_there(self) -> bool:
        """Whether nobody else of ours is reached at her e-mail address."""
        return Patient.objects.living().filter(email__iexact=self.to).count() == 1

    def become(self, state: State) -> None:
        if state not in MAY_BECOME.get(State(self.state), set()):
            raise Refusal(_("That can no longer be done with this message. Please look again."))
        self.state = state

    @property
    def is_from_patient(self) -> bool:
        return self.way == Way.IN

    @property
    def is_automatic(self) -> bool:
        """Written by the house itself from one of our texts, not by a person."""
        return self.way == Way.OUT and bool(self.template)

    def is_too_late(self, moment: datetime) -> bool:
        return self.not_after is not None and moment > self.not_after

    def topics(self) -> list[str]:
        """A note that only waits to be sent changes no screen but, for letters in a conversation, the inbox."""
        if self.is_nobodys:
            return ["inbox"]
        if self.conversation_id is None:
            return super().topics()
        return [*super().topics(), *([] if self.is_confidential else ["inbox"])]
