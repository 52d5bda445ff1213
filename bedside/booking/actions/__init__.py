"""What can be done about the book. Nothing else writes to its tables."""

from .absences import end_leave, open_again, shut, take_leave
from .feeds import end_feed, open_feed
from .groups import change_seats
from .guests import book_as_guest, forget_guests
from .holds import hold, let_go, let_go_of_holds
from .interpreting import find_interpreter
from .overbooking import overbook
from .resources import (
    change_resource,
    decline_interpreter,
    end_need,
    need,
    put_back_in_use,
    retire_resource,
    say_needs,
    set_up_resource,
    take_out_of_use,
    use_resource_again,
    want_interpreter,
)
from .several import Occurrence, book_dates, book_series, book_together, cancel_following
from .templates import Applied, apply_again, apply_template, change_template, end_template, make_template
from .visits import (
    accept,
    arrive,
    book,
    cancel,
    fulfil,
    may_move,
    note_back,
    note_left_unseen,
    note_no_show,
    reschedule,
)

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
    "change_seats",
    "change_template",
    "decline_interpreter",
    "end_feed",
    "end_leave",
    "end_need",
    "end_template",
    "find_interpreter",
    "forget_guests",
    "fulfil",
    "hold",
    "let_go",
    "let_go_of_holds",
    "make_template",
    "may_move",
    "need",
    "note_back",
    "note_left_unseen",
    "note_no_show",
    "open_again",
    "open_feed",
    "overbook",
    "put_back_in_use",
    "reschedule",
    "retire_resource",
    "say_needs",
    "set_up_resource",
    "shut",
    "take_leave",
    "take_out_of_use",
    "use_resource_again",
    "want_interpreter",
]
