"""An assessment as it is kept: codes and values, in no language."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from returnproof.domain.assessment import Assessment, history_of
from returnproof.domain.case_file import CaseFile
from returnproof.domain.checklist import Met
from returnproof.domain.comparison import Comparison, Reason
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import Reference, Signal
from returnproof.domain.stated import bounded
from returnproof.services.assessment_situation import situation_of
from returnproof.services.ports import Json


def document_of(file: CaseFile, assessment: Assessment) -> Json:
    """Everything `services/assessment_texts.py` needs, so that reading it is one round trip."""
    case = file.case
    return {
        "refund_id": case.refund_id,
        "order_id": case.order_id,
        "level": assessment.level.value,
        "confidence": assessment.confidence,
        "score": assessment.score,
        "signals": [_signal(each) for each in assessment.signals],
        "comparisons": [_comparison(each) for each in _in_order(file)],
        "scenario": assessment.scenario.id,
        "scenario_chosen": assessment.chosen,
        "scenario_proposed": assessment.proposal.scenario.id,
        "scenario_grounds": [
            {"kind": each.kind, "code": each.code} for each in assessment.proposal.grounds
        ],
        "criteria": [_met(each) for each in assessment.criteria],
        "steps": [_met(each) for each in assessment.steps],
        "current": assessment.current,
        "deadline": case.deadline,
        "pending": assessment.pending,
        "model_version": assessment.model_version,
        "packing_photos": [photo.id for photo in file.packing],
        "buyer_photos": _ids(file, PhotoRole.buyer_claim),
        "return_photos": _ids(file, PhotoRole.return_inspection),
        "history": asdict(history_of(file)),
        "situation": situation_of(file, {each.code for each in assessment.signals}),
    }


def _ids(file: CaseFile, role: PhotoRole) -> list[str]:
    return [photo.id for photo in file.with_role(role)]


def _in_order(file: CaseFile) -> Iterable[Comparison]:
    """As the photos came."""
    places = {photo.id: place for place, photo in enumerate(file.photos)}
    return sorted(
        (each for each in file.comparisons if each.candidate in places),
        key=lambda each: places[each.candidate],
    )


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "code": signal.code,
        "weight": signal.weight,
        "detail": dict(signal.detail),
        "evidence": _references(signal.evidence),
    }


def _met(met: Met) -> dict[str, Any]:
    return {
        "id": met.criterion.id,
        "undecided": met.undecided,
        "done": met.done,
        "by": met.by.value if met.by else None,
        "how": met.criterion.how,
        "evidence": _references(met.evidence),
    }


def _references(found: Iterable[Reference]) -> list[dict[str, str]]:
    return [{"type": each.type.value, "id": each.id} for each in found]


def _comparison(comparison: Comparison) -> dict[str, Any]:
    head = {
        "id": comparison.id,
        "candidate": comparison.candidate,
        "references": list(comparison.references),
        "state": comparison.state.value,
    }
    result = comparison.result
    if comparison.problem is not None:
        head["problem"] = comparison.problem
    if result is None:
        return head
    return head | {
        "outcome": result.outcome.value,
        # As far as it may be said: the panel and the signals must name one rate of error.
        "same_item_probability": bounded(result.same_item_probability, len(comparison.references)),
        "same_picture_probability": result.same_picture_probability,
        "best_reference": result.best_reference,
        "reasons": [_reason(each) for each in result.reasons],
        "guidance": [_reason(each) for each in result.guidance],
        "elapsed_ms": result.elapsed_ms,
        "engine": result.engine,
        "differences": asdict(result.differences) if result.differences else None,
        "marks": [asdict(mark) for mark in result.marks],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "detail": dict(reason.detail)}
