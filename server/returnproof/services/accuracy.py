"""How right a set of answers was: ranking, calibration, and the answers that were given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from returnproof.domain.comparison import ComparisonResult, Outcome

FALSE_POSITIVES = 0.01
BINS = 10
_PICTURE_TASK = "same_picture"


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer and the truth: `same` as the task asks (same picture, or same item)."""

    task: str
    same: bool
    result: ComparisonResult

    @property
    def probability(self) -> float:
        """The probability that this row's task asks for."""
        if self.task == _PICTURE_TASK:
            return self.result.same_picture_probability
        return self.result.same_item_probability

    @property
    def called_same(self) -> bool:
        """Whether the outcome says what the task asks."""
        if self.task == _PICTURE_TASK:
            return self.result.outcome is Outcome.same_picture
        return self.result.outcome in {Outcome.same_picture, Outcome.same_item}

    @property
    def called_different(self) -> bool:
        """Whether the outcome denies it."""
        return self.result.outcome is Outcome.different_item


@dataclass(frozen=True, slots=True)
class TaskAccuracy:
    """Figures of one task; None where the rows cannot show it (one label only, nothing decided).

    `outcomes` are shares of all rows; `precision_same` and `precision_different` shares of the
    answers so decided that were right.
    """

    task: str
    rows: int
    auc: float | None
    true_positives: float | None
    calibration_error: float
    outcomes: dict[str, float]
    precision_same: float | None
    precision_different: float | None

    @staticmethod
    def heading() -> str:
        """Column names for `row`."""
        return (
            f"{'task':16} {'rows':>5} {'AUC':>6} {'TPR@1%':>6} {'ECE':>6} {'=pic':>6} {'=item':>6}"
            f" {'!=item':>6} {'open':>6} {'P(=)':>6} {'P(!=)':>6}"
        )

    def row(self) -> str:
        """One line, in the columns of `heading`."""
        shares = [self.outcomes[outcome.value] for outcome in Outcome]
        numbers = [
            self.auc,
            self.true_positives,
            self.calibration_error,
            *shares,
            self.precision_same,
            self.precision_different,
        ]
        cells = " ".join(f"{'–' if number is None else f'{number:.3f}':>6}" for number in numbers)
        return f"{self.task:16} {self.rows:5} {cells}"


def accuracy(judged: Sequence[Judged]) -> tuple[TaskAccuracy, ...]:
    """By task, in order of name."""
    tasks = sorted({each.task for each in judged})
    return tuple(_of_task(task, [each for each in judged if each.task == task]) for task in tasks)


def _of_task(task: str, judged: Sequence[Judged]) -> TaskAccuracy:
    scores = [(each.probability, each.same) for each in judged]
    counts = Counter(each.result.outcome for each in judged)
    return TaskAccuracy(
        task=task,
        rows=len(judged),
        auc=area_under_curve(scores),
        true_positives=true_positive_rate(scores, FALSE_POSITIVES),
        calibration_error=expected_calibration_error(scores),
        outcomes={outcome.value: counts[outcome] / len(judged) for outcome in Outcome},
        precision_same=_share([each.same for each in judged if each.called_same]),
        precision_different=_share([not each.same for each in judged if each.called_different]),
    )


def _share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def area_under_curve(scores: Sequence[tuple[float, bool]]) -> float | None:
    """The chance that a same pair scores above a different one, a tie counting half."""
    positives = sum(same for _, same in scores)
    negatives = len(scores) - positives
    if not positives or not negatives:
        return None
    below, wins = 0, 0.0
    for same_here, different_here in _by_score(scores):
        wins += same_here * (below + different_here / 2)
        below += different_here
    return wins / (positives * negatives)


def true_positive_rate(scores: Sequence[tuple[float, bool]], allowed: float) -> float | None:
    """The largest share of same pairs found by a threshold with at most `allowed` false alarms."""
    positives = sum(same for _, same in scores)
    negatives = len(scores) - positives
    if not positives or not negatives:
        return None
    found, alarms, best = 0, 0, 0
    for same_here, different_here in reversed(_by_score(scores)):
        found, alarms = found + same_here, alarms + different_here
        if alarms > allowed * negatives:
            break
        best = found
    return best / positives


def expected_calibration_error(scores: Sequence[tuple[float, bool]]) -> float:
    """Mean gap between what was said and what was true, over BINS equal ranges of probability."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, same in scores:
        bins[min(BINS - 1, int(probability * BINS))].append((probability, same))
    gaps = (abs(sum(p for p, _ in some) - sum(same for _, same in some)) for some in bins if some)
    return sum(gaps) / max(1, len(scores))


def _by_score(scores: Sequence[tuple[float, bool]]) -> list[tuple[int, int]]:
    """(same, different) counts at each distinct score, lowest first."""
    counts: dict[float, list[int]] = {}
    for score, same in scores:
        counts.setdefault(score, [0, 0])[0 if same else 1] += 1
    return [(counts[score][0], counts[score][1]) for score in sorted(counts)]
