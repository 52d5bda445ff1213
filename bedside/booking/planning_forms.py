"""What those who plan the week may hand in: templates, the days they are applied to, and leave."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Mode, Post
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_bounds, day_of
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from .hours_form import DAYS, Clock
from .pattern import Line, check, cut


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.staff_member}: {obj.service}, {obj.place}"


class TemplateForm(Form):
    """What a week looks like, in its usual case: times of equal length, with one break."""

    post = PostField(label=_("Who, and what for"), queryset=Post.objects.none())
    mode = forms.ChoiceField(
        label=_("How"),
        choices=[(Mode.IN_PERSON, _("In person")), (Mode.PHONE, _("By phone")), (Mode.VIDEO, _("By video"))],
        widget=forms.RadioSelect,
        initial=Mode.IN_PERSON,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(label=_("From"), widget=Clock())
    ends = forms.TimeField(label=_("Until"), widget=Clock())
    minutes = forms.IntegerField(label=_("Minutes for each time"), min_value=5, max_value=480, initial=20)
    break_from = forms.TimeField(label=_("Break from"), widget=Clock(), required=False)
    break_until = forms.TimeField(label=_("Break until"), widget=Clock(), required=False)
    seats = forms.IntegerField(
        label=_("Seats"), help_text=_("More than 1 where a group meets."), min_value=1, max_value=100, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.offered().order_by("staff_member__family_name", "service__name", "place__name")
        offer(self, "post", posts)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        pause = (told.get("break_from"), told.get("break_until"))
        if any(pause) and not (all(pause) and pause[0] < pause[1]):  # type: ignore[operator]
            self.add_error("break_until", _("Say when the break begins and when it ends."))
        elif {"begins", "ends", "minutes"} <= set(told):
            try:
                breaks = [pause] if all(pause) else []
                told["lines"] = cut(told["begins"], told["ends"], told["minutes"], breaks)  # type: ignore[arg-type]
            except Refusal as refusal:
                self.add_error("ends", str(refusal.sentence))
        return told


class LinesForm(Form):
    """The times of a template one by one: length, what each is held for, and when it is released."""

    def rows(self) -> list[dict[str, str]]:
        """What was handed in, row by row; a row without a time is left out."""
        columns = [self.data.getlist(name) for name in ("at", "minutes", "for", "hours")]  # type: ignore[attr-defined]
        rows = [dict(zip(("at", "minutes", "for", "hours"), row, strict=True)) for row in zip(*columns, strict=False)]
        return [row for row in rows if row["at"].strip()]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        lines = []
        for row in self.rows():
            try:
                begins = time.fromisoformat(row["at"].strip())
                minutes, hours = int(row["minutes"] or 0), int(row["hours"] or 0)
            except ValueError:
                raise forms.ValidationError(
                    _("Look at %(at)s again: write the time like 09:40, and numbers.") % row
                ) from None
            lines.append(Line(begins, minutes, row["for"], hours if row["for"] else 0))
        lines.sort(key=lambda line: line.at)
        try:
            check(lines)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal
        told["lines"] = [line.as_kept() for line in lines]
        return told


class DaysForm(Form):
    """From which day to which a template is applied."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))


class LeaveForm(Form):
    """Who is away, and when."""

    member = forms.ModelChoiceField(label=_("Who"), queryset=StaffMember.objects.none())
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    leaves = forms.TimeField(
        label=_("From what time"), help_text=_("Leave it out for whole days."), widget=Clock(), required=False
    )
    comes_back = forms.TimeField(label=_("Until what time"), widget=Clock(), required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        working = StaffMember.objects.filter(is_active=True, posts__ended=False).distinct()
        offer(self, "member", working.order_by("family_name", "given_name"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last:
            if last < first:
                self.add_error("last", _("The last day must not be before the first."))
            told["starts_at"] = at_or_after(first, told.get("leaves") or time(0), self.zone)
            told["ends_at"] = self._end(last, told.get("comes_back"))
        return told

    def _end(self, last: date, comes_back: time | None) -> datetime:
        return at_or_after(last, comes_back, self.zone) if comes_back else day_bounds(last, self.zone)[1]


def usual_days(zone: str) -> dict[str, date]:
    """From tomorrow, for thirteen weeks."""
    tomorrow = day_of(now(), zone) + timedelta(days=1)
    return {"first": tomorrow, "last": tomorrow + timedelta(weeks=13, days=-1)}
