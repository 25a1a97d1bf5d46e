"""The accuracy of a run as one page that needs nothing else: figures, charts, mistakes."""

import base64
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from returnproof import contract
from returnproof.domain.comparison import Outcome
from returnproof.services import report_charts
from returnproof.services.accuracy import Judged, TaskAccuracy, accuracy

MOST_MISTAKES = 6
_COLOURS = {
    Outcome.same_picture: "#0072B2",
    Outcome.same_item: "#56B4E9",
    Outcome.inconclusive: "#D0D5DD",
    Outcome.different_item: "#D55E00",
}
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;color:#101828;max-width:1160px;margin:24px auto;"
    "padding:0 20px}h1,h2,h3{color:#0B5C63}table{border-collapse:collapse;margin:8px 0}"
    "td,th{padding:4px 10px;border-bottom:1px solid #EAECF0;text-align:right}"
    "td:first-child,th:first-child{text-align:left}.charts,.shots{display:flex;flex-wrap:wrap;"
    "gap:20px}.bar{display:flex;width:340px;height:16px}.bar span{display:block}"
    "figure{margin:0;max-width:360px;break-inside:avoid}figure img{height:150px;max-width:170px;"
    "object-fit:contain;background:#F6F7F5}figcaption{font-size:13px;overflow-wrap:anywhere}"
    ".en{color:#475467;font-size:.9em}.key>i{display:inline-block;width:12px;height:12px;"
    "margin:0 6px 0 14px}svg{max-width:100%;height:auto}@media print{h2{break-before:page}}"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table with its answer."""

    row: dict[str, str]
    judged: Judged

    @property
    def wrongness(self) -> float:
        """How sure it was of what is not so, 0 to 1."""
        probability = self.judged.probability
        return 1 - probability if self.judged.same else probability


# A small picture of a file of the table by its name; None where there is none.
Shot = Callable[[str], bytes | None]


def page(cases: Sequence[Case], rows: int, unreadable: int, shot: Shot) -> str:
    """Chinese first, English beside it."""
    engines = sorted({case.judged.result.engine for case in cases if case.judged.result.engine})
    head = _both("summary", rows=rows, unreadable=unreadable, engine=", ".join(engines) or "–")
    body = "".join(
        _task(task, [case for case in cases if case.judged.task == task.task], shot)
        for task in accuracy([case.judged for case in cases])
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(_say('title', 'zh-CN'))}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{_both('title')}</h1><p>{head}</p>{body or _both('no_labels')}"
        "</body></html>\n"
    )


def _task(task: TaskAccuracy, cases: Sequence[Case], shot: Shot) -> str:
    scores = [(case.judged.probability, case.judged.same) for case in cases]
    charts = (
        (report_charts.roc, "roc", ("false_alarms", "found")),
        (report_charts.reliability, "reliability", ("said", "true")),
    )
    drawn = "".join(
        f"<div><h3>{_both(title)}</h3>{draw(scores, *(_axis(axis) for axis in axes))}</div>"
        for draw, title, axes in charts
    )
    return (
        f"<h2>{escape(task.task)}</h2>{_figures(task)}<div class='charts'>{drawn}</div>"
        f"<h3>{_both('by_kind')}</h3>{_key()}{_by_kind(cases)}"
        f"<h3>{_both('mistakes')}</h3><div class='shots'>{''.join(_mistakes(cases, shot))}</div>"
    )


def _figures(task: TaskAccuracy) -> str:
    told: dict[str, float | None] = {
        "auc": task.auc,
        "tpr": task.true_positives,
        "ece": task.calibration_error,
        "right_same": task.precision_same,
        "right_different": task.precision_different,
        "open": task.outcomes[Outcome.inconclusive.value],
    }
    names = "".join(f"<th>{_both(name)}</th>" for name in ("rows", *told))
    numbers = "".join(
        f"<td>{'–' if number is None else f'{number:.3f}'}</td>" for number in told.values()
    )
    return f"<table><tr>{names}</tr><tr><td>{task.rows}</td>{numbers}</tr></table>"


def _key() -> str:
    swatches = "".join(
        f'<i style="background:{colour}"></i>{_both(outcome.value)}'
        for outcome, colour in _COLOURS.items()
    )
    return f'<p class="key">{swatches}</p>'


def _by_kind(cases: Sequence[Case]) -> str:
    """A bar for each kind and label: the share of each answer."""
    groups: defaultdict[tuple[str, bool], Counter[Outcome]] = defaultdict(Counter)
    for case in cases:
        kind = case.row.get("kind") or "–"
        groups[kind, case.judged.same][case.judged.result.outcome] += 1
    lines = "".join(
        f"<tr><td>{escape(kind)}</td><td>{_both('is_same' if same else 'is_different')}</td>"
        f"<td>{sum(counts.values())}</td><td><div class='bar'>{_bar(counts)}</div></td></tr>"
        for (kind, same), counts in sorted(groups.items())
    )
    return f"<table>{lines}</table>"


def _bar(counts: Counter[Outcome]) -> str:
    whole = sum(counts.values())
    return "".join(
        f'<span style="width:{100 * counts[outcome] / whole:.2f}%;background:{colour}"'
        f' title="{outcome.value} {counts[outcome]}"></span>'
        for outcome, colour in _COLOURS.items()
        if counts[outcome]
    )


def _mistakes(cases: Sequence[Case], shot: Shot) -> Iterator[str]:
    """The surest of what was not so, of either kind."""
    for same in (False, True):
        own = [case for case in cases if case.judged.same is same and case.wrongness > 0.5]  # noqa: PLR2004 - more likely than not
        own.sort(key=lambda case: (-case.wrongness, case.row["reference"], case.row["candidate"]))
        yield from (_mistake(case, shot) for case in own[:MOST_MISTAKES])


def _mistake(case: Case, shot: Shot) -> str:
    best = case.judged.result.best_reference or case.row["reference"].split("|")[0]
    pictures = "".join(_picture(name, shot) for name in (best, case.row["candidate"]))
    label = _both("is_same" if case.judged.same else "is_different")
    words = (
        f"{label} · {_both(case.judged.result.outcome.value)} · {case.judged.probability:.3f}<br>"
        f"{escape(best)}<br>{escape(case.row['candidate'])}"
    )
    return f"<figure>{pictures}<figcaption>{words}</figcaption></figure>"


def _picture(name: str, shot: Shot) -> str:
    content = shot(name)
    if content is None:
        return ""
    encoded = base64.b64encode(content).decode()
    return f'<img alt="{escape(name)}" src="data:image/webp;base64,{encoded}">'


def _both(key: str, **values: object) -> str:
    english = escape(_say(key, "en", **values))
    return f'{escape(_say(key, "zh-CN", **values))} <span class="en" lang="en">{english}</span>'


def _axis(key: str) -> str:
    return f"{_say(key, 'zh-CN')} {_say(key, 'en')}"


def _say(key: str, language: str, **values: object) -> str:
    return contract.text(f"report.{key}", language, **values)
