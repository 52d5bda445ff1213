"""What those who run the house may say of what we offer, and of the hours of a week, in every language."""

from .kinds import KINDS, Kind
from .things import (
    AgainForm,
    ClosureForm,
    Editing,
    PersonForm,
    PlaceForm,
    PostForm,
    ServiceForm,
    StopForm,
    VisitTypeForm,
)
from .week import WeekForm
from .words import TONGUES, WordsForm

__all__ = [
    "KINDS",
    "TONGUES",
    "AgainForm",
    "ClosureForm",
    "Editing",
    "Kind",
    "PersonForm",
    "PlaceForm",
    "PostForm",
    "ServiceForm",
    "StopForm",
    "VisitTypeForm",
    "WeekForm",
    "WordsForm",
]
