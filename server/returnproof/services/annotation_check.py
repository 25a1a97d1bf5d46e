"""Is it a Web Annotation: the model's MUSTs by schema, and bounds before that."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from returnproof import contract
from returnproof.domain.annotation_bounds import MAX_DEPTH, within_bounds
from returnproof.domain.errors import Invalid
from returnproof.services.schema_errors import code_of, field_of, plain


def checked(document: Any) -> Mapping[str, Any]:
    """The document as it came. Raises Invalid, naming the first thing that is wrong."""
    if not isinstance(document, dict):
        raise Invalid(errors={"_body": ["type"]})
    if not within_bounds(document):
        raise Invalid(errors={"_body": [f"nested:{MAX_DEPTH}"]})
    wrong = best_match(_validator().iter_errors(document))
    if wrong is not None:
        raise Invalid(errors={field_of(wrong): [code_of(wrong)]})
    return document


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(plain(contract.schemas()["web-annotation"]))
