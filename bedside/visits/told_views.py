"""The patient's side of a summary: what was said, and whether we explained it well."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.people.models import staff_name
from bedside.ui.fields import Form
from bedside.ui.pages import page

from . import teaching
from .models import Summary, TeachBack
from .to_come import next_visits
from .understood import all_questions, questions


class UnderstoodForm(Form):
    """Her two questions, each with lines of her own summary to choose from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, summary: Summary, *args: Any) -> None:
        super().__init__(*args, initial={"version": summary.version})
        self.asked = questions(summary)
        for one in self.asked:
            self.fields[str(one.kind)] = forms.ChoiceField(
                label=one.words, choices=one.choices(summary.pk), widget=forms.RadioSelect
            )

    @property
    def boxes(self) -> list[Any]:
        return [self[str(one.kind)] for one in self.asked]


@require_safe
def told(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was said, for the patient to read and to print; below it two questions, or what she answered."""
    found = _signed(request, pk)
    return _shown(request, found, UnderstoodForm(found) if teaching.may_be_asked(found) else None)


@require_POST
def understood(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What she understood."""
    found = _signed(request, pk)
    form = UnderstoodForm(found, request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    said = {name: str(value) for name, value in form.cleaned_data.items() if name != "version"}
    teaching.answer(found, said, version=form.cleaned_data["version"], by=request.user)
    return redirect(f"{reverse('visits:told', args=[pk])}#understood")


def _signed(request: Knock, pk: uuid.UUID) -> Summary:
    signed = Summary.objects.visible_to(request.user).signed()
    wanted = ("patient__merged_into", "visit__place", "visit__staff_member", "signed_by")
    return get_object_or_404(signed.select_related(*wanted), visit=pk)


def _shown(request: Knock, found: Summary, form: UnderstoodForm | None) -> HttpResponse:
    assert found.signed_by
    heard = TeachBack.objects.visible_to(request.user).filter(summary=found).first()
    shown: dict[str, Any] = {
        "signed_by": staff_name(found.signed_by),
        "next": next_visits(request.user, found),
        "form": form if form and form.asked and heard is None else None,
        "heard": heard,
        "passages": {f"{one.kind}|{one.subject}": one.passage for one in all_questions(found)} if heard else {},
    }
    return page(request, "visits/told.html", about=found, summary=found, **shown)
