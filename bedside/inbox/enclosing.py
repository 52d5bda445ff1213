"""Files that go with a message, whoever wrote it: kept beside it, checked, and opened by those who may read it.

None of them ever leaves the house in a text or an e-mail: they are fetched where the message is read.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.ui.papers import Given, has_no_room

from . import scanning
from .letter_files import File
from .models import Enclosure, EnclosureBytes, Message, Way

UNCHECKED = ("unchecked", "unscanned")
MOST_A_DAY, DAY = 20, timedelta(days=1)  # from one patient's side


def add(message: Message, files: Sequence[Given], *, by: Hand, on_behalf_of: uuid.UUID | None = None) -> None:
    """Keep what somebody added on one of our pages, where it was judged already; refused where there is no room."""
    if not files:
        return
    if message.way == Way.IN:
        _refuse_too_many(message, len(files))
    try:
        with transaction.atomic():
            laid_in = [File(one.name, one.kind, len(one.words), one.words) for one in files]
            keep(message, laid_in, by=by, on_behalf_of=on_behalf_of)
    except OperationalError as error:
        if not has_no_room(error):
            raise
        raise Refusal(_("We cannot keep this file now. Please bring it with you."), rule="full") from error


def keep(message: Message, files: Sequence[File], *, by: Hand, on_behalf_of: uuid.UUID | None = None) -> None:
    """Each file stands beside the message, and its bytes apart. Where a virus scanner is set up, it is asked first."""
    for file in files:
        _keep(message, file, by=by, on_behalf_of=on_behalf_of)


def _refuse_too_many(message: Message, count: int) -> None:
    """Nobody fills the house with files."""
    lately = Enclosure.objects.filter(patient=message.patient_id, message__way=Way.IN, message__due_at__gt=now() - DAY)
    if lately.count() + count > MOST_A_DAY:
        raise Refusal(_("These are too many files for one day. Please bring the others with you."), rule="files")


def _keep(message: Message, file: File, *, by: Hand, on_behalf_of: uuid.UUID | None) -> None:
    digest = hashlib.sha256(file.words).hexdigest() if file.words else ""
    kept = Enclosure(patient=message.patient, label=message.label, message=message, name=file.name, kind=file.kind)
    kept.size, kept.digest = file.size, digest
    kept.why_not = file.why_not or ("unchecked" if file.words and scanning.is_set_up() else "")
    record("enclosure.came", kept, by=by, on_behalf_of=on_behalf_of)
    if file.words:
        EnclosureBytes.objects.create(enclosure=kept, words=file.words)
    if kept.why_not == "unchecked":
        enqueue("check_file", key=f"check_file:{kept.pk}", enclosure=str(kept.pk))


def check(pk: uuid.UUID) -> None:
    """Ask the scanner, outside any transaction; what it finds harmful is deleted."""
    kept = EnclosureBytes.objects.filter(enclosure=pk, enclosure__why_not__in=UNCHECKED).first()
    if kept is not None:
        _checked(pk, scanning.harm_in(bytes(kept.words)))


@transaction.atomic
def _checked(pk: uuid.UUID, harm: str) -> None:
    found = _waiting(pk)
    if found is None:
        return
    if harm:
        EnclosureBytes.objects.filter(enclosure=found).delete()
    found.why_not = "harmful" if harm else ""
    record("enclosure.checked", found, by=HOUSE, because=harm[:100])


@transaction.atomic
def give_up(pk: uuid.UUID) -> None:
    """The scanner never answered: it stays shut, and whoever reads the message is told."""
    found = _waiting(pk)
    if found is not None:
        found.why_not = "unscanned"
        record("enclosure.not_checked", found, by=HOUSE)


def _waiting(pk: uuid.UUID) -> Enclosure | None:
    return Enclosure.objects.select_for_update().filter(pk=pk, why_not__in=UNCHECKED).first()
