"""What comes with a message, how far our mailbox was read, and what left the house."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, Scope
from bedside.ui import photos

from .messages import Message


class EnclosureQuerySet(AboutPatientQuerySet["Enclosure"]):
    def visible_to(self, user: User) -> Self:
        """What came with a message that is nobody's is no patient's either, nor what somebody else may have sent."""
        found = super().visible_to(user)
        if user.acting_as in ANYBODY_THERE:
            return found
        return found.filter(is_nobodys=False, message__is_unsure=False)

    def here(self) -> Self:
        """Those that can be opened."""
        return self.filter(why_not="").exclude(bytes=None).select_related("bytes")


class Enclosure(AboutPatient):
    """A file that goes with a message, from either side. Its bytes lie apart; of what could do harm there are none."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    message = models.ForeignKey(Message, models.PROTECT, related_name="enclosures")
    name = models.CharField(max_length=100)  # as its sender called it
    kind = models.CharField(max_length=60)  # what its bytes say it is
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the bytes
    is_nobodys = models.BooleanField(default=False)  # as the message it came with
    why_not = models.CharField(
        max_length=10, blank=True
    )  # why it is not here: harmful, large, many, unchecked or unscanned

    objects = EnclosureQuerySet.as_manager()

    @property
    def about_patient(self) -> uuid.UUID | None:
        return None if self.is_nobodys else self.patient_id

    @property
    def is_a_photo(self) -> bool:
        return self.kind in (photos.JPEG, photos.PNG)

    @property
    def weight(self) -> str:
        return filesizeformat(self.size)

    @property
    def why_not_here(self) -> str:
        said = {
            "harmful": _("not kept: it could do harm"),
            "large": _("not kept: it is too large"),
            "many": _("not kept: there were too many"),
            "unchecked": _("being checked for viruses: look again in a minute"),
            "unscanned": _("not opened: nobody could check it for viruses"),
        }
        return said.get(self.why_not, "")


class EnclosureBytes(models.Model):
    """The bytes of a file that goes with a message. Never changed, deleted where a scanner finds harm in them."""

    enclosure = models.OneToOneField(Enclosure, models.CASCADE, related_name="bytes")
    words = models.BinaryField()


class AnswerLinkQuerySet(AboutPatientQuerySet["AnswerLink"]):
    pass


class AnswerLink(AboutPatient):
    """That one answer of ours may be read by a link, and how often somebody did not know whose it is."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    message = models.OneToOneField(Message, models.PROTECT, related_name="link")
    misses = models.PositiveSmallIntegerField(default=0)
    shut_until = models.DateTimeField(null=True, blank=True)

    objects = AnswerLinkQuerySet.as_manager()


class Delivered(models.Model):
    """The built-in outbox: what would have left the house, kept once for each message, with the address it went to.

    A code for somebody who is nobody's patient yet has no message."""

    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="delivered")
    channel = models.CharField(max_length=10)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    attachment = models.TextField(blank=True)  # a calendar file, as text
    at = models.DateTimeField(default=now)


class FromNobody(models.Model):
    """A message from an address that nobody of ours has, by the provider's key: told again, it is answered the same."""

    key = models.CharField(max_length=200, unique=True)
    is_emergency = models.BooleanField()
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="from_nobody_by_time")]


class Mailbox(models.Model):
    """How far our own mailbox was read (IMAP): the number of the last letter, and how often the next could not be."""

    address = models.CharField(max_length=64, unique=True)  # a digest of server, name and folder
    validity = models.PositiveBigIntegerField(default=0)  # when this changes, the server numbers its letters anew
    last = models.PositiveBigIntegerField(default=0)
    connected_at = models.DateTimeField(null=True, blank=True)  # what lay there before is not ours to hear
    tries = models.PositiveSmallIntegerField(default=0)
    away_since = models.DateTimeField(null=True, blank=True)  # it cannot be read since then
    told_away = models.BooleanField(default=False)
