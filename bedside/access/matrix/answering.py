"""What is written, needs somebody, and was said about us."""

from __future__ import annotations

from ..models import PATIENT_SIDE, Role
from .door import ANYBODY, MANAGES, READS_WORDS, RUNS_THE_HOUSE, THEIRS, WITH_CASES, WITH_PATIENTS, Door

DOORS: dict[str, Door] = {
    # inbox: what she and the clinic write to each other
    **{  # by a secret of its own, or signed by a provider
        f"inbox:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("incoming", "letter", "receipts", "receipt", "call", "key")
    },
    # a chat without an account: by its key, also in a frame on the clinic's web site
    **{
        f"inbox:{name}": Door(ANYBODY, newcomers=True, before_second_step=True)
        for name in ("chat-start", "chat", "chat-who", "chat-end", "chat-called")
    },
    **{
        f"inbox:chat-{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("news", "widget")
    },
    "inbox:conversations": Door(PATIENT_SIDE),
    "inbox:new": Door(PATIENT_SIDE),
    "inbox:conversation": Door(PATIENT_SIDE, foreign=True),
    "inbox:conversation-part": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    "inbox:replies": Door(PATIENT_SIDE, foreign=True),
    "inbox:reading": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    # teams: who works together, and when they are there
    **{f"teams:{name}": Door(RUNS_THE_HOUSE) for name in ("teams", "team", "hours")},
    # wording: what we write, word for word
    **{f"wording:{name}": Door(READS_WORDS) for name in ("texts", "words")},
    **{f"wording:{name}": Door(MANAGES) for name in ("house", "dropping")},
    **{f"wording:{name}": Door(frozenset({Role.CLINICIAN})) for name in ("approval", "sending-back")},
    # mailings: one message to many
    **{f"mailings:{name}": Door(READS_WORDS) for name in ("mailings", "mailing")},
    "mailings:part": Door(READS_WORDS, keeps_awake=False),
    **{
        f"mailings:{name}": Door(MANAGES)
        for name in ("new", "writing", "confirmation", "asking", "stopping", "dropping")
    },
    **{f"mailings:{name}": Door(frozenset({Role.CLINICIAN})) for name in ("approval", "sending-back")},
    **{  # by its own key, and two things that she knows
        f"inbox:{name}": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True)
        for name in ("answer", "answer-replies", "answer-file")
    },
    "inbox:ways": Door(THEIRS, foreign=True),
    "inbox:carer-ways": Door(frozenset({Role.CARER})),
    **{f"inbox:{name}": Door(WITH_PATIENTS) for name in ("writing", "sent", "carer-reached")},
    "inbox:enclosure": Door(WITH_PATIENTS),
    "inbox:file": Door(PATIENT_SIDE, foreign=True),
    # cases: whatever needs somebody of ours
    "cases:inbox": Door(WITH_CASES),
    "cases:inbox-part": Door(WITH_CASES, keeps_awake=False),
    "cases:case": Door(WITH_CASES, foreign=True),
    "cases:case-part": Door(WITH_CASES, foreign=True, keeps_awake=False),
    "cases:looking": Door(WITH_CASES, foreign=True, keeps_awake=False),
    "cases:answers": Door(WITH_CASES, foreign=True),
    "cases:taking": Door(WITH_CASES, foreign=True),
    "cases:giving": Door(WITH_CASES, foreign=True),
    "cases:waiting": Door(WITH_CASES, foreign=True),
    "cases:resumption": Door(WITH_CASES, foreign=True),
    "cases:closure": Door(WITH_CASES, foreign=True),
    "cases:reopening": Door(WITH_CASES, foreign=True),
    "cases:sending": Door(WITH_CASES, foreign=True),
    **{
        f"cases:{name}": Door(WITH_CASES, foreign=True)
        for name in ("notes", "promises", "keeping", "taking-back", "handoffs", "acceptance", "refusal", "cause")
    },
    **{
        f"cases:{name}": Door(WITH_CASES, foreign=True)
        for name in (
            "joins",
            "taking-apart",
            "splits",
            "todos",
            "ticking",
            "later-answer",
            "later-end",
            "whose",
            "whose-back",
        )
    },
    # to which team a case goes; and what nobody has opened, without a word of it
    **{
        f"cases:{name}": Door(RUNS_THE_HOUSE)
        for name in (
            "routing",
            "trying",
            "rest",
            "new-rule",
            "rule",
            "order",
            "bringing-back",
            "checklists",
            "new-checklist",
            "checklist",
        )
    },
    "cases:unopened": Door(MANAGES),
    "cases:unopened-part": Door(MANAGES, keeps_awake=False),
    "cases:came-back": Door(WITH_CASES),
    "cases:there": Door(WITH_CASES, foreign=True, keeps_awake=False),
    # feedback: how was it? By the link for whoever holds it; signed in, her own
    **{f"feedback:{name}": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True) for name in ("survey", "no-more")},
    "feedback:opening": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True, keeps_awake=False),
    "feedback:mine": Door(PATIENT_SIDE, foreign=True),
    "feedback:mine-no-more": Door(PATIENT_SIDE, foreign=True),
    "feedback:said": Door(WITH_CASES),
}
