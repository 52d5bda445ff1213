"""Photos and papers that a patient adds to an answer: taken, kept beside the answer, and gone when the answer is."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.ui.papers import Given, has_no_room

from . import actions
from .items import Json
from .models import Enclosed, EnclosedBytes, Sheet
from .tree import Node, kept
from .values import address_of

MOST_PAPERS = 20  # of one form


def keep_page(
    sheet: Sheet, root: Node, new: list[tuple[Node, list[Given]]], *, page: str, answered: bool, by: Hand
) -> Sheet:
    """Keep what she said on one page and what she added to it, all or nothing."""
    before = [(node, node.given) for node, _files in new]
    try:
        with transaction.atomic():
            for node, files in new:
                added = [_enclose(sheet, one, by=by) for one in files]
                node.given = [*(node.given if node.item.repeats else []), *added] if added else node.given
            if len(addresses_in(kept(root))) > MOST_PAPERS:
                raise Refusal(_("These are too many files. Please bring the others with you."), rule="full")
            found = actions.keep_page(sheet, kept(root), page=page, answered=answered, by=by)
            _let_go(found, by=by)
            return found
    except Exception as error:
        for node, given in before:  # what was not kept is not shown either
            node.given = given
        if not isinstance(error, OperationalError) or not has_no_room(error):
            raise
        raise Refusal(_("We cannot keep this file now. Please bring it with you."), rule="full") from error


def _enclose(sheet: Sheet, file: Given, *, by: Hand) -> Json:
    digest = hashlib.sha1(file.words, usedforsecurity=False).digest()
    told: dict[str, Any] = {"name": file.name[-100:], "kind": file.kind, "size": len(file.words)}
    enclosed = Enclosed(sheet=sheet, patient=sheet.patient, label=sheet.label, digest=digest.hex(), **told)
    record("paper.added", enclosed, by=by)
    EnclosedBytes.objects.create(enclosed=enclosed, words=file.words)
    value = {"contentType": file.kind, "url": f"Binary/{enclosed.pk}", "size": len(file.words)}
    return {"valueAttachment": value | {"hash": b64encode(digest).decode(), "title": told["name"]}}


def _let_go(sheet: Sheet, *, by: Hand) -> None:
    """What belongs to no answer any more is deleted; that it was there is still known."""
    standing = set(addresses_in(sheet.answers))
    for one in Enclosed.objects.filter(sheet=sheet, taken_back=False):
        if one.address not in standing:
            EnclosedBytes.objects.filter(enclosed=one).delete()
            one.taken_back, one.name = True, ""
            record("paper.taken_back", one, by=by)


def addresses_in(said: list[Json]) -> list[str]:
    """Where the papers lie that these answers name."""
    found = []
    for one in said:
        found += addresses_in(one.get("item", []))
        for answer in one.get("answer", []):
            found += addresses_in(answer.get("item", []))
            if address := address_of(answer):
                found.append(address)
    return found
