"""Everything in shared/ fits its schema, and names only things that exist."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.checklist import By, Criterion
from returnproof.domain.scenario import topics_of
from returnproof.domain.shipment import Shipment
from returnproof.domain.signals import looks
from returnproof.services.assessments import rulebook

ROOT = files("returnproof.shared")
TOPICS = rulebook().topics
SPECIAL = {"levels", "topics", "criteria", "facts"}


def _case(reason: str) -> Case:
    return Case(refund_id="R1", order_id="O1", created="", updated="", reason=reason)


def stems(folder: str) -> list[str]:
    return sorted(
        entry.name.removesuffix(".json")
        for entry in ROOT.joinpath(folder).iterdir()
        if entry.name.endswith(".json")
    )


def load(*path: str):
    return json.loads(ROOT.joinpath(*path).read_text(encoding="utf-8"))


def complaints(schema: str, data) -> list[str]:
    validator = Draft202012Validator(load("schemas", f"{schema}.schema.json"))
    return [f"{list(each.absolute_path)}: {each.message}" for each in validator.iter_errors(data)]


@pytest.mark.parametrize("name", stems("schemas"))
def test_every_schema_is_one(name):
    Draft202012Validator.check_schema(load("schemas", f"{name}.json"))


@pytest.mark.parametrize("name", stems("rules"))
def test_every_rule_fits_its_schema(name):
    assert complaints(name if name in SPECIAL else "rule", load("rules", f"{name}.json")) == []


@pytest.mark.parametrize("name", stems("checklists"))
def test_every_checklist_fits_its_schema_and_is_named_after_its_scenario(name):
    data = load("checklists", f"{name}.json")
    assert complaints("checklist", data) == []
    assert data["scenario"] == name


@pytest.mark.parametrize("name", stems("platforms"))
def test_every_platform_fits_its_schema_and_is_named_after_its_id(name):
    data = load("platforms", f"{name}.json")
    assert complaints("platform", data) == []
    assert data["id"] == name


def test_what_texts_say_of_a_platforms_limits_is_what_its_description_says():
    facts = {each["id"]: each for each in load("rules", "facts.json")["facts"]}
    for fact in ("intervention_images", "reject_images"):
        limit = load("platforms", f"{facts[fact]['platform']}.json")["limits"][fact]
        assert facts[fact]["value"] == limit["value"]
        assert str(limit["value"]) in contract.text(f"fact.{fact}")


def test_the_reasons_a_platform_gives_are_heard_by_code_and_by_word():
    """A page shows words and an interface codes: both must propose the same."""
    reasons = contract.platforms()["kuaishou"]["enums"]["reason"]
    differing = {
        words: (topics_of(_case(code), TOPICS), topics_of(_case(words), TOPICS))
        for code, words in reasons.items()
        if topics_of(_case(code), TOPICS) != topics_of(_case(words), TOPICS)
    }
    assert differing == {}


@pytest.mark.parametrize("name", stems("examples"))
def test_every_example_fits_its_schema(name):
    assert complaints("example", load("examples", f"{name}.json")) == []


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_the_texts_fit_their_schema(language):
    assert complaints("i18n", load("i18n", f"{language}.json")) == []


def test_a_wrong_file_would_be_noticed():
    assert complaints("checklist", {"scenario": "x", "criteria": []}) != []
    assert complaints("rule", {"why": "short"}) != []


def test_every_signal_module_has_its_rule_and_every_rule_its_module():
    assert set(looks()) == set(stems("rules")) - SPECIAL


def test_a_code_belongs_to_one_rule_and_to_a_group_that_exists():
    codes = [each["code"] for name in looks() for each in load("rules", f"{name}.json")["codes"]]
    assert len(codes) == len(set(codes))
    assert {rulebook().group_of(code).id for code in codes} == set(rulebook().groups)


def test_the_levels_rise():
    levels = rulebook().levels
    assert 0 < levels.low < levels.medium < levels.high


def test_what_concerns_only_the_person_or_the_platform_cannot_reach_high():
    book = rulebook()
    person = [group for group in book.groups.values() if not group.own]
    assert {group.id for group in person} == {"history", "platform"}
    assert book.groups["history"].cap < book.levels.high
    assert book.levels.own_for_high > 0


def test_what_is_missing_weighs_nothing():
    assert rulebook().groups["coverage"].cap == 0
    assert rulebook().rules["coverage"].number("weight") == 0


def test_scenarios_are_weighed_in_an_order_without_ties():
    orders = [each["order"] for each in contract.checklists().values()]
    assert len(orders) == len(set(orders))


def test_the_scenarios_are_the_ones_the_project_promises():
    assert set(contract.checklists()) == {
        *("old_for_new", "swapped", "empty_or_short", "not_received", "damaged"),
        *("invented_defect", "freight_insurance", "no_reason", "ordinary"),
    }


def test_criteria_ids_never_change():
    """They stand in records (`ticked`): add new ones here, never rename or remove one."""
    assert set(rulebook().criteria) == {
        *("packing_photo", "packing_views", "packing_weight", "packing_marks", "packing_list"),
        *("waybill", "page_kept", "buyer_photos", "defect_shown", "talk_kept", "claim_compared"),
        *("return_waybill", "unboxing_video", "return_weight", "return_photos", "return_compared"),
        *("delivered", "logistics_kept", "history_known", "insurance_known"),
        *("condition_checked", "address_given", "marks_checked"),
        *("step_calm", "step_gather", "step_respond", "step_law"),
    }


def test_a_criterion_is_said_once_and_used_somewhere():
    data = contract.rules()["criteria"]
    ids = [each["id"] for each in (*data["criteria"], *data["steps"])]
    assert len(ids) == len(set(ids))
    used = {each for checklist in contract.checklists().values() for each in checklist["criteria"]}
    assert used == {each["id"] for each in data["criteria"]}


def test_a_criterion_names_fields_that_records_have():
    fields = {"case": Case.__dataclass_fields__, "shipment": Shipment.__dataclass_fields__}
    named = [
        proof.what.split(".")
        for criterion in rulebook().criteria.values()
        for proof in criterion.proofs
        if proof.by is By.record
    ]
    assert named
    assert [each for each in named if each[1] not in fields[each[0]]] == []


def test_grounds_name_topics_and_signals_that_exist():
    known = {
        "topic": set(contract.rules()["topics"]["topics"]),
        "signal": {code for rule in rulebook().rules.values() for code in rule.groups},
        "request": {"refund_only", "return_refund", "exchange", "resend", "repair"},
        "always": {"always"},
    }
    for checklist in contract.checklists().values():
        for ground in checklist["proposed_by"]:
            assert ground["code"] in known[ground["kind"]], checklist["scenario"]


def test_every_topic_proposes_something():
    named = {
        each["code"]
        for checklist in contract.checklists().values()
        for each in checklist["proposed_by"]
        if each["kind"] == "topic"
    }
    assert named == set(contract.rules()["topics"]["topics"])


def test_facts_named_are_known_and_say_where_they_are_from():
    known = {each["id"] for each in contract.rules()["facts"]["facts"]}
    named = {each for checklist in contract.checklists().values() for each in checklist["facts"]}
    assert named == known


def test_values_are_read_only():
    with pytest.raises(TypeError):
        contract.checklists()["swapped"]["criteria"] = ()
    assert isinstance(rulebook().criteria["packing_photo"], Criterion)
