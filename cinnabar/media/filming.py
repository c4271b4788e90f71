"""From a received video to what is shown of it: MP4, HLS and one frame. No other code of the product starts ffmpeg.

ffmpeg runs in the jail: no network, limited memory, time and disk. It reads one file, as one of two kinds, by the
decoders of a list. Everything that describes the recording is dropped, its place first.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer

import imageio_ffmpeg
import structlog
from django.conf import settings

from cinnabar.media import files
from cinnabar.media.decoding import JAIL, Made, Task, decode
from cinnabar.media.problems import CannotUse

MEMORY = 3 * 1024**3  # address space; a 4K film with threads takes about one
CPU_FOR_ANY = 120  # seconds, and for each second of film:
CPU_A_SECOND = 8
WALL_A_CPU = 6  # other work on the same machine
LOOK_BYTES = 64 * 1024**2  # what looking at a film may write
MOST_OUT = 4 * 1024**3  # no film of ours is so large: 15 minutes at 2.6 Mbit/s are 0.3
POSTER_AT = 1.0  # second; of a shorter film the middle
SHORT_SIDE = 720
MOST_SAID = 64 * 1024

KINDS = ((4, b"ftyp", "mov"), (0, b"\x1aE\xdf\xa3", "matroska"))  # where which bytes stand, and the demuxer
VIDEO_DECODERS = "h264,hevc,vp8,libvpx-vp9,vp9,av1,libdav1d,mpeg4,prores,mjpeg"
SOUND_DECODERS = "aac,mp3,mp3float,opus,vorbis,alac,ac3,eac3,flac,pcm_s16le,pcm_s16be,pcm_s24le,pcm_f32le"
DURATION = re.compile(rb"^  Duration: (\d+):(\d\d):(\d\d\.\d+)", re.MULTILINE)
STREAM = re.compile(rb"^  Stream #0:\d+.*: Video: (\w+)(?!.*\(attached pic\))", re.MULTILINE)
SHORT = f"trunc(min({SHORT_SIDE},{{side}})/2)*2"
SCALE = (
    f"scale=w='if(gt(iw,ih),-2,{SHORT.format(side='iw')})':h='if(gt(iw,ih),{SHORT.format(side='ih')},-2)',"
    "setsar=1,format=yuv420p"
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Film:
    """What a video turned out to be; its files are on disk."""

    seconds: float
    frame: Made


@cache
def ffmpeg() -> str:
    """The system's ffmpeg, else the one that came with the packages."""
    return shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


def make_film(source: Path, secret: str, purpose: str, *, tell: Callable[[int], None]) -> Film | CannotUse:
    """Make everything that is shown of a video, and tell the per cent that are done; what fails leaves nothing.

    H.264 and AAC in an MP4 that begins to play at once, at most 720 lines and 30 frames a second; the same as HLS in
    one file with its list (RFC 8216, byte ranges); one frame in every size of a picture.
    """
    try:
        kind = _kind(source)
        film = files.film(secret, "mp4")
        _transcode(source, kind, film, tell)
        _stream(film, secret)
        seconds, _codec = _look(film, "mov")
        return Film(seconds, _frame(secret, purpose, at=min(POSTER_AT, seconds / 2)))
    except CannotUse as refused:
        files.remove_sizes(secret)
        return refused


def _frame(secret: str, purpose: str, *, at: float) -> Made:
    """Make the sizes of the frame at that second of a film; CannotUse where there is none."""
    with TemporaryDirectory(dir=files.folder("incoming")) as folder:
        frame = Path(folder) / "frame.png"
        _run(
            [
                *("-ss", f"{at:.3f}"),
                *_reading(files.film(secret, "mp4"), "mov"),
                *("-frames:v", "1", "-c:v", "png", "-y", str(frame)),
            ],
            seconds=CPU_FOR_ANY,
            file_size=LOOK_BYTES,
        )
        if not frame.is_file():
            raise CannotUse("damaged_video")
        made = decode([Task(frame, secret, purpose)])[0]
    if isinstance(made, CannotUse):
        raise CannotUse("damaged_video")
    return made


def _kind(source: Path) -> str:
    with source.open("rb") as opened:
        start = opened.read(16)
    for at, sign, kind in KINDS:
        if start[at:].startswith(sign):
            return kind
    raise CannotUse("not_a_video")


def _look(source: Path, kind: str) -> tuple[float, str]:
    """How many seconds a film says it plays (0: it does not say), and how its pictures are coded."""
    done = _run([*_reading(source, kind, decoders=None)], seconds=CPU_FOR_ANY, file_size=LOOK_BYTES, ends_well=False)
    if not (codec := STREAM.search(done)):
        raise CannotUse("without_pictures" if b"  Stream #0" in done else "damaged_video")
    told = DURATION.search(done)
    seconds = int(told[1]) * 3600 + int(told[2]) * 60 + float(told[3]) if told else 0.0
    return seconds, codec[1].decode()


def _transcode(source: Path, kind: str, film: Path, tell: Callable[[int], None]) -> None:
    most = settings.VIDEO_SECONDS
    seconds, codec = _look(source, kind)
    if seconds > most + 1:
        raise CannotUse("too_long")
    command = [*_reading(source, kind), "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn"]
    command += ["-map_metadata", "-1", "-map_chapters", "-1", "-t", str(most + 2), "-vf", SCALE, "-fpsmax", "30"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-maxrate", "2500k", "-bufsize", "5000k"]
    command += ["-profile:v", "main", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-threads", "2"]
    command += ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    command += ["-fflags", "+bitexact", "-movflags", "+faststart", "-progress", "pipe:1", "-stats_period", "1", "-y"]
    played = 0.0

    def follow(line: bytes) -> None:
        nonlocal played
        name, _, value = line.partition(b"=")
        if name == b"out_time_us" and value.strip().isdigit():
            played = int(value) / 1_000_000
            tell(min(99, round(100 * played / seconds)) if seconds else 0)

    budget = CPU_FOR_ANY + round(CPU_A_SECOND * min(seconds or most, most))
    _run([*command, str(film)], seconds=budget, file_size=MOST_OUT, follow=follow)
    if played > most + 1:
        raise CannotUse("too_long")
    if not played or not film.is_file():
        log.info("video refused", codec=codec, seconds=seconds)
        raise CannotUse("damaged_video")


def _stream(film: Path, secret: str) -> None:
    """The same pictures and sound once more, as HLS: a list, and one file of which it names parts."""
    part, playlist = files.film(secret, "m4s"), files.film(secret, "m3u8")
    _run(
        [
            *_reading(film, "mov", decoders=None),
            *("-c", "copy", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
            *("-hls_flags", "single_file", "-hls_segment_filename", str(part), "-y", str(playlist)),
        ],
        seconds=CPU_FOR_ANY,
        file_size=MOST_OUT,
    )


def _reading(source: Path, kind: str, *, decoders: str | None = f"{VIDEO_DECODERS},{SOUND_DECODERS}") -> list[str]:
    """What every reading of a file begins with: this file only, as this kind only, by known decoders only."""
    known = ["-codec_whitelist", decoders] if decoders else []
    return ["-protocol_whitelist", "file", *known, "-f", kind, "-i", f"file:{source}"]


def _run(
    arguments: list[str],
    *,
    seconds: int,
    file_size: int,
    ends_well: bool = True,
    follow: Callable[[bytes], None] | None = None,
) -> bytes:
    """Run ffmpeg in the jail; what it said of itself. CannotUse when it failed or took too long."""
    level = ["-loglevel", "error"] if ends_well else []
    command = [sys.executable, "-I", str(JAIL), str(MEMORY), str(seconds), str(file_size)]
    command += [ffmpeg(), "-nostdin", "-hide_banner", *level, *arguments]
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    with TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        ending = Timer(seconds * WALL_A_CPU, process.kill)
        ending.start()
        try:
            for line in process.stdout or ():
                if follow:
                    follow(line)
            process.wait()
        finally:
            ending.cancel()
            process.kill()
            process.wait()
        said.seek(0)
        told = said.read(MOST_SAID)
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise CannotUse("too_slow")
    if ends_well and process.returncode != 0:
        log.info("ffmpeg failed", code=process.returncode, said=told[-500:].decode(errors="replace"))
        raise CannotUse("damaged_video")
    return told
