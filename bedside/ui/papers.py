"""The box for photos and papers: what was put into it is judged by its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import photos
from .fields import Form

MOST_BYTES, MOST_AT_ONCE = 8_000_000, 3
MOST_TOGETHER = 20_000_000  # of one page: what is sent at once must fit into one request
FULL = ("full", "no space")  # how databases say that the disk has no room


@dataclass(frozen=True)
class Given:
    """A file as it was handed in, looked at and found good."""

    name: str
    kind: str
    words: bytes


class PapersInput(forms.FileInput):
    """A box into which one file goes, or several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PapersField(forms.Field):
    """Photos and papers; an empty list where there are none."""

    def __init__(self, *, several: bool, **more: Any) -> None:
        accepts = {"accept": ",".join(photos.ENDINGS), "multiple": several}
        super().__init__(widget=PapersInput(attrs=accepts), **more)
        self.several = several

    def clean(self, value: Any) -> list[Given]:
        files = value or []
        if len(files) > (MOST_AT_ONCE if self.several else 1):
            raise forms.ValidationError(_("These are too many files."))
        return [_judged(one) for one in files]


def _judged(file: Any) -> Given:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(_("This file is too large. Please bring it with you."))
    words = file.read()
    kind = photos.kind_of(words)
    if not kind:
        raise forms.ValidationError(_("We can take photos (JPEG, PNG) and PDF files only."))
    try:
        kept = photos.without_traces(words)
    except photos.Broken as error:
        raise forms.ValidationError(_("This photo is damaged. Please choose another.")) from error
    name = PurePath(str(file.name)).stem[:80].replace("\x00", "") or _("Paper")
    return Given(f"{name}{photos.ENDINGS[kind]}", kind, kept)


def has_no_room(error: OperationalError) -> bool:
    """Whether a database refused to keep something because the disk is full."""
    return any(sign in str(error).lower() for sign in FULL)


class PapersForm(Form):
    """Words to which photos and papers may be added."""

    papers = PapersField(
        several=True,
        required=False,
        label=gettext_lazy("Add photos or papers"),
        help_text=gettext_lazy("Up to 3 photos or PDF files. Each may have 8 MB."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if sum(len(one.words) for one in said.get("papers") or ()) > MOST_TOGETHER:
            self.add_error("papers", _("These files are too large together. Please add fewer at once."))
        return said

    @property
    def asks_again(self) -> bool:
        """Whether files were chosen that no browser puts back into the box when the page is shown again."""
        return self.is_bound and bool(self.files)
