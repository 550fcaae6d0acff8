"""Where the embedded database lies, and which account of the machine runs it.

Everything is in one private folder, the *place*: normally `<home>/postgres`, holding `data`, `run` (the socket), `log`
and `lock`. PostgreSQL refuses to run as root; so for root a service account runs it, and when that account cannot reach
the home (a clone under /root, say) the place is made under /var/lib/tradeward and `<home>/postgres` is a link to it.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tradeward.gateways.postgres.faults import unavailable

SERVICE_ACCOUNT = "tradeward"
FALLBACK_ACCOUNT = "postgres"
SYSTEM_FOLDER = Path("/var/lib/tradeward")
LONGEST_SOCKET = 99
"""Bytes. The kernel's limit is 107 on Linux and 103 on macOS."""
_ROOT = 0
_CHOOSE_HOME = "Set TRADEWARD_HOME to a folder of your own, or DATABASE_URL to a PostgreSQL of yours"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine, by name and numbers."""

    name: str
    uid: int
    gid: int

    def run(self, args: list[str | Path], *, timeout: int = 60, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with an empty environment and no PG* variable of the caller."""
        switch: dict[str, object] = {}
        if os.geteuid() != self.uid:
            switch = {"user": self.uid, "group": self.gid, "extra_groups": []}
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        try:
            return subprocess.run(  # type: ignore[call-overload, no-any-return]
                [str(arg) for arg in args], cwd="/", env=environment, umask=0o077, timeout=timeout, input=given,
                capture_output=True, text=True, errors="replace", **switch,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as exc:
            why = getattr(exc, "strerror", None) or exc
            unavailable(
                f"the account {self.name} cannot run {args[0]}: {why}",
                way_out="See `tradeward doctor`, or set DATABASE_URL to a PostgreSQL of yours.",
            )

    def write(self, path: Path, text: str) -> None:
        """Write a file as this account, whole or not at all: root's rights never touch what lies in its folder."""
        done = self.run(["/bin/sh", "-c", 'cat > "$1.new" && mv -f "$1.new" "$1"', "sh", path], given=text)
        if done.returncode != 0:
            unavailable(
                f"{path} cannot be written: {done.stderr.strip()}", way_out="Free some space, or set TRADEWARD_HOME."
            )

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder `path`, through every folder above it."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", path]).returncode == 0


@dataclass(frozen=True, slots=True)
class Place:
    """The private folder of one embedded database, and the account that owns it and runs the server."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def bootstrapped(self) -> Path:
        return self.folder / "bootstrapped"


def home() -> Path:
    """The folder that holds everything of this installation: $TRADEWARD_HOME, else ./var."""
    return Path(os.environ.get("TRADEWARD_HOME") or "var").absolute()


def folder(*, home: Path) -> Path:
    """The place of `home`, whether it exists or not."""
    return Path(os.path.realpath(home / "postgres"))


def socket_folder(*, home: Path) -> Path:
    """The folder of the server's socket: in the place, or in /tmp when that path is too long or not plain."""
    where = folder(home=home)
    plain = where / "run"
    if len(os.fsencode(plain / ".s.PGSQL.5432")) <= LONGEST_SOCKET and re.fullmatch(r"[A-Za-z0-9/._+-]+", str(plain)):
        return plain
    return Path("/tmp") / f"tradeward-{hashlib.sha256(os.fsencode(where)).hexdigest()[:16]}"


def existing(*, home: Path) -> Place | None:
    """The place of `home` if it has been made. Refuses: one that belongs to somebody else."""
    where = folder(home=home)
    try:
        found = where.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        unavailable(f"you may not look into {where}", way_out=f"{_CHOOSE_HOME}.")
    if not stat.S_ISDIR(found.st_mode):
        unavailable(f"{where} is not a folder", way_out="Move it away, or set TRADEWARD_HOME to another folder.")
    return Place(folder=where, account=_runs(where, uid=found.st_uid))


def made(*, home: Path) -> Place:
    """The place of `home`, made now if need be; only folders made here get permissions, those above are left alone."""
    if found := existing(home=home):
        return found
    account = _service_account() if os.geteuid() == _ROOT else ourselves()
    _make_home(home)
    with _alone_in(home):
        return existing(home=home) or _make(home / "postgres", account=account)


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    """Hold the folder itself locked, so that one process at a time makes something in it."""
    handle = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(where: Path, *, account: Account) -> Place:
    """Make the place under another name and move it there: whoever looks meanwhile finds nothing or the whole."""
    if where.is_symlink():
        unavailable(
            f"{where} points to {os.readlink(where)}, which is gone",
            way_out="Bring that folder back (it is the database), or remove the link to start with an empty one.",
        )
    outside = os.geteuid() == _ROOT and not account.reaches(where.parent)
    try:
        fresh = Path(tempfile.mkdtemp(prefix="postgres-", dir=system_folder() if outside else where.parent))
        os.chown(fresh, account.uid, account.gid)
        account.write(fresh / "home", f"{where.parent}\n")
        if outside:
            where.symlink_to(fresh)
        else:
            fresh.rename(where)
    except OSError as exc:
        unavailable(f"the folder {where} cannot be made: {exc.strerror or exc}", way_out=f"{_CHOOSE_HOME}.")
    return Place(folder=Path(os.path.realpath(where)), account=account)


def orphans() -> list[Path]:
    """Places under /var/lib/tradeward whose home is gone or has another: each may hold a database, and run a server."""
    if os.geteuid() != _ROOT:
        return []
    places = [path for path in SYSTEM_FOLDER.glob("postgres-*") if (path / "home").is_file()]
    return [path for path in places if folder(home=Path((path / "home").read_text().strip())) != path]


def private_folder(path: Path, *, account: Account) -> None:
    """Make `path` for `account` alone (0700); one that exists must already be so."""
    try:
        path.mkdir(mode=0o700)
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) & 0o077:
            unavailable(f"{path} is not a private folder of the account {account.name}", way_out="Move it away.")


def room(*, path: Path, needs: int) -> None:
    """Refuse to go on with less than `needs` bytes free where `path` lies."""
    free = shutil.disk_usage(path).free
    if free < needs:
        unavailable(
            f"the disk of {path} has {free >> 20} MB free and {needs >> 20} MB are needed",
            way_out="Free some space, or set TRADEWARD_HOME to a folder with room.",
        )


def _runs(where: Path, *, uid: int) -> Account:
    """The account that runs the server of an existing place: its owner, who must be us unless we are root."""
    owner = _account(uid=uid)
    if uid == _ROOT:
        unavailable(f"{where} belongs to root, and PostgreSQL does not run as root", way_out="Move that folder away.")
    if os.geteuid() not in (_ROOT, uid):
        unavailable(
            f"{where} belongs to the account {owner.name}", way_out=f"Work as that account, or as root. {_CHOOSE_HOME}."
        )
    return owner


def _make_home(home: Path) -> None:
    """Make the home; root lets other accounts pass through it (0711), because the service account must."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir()
        home.chmod(0o711 if os.geteuid() == _ROOT else 0o700)
    except FileExistsError:
        if not home.is_dir():
            unavailable(f"{home} is not a folder", way_out="Set TRADEWARD_HOME to a folder.")
    except OSError as exc:
        unavailable(f"the folder {home} cannot be made: {exc.strerror}", way_out=f"{_CHOOSE_HOME}.")


def system_folder() -> Path:
    """The folder of root for what the service account must reach and cannot in root's own folders."""
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    if SYSTEM_FOLDER.stat().st_uid != _ROOT:
        unavailable(f"{SYSTEM_FOLDER} does not belong to root", way_out="Set TRADEWARD_HOME to /srv/tradeward, say.")
    return SYSTEM_FOLDER


def ourselves() -> Account:
    """The account that this process works as."""
    return _account(uid=os.geteuid())


def _account(*, uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        unavailable(f"the user id {uid} has no account name on this machine, and PostgreSQL needs one",
                    way_out="Add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL of yours.")  # fmt: skip
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _service_account() -> Account:
    """The unprivileged account that runs the server for root: `tradeward`, made if need be, else `postgres`."""
    for name in (SERVICE_ACCOUNT, None, SERVICE_ACCOUNT, FALLBACK_ACCOUNT):
        if name is None:
            _add_service_account()
            continue
        try:
            return _account(uid=pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    unavailable("PostgreSQL does not run as root, and no account could be made for it",
                way_out=f"Run `useradd --system {SERVICE_ACCOUNT}`, or work as an ordinary user.")  # fmt: skip


def _add_service_account() -> None:
    """Try to add the service account; another process may be adding it at the same moment, which is as good."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER),
               "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]  # fmt: skip
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
