"""The words of an assessment, in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from returnproof import contract
from returnproof.services.ports import Json

# Sellers read times as their platform writes them.
_CHINA = timezone(timedelta(hours=8))
_TIMES = frozenset({"delivered"})


# What needs no words.
_AS_IT_IS = (
    *("refund_id", "level", "confidence", "score", "deadline", "pending", "model_version"),
    *("packing_photos", "buyer_photos", "return_photos", "history", "scenario_chosen"),
)


def present(document: Json, language: str) -> Json:
    """The answer of `GET cases/{refund_id}/assessment`."""
    scenario, current = document["scenario"], document["current"].removeprefix("step_")
    return {name: document[name] for name in _AS_IT_IS} | {
        "level_text": contract.text(f"level.{document['level']}.name", language),
        "reason": reason_of(document, language),
        "signals": [_signal(each, language) for each in document["signals"]],
        "comparisons": [_comparison(each, language) for each in document["comparisons"]],
        "scenario": _scenario(scenario, language),
        "scenario_proposed": _scenario(document["scenario_proposed"], language)
        | {"grounds": _grounds(document["scenario_grounds"], language)},
        "checklist": {
            "scenario": scenario,
            "criteria": [_criterion(each, language) for each in document["criteria"]],
        },
        "steps": [_step(each, scenario, current, language) for each in document["steps"]],
        "next_step": {
            "id": current,
            "text": contract.text(f"step.{current}.{scenario}", language),
            "message": _message(scenario, current, document, language),
        },
        "facts": _facts(scenario, language),
    }


def brief(document: Json, language: str) -> Json:
    """One entry of `POST cases/assessments`."""
    criteria = document["criteria"]
    return {
        "refund_id": document["refund_id"],
        "level": document["level"],
        "reason": reason_of(document, language),
        "evidence": {
            "done": sum(1 for each in criteria if each["done"]),
            "total": len(criteria),
        },
        "deadline": document["deadline"],
        "pending": document["pending"],
    }


def reason_of(document: Json, language: str) -> str:
    """The main reason in at most 12 Chinese characters.

    When the level is unknown it is what is missing; when none, what agrees; else what weighs most.
    """
    signals, level = document["signals"], document["level"]
    if level == "unknown":
        told = [each for each in signals if each["weight"] == 0]
    elif level == "none":
        told = [each for each in reversed(signals) if each["weight"] < 0]
    else:
        told = signals
    if not told:
        return contract.text(f"level.{level}.reason", language)
    return _filled(f"signal.{told[0]['code']}.short", told[0]["detail"], language)


def _filled(key: str, detail: Mapping[str, Any], language: str) -> str:
    values = {name: _local(value) if name in _TIMES else value for name, value in detail.items()}
    return contract.text(key, language, **values)


def _local(moment: str) -> str:
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    known = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed
    return known.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")


def _signal(signal: Json, language: str) -> Json:
    key = f"signal.{signal['code']}"
    return signal | {
        "short": _filled(f"{key}.short", signal["detail"], language),
        "text": _filled(f"{key}.text", signal["detail"], language),
        "rests_on": contract.text(f"{key}.rests_on", language),
        "would_change": contract.text(f"{key}.would_change", language),
    }


def _comparison(comparison: Json, language: str) -> Json:
    told = {
        name: [_reason(section, each, language) for each in comparison[name]]
        for name, section in (("reasons", "reason"), ("guidance", "guidance"))
        if name in comparison
    }
    return comparison | told


def _reason(section: str, reason: Json, language: str) -> Json:
    return reason | {"text": _filled(f"{section}.{reason['code']}", reason["detail"], language)}


def _scenario(scenario: str, language: str) -> Json:
    key = f"scenario.{scenario}"
    return {
        "id": scenario,
        **{name: contract.text(f"{key}.{name}", language) for name in ("name", "move", "evidence")},
    }


def _grounds(grounds: Iterable[Json], language: str) -> list[Json]:
    return [
        each | {"text": contract.text(f"ground.{each['kind']}.{each['code']}", language)}
        for each in grounds
    ]


def _criterion(met: Json, language: str) -> Json:
    return met | {
        "text": contract.text(f"criterion.{met['id']}", language),
        "how_text": contract.text(f"how.{met['how']}", language),
    }


def _step(met: Json, scenario: str, current: str, language: str) -> Json:
    step = met["id"].removeprefix("step_")
    return {
        "id": step,
        "criterion": met["id"],
        "title": contract.text(f"step.{step}.name", language),
        "text": contract.text(f"step.{step}.{scenario}", language),
        "done": met["done"],
        "by": met["by"],
        "current": step == current,
    }


def _facts(scenario: str, language: str) -> list[str]:
    named = contract.checklists()[scenario]["facts"]
    return [contract.text(f"fact.{each}", language) for each in named]


def _message(scenario: str, step: str, document: Json, language: str) -> str | None:
    """A message to the buyer to be edited and sent by a person; None when the step has none."""
    key = f"message.{scenario}.{step}"
    if not contract.has_text(key):
        return None
    return contract.text(key, language, order_id=document["order_id"])
