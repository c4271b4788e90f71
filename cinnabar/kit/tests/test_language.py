"""One way to set the language, one to ask for it."""

from django.utils import translation

from cinnabar.kit.language import speaking, spoken


def test_a_letter_inside_a_page_speaks_its_receivers_language() -> None:
    with speaking("zh-hans"):
        with speaking("en"):
            assert (spoken(), translation.get_language()) == ("en", "en")
        assert (spoken(), translation.get_language()) == ("zh-hans", "zh-hans")


def test_without_a_speaker_it_is_what_django_says() -> None:
    with translation.override("zh-hans"):
        assert spoken() == "zh-hans"
