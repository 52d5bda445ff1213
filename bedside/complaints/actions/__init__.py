"""What can be done about complaints. Nothing else writes to their tables."""

from .answering import acknowledge, answer, close, explain_delay, not_content, say_more, take_back
from .inquiring import finish_change, note, note_step, plan_change
from .opening import agree, choose_rule, complain, keep_going
from .recovering import decide_recovery, recover

__all__ = [
    "acknowledge",
    "agree",
    "answer",
    "choose_rule",
    "close",
    "complain",
    "decide_recovery",
    "explain_delay",
    "finish_change",
    "keep_going",
    "not_content",
    "note",
    "note_step",
    "plan_change",
    "recover",
    "say_more",
    "take_back",
]
