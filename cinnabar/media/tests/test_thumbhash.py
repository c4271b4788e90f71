"""Against hashes that the format's reference implementation (npm thumbhash 0.1.1) made of the same pixels."""

import numpy as np
import pytest
from PIL import Image

from cinnabar.media.thumbhash import hash_and_tone

REFERENCE = [
    (8, 8, "HPgJJxYyaXhgiJaHeHh4eIh4xxB1J28H"),
    (12, 5, "GzcKK4pQo2hyh3iIT3OH8mc="),
    (5, 12, "XCgKMxBgYAl5eoelZmggZvY="),
    (64, 48, "HwgCBYIpaQuYiKizwDQlRzFAbn+n"),
    (1, 1, "wwYKVwAI9wiIh4hwj3CI+AiIcH/4AAAA"),
    (3, 30, "H/cJOQqGUQeHlnUXh491qAQ="),
]


@pytest.mark.parametrize(("width", "height", "expected"), REFERENCE)
def test_the_hash_is_the_references(width: int, height: int, expected: str) -> None:
    y, x = np.mgrid[0:height, 0:width]
    channels = (x * 37 + y * 11, x * 5 + y * 29, x * 13 + y * 7 + 40)
    pixels = np.stack([channel % 256 for channel in channels], -1).astype(np.uint8)
    assert hash_and_tone(Image.fromarray(pixels))[0] == expected


def test_the_tone_is_the_average_colour() -> None:
    picture = Image.new("RGB", (2, 1), (10, 20, 30))
    picture.putpixel((1, 0), (20, 40, 60))
    assert hash_and_tone(picture)[1] == "#0f1e2d"
