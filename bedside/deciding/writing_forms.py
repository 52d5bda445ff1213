"""An aid as it is written: in English with all its numbers on one page; in each other language sentence by sentence."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bedside.language.text import western
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

from .aids import BENEFIT, HARM, WORDS, Said, sentences

MOST = {"options": 5, "outcomes": 10, "matters": 8, "sources": 6}
LONGEST = 400
COUNT = re.compile(r"(\d{1,4})(?:\s*\(?\s*(\d{1,4})\s*[-–]\s*(\d{1,4})\s*\)?)?")  # 38, or 38 (33-43)
WRONG_COUNT = _("Write a whole number, for example 38, or 38 (33–43).")


def _line(label: Any, most: int = LONGEST, **more: Any) -> Any:
    field = forms.CharField(label=label, required=False, max_length=most, **more)
    may_be_empty(field)
    return field


def _lines(label: Any, hint: Any = "") -> Any:
    return _line(label, widget=forms.Textarea(attrs={"rows": 2}), help_text=hint)


class TitleForm(Form):
    title = forms.CharField(label=_("What is to be chosen?"), max_length=120, help_text=_("As a patient would ask it."))


class WhyForm(Form):
    because = forms.CharField(label=_("Why?"), max_length=300)


class WholeForm(Form):
    title = _line(WORDS["title"], 120)
    about = _lines(WORDS["about"])
    time = _lines(WORDS["time"])
    sure = _lines(WORDS["sure"])
    out_of = forms.TypedChoiceField(
        label=_("All numbers are of"), choices=[(100, "100"), (1000, "1,000")], coerce=int, widget=forms.RadioSelect
    )
    youngest = forms.IntegerField(label=_("From which age"), min_value=0, max_value=120)
    oldest = forms.IntegerField(label=_("To which age"), min_value=0, max_value=120)
    version = forms.IntegerField(label="", widget=forms.HiddenInput)


class RowForm(Form):
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class OptionForm(RowForm):
    name = _line(_("A way to go"), 80)
    about = _lines(_("What it means for the patient"))
    nothing = forms.BooleanField(label=_("This is to do nothing now"), required=False)
    may_be_empty(nothing)


class OutcomeForm(RowForm):
    kind = forms.ChoiceField(label=_("Which side"), choices=[(BENEFIT, _("For it")), (HARM, _("Against it"))])
    name = _line(_("What happens to them"), 120)
    opposite = _line(_("And to the others"), 120)

    def __init__(self, *args: Any, options: list[dict[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        for one in options:
            self.fields[f"of-{one['key']}"] = _line(one["name"].get("en") or "–", 20)

    def clean(self) -> dict[str, Any]:
        for name in (one for one in self.fields if one.startswith("of-")):
            said = western(self.cleaned_data.get(name) or "").strip()
            if said and not COUNT.fullmatch(said):
                self.add_error(name, WRONG_COUNT)
        return self.cleaned_data


class MatterForm(RowForm):
    name = _line(_("What may matter"), 120)


class SourceForm(Form):
    name = _line(_("Where the numbers come from"))
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1950, max_value=2100)
    may_be_empty(year)


class WholeAid:
    """The page: one form of the words above all, and rows of ways, of what may come of them, of what may matter."""

    def __init__(self, content: dict[str, Any], version: int, data: QueryDict | None = None) -> None:
        self.content = content
        english = {name: content[name].get("en", "") for name in WORDS}
        first = english | {"out_of": content["out_of"], "version": version}
        first |= {"youngest": content["ages"][0], "oldest": content["ages"][1]}
        self.words = WholeForm(data, initial=first)
        known = data is None
        self.options = self._rows(OptionForm, "options", data, _english if known else None)
        counts = _counted if known else None
        self.outcomes = self._rows(OutcomeForm, "outcomes", data, counts, form_kwargs={"options": content["options"]})
        self.matters = self._rows(MatterForm, "matters", data, _english if known else None)
        self.sources = self._rows(SourceForm, "sources", data, dict if known else None)
        self.all = [self.words, *self.options, *self.outcomes, *self.matters, *self.sources]
        for one in self.all:
            one.use_required_attribute = False

    def _rows(self, form: Any, name: str, data: QueryDict | None, first: Any, **more: Any) -> Any:
        kept = [first(one) for one in self.content[name]] if first else None
        extra = 2 if not self.content[name] else 1
        rows = forms.formset_factory(form, extra=extra, max_num=MOST[name], absolute_max=MOST[name])
        return rows(data, initial=kept, prefix=name, **more)

    def is_valid(self) -> bool:
        right = [one.is_valid() for one in (self.words, self.options, self.outcomes, self.matters, self.sources)]
        return all(right)

    @property
    def written(self) -> dict[str, Any]:
        """The aid as the files have it. A sentence that changed in English is asked for anew in the other languages."""
        said = self.words.cleaned_data
        whole: dict[str, Any] = {name: _said(self.content[name], said[name]) for name in WORDS}
        whole |= {"out_of": said["out_of"], "ages": [said["youngest"], said["oldest"]]}
        for name in ("options", "outcomes", "matters"):
            whole[name] = self._written(name)
        keys = {one["key"] for one in whole["options"]}
        for one in whole["outcomes"]:
            for part in ("counts", "between"):
                one[part] = {key: value for key, value in one[part].items() if key in keys}
        filled = [one.cleaned_data for one in self.sources if one.cleaned_data.get("name")]
        whole["sources"] = [{"name": one["name"]} | ({"year": one["year"]} if one["year"] else {}) for one in filled]
        return {name: value for name, value in self.content.items() if name not in whole} | whole

    def _written(self, name: str) -> list[dict[str, Any]]:
        before = {one["key"]: one for one in self.content[name]}
        letter, found, taken = name[0] if name != "outcomes" else "r", [], set(before)
        for row in (one.cleaned_data for one in getattr(self, name) if one.cleaned_data.get("name")):
            old = before.pop(row["key"], {})
            key = row["key"] if old else next(f"{letter}{n}" for n in range(1, 100) if f"{letter}{n}" not in taken)
            taken.add(key)
            one: dict[str, Any] = {"key": key, "name": _said(old.get("name", {}), row["name"])}
            if name == "options":
                one |= {"about": _said(old.get("about", {}), row["about"]), "nothing": row["nothing"]}
            if name == "outcomes":
                one |= {"kind": row["kind"], "opposite": _said(old.get("opposite", {}), row["opposite"])}
                one |= _numbers(row)
            found.append(one)
        return found


def _said(before: Said, english: str) -> Said:
    return before if before.get("en", "") == english else {"en": english}


def _english(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value.get("en", "") if isinstance(value, dict) else value for name, value in one.items()}


def _counted(one: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in _english(one).items() if name not in ("counts", "between")}
    for key, number in one["counts"].items():
        between = one.get("between", {}).get(key)
        said[f"of-{key}"] = f"{number} ({between[0]}–{between[1]})" if between else str(number)
    return said


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    counts, between = {}, {}
    for name in (one for one in row if one.startswith("of-")):
        if found := COUNT.fullmatch(western(row[name] or "").strip()):
            counts[name.removeprefix("of-")] = int(found[1])
            if found[2]:
                between[name.removeprefix("of-")] = [int(found[2]), int(found[3])]
    return {"counts": counts, "between": between}


class TongueForm(Form):
    """Each sentence in another language, the English beside it."""

    version = forms.IntegerField(label="", widget=forms.HiddenInput)

    def __init__(self, content: dict[str, Any], version: int, language: str, data: QueryDict | None = None) -> None:
        self.content, self.language = content, language
        self.asked = [(f"s{at}", said) for at, (_name, said) in enumerate(sentences(content)) if said.get("en")]
        first = {name: said.get(language, "") for name, said in self.asked} | {"version": version}
        super().__init__(data, initial=first)
        for name, said in self.asked:
            area = forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"})
            self.fields[name] = _line(said["en"], widget=area)

    def put_into(self, content: dict[str, Any]) -> dict[str, Any]:
        """The aid with these sentences in it; an empty one is not there."""
        for at, (_name, said) in enumerate(sentences(content)):
            words = str(self.cleaned_data.get(f"s{at}") or "").strip()
            said.pop(self.language, None)
            said |= {self.language: words} if words else {}
        return content
