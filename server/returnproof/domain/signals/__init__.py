"""One module per kind of signal; a new one is a file here and its rule in shared/rules.

Every module has `look(file, rule)`, which yields what it sees and nothing when it sees nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from returnproof.domain.case_file import CaseFile
from returnproof.domain.signal import Rule, Signal


class Look(Protocol):
    """What each module of this package defines under the name `look`."""

    def __call__(self, file: CaseFile, rule: Rule) -> Iterable[Signal]: ...


@cache
def looks() -> Mapping[str, Look]:
    """Module name, which is also the id of its rule, to its `look`."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").look for name in names}


def look_at(file: CaseFile, rules: Mapping[str, Rule]) -> tuple[Signal, ...]:
    """Every signal of a case, the same whatever the order of its photos and records."""
    found = [signal for name, look in looks().items() for signal in look(file, rules[name])]
    return tuple(sorted(found, key=lambda signal: (-signal.weight, signal.code)))
