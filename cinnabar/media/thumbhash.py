"""The tiny placeholder of a picture: evanw/thumbhash, the opaque part of the format; loaded in the jail only."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np
from PIL import Image


def hash_and_tone(small: Image.Image) -> tuple[str, str]:
    """The thumbhash (base64) and the average colour of a small RGB picture; format: evanw/thumbhash, opaque part."""
    pixels = np.asarray(small, dtype=np.float64) / 255
    height, width, _colours = pixels.shape
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    longest = max(width, height)
    nx, ny = (max(1, math.floor(7 * side / longest + 0.5)) for side in (width, height))

    def waves(channel: Any, nx: int, ny: int) -> tuple[float, list[float], float]:
        x = np.cos(np.pi / width * np.outer(np.arange(nx), np.arange(width) + 0.5))
        y = np.cos(np.pi / height * np.outer(np.arange(ny), np.arange(height) + 0.5))
        table = (y @ channel @ x.T) / (width * height)
        kept = [float(table[cy, cx]) for cy in range(ny) for cx in range(nx) if cx * ny < nx * (ny - cy)]
        rest = kept[1:]
        scale = max((abs(wave) for wave in rest), default=0.0)
        return kept[0], [0.5 + 0.5 / scale * wave for wave in rest] if scale else rest, scale

    light, light_waves, light_scale = waves((red + green + blue) / 3, max(3, nx), max(3, ny))
    p, p_waves, p_scale = waves((red + green) / 2 - blue, 3, 3)
    q, q_waves, q_scale = waves(red - green, 3, 3)

    def whole(value: float) -> int:
        return math.floor(value + 0.5)

    wide = width > height
    head = (
        whole(63 * light) | whole(31.5 + 31.5 * p) << 6 | whole(31.5 + 31.5 * q) << 12 | whole(31 * light_scale) << 18
    )
    second = (ny if wide else nx) | whole(63 * p_scale) << 3 | whole(63 * q_scale) << 9 | wide << 15
    nibbles = [whole(15 * wave) for wave in (*light_waves, *p_waves, *q_waves)]
    nibbles += [0] * (len(nibbles) % 2)
    packed = bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))
    code = head.to_bytes(3, "little") + second.to_bytes(2, "little") + packed
    tone = "#" + "".join(f"{whole(float(part) * 255):02x}" for part in pixels.mean(axis=(0, 1)))
    return base64.b64encode(code).decode(), tone
