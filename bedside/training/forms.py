"""What somebody who practises may hand in."""

from __future__ import annotations

from random import Random
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bedside.ui.fields import Form

from .library import Lesson


class ChecksForm(Form):
    """A lesson's questions, their answers in another order each time."""

    def __init__(self, *args: Any, lesson: Lesson, seed: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = [f"check-{number}" for number in range(len(lesson.checks))]
        for name, check in zip(self.names, lesson.checks, strict=True):
            choices = [(number, answer.text) for number, answer in enumerate(check.answers)]
            Random(f"{seed} {name}").shuffle(choices)
            self.fields[name] = forms.TypedChoiceField(
                label=check.question,
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def answers(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.names]


class SayForm(Form):
    """One thing said, and at which point of the talk."""

    choice = forms.CharField(max_length=60)
    at = forms.IntegerField(min_value=0)
