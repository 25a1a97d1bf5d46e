"""From signals to a level and how sure it is."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from returnproof.domain.case_file import CONDITION_CHECKED, MARKS_CHECKED, CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import COMPARED_ROLES
from returnproof.domain.playbook import Levels, Playbook
from returnproof.domain.scenario import Scenario
from returnproof.domain.signal import Signal

# No photo settles more than this of a question, however sure the engine is.
_SUREST = 0.95
# Nor more than this while marks that tell units apart were registered and not looked at.
_SUREST_UNMARKED = 0.6
# Less of the question answered than this is no answer.
_LEAST_ANSWERED = 0.5


_LOOKED_AT = frozenset(
    f"{who}_{what}_item" for who in ("claim", "return") for what in ("same", "different")
)


class Level(StrEnum):
    """How closely to look. `unknown` is not a degree: it says what must be got first."""

    none = "none"
    low = "low"
    medium = "medium"
    high = "high"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Sum:
    """Log-odds of all groups, and of those about the case itself; neither is below 0."""

    score: float
    own: float


def weigh(signals: Iterable[Signal], playbook: Playbook) -> Sum:
    """Adds up what was seen, each thing once.

    A signal against a closer look counts only within its own group: that the claim shows the
    right thing says nothing about what came back. Of groups that see one thing from two sides
    (a `pool`) only the strongest counts.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for signal in signals:
        groups[playbook.group_of(signal.code).id].append(signal.weight)
    pools: dict[str, float] = {}
    own: dict[str, float] = {}
    for name, weights in groups.items():
        group = playbook.groups[name]
        # fsum, because a plain sum may differ in the last bit with the order of its terms.
        total = max(weights) if group.strongest_only else math.fsum(weights)
        total = min(max(total, 0.0), group.cap)
        pools[group.pool] = max(pools.get(group.pool, 0.0), total)
        if group.own:
            own[group.pool] = max(own.get(group.pool, 0.0), total)
    return Sum(math.fsum(pools.values()), math.fsum(own.values()))


def level_of(found: Sum, levels: Levels, *, unanswered: bool) -> Level:
    """The level of a sum.

    What concerns the person, or the platform's mark alone, never says high; and while the photos
    leave the question open, only what was seen in the case itself says more than unknown.
    """
    if unanswered and found.own < levels.medium:
        return Level.unknown
    if found.score >= levels.high and found.own >= levels.own_for_high:
        return Level.high
    if found.score >= levels.medium:
        return Level.medium
    return Level.low if found.score >= levels.low else Level.none


def is_unanswered(signals: Iterable[Signal], scenario: Scenario) -> bool:
    """Whether the photos leave open what this dispute is about."""
    codes = {signal.code for signal in signals}
    if "no_photo_to_compare" in codes:
        return scenario.needs_item
    if "return_is_packing_photo" in codes and not codes & _LOOKED_AT:
        return True
    return bool(codes & {"no_packing_photo", "inconclusive", "comparing", "comparison_failed"})


def left_open(
    signals: Iterable[Signal], file: CaseFile, scenario: Scenario, confidence: float
) -> str | None:
    """What keeps a quiet result from being one, as a signal's code; None when nothing does.

    Looks alone answer neither how many there were nor what state they are in, and a person's tick
    does.
    """
    codes = {signal.code for signal in signals}
    ids = {criterion.id for criterion in scenario.criteria}
    if "marks_unchecked" in codes and MARKS_CHECKED in ids:
        return "marks_unchecked"
    state = scenario.asks.get("state", 0.0)
    seen = CONDITION_CHECKED in file.case.ticked
    if state and not seen and state >= max(scenario.asks.values()):
        return "state_not_compared"
    if confidence < _LEAST_ANSWERED:
        return "state_not_compared" if state and not seen else "not_answered"
    return None


def confidence_of(
    level: Level, found: Sum, file: CaseFile, scenario: Scenario, levels: Levels
) -> float:
    """none: how much of what the dispute asks was answered. Else: how far from the next border."""
    if level is Level.unknown:
        return 0.0
    if level is Level.none:
        answers = _answers(file)
        asked = math.fsum(scenario.asks.values())
        return round(
            math.fsum(weight * answers[name] for name, weight in scenario.asks.items()) / asked, 2
        )
    borders = (levels.low, levels.medium, levels.high)
    margin = min(abs(found.score - border) for border in borders)
    return round(1 / (1 + math.exp(-margin)), 2)


def _answers(file: CaseFile) -> Mapping[str, float]:
    """How well each question is answered, 0 to 1; photos by how sure the engine was."""
    sure = [
        abs(2 * each.result.same_item_probability - 1)
        for role in COMPARED_ROLES
        for outcome in (Outcome.same_item, Outcome.different_item)
        for each in file.found(role, outcome)
        if each.result and each.candidate not in file.seen_elsewhere
    ]
    packed = file.shipment.weight_g if file.shipment else None
    return {
        "item": min(max(sure, default=0.0), _SUREST_UNMARKED if file.marks_open else _SUREST),
        "parcel": 1.0 if packed and file.case.return_weight_g is not None else 0.0,
        "delivery": 1.0 if file.case.delivered else 0.0,
        "history": 1.0 if file.case.buyer else 0.0,
        # Whether the right item is worn, broken or incomplete is for a person to see.
        "state": 1.0 if CONDITION_CHECKED in file.case.ticked else 0.0,
    }
