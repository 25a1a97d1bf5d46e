"""Both languages say the same things, completely, briefly and without blaming anyone."""

import re
from collections.abc import Iterator, Mapping

import pytest

from returnproof import contract
from returnproof.domain.comparison import Outcome
from returnproof.domain.weighing import Level
from returnproof.services.assessments import rulebook

PLACEHOLDER = re.compile(r"\{([^}]*)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words that call a person something. They may stand only where they name an office of the
# platform or the common name of a kind of dispute, which is shown in the help alone.
ACCUSING = re.compile(
    r"恶意|诈骗|骗子|欺诈|骗取|骗|掉包|作弊|造假|伪造|虚构|惯犯|黑名单|薅羊毛|滥用|"
    r"\bfraud|\bscam|\bcheat|\bliar|\bfake|\bmalicious|\bdishonest|\bthief|\bguilty|\babuse|\bsuspect",
    re.IGNORECASE,
)
ALLOWED = re.compile(r"恶意行为投诉中心")
ALLOWED_KEYS = re.compile(r"^scenario\.[a-z_]+\.known_as$")

# A brand and the names of languages stay as they are in any language.
OWN_NAMES = re.compile(r"\.(brand|language_zh)$")


def flat(tree: Mapping, path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, Mapping):
            yield from flat(value, key)
        else:
            yield key, value


TEXTS = {language: dict(flat(contract.texts(language))) for language in contract.LANGUAGES}
SIGNALS = sorted(code for rule in rulebook().rules.values() for code in rule.groups)
SCENARIOS = sorted(contract.checklists())


def missing(keys) -> list[str]:
    return [key for key in keys if not contract.has_text(key)]


def test_both_languages_have_the_same_keys():
    chinese, english = (set(TEXTS[language]) for language in contract.LANGUAGES)
    assert chinese ^ english == set()


def test_both_languages_fill_in_the_same_values():
    differing = [
        key
        for key, text in TEXTS["zh-CN"].items()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(TEXTS["en"].get(key, text)))
    ]
    assert differing == []


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_placeholders_are_plain_names(language):
    odd = [
        key
        for key, text in TEXTS[language].items()
        for name in PLACEHOLDER.findall(text)
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", name)
    ]
    assert odd == []


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_no_text_blames_a_person(language):
    blaming = [
        (key, found)
        for key, text in TEXTS[language].items()
        if not ALLOWED_KEYS.match(key)
        if (found := ACCUSING.findall(ALLOWED.sub("", text)))
    ]
    assert blaming == []


def test_the_check_for_blame_can_fail():
    assert ACCUSING.search("该买家是骗子")
    assert ACCUSING.search("likely FRAUD")
    assert not ACCUSING.search("买家图与发货图不一致")


def test_english_texts_are_english():
    odd = [key for key, text in TEXTS["en"].items() if CHINESE.search(ALLOWED.sub("", text))]
    assert [key for key in odd if not OWN_NAMES.search(key)] == []


def test_every_signal_is_explained_in_full():
    parts = ("short", "text", "rests_on", "would_change")
    assert missing(f"signal.{code}.{part}" for code in SIGNALS for part in parts) == []
    assert set(contract.texts("en")["signal"]) == set(SIGNALS)


@pytest.mark.parametrize("code", SIGNALS)
def test_the_main_reason_fits_a_badge(code):
    """Twelve Chinese characters with a value filled in; digits and spaces are half as wide."""
    short = contract.text(f"signal.{code}.short", "zh-CN", difference=1200, count=12)
    assert sum(1 if ord(each) > 0x2E80 else 0.5 for each in short) <= 12


def test_every_level_has_words():
    keys = ("name", "text", "reason")
    assert missing(f"level.{level.value}.{key}" for level in Level for key in keys) == []


@pytest.mark.parametrize("level", Level)
def test_the_reason_of_a_level_fits_a_badge(level):
    assert len(contract.text(f"level.{level.value}.reason")) <= 12


def test_every_scenario_is_worded():
    keys = ("name", "known_as", "move", "evidence")
    assert missing(f"scenario.{each}.{key}" for each in SCENARIOS for key in keys) == []


def test_every_step_of_every_scenario_says_what_to_do():
    steps = ("calm", "gather", "respond", "law")
    assert missing(f"step.{step}.{each}" for step in steps for each in (*SCENARIOS, "name")) == []


def test_every_scenario_has_a_first_and_an_answering_message():
    steps = ("calm", "respond")
    assert missing(f"message.{each}.{step}" for each in SCENARIOS for step in steps) == []


def test_messages_name_only_the_order():
    named = {
        name
        for key, text in TEXTS["zh-CN"].items()
        if key.startswith("message.")
        for name in PLACEHOLDER.findall(text)
    }
    assert named == {"order_id"}


def test_every_criterion_and_its_button_have_words():
    criteria = rulebook().criteria
    assert missing(f"criterion.{each}" for each in criteria) == []
    assert missing(f"how.{each.how}" for each in criteria.values()) == []


def test_every_ground_for_a_scenario_has_words():
    keys = [
        f"ground.{ground.kind}.{ground.code}"
        for scenario in rulebook().scenarios.values()
        for ground in scenario.grounds
    ]
    assert missing(keys) == []


def test_every_outcome_has_a_word():
    assert missing(f"outcome.{outcome.value}" for outcome in Outcome) == []


def test_every_fact_has_words():
    facts = contract.rules()["facts"]["facts"]
    assert missing(f"fact.{each['id']}" for each in facts) == []


def test_unverified_facts_send_the_seller_to_the_page():
    for fact in contract.rules()["facts"]["facts"]:
        if not fact["verified"]:
            assert "页面" in contract.text(f"fact.{fact['id']}")


@pytest.mark.parametrize("code", SIGNALS)
def test_the_main_reason_fits_a_badge_in_english_too(code):
    assert len(contract.text(f"signal.{code}.short", "en", difference=1200, count=12)) <= 22


def test_the_reader_is_addressed_with_respect_everywhere():
    assert [key for key, text in TEXTS["zh-CN"].items() if "你" in text] == []


def test_no_english_text_leaves_the_plural_to_the_reader():
    assert [key for key, text in TEXTS["en"].items() if "(s)" in text] == []


def test_looks_are_never_called_the_same_unit():
    for key in ("outcome.same_item", "signal.claim_same_item.text", "signal.return_same_item.text"):
        assert "同一件商品" not in contract.text(key)
        assert "同款" in contract.text(key)
