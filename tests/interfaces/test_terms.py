"""Terms, the risk of sampling plans, and templates over HTTP and on the command line."""

import io
import json

import pytest

from tests.domain.terms import written
from tests.interfaces.house import House
from tradeward.interfaces.cli import exits, main


def read(house: House, role: str, path: str) -> dict:
    answer = house.ask(role, "GET", path)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.read)


def test_an_orders_terms_are_said_with_what_can_be_decided(house: House) -> None:
    """RULES §6: the same share stands beside the cover."""
    order = f"/orders/{house.shown('order', house.offered.id)}"
    found = read(house, "buyer", f"{order}/terms")
    assert (found["decidable_bp"], found["open_lines"]) == (10_000, [])
    said = {one["id"]: one["text"] for one in found["terms"]}
    assert said["width"] == "The width is at least 49.5 mm and at most 50.5 mm, each reading, measured by ISO 3611."
    assert list(said)[:2] == ["shipment", "payment"]
    assert read(house, "buyer", order)["cover"]["decidable_bp"] == 10_000


def test_a_drafts_terms_say_what_they_lack_and_what_a_plan_lets_through(house: House) -> None:
    """RULES §6: nothing while no contract can be read, then term by term."""
    empty = house.ask("buyer", "POST", "/drafts", {"title": "empty", "contract": {}})
    path = f"/drafts/{json.loads(empty.read)['draft']}"
    assert read(house, "buyer", f"{path}/terms") == {"decidable_bp": 0, "open_lines": [], "terms": []}
    body = json.loads(json.dumps(house.world.stage.contract(buyer=house.who["buyer"], supplier=house.who["supplier"])))
    bare = {"id": "bare", "kind": "measure", "property": "height", "unit": "mm"}
    body["terms"] += [bare, written.SAMPLING]
    body["lines"][0]["terms"] += ["aql", "bare"]
    assert house.ask("buyer", "PUT", path, {"title": "whole", "contract": body}, HTTP_IF_MATCH='"1"').status_code == 200
    found = read(house, "buyer", f"{path}/terms")
    said = {one["id"]: one for one in found["terms"]}
    assert (found["decidable_bp"], found["open_lines"]) == (0, [1])
    assert said["bare"]["lacks"] == ["a measure needs min or max; nothing is exact for lack of a tolerance."]
    assert [one["defect"] for one in said["aql"]["risks"]] == ["critical", "major", "minor"]
    draft = read(house, "buyer", path)
    assert (draft["decidable_bp"], draft["lacks"]) == (0, [f"term bare: {said['bare']['lacks'][0]}"])


def test_the_risk_of_a_plan_before_anybody_signs(house: House) -> None:
    """RULES §6: 1,000 pieces at level II, AQL 2.5: 80 drawn, 5 accepted."""
    (found,) = read(house, "stranger", "/sampling/risk?lot=1000&major=2.5")["items"]
    assert {key: found[key] for key in ("defect", "lot", "n", "ac")} == {
        "defect": "major",
        "lot": 1000,
        "n": 80,
        "ac": 5,
    }
    assert "A lot with 5 % major defects passes 79 times in 100." in found["says"]
    assert found["curve"][3]["percent"] == "5"


@pytest.mark.parametrize(
    ("query", "field"),
    [("lot=1000", "plan.aql"), ("lot=1000&major=3.0", "plan.aql.major"), ("lot=1000&minor=1.0&level=IV", "plan.level")],
)
def test_a_plan_that_is_none_is_refused_by_name(house: House, query: str, field: str) -> None:
    answer = house.ask("buyer", "GET", f"/sampling/risk?{query}")
    assert answer.status_code == 422
    assert field in answer.read.decode()


def test_templates_begin_a_draft(house: House) -> None:
    """RULES §6: with the parties filled in nothing is lacking."""
    found = read(house, "buyer", "/templates")["items"]
    assert [one["name"] for one in found] == ["electronics", "furniture", "garments", "machined_parts", "packaging"]
    (one,) = read(house, "buyer", "/templates?name=garments")["items"]
    assert one in found
    parties = {key: str(house.own[key]) for key in ("buyer", "supplier")}
    made = house.ask("buyer", "POST", "/drafts", {"title": "shirts", "contract": one["contract"] | parties})
    draft = read(house, "buyer", f"/drafts/{json.loads(made.read)['draft']}")
    assert (draft["lacks"], draft["decidable_bp"]) == ([], 10_000)
    assert house.ask("buyer", "GET", "/templates?name=toys").status_code == 404


# --- the command line


def test_templates_are_listed_and_printed_and_lint_clean(capsys, monkeypatch) -> None:
    """S9: `tradeward templates NAME | tradeward lint --fail-on low -`."""
    assert main.main(["templates", "--json"]) == exits.OK
    for name in [one["name"] for one in json.loads(capsys.readouterr().out)]:
        assert main.main(["templates", name]) == exits.OK
        text = capsys.readouterr().out
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert main.main(["lint", "--fail-on", "low", "-"]) == exits.OK
        assert "no findings" in capsys.readouterr().out
        assert main.main(["templates", name, "--json"]) == exits.OK
        assert json.loads(capsys.readouterr().out)["terms"]


def test_a_template_that_there_is_not_is_one_line(capsys) -> None:
    assert main.main(["templates"]) == exits.OK
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert main.main(["templates", "toys"]) == exits.BAD_INPUT
    assert capsys.readouterr().err.startswith("tradeward: There is no template 'toys'")
