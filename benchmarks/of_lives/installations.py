"""The installations that lives are measured in: each a folder with a database of its own, and a market with many orders."""

import json
import multiprocessing
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from benchmarks import postings

SUPPLIERS = 8
BATCH = 500
SEEDERS = 2
BUYER, INSPECTOR = "Buyer (fictional)", "Inspector (fictional)"
PLAN = [
    {"bp": "3000", "anchor": "signing", "days": "7", "release": "on_capture"},
    {"bp": "7000", "anchor": "inspection", "days": "14", "release": "on_acceptance"},
]


@contextmanager
def home():
    """A folder for one installation; its server ends with it."""
    with tempfile.TemporaryDirectory(prefix="tradeward-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        try:
            yield Path(folder)
        finally:
            from tradeward.gateways import postgres

            postgres.remove(home=Path(folder))


def in_home(folder, act, *told):
    """What `act` returns in a process of its own whose installation is the one in `folder`."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_inside, args=(folder, act, told, answers))
    child.start()
    answer = answers.get()
    child.join()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _inside(folder, act, told, answers):
    os.environ |= {"TRADEWARD_HOME": str(folder), "TRADEWARD_MODE": "production"}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        from tradeward.interfaces import boot

        boot.ready()
        answers.put(act(folder, *told))
    except BaseException as exc:
        answers.put(exc)
        raise


def prepare(folder):
    """A market: suppliers, a buyer, an inspector, a fund, and a token for each; who they are lies in market.json."""
    from django.db import connections

    from tradeward.domain.vocabulary import Actor, Role
    from tradeward.interfaces import clock, identity
    from tradeward.interfaces.cli.stage import Stage
    from tradeward.usecases import tokens

    postings.say("taking a market on")
    stage = Stage(at=clock.machine(), name="bench")
    names = [f"Supplier {number} (fictional)" for number in range(SUPPLIERS)]
    stage.buyer(BUYER)
    stage.inspector(INSPECTOR)
    for name in names:
        stage.supplier(name)
    stage.fund("50000000.00")
    console, secrets = Actor(Role.OPERATOR, stage.people["operator"].organisation_id), {}
    for name in (BUYER, INSPECTOR, *names):
        secrets[name] = identity.fresh_secret()
        person = stage.people[name].person_id
        tokens.issue(person_id=person, label="bench", secret=secrets[name], by=console, at=stage.at, key=name)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, told text NOT NULL)")
        cursor.execute("GRANT INSERT, SELECT ON bare TO tradeward_app")
        cursor.execute("GRANT USAGE ON SEQUENCE bare_id_seq TO tradeward_app")
    contracts = {name: stage.contract(buyer=BUYER, supplier=name, value="100.00", plan=PLAN) for name in names}
    people = {name: [by.role, str(by.organisation_id), str(by.person_id)] for name, by in stage.people.items()}
    told = {"people": people, "secrets": secrets, "contracts": contracts}
    (folder / "market.json").write_text(json.dumps(told))


def seed(folder, how_many):
    """So many offers, by the bulk path, in a few processes."""
    postings.say(f"offering {how_many:,} orders")
    parts = [range(SUPPLIERS)[n::SEEDERS] for n in range(SEEDERS)]
    done = [
        multiprocessing.get_context("fork").Process(target=_seed, args=(folder, how_many // SUPPLIERS, part))
        for part in parts
    ]
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()
    for one in done:
        one.start()
    for one in done:
        one.join()
        if one.exitcode:
            raise RuntimeError("the orders could not be offered")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _seed(folder, each, numbers):
    from tradeward.interfaces import clock
    from tradeward.usecases import orders

    told = json.loads((folder / "market.json").read_text())
    for number in numbers:
        name = f"Supplier {number} (fictional)"
        for first in range(0, each, BATCH):
            bodies = [told["contracts"][name]] * min(BATCH, each - first)
            orders.offer_many(bodies=bodies, by=actor(told, name), at=clock.machine(), key=f"seed {first}")
        postings.say(f"  {name}: {each:,}")


def actor(told, name):
    """Somebody of the market, as the use cases know him."""
    from uuid import UUID

    from tradeward.domain.vocabulary import Actor, Role

    role, organisation, person = told["people"][name]
    return Actor(Role(role), UUID(organisation), UUID(person))


def checked(folder):
    """How many findings check-books has."""
    from tradeward.interfaces import clock
    from tradeward.usecases import books

    postings.say("checking the books")
    return len(books.check(at=clock.machine()).findings)


def machine_of(folder):
    """What it was measured on."""
    from tradeward.gateways import postgres

    return postings.machine(postgres.address(home=folder))
