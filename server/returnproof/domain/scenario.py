"""What kind of dispute a case is, as far as its reason, words, photos and comparisons tell."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from returnproof.domain.case import Case
from returnproof.domain.checklist import Criterion


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground for proposing a scenario: the `code` of a topic, signal or kind of request.

    A signal is a ground when its weight is `at_least` this.
    """

    kind: str
    code: str
    points: float
    at_least: float = 0.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What a buyer's reason speaks of: codes of the platform, or words in any of the texts."""

    id: str
    reasons: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of dispute: how it is recognised, what it asks, what to gather, what to do.

    `needs_item` says that it cannot be judged without a photo to compare; `asks` weighs the
    questions whose answers make a quiet result trustworthy.
    """

    id: str
    order: int
    needs_item: bool
    asks: Mapping[str, float]
    grounds: tuple[Ground, ...]
    criteria: tuple[Criterion, ...]
    steps: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The scenario proposed, with the grounds that were found for it, strongest first."""

    scenario: Scenario
    grounds: tuple[Ground, ...] = field(default=())


def topics_of(case: Case, topics: Iterable[Topic]) -> frozenset[str]:
    """The topics a request speaks of; full-width and half-width letters are the same."""
    reason = _plain(case.reason or "")
    told = (reason, case.reason_text or "", *case.platform_flags)
    words = "\n".join(_plain(each) for each in told)
    return frozenset(
        topic.id
        for topic in topics
        if reason in topic.reasons or any(word in words for word in topic.words)
    )


def propose(
    scenarios: Iterable[Scenario],
    *,
    case: Case,
    topics: frozenset[str],
    signals: Mapping[str, float],
) -> Proposal:
    """The scenario with the most points; of equals the one whose `order` comes first."""
    seen = {
        "topic": topics,
        "signal": frozenset(signals),
        "request": frozenset({case.kind.value} if case.kind else ()),
        "always": frozenset({"always"}),
    }
    proposals = [
        Proposal(
            scenario,
            tuple(each for each in scenario.grounds if _holds(each, seen[each.kind], signals)),
        )
        for scenario in scenarios
    ]
    return max(proposals, key=lambda each: (_points(each), -each.scenario.order))


def _holds(ground: Ground, seen: frozenset[str], signals: Mapping[str, float]) -> bool:
    return ground.code in seen and signals.get(ground.code, 0.0) >= ground.at_least


def _points(proposal: Proposal) -> float:
    return sum(ground.points for ground in proposal.grounds)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def parse_topic(topic_id: str, data: Mapping[str, Any]) -> Topic:
    """From shared/rules/topics.json."""
    return Topic(
        topic_id,
        frozenset(_plain(each) for each in data["reasons"]),
        tuple(_plain(each) for each in data["words"]),
    )


def parse_scenario(data: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Scenario:
    """From shared/checklists/*.json; a criterion it names must exist."""
    return Scenario(
        id=data["scenario"],
        order=data["order"],
        needs_item=data["needs_item"],
        asks=dict(data["asks"]),
        grounds=tuple(
            Ground(
                each["kind"],
                each["code"],
                float(each["points"]),
                float(each.get("at_least", 0)),
            )
            for each in sorted(data["proposed_by"], key=lambda each: -each["points"])
        ),
        criteria=tuple(criteria[each] for each in data["criteria"]),
        steps=tuple(criteria[f"step_{each}"] for each in data["steps"]),
    )
