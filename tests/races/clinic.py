"""A clinic to be killed while it books: the cast, and weeks of free times.

python -m tests.races.clinic [FORMS]    also lets Amara sign in and answer the questions for so many visits; prints as
                                        JSON her cookie, and for each visit the address of its form and a free time
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")

DAYS = 24


def main(forms: int) -> None:
    import django

    django.setup()
    from datetime import timedelta

    from django.db import transaction
    from django.test import Client

    from bedside.booking.models import Slot
    from bedside.booking.sessions import open_session
    from bedside.hours.clock import now
    from bedside.journal.hands import HOUSE
    from bedside.town.cast import gather
    from bedside.triage import actions as triage

    with transaction.atomic():
        town = gather()
        first = now().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=2)
        for day in range(DAYS):
            for member in (town.osei, town.lee):
                begins = first + timedelta(days=day)
                ends = begins + timedelta(hours=12)
                here = {"place": town.riverside, "service": town.joints, "slot_minutes": 20}
                open_session(member, starts_at=begins, ends_at=ends, by=HOUSE, **here)  # type: ignore[arg-type]
    hers = town.amara.login
    assert hers is not None
    visits = []
    for slot in Slot.objects.order_by("starts_at")[: 2 * forms : 2]:  # one of each two: they are at the same time
        screening = triage.begin("my knee hurts", by=hers, patient=town.amara)
        triage.want(screening, town.knee_check.pk, by=hers)
        triage.answer(screening, by=hers, ticked=[], answers={}, pregnant=False, pregnancy_asked=True)
        visits.append({"address": f"/times/{screening.pk}/", "slot": str(slot.pk), "screening": str(screening.pk)})
    client = Client()
    client.force_login(hers)
    print(json.dumps({"cookie": client.cookies["session"].value, "visits": visits}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
