"""The reference and the product say the same: schemathesis, all checks, on every operation of a market with rows of every kind."""

import os
import re
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core import NotSet
from schemathesis.specs.openapi import checks

from tests.interfaces import rights, samples
from tests.interfaces.house import House

pytestmark = [  # the client that schemathesis asks by leaves a downloaded file to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
_ID = re.compile("[a-z]{3}_[0-9a-f]{32}")
EXAMPLES = int(os.environ.get("TRADEWARD_SCHEMA_EXAMPLES", "5"))
"""How many requests an operation, in each of the ways it is asked."""

CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"allow-x00": False},
        "phases": {"coverage": {"enabled": bool(os.environ.get("TRADEWARD_SCHEMA_COVERAGE"))}},
        "checks": {
            # A rule of the business, the state that things are in, or another's version: what no schema can say.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", 403, 404, 409, 412, 413, 415, 422, 428]},
            "negative_data_rejection": {
                "expected-statuses": [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428]
            },
            "missing_required_header": {"expected-statuses": [400, 401, 404, 406, 412, 415, 422, 428]},
        },
    }
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=CONFIG)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_does_as_the_reference_says(case: Any, house: House) -> None:
    """DESIGN §5: OpenAPI 3.1, linted in CI."""
    name = f"{case.method.upper()} {case.path.removeprefix('/api/v1')}"
    role = rights.asker(name)
    _at_home(case, house, role)
    case.body = _in_words(case.body)
    # A part without a media type is refused, which no schema of a form can say.
    without = [checks.positive_data_acceptance] if case.media_type == "multipart/form-data" else []
    if case.body is None or isinstance(
        case.body, NotSet
    ):  # to say nothing is to say nothing more, where all may be left out
        without.append(checks.negative_data_rejection)
    case.call_and_validate(headers={"Authorization": f"Bearer {house.secrets[role]}"}, excluded_checks=without)


def _in_words(value: Any) -> Any:
    """Numbers as this API has them: 447.0 and 1e3 are whole numbers to JSON Schema, and refused here (DESIGN §4)."""
    if isinstance(value, float):
        return int(value) % 10**6
    if isinstance(value, list):
        return [_in_words(one) for one in value]
    return {key: _in_words(one) for key, one in value.items()} if isinstance(value, dict) else value


def _at_home(case: Any, house: House, role: str) -> None:
    """Let an id of the right form be one that is there; nobody ends the token he asks by."""
    words = case.path.split("/")
    for before, word in zip(words, words[1:], strict=False):
        name = word.strip("{}")
        if word.startswith("{") and before != "tokens" and _ID.fullmatch(str(case.path_parameters.get(name, ""))):
            case.path_parameters[name] = rights.own_id(house, before, "own", role)


def test_every_operation_is_there() -> None:
    """The reference is whole."""
    assert len(list(schema.get_all_operations())) == len(samples.operations())
