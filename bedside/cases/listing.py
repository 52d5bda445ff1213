"""The one list of everything that needs somebody: seen in these ways, narrowed by the address, found by its words.

The words stay in the session: what a patient wrote, or a name, stands in no address and in no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bedside.access.models import User
from bedside.inbox.models import Channel, ChatLine, Message, Way
from bedside.people.models import Patient
from bedside.teams.models import Team, teams_of

from .models import NOT_CLOSED, Case, CaseQuerySet, Nudge, Priority, State, Words, overdue

VIEWS = ("todo", "asked", "unread", "mine", "team", "overdue", "waiting", "closed")
COUNTED = VIEWS[:-1]
CANNOT_WAIT = Q(priority=Priority.NOW, state__in=NOT_CLOSED)  # stands in the list, whatever is looked for
LONGEST = 100  # signs that are looked for
MOST_FOUND = 500  # conversations by their words; whoever finds so many says more


@dataclass(frozen=True)
class Asked:
    """What the address of the list says. What it says wrongly is as if it had not been said."""

    user: User
    view: str = "todo"
    words: str = ""
    channel: str = ""
    team: str = ""
    own_teams: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, told: Mapping[str, str], user: User, words: str = "") -> Asked:
        def one(name: str, known: object, else_: str = "") -> str:
            said = told.get(name, "")
            return said if said in known else else_  # type: ignore[operator]

        return cls(
            user=user,
            view=one("view", VIEWS, "todo"),
            words=words,
            channel=one("channel", Channel.values),
            team=one("team", Team.values),
            own_teams=teams_of(user),
        )

    def query(self, **other: str) -> str:
        """The address again, with something else in it; a filter stays when one looks in another way."""
        said = {
            "view": self.view,
            "channel": self.channel,
            "team": self.team,
            "found": "1" if self.words else "",
        } | other
        return urlencode({name: value for name, value in said.items() if value and (name, value) != ("view", "todo")})

    def cases(self) -> QuerySet[Case]:
        found = self._seen(self.narrowed()).select_related("patient", "owner", "chat", "conversation")
        if self.view == "closed":
            ordered = found.order_by("-closed_at")
        elif self.view == "waiting":
            ordered = found.order_by("waiting_since")
        else:
            ordered = found.order_by("priority", "due_at", "id")
        return with_last_words(ordered, self.user)

    def counts(self) -> dict[str, int]:
        """How many there are in each way of looking, all asked at once."""
        ours = self.narrowed().filter(Q(state__in=NOT_CLOSED) | self.asks_me())
        wanted = {
            "todo": Q(state=State.OPEN),
            "asked": self.asks_me(),
            "unread": Q(state=State.OPEN) & (Q(seen_at=None) | Q(seen_at__lt=F("heard_until"))),
            "mine": Q(state=State.OPEN, owner=self.user),
            "team": Q(state=State.OPEN, team__in=self.own_teams),
            "overdue": overdue(),
            "waiting": Q(state=State.WAITING),
        }
        counted: dict[str, int] = ours.aggregate(
            **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
        )
        return counted

    def narrowed(self) -> CaseQuerySet:
        found = Case.objects.visible_to(self.user)
        if self.channel == Channel.CHAT:
            found = found.exclude(chat=None)
        elif self.channel:
            found = found.filter(conversation__channel=self.channel)
        if self.team:
            found = found.filter(team=self.team)
        return found.filter(self._said() | CANNOT_WAIT) if self.words else found

    def _seen(self, found: CaseQuerySet) -> CaseQuerySet:
        match self.view:
            case "asked":
                return found.filter(self.asks_me())
            case "unread":
                return found.unread()
            case "mine":
                return found.to_do().filter(owner=self.user)
            case "team":
                return found.of_team(self.own_teams)
            case "overdue":
                return found.overdue()
            case "waiting":
                return found.filter(state=State.WAITING)
            case "closed":
                return found.filter(state=State.CLOSED)
        return found.to_do()

    def asks_me(self) -> Q:
        """A colleague, the clock or a promise asks this person, or a team of theirs, to look."""
        return Q(pk__in=Nudge.objects.waiting().of(self.user).values("case"))

    def _said(self) -> Q:
        """By what was written, by what it is about, or by who she is: what one may not see is not found either."""
        hits = list(Words.objects.saying(self.words).order_by("-pk")[:MOST_FOUND])
        whom = Patient.objects.visible_to(self.user)
        for word in self.words.replace(",", " ").split():
            whom = whom.filter(Q(given_name__istartswith=word) | Q(family_name__istartswith=word))
        talks = {hit.conversation_id for hit in hits if hit.conversation_id}
        return (
            Q(conversation__in=talks)
            | Q(pk__in=Case.objects.filter(conversation__in=talks, state=State.JOINED).values("joined_to"))
            | Q(chat__in={hit.chat_id for hit in hits if hit.chat_id})
            | Q(pk__in={hit.case_id for hit in hits if hit.case_id})
            | Q(subject__icontains=self.words)
            | Q(patient__in=whom)
        )


def with_last_words(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Each with what was last written to us, of what this person may see."""
    mine = Message.objects.visible_to(user)
    written = mine.filter(conversation=OuterRef("conversation"), way=Way.IN).order_by("-due_at")
    chatted = ChatLine.objects.visible_to(user).filter(chat=OuterRef("chat"), way=Way.IN).order_by("-due_at")
    words = Coalesce(Subquery(written.values("body")[:1]), Subquery(chatted.values("body")[:1]))
    found: QuerySet[Case] = cases.annotate(words=words)
    return found


def looked_for(words: str) -> str:
    return words.replace("\x00", "").strip()[:LONGEST]
