"""Videos of every kind through the real ffmpeg in the real jail."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cinnabar.media import files, filming
from cinnabar.media.filming import Film, ffmpeg, make_film
from cinnabar.media.problems import CannotUse
from cinnabar.media.tests.conftest import CODECS, a_photo, a_video, encoded

SECRET = "filmfilmfilmfilmfilmfi"
PLACE = ("-movflags", "use_metadata_tags", "-metadata", "location=+31.2304+121.4737/")
APPLE = ("-metadata", "com.apple.quicktime.location.ISO6709=+31.2304+121.4737/", "-metadata", "title=At home")
Leftovers = Callable[[], list[str]]


def told_of(path: Path) -> str:
    said = subprocess.run([ffmpeg(), "-nostdin", "-hide_banner", "-i", str(path)], capture_output=True, check=False)
    return said.stderr.decode()


def made(source: Path) -> tuple[Film | CannotUse, list[int]]:
    shares: list[int] = []
    return make_film(source, SECRET, "note", tell=shares.append), shares


def problem_of(source: Path) -> str:
    result, _shares = made(source)
    assert isinstance(result, CannotUse), result
    return result.problem


def test_a_film_is_made_to_play_anywhere(tmp_path: Path, leftovers: Leftovers) -> None:
    film, shares = made(a_video(tmp_path / "long.mp4", size="1280x960", seconds=3))

    assert isinstance(film, Film)
    assert 2.8 < film.seconds < 3.3
    assert (film.frame.width, film.frame.height) == (960, 720)
    said = told_of(files.film(SECRET, "mp4"))
    assert re.search(r"Video: h264 \(Main\).*yuv420p.*960x720", said)
    assert "Audio: aac" in said
    assert files.film(SECRET, "mp4").read_bytes().find(b"moov") < 1000  # plays before it is here whole
    playlist = files.film(SECRET, "m3u8").read_text()
    assert f"{SECRET}-film.m4s" in playlist and "#EXT-X-ENDLIST" in playlist
    assert {name.rpartition("-")[2] for name in leftovers()} >= {"film.mp4", "film.m4s", "film.m3u8", "360.webp"}
    assert all(name.startswith("sizes/") for name in leftovers())
    assert shares == sorted(shares) and all(0 <= share <= 99 for share in shares)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mov", ("-c:v", "mpeg4", "-c:a", "pcm_s16le")),
        ("a.webm", ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
        ("a.mkv", CODECS),
    ],
)
def test_other_kinds_are_read_too(tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    film, _shares = made(a_video(tmp_path / name, *options, seconds=1))

    assert isinstance(film, Film)
    assert "Video: h264 (Main)" in told_of(files.film(SECRET, "mp4"))


def test_odd_sides_and_no_sound_are_no_trouble(tmp_path: Path) -> None:
    options = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p", "-an")
    film, _shares = made(a_video(tmp_path / "odd.mp4", *options, size="161x241", seconds=0.5, sound=False))

    assert isinstance(film, Film)
    assert (film.frame.width, film.frame.height) == (160, 240)
    assert "Audio" not in told_of(files.film(SECRET, "mp4"))


def test_a_film_lies_as_the_phone_was_held(tmp_path: Path) -> None:
    lying = a_video(tmp_path / "lying.mp4", size="320x180", seconds=1)
    turned = tmp_path / "turned.mp4"
    turn = ["-display_rotation", "90", "-i", str(lying), "-c", "copy", "-y", str(turned)]
    if subprocess.run([ffmpeg(), "-nostdin", "-loglevel", "error", *turn], check=False).returncode != 0:
        turn = ["-i", str(lying), "-c", "copy", "-metadata:s:v:0", "rotate=90", "-y", str(turned)]  # before ffmpeg 6
        subprocess.run([ffmpeg(), "-nostdin", "-loglevel", "error", *turn], check=True)
    film, _shares = made(turned)

    assert isinstance(film, Film)
    assert film.frame.width < film.frame.height


def test_where_it_was_recorded_is_in_nothing_that_is_kept(tmp_path: Path, media_folder: Path) -> None:
    source = a_video(tmp_path / "v.mov", *CODECS, *PLACE, *APPLE)
    assert b"+31.2304" in source.read_bytes()

    assert isinstance(made(source)[0], Film)

    kept = [path for path in media_folder.rglob("*") if path.is_file()]
    assert [path.name for path in kept if b"+31.2304" in path.read_bytes() or b"At home" in path.read_bytes()] == []


def test_what_is_no_video_is_refused_and_leaves_nothing(tmp_path: Path, leftovers: Leftovers) -> None:
    def a_file(content: bytes) -> Path:
        (tmp_path / "odd").write_bytes(content)
        return tmp_path / "odd"

    secret = tmp_path / "secret.txt"
    secret.write_text("nobody may read this")
    whole = a_video(tmp_path / "whole.mp4").read_bytes()
    sound = a_video(tmp_path / "sound.mp4", "-vn", "-c:a", "aac").read_bytes()
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    concat = f"ffconcat version 1.0\nfile {secret}\n".encode()
    refused = {
        problem_of(a_file(b"")),
        problem_of(a_file(b"hello")),
        problem_of(a_file(encoded(a_photo()))),
        problem_of(a_file(encoded(a_photo(), "GIF"))),
        problem_of(a_file(playlist)),
        problem_of(a_file(concat)),
        problem_of(a_file(b"<svg xmlns='http://www.w3.org/2000/svg'/>")),
    }
    assert refused == {"not_a_video"}
    assert problem_of(a_file(whole[:200])) == "damaged_video"
    assert problem_of(a_file(b"\0\0\0\x18ftypmp42" + playlist)) == "damaged_video"
    assert problem_of(a_file(b"\x1aE\xdf\xa3" + b"\xff" * 500)) == "damaged_video"
    assert problem_of(a_file(sound)) == "without_pictures"
    assert leftovers() == []


def test_a_hole_anywhere_in_a_film_ends_in_a_film_or_a_refusal(tmp_path: Path, leftovers: Leftovers) -> None:
    whole = a_video(tmp_path / "whole.mp4", seconds=1).read_bytes()
    for at in range(0, len(whole), len(whole) // 12):
        broken = tmp_path / "broken.mp4"
        broken.write_bytes(whole[:at] + b"\xa5" * 700 + whole[at + 700 :])
        result, _shares = made(broken)
        if isinstance(result, CannotUse):
            assert result.problem in ("not_a_video", "damaged_video", "without_pictures"), at
            assert leftovers() == []
        files.remove(1, SECRET)


def test_a_film_that_is_cut_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = a_video(tmp_path / "w.mp4", *CODECS, "-movflags", "+faststart", seconds=4).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    film, _shares = made(tmp_path / "cut.mp4")

    assert isinstance(film, Film)
    assert 1 < film.seconds < 3.5


def test_what_is_too_long_is_refused_whatever_it_says(tmp_path: Path, settings: Any, leftovers: Leftovers) -> None:
    settings.VIDEO_SECONDS = 1
    assert problem_of(a_video(tmp_path / "long.mp4", seconds=5)) == "too_long"
    says_nothing = a_video(tmp_path / "live.mkv", *CODECS, "-live", "1", seconds=5)
    assert "Duration: N/A" in told_of(says_nothing)
    assert problem_of(says_nothing) == "too_long"
    assert leftovers() == []


def test_what_takes_too_long_is_ended(tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filming, "WALL_A_CPU", 0.0001)
    assert problem_of(a_video(tmp_path / "slow.mp4")) == "too_slow"
    assert leftovers() == []
