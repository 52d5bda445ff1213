"""What a worker does for access."""

from __future__ import annotations

from django.core.mail import send_mail

from bedside.jobs.tasks import task


@task("access.carry_letter")
def carry_letter(to: str, subject: str, body: str) -> None:
    """Hand a letter about a login to whatever carries mail here."""
    send_mail(subject, body, None, [to])
