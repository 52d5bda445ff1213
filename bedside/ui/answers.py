"""What a form learns only when it is shown: which answers a field has, and that none is an answer too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from bedside.journal.models import Refusal


def offer(form: forms.BaseForm, name: str, answers: Iterable[Any]) -> None:
    """From now on these are the answers of a field: pairs of value and words, or rows of a table."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        assert isinstance(answers, QuerySet)
        field.queryset = answers
    else:
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(answers)


def may_be_empty(field: forms.Field) -> None:
    """Silence is an answer too, so the field is not called optional."""
    field.__dict__["silence_counts"] = True


def number_said(words: str, most: int) -> int | None:
    """A whole number from 0 to `most`, as it stands in an address or a hidden field; None where it is none."""
    fits = words.isdecimal() and len(words) <= len(str(most))
    return number if fits and (number := int(words)) <= most else None


def tried(form: forms.BaseForm, do: Callable[[dict[str, Any]], object]) -> bool:
    """Do what a form says, if it may be done; if not, the form says why, and what was typed stands in it still."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Refusal as no:
        form.add_error(None, str(no))
        return False
    return True
