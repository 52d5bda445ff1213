"""A visit that Dr Osei is writing about. python -m tests.visits.speaking prints her session and the page, as JSON."""

from __future__ import annotations

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")


def main() -> None:
    import django

    django.setup()
    from allauth.mfa.totp.internal.auth import TOTP
    from django.test import Client
    from django.urls import reverse

    from bedside.journal.hands import HOUSE
    from bedside.town.cast import gather
    from bedside.visits import actions

    town = gather()
    room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
    about: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "My knee", "level": "R14"}
    came = actions.walk_in(town.amara, staff_member=town.osei, by=town.sam, **about)
    visit = actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)
    TOTP.activate(town.dr_osei, "JBSWY3DPEHPK3PXP")  # staff have a second step
    client = Client()
    client.force_login(town.dr_osei)
    print(json.dumps({"session": client.cookies["session"].value, "page": reverse("visits:writing", args=[visit.pk])}))


if __name__ == "__main__":
    main()
