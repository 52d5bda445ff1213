"""The access matrix: every route, who may knock there, and whose things it shows. A route that is not here is shut."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from .models import PATIENT_SIDE, STAFF, TREATING, Role

SIGNED_IN = PATIENT_SIDE | STAFF
READS_RULES = TREATING | {Role.MANAGER}
ANYBODY = frozenset({Role.GUEST}) | SIGNED_IN

RUNS_THE_HOUSE = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
WITH_PATIENTS = frozenset({Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN})
THEIRS = PATIENT_SIDE | WITH_PATIENTS  # her own things, and the staff who look after her
WITH_CASES = WITH_PATIENTS | {Role.MANAGER}  # a manager has those about visits that went badly
ASKING = THEIRS | {Role.GUEST}  # whoever may look for help
SCREENS = frozenset({Role.DEVICE})  # a paired screen, whoever has signed in in its browser
SETS_UP_SCREENS = RUNS_THE_HOUSE | {Role.FRONT_DESK}
PLANS_THE_WEEK = RUNS_THE_HOUSE | {Role.FRONT_DESK}


@dataclass(frozen=True)
class Door:
    """One route: the roles that may knock, whether it names somebody's record, and what it asks besides.

    `foreign` says that the route takes the id of a record, so that a stranger's id must answer 404.
    `keeps_awake` is False for what a screen fetches by itself: parts, polls and streams.
    `step_up` asks for the password or the second step again, if that was not in the last five minutes.
    `newcomers` lets in a login that has not taken up a role yet: it has none, or has not chosen among several.
    `before_second_step` lets in staff who have yet to set up their second step: the way there, and the way out.
    """

    roles: frozenset[Role]
    foreign: bool = False
    keeps_awake: bool = True
    step_up: bool = False
    newcomers: bool = False
    before_second_step: bool = False


_ENTRANCE = Door(ANYBODY, newcomers=True, before_second_step=True)
_OWN_LOGIN = Door(SIGNED_IN, newcomers=True, before_second_step=True)
_OWN_THING = Door(SIGNED_IN, newcomers=True, before_second_step=True, foreign=True)

MATRIX: dict[str, Door] = {
    "language": _ENTRANCE,
    "front": _ENTRANCE,
    "health": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True),
    "live_ticket": Door(SIGNED_IN, keeps_awake=False),
    # access: coming in and going out
    "account_login": _ENTRANCE,
    "account_logout": _ENTRANCE,
    "account_inactive": _ENTRANCE,
    "account_signup": _ENTRANCE,
    "account_email_verification_sent": _ENTRANCE,
    "account_reset_password": _ENTRANCE,
    "account_confirm_password_reset_code": _ENTRANCE,
    "account_complete_password_reset": _ENTRANCE,
    "account_password_reset_completed": _ENTRANCE,
    "mfa_authenticate": _ENTRANCE,
    "mfa_login_webauthn": _ENTRANCE,
    # access: one's own login
    "account_reauthenticate": _OWN_LOGIN,
    "mfa_reauthenticate": _OWN_LOGIN,
    "mfa_reauthenticate_webauthn": _OWN_LOGIN,
    "account_change_password": Door(SIGNED_IN, newcomers=True, step_up=True),
    "account_set_password": Door(SIGNED_IN, newcomers=True, step_up=True),
    "account_email": Door(SIGNED_IN, newcomers=True, step_up=True),
    "mfa_index": _OWN_LOGIN,
    "mfa_activate_totp": _OWN_LOGIN,
    "mfa_deactivate_totp": _OWN_LOGIN,
    "mfa_view_recovery_codes": _OWN_LOGIN,
    "mfa_generate_recovery_codes": _OWN_LOGIN,
    "mfa_download_recovery_codes": _OWN_LOGIN,
    "mfa_list_webauthn": _OWN_LOGIN,
    "mfa_add_webauthn": _OWN_LOGIN,
    "mfa_edit_webauthn": _OWN_THING,
    "mfa_remove_webauthn": _OWN_THING,
    "usersessions_list": _OWN_LOGIN,
    "access:session_ending": _OWN_THING,
    "access:role": _OWN_LOGIN,
    "access:kept": Door(SIGNED_IN),
    "access:time_left": Door(ANYBODY, newcomers=True, before_second_step=True, keeps_awake=False),
    "access:staying": _OWN_LOGIN,
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
    **{  # exchange: our free times, for any system
        f"exchange:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("bulk-publish", "published")
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
    # inbox: what she and the clinic write to each other
    **{  # by a secret of its own, or signed by a provider
        f"inbox:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("incoming", "receipts", "receipt", "call", "key")
    },
    "inbox:conversations": Door(PATIENT_SIDE),
    "inbox:new": Door(PATIENT_SIDE),
    "inbox:conversation": Door(PATIENT_SIDE, foreign=True),
    "inbox:conversation-part": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    "inbox:replies": Door(PATIENT_SIDE, foreign=True),
    "inbox:reading": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    # visits: before the door, and what was said
    "visits:mine": Door(TREATING),
    "visits:mine-part": Door(TREATING, keeps_awake=False),
    "visits:my-call": Door(TREATING),
    "visits:brief": Door(TREATING, foreign=True),
    "visits:seeing": Door(TREATING, foreign=True),
    "visits:seen": Door(TREATING, foreign=True),
    "visits:writing": Door(TREATING, foreign=True),
    "visits:told": Door(PATIENT_SIDE, foreign=True),
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
    # insight: how we are doing is for everybody who works here; tasks are for whom they were given to
    "insight:overview": Door(STAFF),
    "insight:counting": Door(RUNS_THE_HOUSE),
    "insight:measure": Door(STAFF),
    "insight:limits": Door(RUNS_THE_HOUSE),
    "insight:improvements": Door(STAFF),
    "insight:improvement": Door(STAFF, foreign=True),
    "insight:giving": Door(RUNS_THE_HOUSE),
    "insight:trying": Door(STAFF, foreign=True),
    "insight:closure": Door(STAFF, foreign=True),
    "insight:dropping": Door(STAFF, foreign=True),
    # feedback: how was it? By the link for whoever holds it; signed in, her own
    **{f"feedback:{name}": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True) for name in ("survey", "no-more")},
    "feedback:opening": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True, keeps_awake=False),
    "feedback:mine": Door(PATIENT_SIDE, foreign=True),
    "feedback:mine-no-more": Door(PATIENT_SIDE, foreign=True),
    "feedback:said": Door(WITH_CASES),
    "booking:find": Door(ASKING),
    "booking:found": Door(ASKING, foreign=True),
    "booking:wishes": Door(ASKING, foreign=True),
    # wall: screens nobody signs in to, and the staff who set them up
    "wall:screen": Door(ANYBODY, newcomers=True, before_second_step=True),
    "wall:screens": Door(SETS_UP_SCREENS),
    "wall:screens-code": Door(SETS_UP_SCREENS),
    "wall:screens-end": Door(SETS_UP_SCREENS),
    "wall:display": Door(SCREENS),
    "wall:display-part": Door(SCREENS, keeps_awake=False),
    "wall:display-ticket": Door(SCREENS, keeps_awake=False),
    "wall:kiosk": Door(SCREENS),
    **{f"wall:kiosk-{step}": Door(SCREENS) for step in ("choice", "no-visit", "who", "visits", "ticket", "desk")},
    **{f"wall:kiosk-{step}": Door(SCREENS) for step in ("help", "time", "end")},
    # visits: arriving, waiting, being called and seen
    "visits:checking-in": Door(PATIENT_SIDE, foreign=True),
    "visits:wait": Door(PATIENT_SIDE, foreign=True),
    "visits:wait-part": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    "visits:going": Door(PATIENT_SIDE, foreign=True),
    "visits:queue": Door(WITH_PATIENTS),
    "visits:queue-part": Door(WITH_PATIENTS, keeps_awake=False),
    "visits:calls": Door(WITH_PATIENTS),
    "visits:arrival": Door(WITH_PATIENTS, foreign=True),
    "visits:private-arrival": Door(WITH_PATIENTS, foreign=True),
    "visits:no-show": Door(WITH_PATIENTS, foreign=True),
    "visits:call": Door(WITH_PATIENTS, foreign=True),
    "visits:putting-back": Door(WITH_PATIENTS, foreign=True),
    "visits:beginning": Door(WITH_PATIENTS, foreign=True),
    "visits:finishing": Door(WITH_PATIENTS, foreign=True),
    "visits:leaving": Door(WITH_PATIENTS, foreign=True),
    "visits:ticket": Door(WITH_PATIENTS, foreign=True),
    "visits:walk-in": Door(WITH_PATIENTS, foreign=True),
    "visits:ticketing": Door(WITH_PATIENTS, foreign=True),
    # attendance: who may need a hand to come, and how well that is foreseen
    "attendance:help": Door(WITH_PATIENTS),
    "attendance:giving": Door(WITH_PATIENTS, foreign=True),
    "attendance:learned": Door(RUNS_THE_HOUSE),
    "attendance:learning": Door(RUNS_THE_HOUSE),
    "attendance:groups": Door(RUNS_THE_HOUSE),
    # training: what staff practise; each sees their own, the manager who has practised
    **{f"training:{name}": Door(STAFF) for name in ("home", "lesson", "checks", "scenario")},
    **{f"training:{name}": Door(STAFF, foreign=True) for name in ("taken", "play", "choices", "sharing", "keeping")},
    "training:team": Door(frozenset({Role.MANAGER})),
    # portal
    "portal:home": Door(PATIENT_SIDE),
    "portal:newcomer": Door(PATIENT_SIDE, newcomers=True),
    "portal:me": Door(PATIENT_SIDE),
    "portal:details": Door(PATIENT_SIDE, foreign=True),
    "portal:sights": Door(PATIENT_SIDE, foreign=True),
    # desk
    "desk:calls": Door(WITH_PATIENTS),
    "desk:today": Door(WITH_PATIENTS),
    "desk:today-part": Door(WITH_PATIENTS, keeps_awake=False),
    "desk:search": Door(WITH_PATIENTS),
    "desk:patient": Door(WITH_PATIENTS, foreign=True),
    "desk:registration": Door(WITH_PATIENTS),
    "desk:code": Door(WITH_PATIENTS, foreign=True),
    **{f"desk:{name}": Door(WITH_PATIENTS) for name in ("phone", "calendar", "week")},
    **{f"desk:{name}-part": Door(WITH_PATIENTS, keeps_awake=False) for name in ("calendar", "week")},
    **{f"desk:phone-{name}": Door(WITH_PATIENTS, foreign=True) for name in ("asking", "times", "booked")},
    "desk:move": Door(WITH_PATIENTS, foreign=True),
    "desk:keys": Door(STAFF),
    "desk:checked": Door(WITH_PATIENTS, foreign=True),
    "desk:day-list": Door(WITH_PATIENTS),
    "desk:house": Door(RUNS_THE_HOUSE),
    "desk:house-part": Door(RUNS_THE_HOUSE, keeps_awake=False),
    "desk:second-try": Door(RUNS_THE_HOUSE),
    "desk:put-aside": Door(RUNS_THE_HOUSE),
    "desk:standing-down": Door(frozenset({Role.CLINICIAN}), foreign=True),
}
if settings.DEMO:
    MATRIX["access:demo_sign_in"] = _ENTRANCE
    MATRIX["town:welcome"] = MATRIX["town:screen"] = _ENTRANCE
    MATRIX |= {"look": Door(ANYBODY), "look-as": Door(ANYBODY)}
    # the phones and mailboxes of the town lie outside the house
    MATRIX |= {
        f"inbox:{name}": Door(ANYBODY) for name in ("outboxes", "outbox", "outbox-part", "outbox-guests", "attachment")
    }
