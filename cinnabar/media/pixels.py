"""Turns one file into its sizes. Loaded in the jail only (`media/jail.py`): nothing else imports a decoder."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError
from pillow_heif import register_heif_opener

from cinnabar.media.thumbhash import hash_and_tone

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
MOVING = ("GIF", "WEBP", "PNG", "AVIF")
MOST_HEIGHT = 16_383  # of a WebP
MOST_PROFILE = 64 * 1024
OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 80, "method": 2},
    "avif": {"quality": 58, "speed": 9, "max_threads": 1},  # speed 8 costs twice as much for 5 % less
}
LANCZOS = Image.Resampling.LANCZOS
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)

warnings.simplefilter("ignore")
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Image.MAX_IMAGE_PIXELS = None  # judged by our own limit, before anything is decoded
register_heif_opener(thumbnails=False, decode_threads=1)


class Refused(Exception):
    """The file cannot become a picture; the text is a code of `media/problems.py`."""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request; a file that cannot be used is an answer, too."""
    try:
        return sizes_of(request)
    except Refused as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "too_many_pixels"}
    except Exception as error:  # decoders raise anything; the worker must only learn that the file is bad
        return {"problem": "damaged", "detail": f"{type(error).__name__}: {error}"[:300]}


def sizes_of(request: dict[str, Any]) -> dict[str, Any]:
    """Write every size that `request` names and tell what the picture is."""
    picture, moves = _opened(request["source"], pixels=request["pixels"])
    picture, profile = _upright_rgb(picture, request)
    widths = request["widths"]
    if not request["square"]:
        widths = [*(width for width in widths if width < picture.width), picture.width]
    for width in widths:
        size = _resized(picture, (width, max(1, round(width * picture.height / picture.width))))
        for kind in request["kinds"]:
            name = f"{request['stem']}-{width}.{kind}"
            size.save(name, kind.upper(), icc_profile=profile, exif=b"", xmp=b"", **OPTIONS[kind])
    small = picture.copy()
    small.thumbnail((64, 64))
    thumbhash, tone = hash_and_tone(small)
    return {"width": picture.width, "height": picture.height, "thumbhash": thumbhash, "tone": tone, "moves": moves}


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, LANCZOS, reducing_gap=2.0)


def _opened(source: str, *, pixels: int) -> tuple[Image.Image, bool]:
    if Path(source).stat().st_size == 0:
        raise Refused("empty")
    try:
        picture = Image.open(source, formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("too_many_pixels") from None
    except UnidentifiedImageError:
        raise Refused("not_a_picture") from None
    if picture.width * picture.height > pixels:
        raise Refused("too_many_pixels")
    moves = picture.format in MOVING and getattr(picture, "n_frames", 1) > 1
    return picture, moves


def _upright_rgb(picture: Image.Image, request: dict[str, Any]) -> tuple[Image.Image, bytes | None]:
    """The picture at its largest size, turned as its camera was held, on white; and its profile."""
    largest, orientation = max(request["widths"]), _orientation(picture)
    if request["crop"] or request["square"]:
        rgb, profile = _rgb(picture)
        rgb = _turned(rgb, orientation)
        rgb = rgb.crop(_box(rgb, request["crop"]))
        side = largest if request["square"] else min(rgb.width, largest)
        return _resized(rgb, (side, side)), profile
    target = _target(picture, orientation, largest)
    picture.draft(picture.mode, target)  # a JPEG is decoded no larger than needed
    rgb, profile = _rgb(picture)
    return _turned(_resized(rgb, target), orientation), profile


def _target(picture: Image.Image, orientation: int, largest: int) -> tuple[int, int]:
    """The size before turning, so that no more pixels are turned than needed."""
    width, height = picture.size[::-1] if orientation in LYING else picture.size
    scale = min(1.0, largest / width, MOST_HEIGHT / height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _orientation(picture: Image.Image) -> int:
    # HEIC is turned by its decoder, which then says 1 here; AVIF's own turn is told in the same tag.
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:  # a broken EXIF block must not cost the picture
        return 1


def _turned(picture: Image.Image, orientation: int) -> Image.Image:
    turn = TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _box(picture: Image.Image, crop: list[float] | None) -> tuple[int, int, int, int]:
    """A square in pixels: `crop` is (left, top, side) in parts of the width; without one the middle."""
    if crop:
        left, top, side = (round(part * picture.width) for part in crop)
        side = max(1, min(side, picture.width, picture.height))
        left, top = min(max(0, left), picture.width - side), min(max(0, top), picture.height - side)
    else:
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return left, top, left + side, top + side


def _rgb(picture: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Eight bits, three colours, on white; the profile if it is one for such pixels, else the pixels in sRGB."""
    picture.load()
    profile = picture.info.get("icc_profile") or None
    mode = picture.mode
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture if mode == "RGBA" else picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif mode.startswith(("I", "F")):
        picture = _eight_bits(picture)
    if profile and mode in ("CMYK", "L") and picture.mode == mode:
        picture, profile = _in_srgb(picture, profile), None
    elif profile and (len(profile) > MOST_PROFILE or profile[16:20] != b"RGB " or not _is_profile(profile)):
        profile = None
    return picture if picture.mode == "RGB" else picture.convert("RGB"), profile


def _eight_bits(picture: Image.Image) -> Image.Image:
    return Image.fromarray((np.asarray(picture).astype(np.int64).clip(0, 65_535) >> 8).astype(np.uint8))


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        target = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(picture, BytesIO(profile), target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGB")
    return turned or picture.convert("RGB")


def _is_profile(profile: bytes) -> bool:
    try:
        ImageCms.ImageCmsProfile(BytesIO(profile))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False
    return True
