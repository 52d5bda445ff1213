"""The words of the house for what is planned, eaten and got ready: each with what a patient reads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shift(models.TextChoices):
    DAY = "day", _("By day")
    NIGHT = "night", _("By night")


class Part(models.TextChoices):
    """What somebody does for a patient today."""

    NURSE = "nurse", _("Nurse")
    DOCTOR = "doctor", _("Doctor")


class Test(models.TextChoices):
    BLOOD = "blood", _("Blood test")
    XRAY = "xray", _("X-ray")
    ULTRASOUND = "ultrasound", _("Ultrasound")
    CT = "ct", _("CT scan")
    MRI = "mri", _("MRI scan")
    ECG = "ecg", _("Heart tracing")
    SCOPE = "scope", _("Camera test")
    OPERATION = "operation", _("Operation")
    ROUND = "round", _("The doctor comes")
    OTHER = "other", _("Something else")


# What each is, in plain words.
WHAT_IT_IS: dict[str, Any] = {
    Test.BLOOD: _("We take a little blood from your arm."),
    Test.XRAY: _("A quick picture of your bones or chest. It does not hurt."),
    Test.ULTRASOUND: _("A smooth head glides over your skin and makes a picture. It does not hurt."),
    Test.CT: _("You lie on a bed that moves through a ring. It takes pictures of the inside of you."),
    Test.MRI: _("You lie still in a tube. It is loud and does not hurt. Tell us about any metal in you."),
    Test.ECG: _("Small pads on your chest show how your heart beats. It does not hurt."),
    Test.SCOPE: _("A doctor looks inside you with a thin tube. You can ask for something to help you relax."),
    Test.OPERATION: _("A team looks after you all the time. Ask us whatever you wish to know."),
    Test.ROUND: _("A good time for your questions. You may have somebody with you."),
    Test.OTHER: "",
}


class Course(models.TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    OFF = "off", _("called off")


class Meal(models.TextChoices):
    NORMAL = "normal", _("Normal food")
    LIGHT = "light", _("Light food")
    SUGAR = "sugar", _("Food for diabetes")
    SALT = "salt", _("Little salt")
    FAT = "fat", _("Little fat")
    FLUIDS = "fluids", _("Only drinks and soups")


class Texture(models.TextChoices):
    NORMAL = "normal", _("As usual")
    SOFT = "soft", _("Soft")
    MINCED = "minced", _("Minced")
    PUREED = "pureed", _("Blended smooth")


class Custom(models.TextChoices):
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    NO_PORK = "no_pork", _("No pork")
    NO_BEEF = "no_beef", _("No beef")


class Allergy(models.TextChoices):
    UNKNOWN = "unknown", _("Nobody has asked yet")
    NONE = "none", _("None known")
    SOME = "some", _("Yes")


class Coming(models.TextChoices):
    """Whom a patient wishes to see in visiting hours, as she has said herself."""

    NOT_SAID = "", _("Not said yet")
    ANYBODY = "anybody", _("Anybody may come")
    SOME = "some", _("Only some people")
    NOBODY = "nobody", _("Nobody for now")


class Line(models.TextChoices):
    """What must be settled before somebody goes home."""

    MEDICINES = "medicines", _("Medicines to take home")
    CALL = "call", _("Whom to call")
    FOLLOW_UP = "follow_up", _("Next visit")
    TRANSPORT = "transport", _("Way home")
    LETTERS = "letters", _("Letters")
    KEYS = "keys", _("Keys and belongings")


class Fate(models.TextChoices):
    """What becomes of a medicine when somebody goes home."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    STOPPED = "stopped", _("Stopped")
    SAME = "same", _("As before")


class Settled(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")
