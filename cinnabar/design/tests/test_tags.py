"""Pieces of HTML that are written in Python."""

from cinnabar.design.tags import avatar, picture

EVIL = '"><script>alert(1)</script>'


def test_a_picture_offers_its_stored_sizes_and_keeps_its_box() -> None:
    tag = picture("abcdef", 960, 1280, "Two jars", "50vw", tone="#c8b8a8", eager=True)

    assert (
        'srcset="/media/ab/abcdef-360.avif 360w, /media/ab/abcdef-720.avif 720w, /media/ab/abcdef-960.avif 960w"' in tag
    )
    assert 'src="/media/ab/abcdef-720.webp"' in tag
    assert 'width="960" height="1280" alt="Two jars" style="background-color:#c8b8a8"' in tag
    assert 'fetchpriority="high"' in tag


def test_words_of_people_are_escaped() -> None:
    assert "<script>" not in picture("abcdef", 960, 1280, EVIL, "50vw")
    assert "<script>" not in avatar(EVIL, "", 1, 40)


def test_without_a_picture_a_person_has_initials_on_a_tint() -> None:
    assert avatar("Tom Reads", "", 3, 40) == (
        '<span class="avatar tint-3" style="--size:40px" aria-hidden="true">TR</span>'
    )
    assert ">桃<" in avatar("桃子不熬夜", "", 2, 40)
