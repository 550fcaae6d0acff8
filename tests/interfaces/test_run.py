"""`tradeward run`: what starts, what is told, what comes back when it dies, and that nothing is left (docs/how-to/run.md)."""

import os
import signal
import subprocess
from collections import Counter

import pytest

from tests import databases, serving
from tradeward.gateways import postgres
from tradeward.interfaces.api import problems
from tradeward.interfaces.cli import exits

pytestmark = [pytest.mark.faults, pytest.mark.slow]

BUYER, GOOD = "Nordlicht Handel", "Good Thread Textiles"


@pytest.fixture(scope="module")
def home():
    """The folder of this module's serving."""
    with serving.folder() as made:
        yield made


@pytest.fixture(scope="module")
def demo(home):
    """The service with its demo market."""
    with serving.running(home, "--demo", TRADEWARD_REQUESTS_A_MINUTE="100000") as made:
        yield made


def test_everybody_of_the_demo_has_a_token_and_something_to_see(demo):
    """RULES §11: fictional companies, marked so; each role finds something that is its own."""
    told = demo.told["tokens"]
    roles = Counter(one["role"] for one in told)
    assert roles == {"buyer": 3, "supplier": 6, "inspector": 2, "officer": 3, "operator": 2}
    assert [one["who"] for one in told if "(fictional)" not in one["who"]] == []
    assert sorted(one["shows"] for one in told if one["role"] == "supplier") == [
        "at its limit", "good: orders completed", "in debt after a lost dispute", "new: base limit only", "outside the scheme",
        "suspended",
    ]  # fmt: skip
    seen = {}
    for one in told:
        status, _, page = demo.ask("GET", "/api/v1/orders", token=one["token"])
        assert status == 200
        seen[one["who"]] = len(page["items"])
    assert [who for who, number in seen.items() if number == 0] == []


def test_the_demo_has_orders_in_many_states(demo):
    """Somebody who explores meets the offer, the dispute and the end."""
    _, _, page = demo.ask("GET", "/api/v1/orders?limit=100", token=demo.token("Tradeward demo (fictional): operator A"))
    states = Counter(one["state"] for one in page["items"])
    assert states == {
        "offered": 1,
        "signed": 1,
        "making": 1,
        "ready": 3,
        "shipped": 1,
        "received": 1,
        "cancelled": 1,
        "closed": 3,
    }


def test_a_request_has_an_id_and_one_line(demo):
    """DESIGN §4: the id is taken from the request or made, given back, in the problem and in the log; no token is."""
    token = demo.token(BUYER)
    status, headers, told = demo.ask("GET", "/api/v1/orders/ord_" + 32 * "0", token=token, X_Request_Id="test-id-4711")
    assert (status, headers["X-Request-Id"], told["request_id"]) == (404, "test-id-4711", "test-id-4711")
    (line,) = [one for one in demo.lines() if isinstance(one, dict) and one.get("request_id") == "test-id-4711"]
    assert {name: line[name] for name in ("event", "part", "method", "status", "role")} == {
        "event": "request", "part": "web", "method": "GET", "status": 404, "role": "buyer",
    }  # fmt: skip
    assert line["route"] == "/api/v1/orders/<order>"
    _, headers, told = demo.ask("GET", "/api/v1/none", X_Request_Id="bad id\tof somebody")
    assert told["request_id"] == headers["X-Request-Id"] != "bad id\tof somebody"
    printed = [line for line in demo.log.read_text().splitlines() if token in line]
    assert len(printed) == 1  # the table of tokens itself


def test_every_line_is_json(demo):
    """One JSON object a line, of all parts."""
    assert [line for line in demo.lines() if not isinstance(line, dict)] == []
    assert {"run", "worker", "web"} <= {one.get("part") for one in demo.lines()}


def test_health_and_figures(demo):
    """Alive, ready, and the market's figures from the database; the counters of all web processes together."""
    assert demo.ask("GET", "/healthz")[2] == {"status": "ok"}
    assert demo.ask("GET", "/readyz")[2] == {"status": "ready"}
    for _ in range(20):
        demo.ask("GET", "/api/problems/stale")
    status, _, text = demo.ask("GET", "/metrics")
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert status == 200
    assert figures["tradeward_deadlines_late"] == "0"
    assert figures["tradeward_check_books_red"] == "0"
    assert figures['tradeward_unmatched_credits{currency="USD"}'] == "1"
    assert float(figures['tradeward_held_amount{currency="USD"}']) > 0
    counted = 'tradeward_requests_total{method="GET",route="/api/problems/<str:name>",status="200"}'
    assert float(figures[counted]) == 20
    assert demo.ask("GET", "/metrics", X_Forwarded_For="203.0.113.7")[0] == 403


def test_answers_carry_safe_headers(demo):
    """Nothing is sniffed, framed or loaded from elsewhere."""
    for path in ("/api/v1/orders", "/api/docs", "/api/problems/stale", "/healthz", "/none"):
        headers = demo.ask("GET", path)[1]
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert "Strict-Transport-Security" not in headers, path
    for path, sentence in (("/api/v1/orders", lambda told: told["detail"]), ("/sign-in", str)):
        status, _, told = demo.ask("GET", path, Host="elsewhere.example")
        assert (status, "TRADEWARD_HOSTS" in sentence(told)) == (400, True), path


def test_the_reference_works_offline(demo):
    """Every file that the page names is ours."""
    _, headers, page = demo.ask("GET", "/api/docs")
    assert "http://" not in page
    assert "https://" not in page
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon.svg"):
        assert f"/api/docs/{name}" in page
        assert demo.ask("GET", f"/api/docs/{name}")[0] == 200
    assert demo.ask("GET", "/api/v1/openapi.json")[2]["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", sorted(problems.KINDS))
def test_every_type_of_problem_has_a_page(demo, name):
    """RFC 9457 §3.1.1: the type's URI can be looked up, by people and by programs."""
    kind = problems.KINDS[name]
    _, _, told = demo.ask("GET", problems.ROOT + name)
    assert told == {"type": problems.ROOT + name, "title": kind.title, "status": kind.status, "way_out": kind.way_out}
    _, headers, page = demo.ask("GET", problems.ROOT + name, Accept="text/html,*/*;q=0.8")
    assert headers["Content-Type"].startswith("text/html")
    assert f"<h1>{kind.title}</h1>" in page.replace("&#x27;", "'")


def test_a_taken_port_is_one_line_and_nothing_is_started(demo):
    """Exit 3, with the way out."""
    with serving.folder() as other:
        done = databases.command("run", "--port", str(demo.port), environment=serving.environment_of(other))
        assert done.code == exits.UNAVAILABLE
        assert done.error == (
            f"tradeward: web server: port {demo.port} of 127.0.0.1 cannot be used: address already in use. "
            f"Stop what uses it, or name another: --port {demo.port + 1}.\n"
        )
        assert not serving.database_runs(other)


def test_a_folder_is_served_once(demo, home):
    """Two supervisors would stop each other's database: the second is refused, and the first works on."""
    done = databases.command("run", "--port", str(serving.free_port()), environment=serving.environment_of(home))
    assert (done.code, done.error) == (
        exits.UNAVAILABLE,
        f"tradeward: {home}: another `tradeward run` works here. Stop it, or set TRADEWARD_HOME to another folder.\n",
    )
    assert demo.ask("GET", "/readyz")[0] == 200


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "70000"], ["--workers", "x"], ["--threads", "17"]])
def test_a_wrong_option_is_refused_by_name(words):
    """Exit 2."""
    done = databases.command("run", *words)
    assert done.code == exits.BAD_INPUT
    assert words[0] in done.error


def test_what_dies_comes_back(demo):
    """kill -9 of a web process, of the web server with all of its own, of the worker, and of the database."""
    master, *workers = demo.part("serving")
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    serving.await_that(lambda: len(demo.part("serving")) == 3 and workers[0] not in demo.part("serving"))
    os.kill(master, signal.SIGKILL)
    serving.await_that(lambda: len(demo.part("serving")) == 3 and master not in demo.part("serving"))
    assert not serving.alive(workers[1])
    (worker,) = demo.part("jobs")
    os.kill(worker, signal.SIGKILL)
    serving.await_that(lambda: demo.part("jobs") not in ([], [worker]))
    serving.await_that(lambda: ready(demo))
    told = [one["event"] for one in demo.lines() if one.get("part") == "run"]
    assert [line for line in told if line.startswith("web server died (signal SIGKILL)")] != []
    assert [line for line in told if line.startswith("worker died (signal SIGKILL)")] != []


def test_the_database_comes_back(demo, home):
    """kill -9 of PostgreSQL: it is started again, and the next request finds it."""
    pid = postgres.status(home=home).pid
    os.kill(pid, signal.SIGKILL)
    serving.await_that(lambda: postgres.status(home=home).pid not in (None, pid))
    serving.await_that(lambda: ready(demo))
    assert demo.ask("GET", "/api/v1/orders", token=demo.token(BUYER))[0] == 200


def ready(running):
    """Whether it works; one that is not there yet does not."""
    try:
        return running.ask("GET", "/readyz")[0] == 200
    except OSError:
        return False


def test_it_stops_cleanly_and_a_second_run_finds_the_same_market(demo, home):
    """SIGTERM: exit 0, no process is left, the database has stopped; the next run tells the same tokens of the same market."""
    before = demo.ask("GET", "/api/v1/orders", token=demo.token(GOOD))[2]
    below = demo.below()
    assert demo.stop() == exits.OK
    assert [pid for pid in below if serving.alive(pid)] == []
    assert not serving.database_runs(home)
    with serving.running(home, "--demo") as again:
        assert again.told["tokens"] == demo.told["tokens"]
        assert again.ask("GET", "/api/v1/orders", token=again.token(GOOD))[2] == before
        assert again.stop(signal.SIGINT) == exits.OK
    assert not serving.database_runs(home)


def test_production_does_not_open_a_demo_market(demo, home):
    """Its clock is not the world's."""
    if demo.process.poll() is None:
        demo.stop()
    done = databases.command("run", "--port", str(serving.free_port()), environment=serving.environment_of(home))
    assert done.code == exits.UNAVAILABLE
    assert done.error.startswith("tradeward: database: this one holds a demo market")
    assert not serving.database_runs(home)


def test_what_was_left_half_made_is_made_anew_and_nobody_outlives_his_supervisor():
    """kill -9 while the demo market is made: the next run makes it whole. Of the supervisor: its parts end too.

    The port is held all the while: two web servers would share it, and each answer every other request.
    """
    with serving.folder() as other, serving.folder() as late:
        log, port = other / "first.log", serving.free_port()
        with log.open("wb") as out:
            first = subprocess.Popen(
                [*serving.COMMAND, "run", "--demo", "--json", "--port", str(port)], stdout=out, stderr=out,
                env=serving.environment_of(other),
            )  # fmt: skip
        serving.await_that(lambda: "making the demo market" in log.read_text())
        done = databases.command("run", "--port", str(port), environment=serving.environment_of(late))
        assert (done.code, done.error.count("cannot be used: address already in use")) == (exits.UNAVAILABLE, 1)
        first.kill()
        first.wait(30)
        with serving.running(other, "--demo") as second:
            events = [one.get("event") for one in second.lines()]
            assert "the demo market was left half made; it is made anew" in events
            assert len(second.told["tokens"]) == 16
            below = second.below()
            second.process.kill()
            serving.await_that(lambda: not [pid for pid in below if serving.alive(pid)])
