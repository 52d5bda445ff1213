"""What a manager may say of a whole form: its name, its words in other languages, whom it asks; and a file of one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.directory.models import VisitType
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from . import outline
from .items import Json, spoken
from .models import Form as Questionnaire

AT_ONCE = 60  # texts on one page of words


class NewForm(Form):
    """A form that is not there yet."""

    title = forms.CharField(label=gettext_lazy("What patients call it"), max_length=120)


class NameForm(Form):
    """What it is called, and what it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("What patients call it"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, form: Questionnaire) -> None:
        held = {name: form.definition.get(name, "") for name in ("title", "description")}
        super().__init__(data, initial=held | {"version": form.version})
        may_be_empty(self.fields["description"])

    def told(self, definition: Json) -> Json:
        new = deepcopy(definition)
        for name in ("title", "description"):
            outline.put(new, name, self.cleaned_data[name])
        return new


class WordsForm(Form):
    """Every text of a form in one other language, each beside its English words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, definition: Json, version: int, language: str, page: int) -> None:
        super().__init__(data, initial={"version": version})
        self.definition, self.language = deepcopy(definition), language
        found = outline.texts(self.definition)
        self.pages = max(1, -(-len(found) // AT_ONCE))
        self.page = min(max(page, 1), self.pages)
        self.texts = found[(self.page - 1) * AT_ONCE : self.page * AT_ONCE]
        for at, text in enumerate(self.texts):
            english = str(text.said[text.name])
            area = forms.Textarea(attrs={"rows": 1 + len(english) // 60, "lang": language})
            hint = text.inside and _("An answer to: %(question)s") % {"question": text.inside}
            box = forms.CharField(label=english, help_text=hint, required=False, max_length=2000, widget=area)
            may_be_empty(box)
            self.fields[f"w{at}"] = box
            told = spoken({**text.said, text.name: ""}, text.name, language)
            self.initial[f"w{at}"] = told

    def told(self) -> Json:
        """The form with these words; what did not change is as it was."""
        for at, text in enumerate(self.texts):
            if f"w{at}" in self.changed_data:
                outline.translated(text.said, text.name, self.language, self.cleaned_data[f"w{at}"])
        return self.definition


class AimForm(Form):
    """Before which visits it is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    visit_types = forms.MultipleChoiceField(
        label=gettext_lazy("Before which visits is it asked?"),
        help_text=gettext_lazy("If you choose none, it is asked before every visit."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_lasting = forms.BooleanField(label=gettext_lazy("Ask each patient only once for each version"), required=False)
    place_in_line = forms.IntegerField(
        label=gettext_lazy("Its place among the forms"),
        help_text=gettext_lazy("The form with the lowest number is asked first."),
        min_value=1,
        max_value=999,
    )

    def __init__(self, data: Any = None, *, form: Questionnaire) -> None:
        held = {name: getattr(form, name) for name in ("version", "visit_types", "is_lasting", "place_in_line")}
        super().__init__(data, initial=held)
        kinds = VisitType.objects.select_related("service").order_by("service__name", "name")
        offer(self, "visit_types", [(str(one.pk), f"{one.service}: {one}") for one in kinds])
        may_be_empty(self.fields["visit_types"])


class FileForm(Form):
    """A form that lies in a file."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A FHIR R4 Questionnaire in JSON."),
        error_messages={"empty": gettext_lazy("This file is empty."), "required": gettext_lazy("Choose a file.")},
    )
