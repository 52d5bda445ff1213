"""What can be done about the book. Nothing else writes to its tables."""

from .absences import end_leave, open_again, shut, take_leave
from .feeds import end_feed, open_feed
from .guests import book_as_guest, forget_guests
from .holds import hold, let_go, let_go_of_holds
from .overbooking import overbook
from .resources import change_resource, decline_interpreter, end_need, need, set_up_resource, want_interpreter
from .several import Occurrence, book_dates, book_series, book_together, cancel_following
from .templates import Applied, apply_again, apply_template, change_template, end_template, make_template
from .visits import accept, arrive, book, cancel, fulfil, note_no_show, reschedule

__all__ = [
    "Applied",
    "Occurrence",
    "accept",
    "apply_again",
    "apply_template",
    "arrive",
    "book",
    "book_as_guest",
    "book_dates",
    "book_series",
    "book_together",
    "cancel",
    "cancel_following",
    "change_resource",
    "change_template",
    "decline_interpreter",
    "end_feed",
    "end_leave",
    "end_need",
    "end_template",
    "forget_guests",
    "fulfil",
    "hold",
    "let_go",
    "let_go_of_holds",
    "make_template",
    "need",
    "note_no_show",
    "open_again",
    "open_feed",
    "overbook",
    "reschedule",
    "set_up_resource",
    "shut",
    "take_leave",
    "want_interpreter",
]
