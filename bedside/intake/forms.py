"""What a patient may hand in before a visit: who she is, her details, what the visit needs, and a page of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.hours.clock import now
from bedside.journal.hands import Hand
from bedside.people.models import Patient
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import DayField, Form
from bedside.ui.papers import MOST_TOGETHER, Given

from . import boxes
from .faults import wrong
from .items import Json
from .letting import carried, forgotten, let_stand, standing
from .plausible import Doubt, can_be_doubted, doubts
from .saying import said_of
from .tree import Node, missing
from .values import address_of, value_of

WHY, SHORT = "-because", 200
MOST_FILES = 5  # to one question
SAY_WHY = gettext_lazy("Measure again, or say why it stands.")
TONGUES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("pl", "Polski"), ("ar", "العربية")]


class WhoForm(Form):
    """Two things that only she and we know, before anything is shown."""

    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=100)
    birth_date = DayField(label=gettext_lazy("Date of birth"), first=date(1900, 1, 1))


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """Her details as they stand, to confirm or to change."""

    class Meta:
        model = Patient
        fields = ("preferred_name", "phone", "email", "address", "postcode", "language")
        labels = {
            "preferred_name": gettext_lazy("What shall we call you?"),
            "phone": gettext_lazy("Phone"),
            "email": gettext_lazy("E-mail"),
            "address": gettext_lazy("Address"),
            "postcode": gettext_lazy("Postcode"),
        }

    language = forms.ChoiceField(label=gettext_lazy("Language you read best"), choices=TONGUES)


class NeedsForm(Form):
    """This visit: why she comes, who comes with her, what to get ready, who pays."""

    reason = forms.CharField(
        label=gettext_lazy("What would you like to talk about?"),
        help_text=gettext_lazy("In your own words. One or two sentences are enough."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needs = forms.CharField(
        label=gettext_lazy("Is there anything we should get ready for you?"),
        help_text=gettext_lazy("For example a ramp, a hearing loop, or more time."),
        max_length=400,
        required=False,
    )
    interpreter = forms.BooleanField(label=gettext_lazy("I need an interpreter"), required=False)
    carer_comes = forms.BooleanField(label=gettext_lazy("Somebody comes with me"), required=False)
    payer = forms.CharField(
        label=gettext_lazy("Who pays for this visit?"),
        help_text=gettext_lazy("For example the health service, or your insurer and your number there."),
        max_length=200,
        required=False,
    )


@dataclass(frozen=True)
class Row:
    """One line of a page: a heading, words to read, or a box with its question."""

    kind: str  # heading, words, field, paper
    text: str = ""
    field: Any = None
    value: str = ""  # of a paper: its address
    before: bool = False  # what stands in it is what she said the last time


class PageForm(Form):
    """The questions of one page. Only what is asked now has a box; what she hands in is read for all of them."""

    def __init__(
        self,
        nodes: Iterable[Node],
        data: Any = None,
        files: Any = None,
        *,
        language: str,
        zone: str,
        fresh: Any = (),
        lets_stand: Hand | None = None,
    ) -> None:
        super().__init__(data, files)
        self.nodes, self.zone, self.fresh, self.language = list(nodes), zone, set(fresh), language
        self.names = {one.path: f"q{at}" for at, one in enumerate(self.nodes)}
        self.lets_stand = lets_stand  # staff, who may
        self.impossible: set[str] = set()  # of which boxes a reason is wanted
        for node in self._questions():
            for suffix, box in boxes.box_for(node.item, language).items():
                # What must be answered is known by the form itself; "optional" stands only beside what may be left.
                if node.item.required or suffix in ("-at", "-unit"):
                    may_be_empty(box)
                self.fields[self.names[node.path] + suffix] = box
            for suffix, value in boxes.shown(node.item, node.given).items():
                self.initial[self.names[node.path] + suffix] = value
            if lets_stand and can_be_doubted(node):
                stands, name = standing(node.given[0]) if node.given else None, self.names[node.path] + WHY
                self.fields[name] = forms.CharField(label=_("Why it stands"), max_length=SHORT, required=False)
                may_be_empty(self.fields[name])
                self.initial[name] = stands.because if stands else ""

    def _questions(self) -> Iterator[Node]:
        return (one for one in self.nodes if one.item.is_question)

    def rows(self) -> Iterator[Row]:
        """What stands on the page, one below the other."""
        for node in (one for one in self.nodes if one.is_asked):
            text = node.item.said(self.language)
            if not node.item.is_question:
                inside = node.parent is not None and node.parent.item.is_question
                if text and not (inside and node.item.type == "display"):
                    yield Row("heading" if node.item.type == "group" else "words", text)
                continue
            if node.item.type == "attachment":
                yield from (Row("paper", _title(one), value=address_of(one)) for one in node.given)
            for suffix in boxes.box_for(node.item, self.language):
                before = node.item.link_id in self.fresh and not suffix and not self.is_bound
                yield Row("field", field=self[self.names[node.path] + suffix], before=before)
            why = self.names[node.path] + WHY
            if why in self.fields and (self[why].value() or why in self.impossible):
                yield Row("field", field=self[why])

    def read(self) -> None:
        """Put what stands in the boxes into the nodes; what cannot be read is a complaint at its box."""
        for node in (one for one in self._questions() if one.item.type != "attachment"):
            name = self.names[node.path]
            said = {suffix: self.cleaned_data.get(name + suffix) for suffix in boxes.box_for(node.item, self.language)}
            before = node.given
            try:
                node.given = boxes.said(node.item, said, self.zone)
                carried(before, node.given)
            except forms.ValidationError as error:
                node.given = []
                self.add_error(name, error)
        for node, files in self.added():
            if len(files) + (len(node.given) if node.item.repeats else 0) > MOST_FILES:
                self.add_error(self.names[node.path], _("These are too many files."))
        if sum(len(one.words) for _node, files in self.added() for one in files) > MOST_TOGETHER:
            self.add_error(None, _("These files are too large together. Please add fewer at once."))
        for node in self.nodes:
            node._asked = None

    def added(self) -> list[tuple[Node, list[Given]]]:
        """The photos and papers that were handed in with this page, by question."""
        asked = [one for one in self.nodes if one.item.type == "attachment"]
        return [(one, found) for one in asked if (found := self.cleaned_data.get(self.names[one.path]))]

    def look_over(self, root: Node, shown: set[str], *, sure: list[str], **known: Any) -> list[str]:
        """Complain of what is missing, wrong or unlikely among what was shown; what is unlikely and was said twice is
        believed. Gives back what she has to say twice."""
        mine = {one.path: one for one in self.nodes if one.path in shown}
        unanswered = {id(one) for one in missing(root)}
        for node in mine.values():
            name = self.names[node.path]
            if id(node) in unanswered and name not in self.errors:
                said = _("Choose an answer.") if node.item.options else _("Please answer this.")
                self.add_error(name if name in self.fields else None, said)
        for fault in wrong(root):
            if fault.node.path in mine and self.names[fault.node.path] in self.fields:
                self.add_error(self.names[fault.node.path], said_of(fault))
        asked_again: list[str] = []
        stand: set[str] = set()
        for doubt in doubts(root, **known):
            key = f"{doubt.node.path}={doubt.node.given}"
            if doubt.node.path not in mine or (key in sure and not doubt.cannot):
                continue
            if doubt.cannot and self._stands(doubt.node):
                stand.add(doubt.node.path)
                continue
            self.add_error(self.names[doubt.node.path], self._said(doubt))
            if not doubt.cannot:
                asked_again.append(key)
        for node in (one for one in mine.values() if one.given and one.path not in stand):
            forgotten(node.given[0])
        return asked_again

    def _stands(self, node: Node) -> bool:
        """Whether an answer that cannot be stands: staff gave a reason, or did so before and nothing has changed."""
        if self.lets_stand is None:
            return standing(node.given[0]) is not None
        because = str(self.cleaned_data.get(self.names[node.path] + WHY) or "").strip()
        if because:
            let_stand(node.given[0], because=because, by=self.lets_stand, at=now())
        return bool(because)

    def _said(self, doubt: Doubt) -> str:
        """The sentence beside a box; to staff, who may let stand what cannot be, that they may."""
        if not (doubt.cannot and self.lets_stand):
            return doubt.sentence
        self.impossible.add(self.names[doubt.node.path] + WHY)
        return f"{doubt.sentence} {SAY_WHY}"

    def words(self, heard: Mapping[str, set[str]]) -> str:
        """All that stands in the boxes for her own words, as she wrote it, whether it can be kept or not; without what
        was heard from the same question before."""
        said = []
        for node in self._questions():
            if not (node.item.is_free_text or node.item.type in ("reference", "url")):
                continue
            written = self.data.get(self.names[node.path] + ("-other" if node.item.options else ""), "")
            known = heard.get(node.item.link_id, set())
            if told(written) not in known:
                lines = written.splitlines() if node.item.repeats else [written]
                said += [one.strip() for one in lines if told(one) and told(one) not in known]
        return spoken(said)


def _title(answer: Json) -> str:
    return str(value_of(answer).get("title") or "")


def told(text: str) -> str:
    """Words as they are compared: how they are spaced does not count."""
    return " ".join(text.split())


def spoken(said: Iterable[str]) -> str:
    """Several answers as one text, each a sentence of its own."""
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in said if one)


def heard_in(answered: Iterable[Json]) -> dict[str, set[str]]:
    """What she has said already, by question: each of it was read when it was handed in."""
    found: dict[str, set[str]] = {}
    for one in answered:
        mine = found.setdefault(str(one.get("linkId")), set())
        inside = list(one.get("item", []))
        for answer in one.get("answer", []):
            value = value_of({name: value for name, value in answer.items() if name != "item"})
            mine.add(told(str(value.get("display", "") if isinstance(value, dict) else value)))
            inside += answer.get("item", [])
        for link_id, words in heard_in(inside).items():
            found.setdefault(link_id, set()).update(words)
    return found
