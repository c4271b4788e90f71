"""A media folder of the test's own, and files of every kind."""

from __future__ import annotations

import random
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from starlette.testclient import TestClient

from cinnabar.media.filming import ffmpeg

CODECS = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


@pytest.fixture(autouse=True)
def media_folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_FOLDER = tmp_path / "media"
    return settings.MEDIA_FOLDER


@pytest.fixture
def leftovers(media_folder: Path) -> Callable[[], list[str]]:
    """Every file below the media folder."""
    return lambda: sorted(str(path.relative_to(media_folder)) for path in media_folder.rglob("*") if path.is_file())


@pytest.fixture
def live() -> Iterator[TestClient]:
    from cinnabar.media.live import application

    with TestClient(application, follow_redirects=False) as client:
        yield client


def path_of(address: str) -> str:
    assert address.startswith("http://live.testserver/")
    return urlsplit(address).path


def a_photo(width: int = 800, height: int = 600) -> Image.Image:
    """Four colours, one in each corner: red, green / blue, white."""
    photo = Image.new("RGB", (width, height), "white")
    photo.paste("red", (0, 0, width // 2, height // 2))
    photo.paste("green", (width // 2, 0, width, height // 2))
    photo.paste("blue", (0, height // 2, width // 2, height))
    return photo


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_png_that_claims(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG whose head is true to its word and whose body is `body`: a bomb of a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def a_video(path: Path, *options: str, size: str = "320x240", seconds: float = 2, sound: bool = True) -> Path:
    """A film of moving colours with a tone; `options` are ffmpeg's for what is written."""
    pictures = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=24:duration={seconds}"]
    tone = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"] if sound else []
    command = [ffmpeg(), "-nostdin", "-loglevel", "error", *pictures, *tone, *(options or CODECS), "-y", str(path)]
    subprocess.run(command, check=True, timeout=120)
    return path


@pytest.fixture
def a_file(tmp_path: Path) -> Iterator[Callable[[bytes], Path]]:
    count = 0

    def make(content: bytes) -> Path:
        nonlocal count
        count += 1
        path = tmp_path / f"upload-{count}"
        path.write_bytes(content)
        return path

    yield make
