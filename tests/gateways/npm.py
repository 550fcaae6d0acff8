"""Packages from npm that tests ask for an opinion: installed once, in a pinned version, under var/."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "var/npm"


def installed(package: str, version: str) -> Path:
    """A folder whose node_modules has the package. Fails, saying what to install, where node, npm or the package is missing."""
    for program in ("node", "npm"):
        assert shutil.which(program), f"{program} is missing: install it (Debian: apt-get install nodejs npm)"
    place = FOLDER / f"{package}-{version}"
    if not place.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh = tempfile.mkdtemp(dir=FOLDER)
        done = subprocess.run(
            ["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts",
             f"{package}@{version}"], cwd=fresh, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"npm could not install {package}@{version}: {done.stderr}"
        try:
            os.rename(fresh, place)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return place


def node(place: Path, script: str, said: str) -> str:
    """What a script of ours prints, given text on its standard input, with the packages of a place."""
    done = subprocess.run(
        ["node", "-e", script], cwd=place, input=said, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout
