"""Files of every kind through the real jail."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from cinnabar.design.formats import widths_for
from cinnabar.media import decoding, files
from cinnabar.media.decoding import Made, Task, decode
from cinnabar.media.problems import MESSAGES, CannotUse, message
from cinnabar.media.tests.conftest import a_photo, a_png_that_claims, encoded, noise

register_heif_opener()

MakeFile = Callable[[bytes], Path]
Leftovers = Callable[[], list[str]]
SECRET = "2bSomethingUnguessable"


def made_of(path: Path, purpose: str = "note", crop: decoding.Crop | None = None) -> Made:
    (result,) = decode([Task(path, SECRET, purpose, crop)])
    assert isinstance(result, Made)
    return result


def all_made_of(paths: Sequence[Path]) -> list[Made]:
    """The same for many in one process; their secrets are "x0", "x1" and so on."""
    results = decode([Task(path, f"x{at}", "note") for at, path in enumerate(paths)])
    return [result for result in results if isinstance(result, Made)]


def served(width: int, kind: str = "webp", *, secret: str = SECRET) -> Image.Image:
    return Image.open(files.size(secret, width, kind))


def corners(picture: Image.Image) -> list[str]:
    """The colour of each corner by name, row by row."""
    names = {(255, 0, 0): "red", (0, 128, 0): "green", (0, 0, 255): "blue", (255, 255, 255): "white"}
    rgb, (width, height) = picture.convert("RGB"), picture.size
    points = [(x, y) for y in (height // 8, height * 7 // 8) for x in (width // 8, width * 7 // 8)]

    def nearest(colour: tuple[int, ...]) -> str:
        return min(names.items(), key=lambda named: sum((a - b) ** 2 for a, b in zip(named[0], colour, strict=True)))[1]

    return [nearest(rgb.getpixel(point)) for point in points]


def with_orientation(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


HOSTILE = {
    "no bytes": (b"", "empty"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "not_a_picture"),
    "a drawing with scripts": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_a_picture"),
    "noise": (noise(5000), "not_a_picture"),
    "a TIFF, which we do not open": (encoded(a_photo(), "TIFF"), "not_a_picture"),
    "PostScript, which would start a program": (encoded(a_photo(20, 20), "EPS"), "not_a_picture"),
    "half a JPEG": (encoded(a_photo())[:4000], "damaged"),
    "half a WebP": (encoded(a_photo(), "WEBP", quality=100)[:-300], "damaged"),
    "half a HEIC": (encoded(a_photo(), "HEIF")[:-300], "damaged"),
    "a PNG with a broken body": (a_png_that_claims(100, 100, b"short"), "damaged"),
    "a bomb": (a_png_that_claims(50_000, 50_000), "too_many_pixels"),
    "a bomb that is wide": (a_png_that_claims(2_000_000_000, 1), "too_many_pixels"),
    "only the first bytes of a JPEG": (encoded(a_photo())[:30], "damaged"),
}


def test_what_is_no_usable_picture_is_refused_and_leaves_nothing(a_file: MakeFile, leftovers: Leftovers) -> None:
    results = decode([Task(a_file(content), f"x{at}", "note") for at, (content, _) in enumerate(HOSTILE.values())])
    told = [getattr(result, "problem", "nothing") for result in results]
    assert dict(zip(HOSTILE, told, strict=True)) == {name: problem for name, (_, problem) in HOSTILE.items()}
    assert leftovers() == []


def test_a_file_that_ends_the_process_costs_only_itself(a_file: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    good, heavy = a_file(encoded(a_photo(100, 100))), a_file(a_png_that_claims(8000, 8000, bytes(8000 * 3 * 8000)))
    monkeypatch.setattr(decoding, "WALL_SECONDS", 0.15)
    results = decode([Task(heavy, "1a", "note")])
    assert [result.problem for result in results if isinstance(result, CannotUse)] == ["took_too_long"]
    monkeypatch.setattr(decoding, "WALL_SECONDS", 60)
    results = decode([Task(good, "2b", "note"), Task(a_file(b"no"), "3c", "note"), Task(good, "4d", "note")])
    assert [type(result) for result in results] == [Made, CannotUse, Made]


def test_every_width_exists_in_both_kinds_and_the_stored_size_is_the_served_one(a_file: MakeFile) -> None:
    made = made_of(a_file(encoded(a_photo(4000, 3000))))
    assert (made.width, made.height) == (1440, 1080)
    for width in widths_for(made.width):
        for kind in ("webp", "avif"):
            assert served(width, kind).size == (width, round(width * 3 / 4))


def test_the_widths_are_those_that_pages_name(a_file: MakeFile, leftovers: Leftovers) -> None:
    widths = [1, 5, 359, 360, 361, 719, 720, 721, 1439, 1440, 1441]
    made = all_made_of([a_file(encoded(Image.new("RGB", (width, 7), "teal"))) for width in widths])
    expected = [
        f"x{at}-{size}.{kind}"
        for at, one in enumerate(made)
        for size in widths_for(one.width)
        for kind in ("avif", "webp")
    ]
    assert [one.width for one in made] == [*widths[:-1], 1440]
    assert sorted(Path(name).name for name in leftovers()) == sorted(expected)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_turned_once_as_its_camera_was_held(kind: str, a_file: MakeFile) -> None:
    photo = a_photo(400, 300)
    contents = [encoded(photo, kind, exif=with_orientation(orientation)) for orientation in range(1, 9)]
    made = all_made_of([a_file(content) for content in contents])
    upright = [ImageOps.exif_transpose(Image.open(io.BytesIO(content))) for content in contents]
    assert [(one.width, one.height) for one in made] == [one.size for one in upright]
    for at, one in enumerate(made):
        assert corners(served(one.width, secret=f"x{at}")) == corners(upright[at])
        assert corners(served(one.width, "avif", secret=f"x{at}")) == corners(upright[at])


def test_a_phones_portrait_heic_is_turned_once(a_file: MakeFile) -> None:
    # The plugin writes the turn into the container (irot) and leaves the same one in EXIF, as an iPhone does.
    content = encoded(a_photo(), "HEIF", exif=with_orientation(6).tobytes(), quality=90)
    assert b"irot" in content
    made = made_of(a_file(content))
    assert (made.width, made.height) == (600, 800)
    assert served(600).size == (600, 800)
    assert corners(served(360)) == ["blue", "red", "white", "green"]


def test_a_heic_turned_only_in_its_exif_is_shown_the_same_everywhere(a_file: MakeFile) -> None:
    content = encoded(a_photo(), "HEIF", exif=with_orientation(1).tobytes(), quality=90)
    tag = b"\x12\x01\x03\x00\x01\x00\x00\x00" if b"\x12\x01\x03\x00" in content else b"\x01\x12\x00\x03\x00\x00\x00\x01"
    value, turned = (b"\x01\x00", b"\x06\x00") if tag[0] == 0x12 else (b"\x00\x01", b"\x00\x06")
    assert tag + value in content
    made = made_of(a_file(content.replace(tag + value, tag + turned)))
    # The container's word counts (ISO 23008-12); nothing is stretched and every size agrees.
    assert (made.width, made.height) == (800, 600)
    assert corners(served(360)) == corners(served(800, "avif")) == ["red", "green", "blue", "white"]


def test_place_and_camera_are_stripped_and_colours_are_kept(a_file: MakeFile) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.44)
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(a_photo(), exif=exif, icc_profile=wide, comment=b"Fangbang Lu 12", xmp=b"<x:31.2304/>")
    made_of(a_file(content))
    for width in (360, 720, 800):
        for kind in ("webp", "avif"):
            stored = files.size(SECRET, width, kind).read_bytes()
            for told in (b"SecretCamera", b"Fangbang", b"31.2304", b"Exif", b"EXIF", b"XMP"):
                assert told not in stored
            with served(width, kind) as picture:
                assert dict(picture.getexif()) == {}
                assert picture.info["icc_profile"] == wide


def test_a_hidden_second_file_does_not_survive(a_file: MakeFile) -> None:
    made_of(a_file(encoded(a_photo()) + b"PK\x03\x04<script>alert(1)</script>"))
    assert b"script" not in files.size(SECRET, 800, "webp").read_bytes()


def test_other_colours_become_ours(a_file: MakeFile) -> None:
    cases = [
        (Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("LA", (40, 40), (0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (40, 40), (255, 0, 0, 255)), "PNG", (255, 0, 0)),
        (Image.new("I;16", (40, 40), 0x8000), "PNG", (128, 128, 128)),
        (Image.new("RGB", (40, 40), (0, 0, 255)).convert("P"), "PNG", (0, 0, 255)),
        (Image.new("1", (40, 40), 1), "PNG", (255, 255, 255)),
        (Image.new("L", (40, 40), 100), "JPEG", (100, 100, 100)),
    ]
    assert len(all_made_of([a_file(encoded(picture, kind)) for picture, kind, _ in cases])) == len(cases)
    for at, (picture, _, colour) in enumerate(cases):
        shown = served(40, secret=f"x{at}").convert("RGB").getpixel((20, 20))
        assert max(abs(a - b) for a, b in zip(shown, colour, strict=True)) <= 4, picture.mode


def test_of_what_moves_the_first_frame_is_kept_and_said_so(a_file: MakeFile) -> None:
    red, green, blue = (Image.new("RGB", (80, 80), colour) for colour in ("red", "green", "blue"))
    kinds = ("GIF", "WEBP", "PNG", "AVIF")
    moving = [encoded(red, kind, save_all=True, append_images=[green, blue], duration=500) for kind in kinds]
    still = [encoded(red, kind) for kind in kinds]
    made = all_made_of([a_file(content) for content in moving + still])
    assert [one.moves for one in made] == [True] * 4 + [False] * 4
    assert [corners(served(80, secret=f"x{at}")) for at in range(4)] == [["red"] * 4] * 4


def test_the_picture_beside_a_name_is_a_square_cut_where_asked(a_file: MakeFile, leftovers: Leftovers) -> None:
    source = a_file(encoded(a_photo(800, 1000)))
    made = made_of(source, "avatar")
    assert (made.width, made.height) == (192, 192)
    assert [Path(name).name for name in leftovers()] == [f"{SECRET}-192.webp", f"{SECRET}-64.webp"]
    assert corners(served(64)) == ["red", "green", "blue", "white"]
    made_of(source, "avatar", crop=(0.0, 0.0, 0.4))
    assert corners(served(192)) == ["red"] * 4


def test_the_jail_gets_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, a_file: MakeFile, tmp_path: Path) -> None:
    jail = tmp_path / "jail.py"
    jail.write_text(
        "import json, os, resource\nprint(json.dumps({'problem': ' '.join(sorted(os.environ)) + str(os.getcwd())}))\n"
    )
    monkeypatch.setattr(decoding, "JAIL", jail)
    monkeypatch.setenv("CINNABAR_SECRET_KEY", "only-for-us")
    (result,) = decode([Task(a_file(b"x"), SECRET, "note")])
    assert isinstance(result, CannotUse)
    assert "CINNABAR" not in result.problem
    assert "DATABASE" not in result.problem


def test_only_the_jail_loads_a_decoder() -> None:
    root = Path(decoding.__file__).parents[1]
    sources = [path for path in root.rglob("*.py") if "tests" not in path.parts]
    loading = [path.name for path in sources if "PIL" in path.read_text() and "from PIL import" in path.read_text()]
    assert sorted(loading) == ["pixels.py", "thumbhash.py"]


def test_every_problem_has_words() -> None:
    assert message("too_heavy") == "This file is larger than 32 MB."
    assert message("too_many_pixels") == "This picture has too many pixels; up to 80 megapixels work."
    for problem in MESSAGES:
        assert "%" not in message(problem)
    assert os.linesep not in message("nobody knows this one")
