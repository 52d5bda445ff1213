"""What the worker does for messages to many."""

from __future__ import annotations

import uuid

from bedside.jobs.tasks import task

from . import rounds


@task("tell_many")
def tell(mailing: str) -> None:
    rounds.tell(uuid.UUID(mailing))
