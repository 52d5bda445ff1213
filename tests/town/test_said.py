"""What the town shows to patients, in each of the languages the house speaks."""

from __future__ import annotations

import pytest

from bedside.directory.models import Place, Post, Service, VisitType
from bedside.people.spoken import Spoken
from bedside.town import colleagues
from bedside.town.cast import Cast

OTHERS = ("es", "fr", "pl", "ar")
SAID = {  # a place keeps its name
    Service: ("name", "purpose", "who_for", "price"),
    VisitType: ("name", "prepare", "bring", "price"),
    Place: ("getting_here", "parking", "access_notes"),
}


@pytest.mark.django_db
def test_what_the_town_offers_is_said_in_every_language(town: Cast) -> None:
    colleagues.join(town)
    shown: list[tuple[Spoken, tuple[str, ...]]] = [
        (thing, fields)
        for kind, fields in SAID.items()
        for thing in kind.objects.all()  # type: ignore[attr-defined]
    ]
    shown += [(post.staff_member, ("job", "about")) for post in Post.objects.select_related("staff_member")]

    missing = {
        f"{thing}: {field} in {language}"
        for thing, fields in shown
        for field in fields
        for language in OTHERS
        if getattr(thing, field) and not thing.translations.get(language, {}).get(field)
    }

    assert len(shown) > 20
    assert missing == set()
