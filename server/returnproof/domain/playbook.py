"""The data of shared/checklists and shared/rules as values: everything an assessment goes by."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from returnproof.domain.checklist import Criterion, parse_criterion
from returnproof.domain.scenario import Scenario, Topic, parse_scenario, parse_topic
from returnproof.domain.signal import Rule

# Moves with the code that reads the rules; the data's own digest is added to it.
MODEL = "rules-2"


@dataclass(frozen=True, slots=True)
class Group:
    """Signals about one question.

    `pool` names the groups of which only the strongest counts; `own` tells that it is about this
    very case, not about the person or the platform's word.
    """

    id: str
    pool: str
    cap: float
    own: bool
    strongest_only: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """From which sum a level holds; `own_for_high` is what must come from the case itself."""

    low: float
    medium: float
    high: float
    own_for_high: float


@dataclass(frozen=True, slots=True)
class Playbook:
    """`version` changes with every weight, criterion and line of code, so that caches notice."""

    rules: Mapping[str, Rule]
    groups: Mapping[str, Group]
    levels: Levels
    topics: tuple[Topic, ...]
    criteria: Mapping[str, Criterion]
    scenarios: Mapping[str, Scenario]
    version: str

    def group_of(self, code: str) -> Group:
        """The group of a signal's code."""
        return next(
            self.groups[rule.groups[code]] for rule in self.rules.values() if code in rule.groups
        )

    @property
    def tickable(self) -> frozenset[str]:
        """The ids a person may tick by hand: every criterion and every step."""
        return frozenset(self.criteria)


def playbook(checklists: Mapping[str, Any], rules: Mapping[str, Any]) -> Playbook:
    """From what `returnproof.contract` read; the schemas were checked by the contract tests."""
    criteria = {
        each["id"]: parse_criterion(each)
        for name in ("criteria", "steps")
        for each in rules["criteria"][name]
    }
    scenarios = [parse_scenario(each, criteria) for each in checklists.values()]
    return Playbook(
        rules={
            name: Rule(
                name, {each["code"]: each["group"] for each in data["codes"]}, data["numbers"]
            )
            for name, data in rules.items()
            if "codes" in data
        },
        groups={
            name: Group(name, each["pool"], float(each["cap"]), each["own"], each["strongest_only"])
            for name, each in rules["levels"]["groups"].items()
        },
        levels=Levels(**{name: float(each) for name, each in rules["levels"]["levels"].items()}),
        topics=tuple(parse_topic(name, each) for name, each in rules["topics"]["topics"].items()),
        criteria=criteria,
        scenarios={each.id: each for each in sorted(scenarios, key=lambda each: each.order)},
        version=_version(checklists, rules),
    )


def _version(*data: Mapping[str, Any]) -> str:
    written = json.dumps(data, default=_plain, sort_keys=True, ensure_ascii=False)
    return f"{MODEL}+{hashlib.sha256(written.encode()).hexdigest()[:10]}"


def _plain(value: Any) -> Any:
    """What json does not know: a read-only mapping."""
    return dict(value)
