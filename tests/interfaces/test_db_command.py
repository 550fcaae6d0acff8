"""`tradeward db` and `doctor`, each as a process of its own, on a home of its own."""

import os

import pytest

from tests import databases
from tradeward.interfaces.cli import doctor


@pytest.fixture(scope="module")
def environment():
    """The environment of commands on an empty home."""
    folder = databases.fresh_folder(quick=True)
    yield os.environ | {"TRADEWARD_HOME": str(folder / "var")}
    databases.finish(home=folder / "var")
    databases.finish(home=folder)


def test_the_life_of_an_embedded_database(environment):
    """Absent, started, stopped, started by whoever needs it, deleted only after its path was typed."""
    home = environment["TRADEWARD_HOME"]

    def db(action: str, *words: str, typed: str = "") -> databases.Answer:
        return databases.command("db", action, "--json", *words, environment=environment, typed=typed)

    def one(role: str) -> int:
        return db("psql", "--role", role, "--", "-qAtc", "SELECT 1").told

    assert db("status").told["state"] == "absent"
    assert db("stop").told == {"stopped": False}
    started = db("start").told
    assert [started["state"], started["data"]] == ["running", f"{home}/postgres/data"]
    assert db("start").told == started
    assert db("stop").told == {"stopped": True}
    assert db("status").told == started | {"state": "stopped", "pid": None}
    assert db("migrate").told["applied"] != []
    assert [one("app"), one("owner"), one("superuser")] == [1, 1, 1]
    refused = db("reset", typed="yes\n")
    assert (refused.code, refused.told) == (2, None)
    assert db("status").told["state"] == "running"
    assert db("reset", typed=f"{home}/postgres/data\n").told == {"removed": True}
    assert db("status").told["state"] == "absent"
    assert db("reset", "--confirm", f"{home}/postgres/data").told == {"removed": False}


def test_the_doctor_looks_at_everything(environment):
    assert databases.command("db", "migrate", environment=environment).code == 0
    found = databases.command("doctor", "--json", environment=environment)
    assert found.code == 0
    assert {each["check"]: each["ok"] for each in found.told["checks"]} == dict.fromkeys(doctor.CHECKS, True)


def test_the_doctor_goes_on_when_the_server_is_out_of_reach(environment):
    away = environment | {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/d"}
    found = databases.command("doctor", "--json", environment=away)
    wrong = {each["check"] for each in found.told["checks"] if not each["ok"]}
    assert (found.code, wrong) == (1, {"server", *doctor.BEHIND_SERVER})
    assert "secret" not in str(found.told)


@pytest.mark.parametrize(
    ("check", "change", "told"),
    [
        ("python", ("PYTHONS", ((4, 0), (4, 1))), "Use 3.11, 3.12 or 3.13."),
        ("disk", ("FREE_MB", 1 << 40), "Free some space, or move TRADEWARD_HOME."),
        ("time zones", ("ZONES", ("Mars/Olympus",)), "the time zone database lacks Mars/Olympus."),
    ],
)
def test_what_is_wrong_is_told_with_the_way_out(check, change, told, monkeypatch):
    monkeypatch.setattr(doctor, *change)
    found = doctor._tried(check, doctor.CHECKS[check])
    assert (found.ok, told in found.told) == (False, True)
