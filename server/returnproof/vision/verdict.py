"""From what was measured to one of four answers, its grounds, and what to photograph next.

Slow to accuse: another side, light or distance explains a missing match as well as another item
would, so `different_item` needs colours or looks that are seen to differ from every reference's, a
sound photo, and a very low probability.
"""

from collections.abc import Sequence

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.vision.model import Model, logistic
from returnproof.vision.sighting import Sighting

# Measured: three packing photos from different sides decide four times as often as one.
ENOUGH_REFERENCES = 3
_ALIKE = 0.9
_DIFFERENT = 0.85
# Nineteen in twenty pairs of photos of one item look more alike than this to the network.
_LOOKS_DIFFERENT = 0.35
_LOOKS_ALIKE = 0.7
# Colours around the item: from here on both photos were probably taken in one place.
_ONE_PLACE = 0.8
# Colours and looks show a thing of that kind; only points in common show this one.
_SAME_VOTES = 4.0
_BACKGROUND_INLIERS = 20
_ITEM_POINTS = 8
_FAULTY_DENIAL = 0.3


def decide(
    sightings: Sequence[Sighting], faults: Sequence[Reason], model: Model, *, elapsed_ms: int = 0
) -> ComparisonResult:
    """The same answer whatever the order of `sightings`; `faults` are the candidate's."""
    if not sightings:
        return _without_references(faults, model, elapsed_ms)
    copy = max(sightings, key=lambda seen: (model.picture_log_odds(seen), seen.name))
    likest = max(sightings, key=lambda seen: (model.item_log_odds([seen]), seen.name))
    picture = logistic(model.picture_log_odds(copy))
    looks = logistic(_tempered(model.item_log_odds(sightings), faults))
    item = max(picture, looks)
    outcome = _outcome(picture, item, sightings, faults, model)
    best = copy if outcome is Outcome.same_picture else likest
    return ComparisonResult(
        outcome=outcome,
        same_item_probability=round(item, 4),
        same_picture_probability=round(picture, 4),
        best_reference=best.name,
        reasons=(*_reasons(best, outcome), *faults),
        guidance=_guidance(best, outcome, faults, len(sightings)),
        elapsed_ms=elapsed_ms,
        engine=model.version,
    )


def _tempered(log_odds: float, faults: Sequence[Reason]) -> float:
    """What a faulty photo does not show, it does not deny: doubt shrinks, agreement stays."""
    return log_odds * _FAULTY_DENIAL if faults and log_odds < 0 else log_odds


def _outcome(
    picture: float,
    item: float,
    sightings: Sequence[Sighting],
    faults: Sequence[Reason],
    model: Model,
) -> Outcome:
    bands = model.bands
    if picture >= bands.same_picture:
        return Outcome.same_picture
    if item >= bands.same_item and max(seen.zoom_votes for seen in sightings) >= _SAME_VOTES:
        return Outcome.same_item
    several = len(sightings) >= ENOUGH_REFERENCES
    end = bands.different_several if several else bands.different_one
    seen_to = all(_colours_differ(seen) or _looks_differ(seen) for seen in sightings)
    denied = item <= end and seen_to and not faults
    return Outcome.different_item if denied else Outcome.inconclusive


def _colours_differ(seen: Sighting) -> bool:
    """In one place the light is the same, so that the colours as photographed tell."""
    if seen.room >= _ONE_PLACE:
        return seen.colours < _DIFFERENT
    return max(seen.colours, seen.balanced) < _DIFFERENT


def _looks_differ(seen: Sighting) -> bool:
    return seen.looks < _LOOKS_DIFFERENT


def _without_references(
    faults: Sequence[Reason], model: Model, elapsed_ms: int
) -> ComparisonResult:
    return ComparisonResult(
        outcome=Outcome.inconclusive,
        same_item_probability=0.5,
        same_picture_probability=0.0,
        best_reference=None,
        reasons=(Reason("no_reference"), *faults),
        guidance=(Reason("photograph_before_packing"),),
        elapsed_ms=elapsed_ms,
        engine=model.version,
    )


def _reasons(best: Sighting, outcome: Outcome) -> tuple[Reason, ...]:
    """What can be seen in the figure of `best` and the candidate, strongest first."""
    where = {"reference": best.name}
    if outcome is Outcome.same_picture:
        copied = {"count": best.inliers, "percent": round(100 * best.overlap), **where}
        mirrored = (Reason("mirrored", where),) if best.mirrored else ()
        return (Reason("copy_of_reference", copied), *mirrored)
    points = Reason(_points_code(best), {"count": best.item_points, **where})
    seen = (*_colours(best), *_looks(best))
    if outcome is Outcome.different_item:
        place = {"percent": round(100 * best.room), **where}
        same_place = (Reason("same_place", place),) if best.room >= _ONE_PLACE else ()
        return (*seen, *same_place, points)
    background = (
        (Reason("background_alike", {"count": best.inliers, **where}),)
        if best.inliers >= _BACKGROUND_INLIERS and best.item_points < _ITEM_POINTS
        else ()
    )
    return (points, *background, *seen)


def _colours(best: Sighting) -> tuple[Reason, ...]:
    colours = {"percent": round(100 * max(best.colours, best.balanced)), "reference": best.name}
    if _colours_differ(best):
        if best.room >= _ONE_PLACE:
            colours["percent"] = round(100 * best.colours)
        return (Reason("colours_differ", colours),)
    return (Reason("colours_alike", colours),) if best.colours >= _ALIKE else ()


def _looks(best: Sighting) -> tuple[Reason, ...]:
    looks = {"percent": round(100 * max(0.0, best.looks)), "reference": best.name}
    if _looks_differ(best):
        return (Reason("looks_differ", looks),)
    return (Reason("looks_alike", looks),) if best.looks >= _LOOKS_ALIKE else ()


def _points_code(best: Sighting) -> str:
    if best.item_points >= _ITEM_POINTS:
        return "matched_points"
    return "few_matched_points"


def _guidance(
    best: Sighting, outcome: Outcome, faults: Sequence[Reason], references: int
) -> tuple[Reason, ...]:
    """Which photo would settle it; nothing where it is settled."""
    if outcome in {Outcome.same_picture, Outcome.same_item}:
        return ()
    advice = [Reason(f"retake_{fault.code.removeprefix('candidate_')}") for fault in faults]
    advice += [Reason("photograph_same_side", {"reference": best.name}), Reason("photograph_marks")]
    if references < ENOUGH_REFERENCES:
        advice.append(Reason("more_packing_photos", {"count": references}))
    return tuple(advice)
