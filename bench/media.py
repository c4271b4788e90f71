"""What making every size of a picture costs, in processor seconds of all processes involved."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from django.test import override_settings

MEGAPIXELS_12 = (4000, 3000)
COVER = (960, 1280)


def twelve_megapixels() -> dict[str, float]:
    """A 12-megapixel JPEG, ready in three widths of WebP and AVIF."""
    return _cost_of(MEGAPIXELS_12)


def a_cover() -> dict[str, float]:
    """A picture of the demo town."""
    return _cost_of(COVER)


def _cost_of(size: tuple[int, int]) -> dict[str, float]:
    from cinnabar.media.decoding import Made, Task, decode

    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_FOLDER=Path(folder) / "media"):
        source = _a_photo(Path(folder) / "photo.jpg", size)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        (made,) = decode([Task(source, "aSecret", "note")])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not isinstance(made, Made):
        raise RuntimeError(f"the measured picture was refused: {made}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu_seconds": round(spent, 2), "seconds": round(time.perf_counter() - began, 2)}


def _a_photo(path: Path, size: tuple[int, int]) -> Path:
    """Something as busy as a photograph: octaves of noise. Flat colour would flatter the encoders."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(7)
    photo = np.zeros((size[1], size[0], 3))
    for octave in (8, 32, 128, 512):
        grain = rng.integers(0, 256, (octave * 3 // 4, octave, 3), dtype=np.uint8)
        photo += np.asarray(Image.fromarray(grain).resize(size, Image.Resampling.BICUBIC)) * (8 / octave) ** 0.5
    photo = (photo - photo.min()) / (photo.max() - photo.min()) * 255
    Image.fromarray(photo.astype(np.uint8)).save(path, quality=92)
    return path
