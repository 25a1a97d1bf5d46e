"""Charts of the accuracy report, as SVG that needs nothing else; legible in grey."""

from collections.abc import Sequence
from html import escape

from returnproof.services.accuracy import BINS

_SIZE = 300
_LEFT, _BOTTOM, _TOP = 46, 40, 12
_BLUE, _ORANGE, _GREY, _INK = "#0072B2", "#E69F00", "#98A2B3", "#101828"
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)

Scores = Sequence[tuple[float, bool]]


def roc(scores: Scores, across: str, up: str) -> str:
    """Found same pairs (up) by false alarms (across), and the threshold of one in a hundred."""
    points = [(0.0, 0.0), *_steps(scores)]
    line = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    limit = f'<line x1="{_x(0.01):.1f}" y1="{_y(0):.1f}" x2="{_x(0.01):.1f}" y2="{_y(1):.1f}" '
    drawn = (
        f'{limit}stroke="{_ORANGE}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        f"{_diagonal()}"
        f'<polyline points="{line}" fill="none" stroke="{_BLUE}" stroke-width="2"/>'
    )
    return _chart(drawn, across, up)


def reliability(scores: Scores, across: str, up: str) -> str:
    """How often it was true (up) by what was said (across); a larger dot is more answers."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, same in scores:
        bins[min(BINS - 1, int(probability * BINS))].append((probability, same))
    dots: list[str] = []
    for some in filter(None, bins):
        said = sum(probability for probability, _ in some) / len(some)
        true = sum(same for _, same in some) / len(some)
        radius = 3 + 9 * (len(some) / max(1, len(scores))) ** 0.5
        dots.append(
            f'<line x1="{_x(said):.1f}" y1="{_y(said):.1f}" x2="{_x(said):.1f}" y2="{_y(true):.1f}"'
            f' stroke="{_ORANGE}" stroke-width="1.5"/>'
            f'<circle cx="{_x(said):.1f}" cy="{_y(true):.1f}" r="{radius:.1f}" fill="{_BLUE}"'
            f' fill-opacity="0.75"><title>{len(some)}: {said:.3f} / {true:.3f}</title></circle>'
        )
    return _chart(_diagonal() + "".join(dots), across, up)


def _steps(scores: Scores) -> list[tuple[float, float]]:
    """(false alarms, found) at each threshold, strictest first; ties move both at once."""
    positives = max(1, sum(same for _, same in scores))
    negatives = max(1, len(scores) - sum(same for _, same in scores))
    counts: dict[float, list[int]] = {}
    for score, same in scores:
        counts.setdefault(score, [0, 0])[int(same)] += 1
    alarms = found = 0
    points: list[tuple[float, float]] = []
    for score in sorted(counts, reverse=True):
        alarms, found = alarms + counts[score][0], found + counts[score][1]
        points.append((alarms / negatives, found / positives))
    return points


def _chart(drawn: str, across: str, up: str) -> str:
    width, height = _LEFT + _SIZE + 12, _TOP + _SIZE + _BOTTOM
    ticks = "".join(
        f'<text x="{_x(at):.0f}" y="{_y(0) + 16:.0f}" text-anchor="middle">{at:g}</text>'
        f'<text x="{_LEFT - 6}" y="{_y(at) + 4:.0f}" text-anchor="end">{at:g}</text>'
        for at in _TICKS
    )
    middle = _TOP + _SIZE / 2
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(up)} / {escape(across)}" font-size="12" fill="{_INK}">'
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" fill="#fff"'
        f' stroke="{_GREY}"/>{drawn}{ticks}'
        f'<text x="{_LEFT + _SIZE / 2}" y="{height - 6}" text-anchor="middle">'
        f"{escape(across)}</text>"
        f'<text x="12" y="{middle}" text-anchor="middle"'
        f' transform="rotate(-90 12 {middle})">{escape(up)}</text></svg>'
    )


def _diagonal() -> str:
    return (
        f'<line x1="{_x(0):.1f}" y1="{_y(0):.1f}" x2="{_x(1):.1f}" y2="{_y(1):.1f}"'
        f' stroke="{_GREY}" stroke-dasharray="2 3"/>'
    )


def _x(share: float) -> float:
    return _LEFT + share * _SIZE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIZE
