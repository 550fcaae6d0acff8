"""`python -m tradeward.interfaces.jobs`: the worker as a process, until SIGINT or SIGTERM."""

import argparse
import signal
import sys

from tradeward.interfaces import boot


def main() -> int:
    """Bring the product up and work; 0 when told to stop."""
    parser = argparse.ArgumentParser(prog="tradeward work")
    parser.add_argument("--poll", type=float, default=1.0)
    args = parser.parse_args()
    boot.ready()
    from tradeward.interfaces.jobs.worker import Worker  # tables are there only once Django is set up

    worker = Worker(poll=args.poll, tell=lambda line: print(line, flush=True))
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, frame: worker.stop())
    print("working; Ctrl-C stops", flush=True)
    worker.run()
    print("stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
