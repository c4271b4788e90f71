"""The browser itself: journeys are worth little on a machine that draws no letters."""

from playwright.sync_api import Page


def test_both_scripts_are_drawn(phone: Page) -> None:
    phone.set_content("<span id=latin>Honest</span> <span id=chinese>空瓶记</span> <span id=none>\U0001ffff</span>")

    widths = {name: phone.locator(f"#{name}").bounding_box()["width"] for name in ("latin", "chinese")}
    blank = phone.evaluate(
        """() => {
            const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            canvas.font = "32px sans-serif";
            const drawn = (text) => {
                canvas.clearRect(0, 0, 100, 60);
                canvas.fillText(text, 10, 40);
                return canvas.getImageData(0, 0, 100, 60).data.join();
            };
            return drawn("空") === drawn("瓶") || drawn("a") === drawn("b");
        }"""
    )
    assert not blank
    assert all(width > 0 for width in widths.values())
