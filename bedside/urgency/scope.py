"""What a phrase is about: said or denied, now or long ago, the patient or another, happening or only asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from .patterns import Found
from .words import Token

REACH = {"_no": 10, "_not": 7, "_firm": 12}
BESIDE = 3
NEAR_NOT = 3  # "not ... vision" with more words between leaves its "not" free to deny
LIST_ITEM = 5

Stands = Callable[[Found], bool]


class Kinds(Protocol):
    """Which concepts are judged in a way of their own; logic.toml names them."""

    @property
    def context(self) -> frozenset[str]: ...  # an illness: may lie in the past

    @property
    def steady(self) -> frozenset[str]: ...  # stands although it is spoken of with fear

    @property
    def lasting(self) -> frozenset[str]: ...  # does not stand where it has gone on for long


class Scope:
    """One language's words for where a denial ends, and for how the other marks reach."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self.words = words

    def judge(self, tokens: Sequence[Token], marks: Sequence[Found], said: Sequence[Found], kinds: Kinds) -> Stands:
        """A test for phrases: does this one stand, after all that the text says around it."""
        where: dict[str, list[Found]] = defaultdict(list)
        for mark in marks:
            where[mark.concept].append(mark)
        masks = [frozenset(mark.places) for mark in where["_mask"]]
        # "is not breathing" is itself the symptom: its "not" denies nothing further on
        spent = {
            place for found in said if found.says_not
            for place, following in zip(found.places, (*found.places[1:], found.places[-1] + 1), strict=True)
            if following - place <= NEAR_NOT
        }  # fmt: skip
        denied = self._denied(tokens, where, spent)
        firm = {place for mark in where["_firm"] for place in mark.places}  # "no problems with" is no part of a symptom
        segment = self._segments(tokens)
        ages = {place for place in range(1, len(tokens)) if tokens[place - 1].kind == "number"}  # "30 now" tells an age
        over = {place for found in said if found.concept == "resolved" for place in found.places}
        idle = {place for mark in where["_idle"] for place in mark.places}  # "do I still need it" tells of no symptom
        over |= idle
        here_and_now = [mark for mark in where["_now"] if not over.union(ages).issuperset(mark.places)]
        now = {segment[place] for mark in here_and_now for place in mark.places if place not in over | ages}
        fresh = {segment[place] for mark in where["_fresh"] for place in mark.places if place not in over}
        # what befell another yesterday is that other's story still
        lately = self.words["lately"]
        this_minute = {
            segment[mark.places[0]] for mark in here_and_now
            if not lately.issuperset(tokens[place].text for place in mark.places)
        }  # fmt: skip
        lasting = {segment[place] for mark in where["_long"] for place in mark.places} - fresh
        past = [(set(mark.places), self._spread(tokens, segment, [mark])) for mark in where["_past"]]
        past += [(set(mark.places), self._beside(tokens, segment, mark)) for mark in where["_past_here"]]
        past = [(own, {place for place in spread if segment[place] not in now}) for own, spread in past]
        other = [
            (set(mark.places), {segment[place] for place in mark.places} - this_minute) for mark in where["_other"]
        ]
        asked = self._questions(tokens, where)
        about = [(segment[mark.places[0]], mark.places[0]) for mark in where["_about"]]
        # a form, a leaflet, a course, a play: in such a sentence a mere name of something is no sign of it
        owned = {place for mark in where["_own"] for place in mark.places}
        names = [named for mark in where["_name"] if owned.isdisjoint(named := frozenset(mark.places))]
        # only what follows: "a course about sepsis" is talk, "chest pain at the course" is not
        talked = dict[int, int]()
        for mark in sorted([*where["_talk"], *where["_calm"]], key=lambda mark: -mark.places[0]):
            talked[tokens[mark.places[0]].sentence] = mark.places[0]
        answered = self._answered(tokens, where)
        events = [frozenset(mark.places) for mark in where["_event"] if where["_errand"]]
        events = [event for event in events if not event <= owned]

        def stands(found: Found) -> bool:
            places, context, steady = found.places, found.concept in kinds.context, found.concept in kinds.steady
            # "blood sugar" alone is no blood; "blood sugar is 22" holds it and says more
            if any(not mask.isdisjoint(places) and not mask < set(places) for mask in masks):
                return False
            if found.says_not and not firm.isdisjoint(places):
                return False
            if not found.says_not and (denied.intersection(places) or self._denied_after(tokens, places[-1])):
                return False
            if places[0] in answered and not any(segment[place] in now | fresh for place in places):
                return False
            if not steady and any(segment[places[0]] == own and start <= places[0] for own, start in about):
                return False
            if not steady and any(places[0] < end and self._asks(ask, places, tokens) for ask, end in asked):
                return False
            begun = talked.get(tokens[places[0]].sentence)
            spoken_of = begun is not None and begun <= places[0] and any(named.issuperset(places) for named in names)
            spoken_of = spoken_of or any(event.issuperset(places) for event in events)
            if spoken_of and not any(segment[place] in now | fresh for place in places):
                return False
            if found.concept in kinds.lasting and any(segment[place] in lasting for place in places):
                return False
            # a mark that is itself a word of the phrase says nothing about the phrase
            if any(not own <= set(places) and not segments.isdisjoint(segment[at] for at in places)
                   for own, segments in other):  # fmt: skip
                return False
            return context or not any(not own <= set(places) and not spread.isdisjoint(places) for own, spread in past)

        return stands

    def _questions(self, tokens: Sequence[Token], where: Mapping[str, list[Found]]) -> list[tuple[Sequence[int], int]]:
        """Every what-if, with the place its reach ends: a mere question ("is it right that") ends at "my …" or "he is".

        "How long before someone wakes, he is unconscious" asks nothing of him; "what if he …" goes on to the full stop.
        """
        here, made = [mark.places for mark in where["_here"]], list[tuple[Sequence[int], int]]()
        come = {tokens[mark.places[0]].sentence: mark.places[-1] for mark in where["_came"]}  # "… came back and it has"
        for mark in where["_if"]:
            if come.get(tokens[mark.places[0]].sentence, -1) > mark.places[-1]:
                continue
            supposed = any(tokens[place].text in self.words["suppose"] for place in mark.places)
            ends = [places[0] for places in here if places[0] > mark.places[-1] and not supposed]
            made.append((mark.places, min(ends, default=len(tokens))))
        return made

    @staticmethod
    def _answered(tokens: Sequence[Token], where: Mapping[str, list[Found]]) -> set[int]:
        """The places of a list that a form asks for, where "no to all" or "none of these" stands right after it."""
        found: set[int] = set()
        for none in where["_none"]:
            sentence, end = tokens[none.places[0]].sentence, none.places[0]
            for asked in where["_list"]:
                start = asked.places[0]
                if start < end and sentence - tokens[start].sentence <= 1:
                    found.update(range(start, end))
        return found

    def _denied(self, tokens: Sequence[Token], where: Mapping[str, list[Found]], spent: set[int]) -> set[int]:
        """The places that a word for no or not reaches."""
        sayings = {place for mark in where["_not_but"] for place in mark.places}
        harmless = spent | sayings
        denied: set[int] = set()
        for name, reach in REACH.items():
            for mark in where[name]:
                spared = harmless if name == "_not" else sayings if name == "_no" else set[int]()
                if not spared.issuperset(mark.places[:1]):
                    denied |= self._reach(tokens, mark.places[-1], reach)
        return denied

    def _reach(self, tokens: Sequence[Token], start: int, reach: int) -> set[int]:
        """From a word for no onward, until something ends the denial."""
        words, reached, counted = self.words, set[int](), 0
        place = start + 1
        while place < len(tokens) and tokens[place].sentence == tokens[start].sentence and counted < reach:
            token = tokens[place]
            if token.text in words["breaks"]:
                break
            if token.text in words["and"] and not self._list_goes_on(tokens, place, start):
                break
            if token.kind == "pause" and not self._list_goes_on(tokens, place, start):
                break
            if token.text in words["either"] or token.kind == "pause":
                counted = 0
            if token.kind in ("word", "number"):
                reached.add(place)
                counted += 1
            place += 1
        return reached

    def _list_goes_on(self, tokens: Sequence[Token], place: int, start: int) -> bool:
        """no fever, chest pain or rash: the comma does not end the no, for an "or" is still to come."""
        words = self.words
        sentence, item, pauses = tokens[start].sentence, 0, 0
        for token in tokens[place + 1 :]:
            if token.sentence != sentence:
                break
            if token.text in words["either"]:
                return True
            if token.text in words["subject"] or token.text in words["breaks"] or token.text in words["and"]:
                return False
            if token.kind == "pause":
                item, pauses = 0, pauses + 1
                continue
            item += 1
            if item > LIST_ITEM:
                return False
        return tokens[start].text in words["comma_list"] and tokens[place].kind == "pause"

    def _denied_after(self, tokens: Sequence[Token], last: int) -> bool:
        """chest pain: no. fever? none."""
        place = last + 1
        if (
            place < len(tokens)
            and tokens[place].kind in ("pause", "sign", "stop")
            and tokens[place].text not in ",.\n!"
        ):
            place += 1
        elif place < len(tokens) and tokens[place].kind != "word":
            return False
        if place >= len(tokens) or tokens[place].text not in self.words["after"]:
            return False
        return place + 1 >= len(tokens) or tokens[place + 1].kind in ("pause", "stop") or place > last + 1

    def _segments(self, tokens: Sequence[Token]) -> list[int]:
        """Number the stretches of a text that each say one thing: at sentences, but, and I, comma my."""
        words, number, made = self.words, 0, []
        for place, token in enumerate(tokens):
            before = tokens[place - 1] if place else None
            after = tokens[place + 1].text if place + 1 < len(tokens) else ""
            new = before is not None and (
                token.sentence != before.sentence
                or token.text in words["breaks"]
                or (token.text in words["and"] and after in words["subject"])
                or (before.kind == "pause" and token.text in words["subject"])
            )
            number += new
            made.append(number)
        return made

    @staticmethod
    def _beside(tokens: Sequence[Token], segment: Sequence[int], mark: Found) -> set[int]:
        """The places between the same two commas as a word that is only about what stands beside it."""
        own, clause = segment[mark.places[0]], tokens[mark.places[0]].clause
        return {place for place, token in enumerate(tokens) if segment[place] == own and token.clause == clause}

    def _spread(self, tokens: Sequence[Token], segment: Sequence[int], marks: Sequence[Found]) -> set[int]:
        """The places that a word for long ago speaks of: before it in its stretch, and on to the next comma.

        In 2015, I had…: a time at the head of a sentence counts for what follows it.
        """
        spread: set[int] = set()
        for mark in marks:
            own, last = segment[mark.places[0]], mark.places[-1]
            members = [place for place, number in enumerate(segment) if number == own]
            spread |= {place for place in members if tokens[place].clause <= tokens[last].clause}
            following = members[-1] + 1
            ends = following == len(tokens) or tokens[following].sentence != tokens[members[0]].sentence
            if not ends and len(members) <= len(mark.places) + BESIDE and tokens[members[-1]].kind == "pause":
                spread |= {place for place, number in enumerate(segment) if number == own + 1}
            spread |= self._goes_on(tokens, segment, members[-1] + 1)
        return spread

    def _goes_on(self, tokens: Sequence[Token], segment: Sequence[int], place: int) -> set[int]:
        """Last winter he had croup and we were in hospital: the stretch after it goes on telling of that time."""
        if not 0 < place < len(tokens) or tokens[place].sentence != tokens[place - 1].sentence:
            return set()
        members = {at for at, number in enumerate(segment) if number == segment[place]}
        begins = {tokens[at].text for at in sorted(members)[:4]}
        told = tokens[place].text in self.words["and"] and not begins.isdisjoint(self.words["was"])
        return members if told else set()

    def _asks(self, ask: Sequence[int], places: Sequence[int], tokens: Sequence[Token]) -> bool:
        """Whether a what-if stands before a phrase or breaks into it; in "as if" it is a likeness and does neither."""
        if tokens[ask[0]].sentence != tokens[places[0]].sentence:
            return False
        likeness = ask[0] > 0 and tokens[ask[0] - 1].text in self.words["like"]
        inside = places[0] < ask[0] <= places[-1] and set(ask).isdisjoint(places) and not likeness
        return ask[0] <= places[0] or inside
