"""Every page part in every state, on one page, for those who build with them. Only in the demo.

Its people and sentences are samples, not the product's words: nobody has to translate them.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from bedside.hours.clock import now

from .fields import DayField, Form
from .pages import page


class EveryField(Form):
    """One of each field that a form may have."""

    name = forms.CharField(
        label="What is your name?", widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"})
    )
    email = forms.EmailField(label="E-mail", help_text="We write to you here about your visits.", required=False)
    born = DayField(
        label="When were you born?",
        help_text="For example 31 3 1980.",
        widget=DayField.widget(attrs={"autocomplete": "bday"}),
    )
    reach = forms.ChoiceField(
        label="How should we reach you?",
        choices=[("sms", "Text message"), ("email", "E-mail"), ("call", "Phone call")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What would help you here?",
        help_text="Choose all that fit.",
        choices=[
            ("interpreter", "Someone who speaks my language"),
            ("step_free", "A way without steps"),
            ("quiet", "A quiet place to wait"),
            ("none", "None of these"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    clock = forms.ChoiceField(
        label="Choose a time on Thursday 26 November",
        choices=[(time, time) for time in ("8:40am", "9:00am", "9:20am", "9:40am", "10:00am", "11:20am", "2:10pm")],
        widget=forms.RadioSelect,
        initial="9:40am",
    )
    place = forms.ChoiceField(label="Where?", choices=[("", ""), ("mill", "Mill Lane"), ("bridge", "Bridge Street")])
    words = forms.CharField(
        label="What is it about?", widget=forms.Textarea(attrs={"rows": 4}), help_text="In your own words."
    )
    agree = forms.BooleanField(label="Send me a text message the day before", required=False)


def look(request: HttpRequest, audience: str = "patient") -> HttpResponse:
    """The style page; ?wrong=1 shows the form as it comes back with mistakes."""
    if audience not in {"patient", "staff"}:
        raise Http404
    wrong = {"email": "amara at home", "born-day": "31", "born-month": "2", "born-year": "1980", "reach": "pigeon"}
    context: dict[str, Any] = {
        "reader": audience,
        "form": EveryField(wrong)
        if "wrong" in request.GET
        else EveryField(initial={"reach": "sms", "needs": ["quiet"]}),
        "moment": now() + timedelta(days=2),
        "earlier": now() - timedelta(minutes=25),
        "list_page": Paginator(range(120), 20).page(2),
        "refusal": SimpleNamespace(sentence="That time has just been taken. Please choose another.", rule=""),
    }
    return page(request, "ui/look.html", **context)
