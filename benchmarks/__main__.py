"""Run every measurement of this package, one after the other: `python -m benchmarks`."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """The worst exit code of all."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    codes = []
    for name in names:
        print(f"\n{name}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
