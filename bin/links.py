"""Name each link in the documentation that leads to no file or heading of this repository."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z]+:", re.IGNORECASE)


def main() -> int:
    broken = [problem for page in pages() for problem in broken_links(page)]
    print(*broken, sep="\n", end="\n" if broken else "", file=sys.stderr)
    return 1 if broken else 0


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def broken_links(page: Path) -> Iterator[str]:
    for match in LINK.finditer(CODE.sub("", page.read_text("utf-8"))):
        link = match[1] or match[2]
        if ELSEWHERE.match(link):
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name) if name else page
        if not target.exists():
            yield f"{page.relative_to(ROOT)}: {link} leads nowhere"
        elif heading and target.suffix == ".md" and heading not in headings_of(target):
            yield f"{page.relative_to(ROOT)}: {link} names no heading"


def headings_of(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip()) for title in titles}


if __name__ == "__main__":
    sys.exit(main())
