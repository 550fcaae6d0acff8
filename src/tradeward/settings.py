"""Django's settings: the few that the environment decides, and the database that gateways.postgres chose.

Reading this file starts no server: every entry point calls `gateways.postgres.ready` first.
"""

import os
import secrets
from pathlib import Path

from tradeward.gateways import postgres

HOME = postgres.home()


def _own_secret(home: Path) -> str:
    """The key of this installation, made once and readable by its account only."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


SECRET_KEY = os.environ.get("TRADEWARD_SECRET_KEY") or _own_secret(HOME)
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS = ["tradeward.ledger", "tradeward.store"]
DATABASES = postgres.databases(home=HOME)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tradeward.urls"
ALLOWED_HOSTS = os.environ.get("TRADEWARD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
APPEND_SLASH = False
MIDDLEWARE = ["tradeward.interfaces.api.edges.only_problems"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
REQUESTS_A_MINUTE = int(os.environ.get("TRADEWARD_REQUESTS_A_MINUTE", "600"))
"""How often one token may ask in a minute."""
