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
    back = document["situation"]["back"]
    return {name: document[name] for name in _AS_IT_IS} | {
        "level_text": contract.text(f"level.{document['level']}.name", language),
        "reason": reason_of(document, language),
        "signals": [_signal(each, language) for each in document["signals"]],
        "comparisons": [_comparison(each, language) for each in document["comparisons"]],
        "scenario": _scenario(scenario, back, language),
        "scenario_proposed": _scenario(document["scenario_proposed"], back, language)
        | {"grounds": _grounds(document["scenario_grounds"], language)},
        "checklist": {
            "scenario": scenario,
            "criteria": [_criterion(each, language) for each in document["criteria"]],
        },
        "steps": [_step(each, document, language) for each in document["steps"]],
        "next_step": {
            "id": current,
            "text": _worded(f"step.{current}.{scenario}", back, language),
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
        "scenario": document["scenario"],
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
    return filled(f"signal.{told[0]['code']}.short", told[0]["detail"], language)


def filled(key: str, detail: Mapping[str, Any], language: str) -> str:
    """A text with what a signal or a reason found; times as sellers read them."""
    values = {name: _local(value) if name in _TIMES else value for name, value in detail.items()}
    return contract.text(key, language, apart=_apart(detail, language), **values)


def _apart(detail: Mapping[str, Any], language: str) -> str:
    """How far two cases are apart and how many there are, as far as that is known and says much."""
    days, count, parts = detail.get("days"), detail.get("count", 1), []
    if days is not None:
        name = {0: "same_day", 1: "day"}.get(days, "days")
        parts.append(contract.text(f"phrase.{name}", language, days=days))
    if count > 1:
        parts.append(contract.text("phrase.cases", language, count=count))
    joined = contract.text("phrase.comma", language).join(parts)
    return contract.text("phrase.brackets", language, parts=joined) if parts else ""


def _local(moment: str) -> str:
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    known = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed
    return known.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M UTC+8")


def _signal(signal: Json, language: str) -> Json:
    key = f"signal.{signal['code']}"
    return signal | {
        "short": filled(f"{key}.short", signal["detail"], language),
        "text": filled(f"{key}.text", signal["detail"], language),
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
    return reason | {"text": filled(f"{section}.{reason['code']}", reason["detail"], language)}


def _scenario(scenario: str, back: str, language: str) -> Json:
    key = f"scenario.{scenario}"
    return {
        "id": scenario,
        "name": contract.text(f"{key}.name", language),
        "move": _worded(f"{key}.move", back, language),
        "evidence": contract.text(f"{key}.evidence", language),
    }


def _worded(key: str, back: str, language: str) -> str:
    """Nothing is said of opening a return where nothing comes back."""
    other = f"{key}_no_return"
    return contract.text(other if back == "none" and contract.has_text(other) else key, language)


def _grounds(grounds: Iterable[Json], language: str) -> list[Json]:
    """One thing that speaks for a scenario twice is said once."""
    keys = {f"ground.{each['kind']}.{each['code']}": each for each in grounds}
    return [each | {"text": contract.text(key, language)} for key, each in keys.items()]


def _criterion(met: Json, language: str) -> Json:
    text = contract.text(f"criterion.{met['id']}", language)
    return {name: value for name, value in met.items() if name != "undecided"} | {
        "text": contract.text("phrase.undecided", language, what=text)
        if met["undecided"]
        else text,
        "how_text": contract.text(f"how.{met['how']}", language),
    }


def _step(met: Json, document: Json, language: str) -> Json:
    step = met["id"].removeprefix("step_")
    key = f"step.{step}.{document['scenario']}"
    return {
        "id": step,
        "criterion": met["id"],
        "title": contract.text(f"step.{step}.name", language),
        "text": _worded(key, document["situation"]["back"], language),
        "done": met["done"],
        "by": met["by"],
        "current": met["id"] == document["current"],
    }


def _facts(scenario: str, language: str) -> list[str]:
    named = contract.checklists()[scenario]["facts"]
    return [contract.text(f"fact.{each}", language) for each in named]


def _message(scenario: str, step: str, document: Json, language: str) -> str | None:
    """A message to the buyer to be edited and sent by a person; None when the step has none.

    The variant that fits what has come back and what is known; the plain one claims neither.
    """
    back, facts = document["situation"]["back"], document["situation"]["facts"]
    here = [f"{step}_{back}_{fact}" for fact in facts] + [f"{step}_{back}"]
    # What a comparison of the buyer's own photo found does not speak of a return.
    anywhere = [] if back == "arrived" else [f"{step}_{fact}" for fact in facts]
    if back == "arrived" and "delivered" in facts:
        anywhere = [f"{step}_delivered"]
    keys = [f"message.{scenario}.{each}" for each in (*here, *anywhere, step)]
    found = next((key for key in keys if contract.has_text(key)), None)
    return found and contract.text(found, language, order_id=document["order_id"])
