"""Small errands for the tests: put jobs in, and tell how they stand. Arguments of a task come by standard input."""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    from django.db import transaction

    from bedside.jobs.actions import enqueue
    from bedside.jobs.models import Job
    from bedside.live import actions as live
    from bedside.live import tickets
    from tests.races.writers import ask_for_work

    match what:
        case "state":
            ours = Job.objects.filter(task__startswith="races.").order_by("pk")
            print(json.dumps(list(ours.values_list("task", "state", "attempts"))))
        case "all done":  # in one process: to begin one for each look took longer than the work
            end = time.monotonic() + 240
            while Job.objects.filter(task__startswith="races.").exclude(state="done").exists():
                assert time.monotonic() < end
                time.sleep(0.1)
        case "text her":  # of what cannot wait, so that no hour is too late for it
            from bedside.inbox import actions as inbox
            from bedside.journal.hands import HOUSE
            from bedside.people import actions as people

            hers = people.register(by=HOUSE, given_name="Sent", family_name="To", phone="07700 900100")
            (message,) = inbox.send(hers, "call_now", by=HOUSE, key="text her")
            print(message.pk)
        case "what became of it":
            print(json.dumps(_became(words[0])))
        case "ticket":
            print(tickets.give("sam", "session:sam", words))
        case "announce":
            live.announce(words)
        case "fill":
            with transaction.atomic():
                print(json.dumps([ask_for_work() for _ in range(int(words[0]))]))
        case task:
            enqueue(task, **json.load(sys.stdin))


def _became(pk: str) -> list[object]:
    """The state in which a message came to rest, and for how many of ours it is work then."""
    from bedside.cases.models import Case
    from bedside.inbox.models import Message

    end = time.monotonic() + 240
    while (state := Message.objects.get(pk=pk).state) in {"waiting", "sending"}:
        assert time.monotonic() < end
        time.sleep(0.1)
    while state == "unsure" and not Case.objects.filter(message=pk).exists():
        assert time.monotonic() < end
        time.sleep(0.1)
    return [state, Case.objects.filter(message=pk).count()]


if __name__ == "__main__":
    main(*sys.argv[1:])
