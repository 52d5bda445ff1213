"""Asking for something and getting a time: what we offer, how urgent it is, booking."""

from __future__ import annotations

from ..models import PATIENT_SIDE, TREATING, Role
from .door import ANYBODY, ASKING, PLANS_THE_WEEK, READS_RULES, RUNS_THE_HOUSE, THEIRS, WITH_PATIENTS, Door

DOORS: dict[str, Door] = {
    # triage: the questions and the emergency page, for whoever asks for something
    "triage:questions": Door(ASKING, foreign=True),
    "triage:person": Door(ASKING, foreign=True),
    "triage:details": Door(ASKING, foreign=True),
    "triage:talk": Door(ASKING, foreign=True),
    "triage:emergency": Door(ASKING, foreign=True),
    "triage:call": Door(ASKING, foreign=True),
    "triage:contact": Door(ASKING, foreign=True),
    # triage: the rules of urgency, which everybody who looks after patients may read and clinicians may change
    **{
        f"triage:{name}": Door(READS_RULES)
        for name in ("rules", "rule", "replay", "rule-change", "rule-approval", "rule-refusal", "rule-withdrawal")
    },
    # directory: what we offer, for anybody; and changing it
    **{
        f"directory:{name}": Door(ANYBODY, newcomers=True, before_second_step=True)
        for name in ("offered", "public-service", "public-person", "public-place")
    },
    **{
        f"directory:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("sitemap", "robots")
    },
    **{
        f"directory:{name}": Door(RUNS_THE_HOUSE)
        for name in (
            *("offer", "new-service", "new-visit", "new-place", "new-closure", "lifting", "hours", "new-person"),
            *("service", "visit", "person", "place", "closure", "service-stop", "visit-stop", "place-stop"),
            *("new-post", "post-stop", "post-changes"),
            *("service-words", "visit-words", "person-words", "place-words", "closure-words"),
            *("service-changes", "visit-changes", "person-changes", "place-changes", "closure-changes"),
        )
    },
    **{  # exchange: our free times, for any system
        f"exchange:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("bulk-publish", "published")
    },
    # booking
    "booking:choose": Door(ASKING, foreign=True),
    "booking:linked": Door(ASKING),
    "booking:by-service": Door(ASKING),
    **{  # without an account: what this browser began, and no other
        f"booking:{name}": Door(frozenset({Role.GUEST}), foreign=True)
        for name in ("guest", "guest-code", "guest-another-code", "guest-sign-in", "guest-booked")
    },
    "booking:waits": Door(ASKING, foreign=True),
    "booking:appointments": Door(PATIENT_SIDE),
    "booking:booked": Door(THEIRS),
    "booking:appointment": Door(THEIRS, foreign=True),
    "booking:calendar": Door(THEIRS, foreign=True),
    "booking:cancellation": Door(THEIRS, foreign=True),
    "booking:move": Door(THEIRS, foreign=True),
    "booking:earlier": Door(THEIRS, foreign=True),
    "booking:offer": Door(THEIRS, foreign=True),
    "booking:stop-waiting": Door(THEIRS, foreign=True),
    "booking:templates": Door(PLANS_THE_WEEK),
    "booking:new-template": Door(PLANS_THE_WEEK),
    "booking:template": Door(PLANS_THE_WEEK),
    "booking:template-days": Door(PLANS_THE_WEEK),
    "booking:template-end": Door(PLANS_THE_WEEK),
    "booking:leave": Door(PLANS_THE_WEEK),
    "booking:leave-end": Door(PLANS_THE_WEEK),
    **{
        f"booking:{name}": Door(PLANS_THE_WEEK)
        for name in (
            *("resources", "new-resource", "resource", "resource-hours", "resource-out", "resource-back"),
            *("resource-end", "resource-changes", "needs", "visit-needs", "group-seats"),
        )
    },
    **{f"booking:{name}": Door(PLANS_THE_WEEK | WITH_PATIENTS) for name in ("groups", "group")},
    **{
        f"booking:{name}": Door(WITH_PATIENTS, foreign=True)
        for name in ("series", "together", "over", "more-visits", "interpreter")
    },
    "booking:new-times": Door(WITH_PATIENTS),
    "booking:my-calendar": Door(TREATING),
    "booking:my-calendar-end": Door(TREATING),
    "booking:feed": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True),  # by its own key
    "booking:suiting": Door(THEIRS, foreign=True),
    "booking:reached": Door(RUNS_THE_HOUSE),
    **{
        f"booking:{name}": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True)
        for name in ("by-link", "by-link-answer", "by-link-times")
    },
    "booking:find": Door(ASKING),
    "booking:found": Door(ASKING, foreign=True),
    "booking:wishes": Door(ASKING, foreign=True),
}
