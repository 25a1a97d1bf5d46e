"""A photo of the case shows another thing than the one that was packed."""

import math
from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import ReferenceType, Rule, Signal, references
from returnproof.domain.stated import surest

# A probability is never taken as surer than this, whatever the engine says.
_SUREST = 0.01


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """Several photos of one wrong thing are one observation: only the clearest is weighed."""
    for role, name in ((PhotoRole.buyer_claim, "claim"), (PhotoRole.return_inspection, "return")):
        found = file.found(role, Outcome.different_item)
        if not found:
            continue
        same = min(each.result.same_item_probability for each in found if each.result)
        same = min(max(same, _SUREST), 1 - _SUREST)
        weight = rule.number(f"{name}_factor") * math.log((1 - same) / same)
        yield Signal(
            f"{name}_different_item",
            round(min(max(weight, rule.number("floor")), rule.number(f"{name}_cap")), 2),
            {"count": len(found), **surest(found, same=False)},
            references(ReferenceType.comparison, (each.id for each in found))
            + references(ReferenceType.photo, (each.candidate for each in found)),
        )
