"""What a form learns only when it is shown: which answers a field has, and that none is an answer too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet


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
