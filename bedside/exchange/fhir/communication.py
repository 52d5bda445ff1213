"""A message, as FHIR R4 sees it."""

from __future__ import annotations

from bedside.inbox.models import Message, State, Way

from .words import Resource

STATUS = {
    State.RECEIVED: "completed",
    State.SENT: "completed",
    State.DELIVERED: "completed",
    State.WAITING: "preparation",
    State.UNSURE: "unknown",
}


def to_fhir(message: Message) -> Resource:
    """Who wrote it on which channel, its words, and where the files lie that go with it."""
    about = {"reference": f"Patient/{message.patient_id}"}
    told: Resource = {
        "resourceType": "Communication",
        "id": str(message.pk),
        "meta": {"versionId": str(message.version)},
        "status": STATUS.get(State(message.state), "not-done"),
        "medium": [{"text": message.channel}],
        "subject": about,
        "payload": [{"contentString": message.shown}, *_files(message)],
    }
    if message.subject:
        told["topic"] = {"text": message.subject}
    if message.sent_at:
        told["sent"] = message.sent_at.isoformat()
    if message.way == Way.IN:
        told["sender"] = about
    else:
        told["recipient"] = [about]
    return told


def _files(message: Message) -> list[Resource]:
    if not message.files:
        return []
    return [
        {"contentAttachment": {"contentType": one.kind, "url": f"Binary/{one.pk}", "size": one.size, "title": one.name}}
        for one in message.enclosures.here().defer("bytes__words").order_by("pk")
    ]
