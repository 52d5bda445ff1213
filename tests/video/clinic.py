"""A clinic in which Amara has a video visit now. python -m tests.video.clinic prints who may come, and where, as JSON.

At the place it is about noon, whatever the hour of this machine: no day ends while somebody is in the visit.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")


def main() -> None:
    import django

    django.setup()
    from allauth.mfa.totp.internal.auth import TOTP
    from django.test import Client
    from django.urls import reverse

    from bedside.booking.visit_links import key_of
    from bedside.directory import actions as directory
    from bedside.hours.clock import now
    from bedside.journal.hands import HOUSE
    from bedside.town.cast import gather
    from bedside.video import actions
    from bedside.video.keys import link_to
    from bedside.video.models import Kind

    from .visit import by_video

    town = gather()
    ahead = 12 - now().hour
    directory.change(town.riverside, zone=f"Etc/GMT{-ahead:+d}", by=HOUSE)
    visit = by_video(town, town.amara, at=now() + timedelta(minutes=5))
    linas = by_video(town, town.lina, at=now() + timedelta(days=3))
    third = actions.invite(
        actions.open_room(visit, by=town.dr_osei), kind=Kind.INTERPRETER, name="Yara", by=town.dr_osei
    )
    told = {
        "patient": reverse("video:visit", args=[visit.pk]),
        "by_link": reverse("video:by-link", args=[key_of(visit)]),
        "too_early": reverse("video:by-link", args=[key_of(linas)]),
        "clinician": reverse("video:room", args=[visit.pk]),
        "third": link_to(third),
    }
    TOTP.activate(town.dr_osei, "JBSWY3DPEHPK3PXP")  # staff have a second step
    for name, user in {"amara": town.amara.login, "osei": town.dr_osei, "lina": town.lina.login}.items():
        assert user is not None
        client = Client()
        client.force_login(user)
        told[name] = client.cookies["session"].value
    print(json.dumps(told))


if __name__ == "__main__":
    main()
