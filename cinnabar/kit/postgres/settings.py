"""The server's settings, written anew before each start; a person's own go into `local.conf` beside them."""

import shutil
from pathlib import Path

from cinnabar.kit.postgres.place import PORT, Place

ROLE = "cinnabar"

SETTINGS: dict[str, str | int] = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 100,
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_min_duration_statement": "1s",
    "default_text_search_config": "pg_catalog.simple",
    "idle_in_transaction_session_timeout": "5min",
}

# A power cut may then cost the whole cluster: only for data that a test makes and throws away.
FORGETFUL: dict[str, str | int] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def write_settings(place: Place, socket_folder: Path, *, durable: bool) -> Path:
    """Write the configuration and say which file the server reads."""
    place.settings.mkdir(exist_ok=True)
    place.settings.chmod(0o755)
    settings = {
        **SETTINGS,
        **({} if durable else FORGETFUL),
        "unix_socket_directories": str(socket_folder),
        "hba_file": str(place.settings / "pg_hba.conf"),
        "ident_file": str(place.settings / "pg_ident.conf"),
    }
    lines = ["# Written at each start; put settings of your own into local.conf beside this file."]
    lines += [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    lines += ["include = 'local.conf'"]
    own = place.settings / "local.conf"
    if not own.exists():
        _write(own, "# Settings of your own; they go before those in postgresql.conf.\n")
    _write(place.settings / "pg_hba.conf", f"local all {ROLE} peer map={ROLE}\n")
    _write(
        place.settings / "pg_ident.conf",
        "".join(f'{ROLE} "{name}" {ROLE}\n' for name in {place.account.name, "root"}),
    )
    _write(place.settings / "postgresql.conf", "\n".join(lines) + "\n")
    return place.settings / "postgresql.conf"


def make_room_in_log(log: Path, *, largest: int = 8_000_000) -> None:
    """Keep one old log, so that a year of running does not fill the disk."""
    if log.exists() and log.stat().st_size > largest:
        shutil.move(log, log.with_name("postgres.log.1"))


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o644)


def _quoted(value: str | int) -> str:
    escaped = str(value).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
