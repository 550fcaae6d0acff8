"""Sets one paper from standard input to standard output, in a process of its own: `python -m tradeward.gateways.paper.worker`."""

import json
import resource
import sys
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import typst

MEMORY = 3 << 29
"""Bytes of address space."""
SECONDS = 20
"""Of processor time."""
STANDARDS: Any = ["a-2a", "ua-1"]
"""Archivable and accessible; under these a character without a glyph is an error, never a gap."""


def main() -> int:
    """Read {"at", "font", "paper"}; write the PDF, or nothing and the reason to standard error."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told = json.load(sys.stdin)
    template = resources.files(__package__).joinpath("paper.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(told["font"]).parent)])
    compiler = typst.Compiler(
        input=template, font_paths=fonts, ignore_system_fonts=True, package_path="/nonexistent",
        package_cache_path="/nonexistent", sys_inputs={"paper": json.dumps(told["paper"])},
    )  # fmt: skip
    at = datetime.fromtimestamp(told["at"], tz=UTC)
    try:
        found = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=at)
    except typst.TypstError as fault:
        print(fault.message, file=sys.stderr)
        return 1
    assert isinstance(found, bytes), "a PDF is one file"
    sys.stdout.buffer.write(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
