"""What could be better in a draft, as things to take with one press. Nothing is changed by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bedside.cases.models import Case
from bedside.inbox.models import Way
from bedside.language.writing import Help, help_with

WHY = {
    "empathy": _("A warm word"),
    "apology": _("That we are sorry"),
    "answer": _("An answer to the question"),
    "next_step": _("What happens next"),
    "who_to_call": _("Whom to call"),
    "by_when": _("By when"),
    "blaming": _("It sounds like blame"),
    "commanding": _("It sounds like an order"),
    "cold": _("It sounds cold"),
}
READ = 3  # the last things she wrote: what they asked is owed an answer


@dataclass(frozen=True)
class Suggestion:
    """One thing to take: a sentence to add, or a word to put in another's place. Without either it is only said."""

    why: str
    text: str
    instead_of: str = ""
    only_said: bool = False

    def taken(self, draft: str) -> str:
        """The draft with it."""
        if self.only_said:
            return draft
        if self.instead_of:
            return re.sub(rf"(?<!\w){re.escape(self.instead_of)}(?!\w)", lambda _found: self.text, draft, count=1)
        return f"{draft.rstrip()}\n\n{self.text}".strip()


def language_of(case: Case) -> str:
    """In which language she reads us."""
    if case.patient is not None:
        return case.patient.language
    return case.chat.language if case.chat else "en"


def said_last(case: Case) -> str:
    """What she wrote last, which the answer is measured by."""
    said = case.conversation.messages if case.conversation else case.chat.lines if case.chat else None
    if said is None:
        return case.subject
    newest = said.filter(way=Way.IN).order_by("-due_at", "-id").values_list("body", flat=True)[:READ]
    return "\n".join(reversed(list(newest)))


def names_in(case: Case) -> list[str]:
    """The names by which she goes, whole and in parts."""
    patient, chat = case.patient, case.chat
    whole = [patient.given_name, patient.family_name, patient.called] if patient else []
    whole += [chat.said_name] if chat else []
    return list(dict.fromkeys(part for name in whole for part in (name, *name.split()) if part))


def suggested(case: Case, draft: str) -> tuple[list[Suggestion], Help]:
    """What to take, in the order in which an answer is written, and what it was found from."""
    found = help_with(said_last(case), draft, language_of(case))
    owed = [Suggestion(str(WHY[kind]), text) for kind, text in found.owed]
    tones = [Suggestion(f"{WHY[one.kind]}: “{one.said}”", text, only_said=True) for one, text in found.tones]
    words = [Suggestion(f"“{one['word']}”", one["say"], instead_of=one["word"]) for one in found.hard]
    return [*owed, *tones, *words], found
