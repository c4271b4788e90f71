"""The browser itself: journeys are worth little on a machine that draws no letters."""

from playwright.sync_api import Page

DRAWN = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.font = "32px sans-serif";
    return ["空", "瓶", "a", "b"].map((letter) => {
        canvas.clearRect(0, 0, 100, 60);
        canvas.fillText(letter, 10, 40);
        return canvas.getImageData(0, 0, 100, 60).data.join();
    });
}"""


def test_both_scripts_are_drawn(phone: Page) -> None:
    """A missing letter is drawn as a box, the same for every letter, or as nothing."""
    phone.set_content("<p>Honest 空瓶记</p>")

    assert len(set(phone.evaluate(DRAWN))) == 4
