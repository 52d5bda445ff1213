"""The cast alone moves in: quicker than the whole town. python -m tests.races.people; with words, Amara writes them."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")


def main(*words: str) -> None:
    import django

    django.setup()
    from bedside.inbox import actions as inbox
    from bedside.people.models import Patient
    from bedside.town.cast import gather

    if not words:
        gather()
        return
    amara = Patient.objects.get(given_name="Amara")
    assert amara.login
    inbox.write(amara, "A question", " ".join(words), by=amara.login)


if __name__ == "__main__":
    main(*sys.argv[1:])
