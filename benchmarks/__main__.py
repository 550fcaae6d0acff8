"""Run every measurement of this package, one after the other: `python -m benchmarks`."""

import subprocess
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
"""Each module of this folder is a measurement; what one is made of lies in a folder below."""


def main() -> int:
    """The worst exit code of all."""
    codes = []
    for name in NAMES:
        print(f"\n{name}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
