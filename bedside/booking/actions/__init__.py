"""What can be done about the book. Nothing else writes to its tables."""

from .absences import end_leave, open_again, shut, take_leave
from .templates import apply_again, apply_template, change_template, end_template, make_template
from .visits import accept, arrive, book, cancel, fulfil, note_no_show, reschedule

__all__ = [
    "accept",
    "apply_again",
    "apply_template",
    "arrive",
    "book",
    "cancel",
    "change_template",
    "end_leave",
    "end_template",
    "fulfil",
    "make_template",
    "note_no_show",
    "open_again",
    "reschedule",
    "shut",
    "take_leave",
]
