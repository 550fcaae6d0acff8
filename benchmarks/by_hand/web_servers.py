"""Granian against gunicorn on the product itself, with a demo market: `python -m benchmarks.by_hand.web_servers`.

Pairs in one run, each server fresh, the first of a pair changing: only the ratio counts. gunicorn is no dependency; install
it by hand for this.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import threading
import time

PORT = 8799
WORKERS, THREADS, CLIENTS = 2, 8, 8
COMMANDS = {
    "granian": [sys.executable, "-m", "tradeward.interfaces.serving", "--port", str(PORT), "--workers", str(WORKERS),
                "--threads", str(THREADS)],
    "gunicorn": [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--workers", str(WORKERS), "--threads",
                 str(THREADS), "--log-level", "error", "tradeward.wsgi:application"],
}  # fmt: skip


def main() -> None:
    """Run the pairs and print requests a second, and the median ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--token", required=True, help="a demo token, as `tradeward run --demo` prints it")
    parser.add_argument("--pairs", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3.0)
    args = parser.parse_args()
    paths = {"no database": "/healthz", "orders": "/api/v1/orders?limit=10"}
    found: dict[str, dict[str, list[float]]] = {name: {server: [] for server in COMMANDS} for name in paths}
    for pair in range(args.pairs):
        for server in sorted(COMMANDS, reverse=bool(pair % 2)):
            for name, rate in measured(server, paths, token=args.token, seconds=args.seconds).items():
                found[name][server].append(rate)
    for name, rates in found.items():
        for server, told in rates.items():
            print(
                f"{name:12} {server:9} {' '.join(f'{rate:6.0f}' for rate in told)}  median {statistics.median(told):.0f}/s"
            )
        ratios = [one / other for one, other in zip(rates["granian"], rates["gunicorn"], strict=True)]
        print(f"{name:12} granian ÷ gunicorn, pair by pair: {' '.join(f'{one:.2f}' for one in ratios)}, "
              f"median {statistics.median(ratios):.2f}")  # fmt: skip


def measured(server: str, paths: dict[str, str], *, token: str, seconds: float) -> dict[str, float]:
    """Requests a second that a fresh server answers, path by path."""
    environment = {**os.environ, "TRADEWARD_MODE": "demo", "TRADEWARD_REQUESTS_A_MINUTE": "100000000"}
    running = subprocess.Popen(COMMANDS[server], env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not answered("/readyz", token):
            assert time.monotonic() < until, f"{server} does not come up"
            time.sleep(0.1)
        for path in paths.values():
            rate(path, token=token, seconds=0.5)
        return {name: rate(path, token=token, seconds=seconds) for name, path in paths.items()}
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def answered(path: str, token: str) -> bool:
    """Whether the server answers 200."""
    try:
        return ask(http.client.HTTPConnection("127.0.0.1", PORT, timeout=10), path, token) == http.client.OK
    except OSError:
        return False


def ask(connection: http.client.HTTPConnection, path: str, token: str) -> int:
    """The status of a GET, its body read."""
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def rate(path: str, *, token: str, seconds: float) -> float:
    """Answers a second to clients that keep their connections."""
    until = time.monotonic() + seconds
    counts = [0] * CLIENTS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        while time.monotonic() < until:
            assert ask(connection, path, token) == http.client.OK
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


if __name__ == "__main__":
    main()
