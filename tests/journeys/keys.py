"""A person without a mouse: Tab, arrows, Enter and Esc, and what must be seen wherever they stand."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

# Where the focus is: whether on `target`, and what is wrong with how it shows.
STOP = """(target) => {
    const here = document.activeElement;
    if (!here || here === document.body) return [false, null];
    const told = here.outerHTML.slice(0, 120);
    const around = [here, here.nextElementSibling, here.parentElement, ...(here.labels ?? [])].filter(Boolean);
    const isRinged = (part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(part);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5 && part.offsetWidth > 4;
    };
    const ringed = around.find(isRinged);
    const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
    let wrong = null;
    if (dialog && !dialog.contains(here)) wrong = "is outside the dialog";
    else if (!ringed) wrong = "shows no focus";
    else {
        const box = ringed.getBoundingClientRect();
        const at = [0.5, 0.1, 0.9];
        const points = at.flatMap((x) => at.map((y) => [box.left + box.width * x, box.top + box.height * y]));
        const isSeen = points.some(([x, y]) => {
            const hit = document.elementFromPoint(x, y);
            return hit && (ringed.contains(hit) || hit.contains(ringed));
        });
        if (!isSeen) wrong = "is covered";
    }
    return [here === target, wrong && `${told} ${wrong}`];
}"""


class Keyboard:
    """The keys of one page, and every stop at which the focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.wrong: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, words: str) -> None:
        self._page.keyboard.type(words)

    def go_to(self, target: Locator, *, key: str = "Tab", most: int = 120) -> None:
        """Press Tab until the focus is on `target`; every stop on the way must be seen."""
        target.wait_for()
        wanted = target.element_handle()
        stops: list[str] = []
        for _ in range(most):
            self.press(key)
            is_there, wrong = self._page.evaluate(STOP, wanted)
            if wrong and wrong not in self.wrong:
                self.wrong.append(wrong)
            if is_there:
                return
            stops.append(self.place())
        raise AssertionError(f"{target} is out of reach: {stops[:40]}")

    def open(self, target: Locator, *, key: str = "Tab") -> None:
        """Go there and press Enter."""
        self.go_to(target, key=key)
        self.press("Enter")

    def place(self) -> str:
        """What has the focus, in short."""
        return self._page.evaluate("document.activeElement.outerHTML.slice(0, 100)")
