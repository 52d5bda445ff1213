"""The box for a photo or a paper: what was put into it is judged by its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from . import photos

MOST_BYTES, MOST, MOST_AT_ONCE = 8_000_000, 5, 3
MOST_TOGETHER = 20_000_000  # of one page: what is sent at once must fit into one request


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


def address_of(answer: dict[str, Any]) -> str:
    """How an answer names the paper that was added to it."""
    return str(answer.get("valueAttachment", {}).get("url") or "")
