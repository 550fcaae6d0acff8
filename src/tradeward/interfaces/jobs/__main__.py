"""`python -m tradeward.interfaces.jobs`: the worker as a process, until SIGINT or SIGTERM."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from tradeward.gateways import mail, webhooks
from tradeward.interfaces import boot, logs, parts


def main() -> int:
    """Bring the product up and work; 0 when told to stop."""
    parser = argparse.ArgumentParser(prog="tradeward work")
    parser.add_argument("--poll", type=float, default=1.0)
    args = parser.parse_args()
    parts.end_with_parent()
    boot.ready()
    from tradeward.interfaces.jobs.deliverer import Deliverer  # tables are there only once Django is set up
    from tradeward.interfaces.jobs.postman import Postman
    from tradeward.interfaces.jobs.worker import Worker

    tell = _tell()
    worker = Worker(poll=args.poll, tell=tell)
    deliverer = Deliverer(root=settings.SECRET_KEY, line=webhooks.Line(demo=settings.DEMO), poll=args.poll, tell=tell)
    post = mail.Post(backend=settings.MAIL_TRANSPORT, sender=settings.DEFAULT_FROM_EMAIL)
    write = import_string(settings.LETTERS)
    postman = Postman(post=post, write=write, keep=settings.DEMO, poll=args.poll, tell=tell)
    beside = [
        threading.Thread(target=deliverer.run, name="webhooks"),
        threading.Thread(target=postman.run, name="letters"),
    ]

    def stop(number: int, frame: object) -> None:
        for one in (worker, deliverer, postman):
            one.stop()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    for one in beside:
        one.start()
    tell("working; Ctrl-C stops")
    parts.say_ready()
    try:
        worker.run()
    finally:
        stop(0, None)
        for one in beside:
            one.join()
    tell("stopped")
    return 0


def _tell() -> Callable[[str], None]:
    """Plain lines for whoever started it by hand; log lines under a supervisor, or where they are to be JSON."""
    if parts.supervised() or logs.as_json():
        return logs.log("worker").info
    return lambda line: print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
