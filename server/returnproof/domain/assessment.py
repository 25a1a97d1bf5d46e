"""All signals of a case weighed: how closely a person should look, and what to do next."""

from dataclasses import dataclass, replace

from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.checklist import Met, check, meet
from returnproof.domain.playbook import Playbook
from returnproof.domain.scenario import Proposal, Scenario, propose, topics_of
from returnproof.domain.signal import ReferenceType, Signal, references
from returnproof.domain.signals import look_at
from returnproof.domain.weighing import (
    Level,
    confidence_of,
    is_unanswered,
    left_open,
    level_of,
    weigh,
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows from a case file. `confidence` in [0, 1]; `score` in log-odds.

    `chosen` tells that a person set the scenario; `current` is the id of the step to take.
    """

    level: Level
    confidence: float
    score: float
    signals: tuple[Signal, ...]
    scenario: Scenario
    chosen: bool
    proposal: Proposal
    criteria: tuple[Met, ...]
    steps: tuple[Met, ...]
    current: str
    pending: bool
    model_version: str


@dataclass(frozen=True, slots=True)
class History:
    """The buyer's other cases in this shop, by what was asked for."""

    cases: int
    refunds: int
    returns: int


def assess(file: CaseFile, playbook: Playbook) -> Assessment:
    """The same answer whatever the order of photos, comparisons, evidence and other cases."""
    file = replace(file, topics=topics_of(file.case, playbook.topics))
    signals = look_at(file, playbook.rules)
    proposal = propose(
        playbook.scenarios.values(),
        case=file.case,
        topics=file.topics,
        signals={signal.code: signal.weight for signal in signals},
    )
    chosen = playbook.scenarios.get(file.case.scenario or "")
    scenario = chosen or proposal.scenario
    found = weigh(signals, playbook)
    level = level_of(found, playbook.levels, unanswered=is_unanswered(signals, scenario))
    confidence = confidence_of(level, found, file, scenario, playbook.levels)
    if level is Level.none and (code := left_open(signals, file, scenario, confidence)):
        level, confidence, signals = Level.unknown, 0.0, _with(signals, code, file)
    criteria = check(file, scenario.criteria)
    steps = _steps(file, scenario, criteria)
    return Assessment(
        level=level,
        confidence=confidence,
        score=round(found.score, 2),
        signals=signals,
        scenario=scenario,
        chosen=chosen is not None,
        proposal=proposal,
        criteria=criteria,
        steps=steps,
        current=_current(steps),
        pending=file.pending,
        model_version=playbook.version,
    )


def history_of(file: CaseFile) -> History:
    """The case itself is not counted."""
    kinds = [each.kind for each in file.others]
    return History(
        cases=len(kinds),
        refunds=kinds.count(CaseKind.refund_only),
        returns=kinds.count(CaseKind.return_refund) + kinds.count(CaseKind.exchange),
    )


def _with(signals: tuple[Signal, ...], code: str, file: CaseFile) -> tuple[Signal, ...]:
    """Says what is open, unless another signal says already what is missing."""
    if any(signal.weight == 0 for signal in signals):
        return signals
    done = references(ReferenceType.comparison, (each.id for each in file.comparisons))
    found = (*signals, Signal(code, 0.0, {}, done))
    return tuple(sorted(found, key=lambda signal: (-signal.weight, signal.code)))


def _steps(file: CaseFile, scenario: Scenario, criteria: tuple[Met, ...]) -> tuple[Met, ...]:
    """Gathering is over when every criterion is met; the other steps by their proof or a tick."""
    found = tuple(meet(file, step) for step in scenario.steps)
    if not all(each.done for each in criteria):
        return found
    return tuple(
        replace(each, by=criteria[-1].by) if each.criterion.id == "step_gather" else each
        for each in found
    )


def _current(steps: tuple[Met, ...]) -> str:
    """The first step that is still open; the last one when none is."""
    return next((each for each in steps if not each.done), steps[-1]).criterion.id
