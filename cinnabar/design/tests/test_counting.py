"""Whatever somebody writes is counted by the browser (`assets/lib/units.ts`) as it is counted here."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from cinnabar.kit.fields import PlainText
from cinnabar.kit.text import length, tidy, units

ROOT = Path(__file__).resolve().parents[3]
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")  # as bin/setup finds it
PATH = {"PATH": f"{Path(NODE).parent}:/usr/bin:/bin"}
ASK = """
import { length, lengthOfLine, units } from "./units.mjs";
let told = "";
for await (const part of process.stdin) told += part;
console.log(JSON.stringify(JSON.parse(told).map((text) => [length(text), units(text), lengthOfLine(text)])));
"""
TEXTS = [
    "",
    " ",
    "a\r\nb\rc\nd\u2028e\u2029f\x85g",
    "👩‍👩‍👧‍👦" * 1430,
    "🏳️‍🌈🇳🇿👍🏽" * 2000,
    "e\u0301" * 300 + "\u0301" * 300,
    "\u0628\u0650\u0633\u0652\u0645 \u202e\u2066abc\u2069\u202c שלום\u200f",
    "\ufeffBOM\ufeff inside\ufeff",
    "\u200b\u200c\u200d\u2060\u180e\u00ad",
    "\u00a0\u3000 outer spaces \u2003\u3000",
    "\x00\x01\x0b\x0c\x1c\x1f\x7f\x80\x9f",
    "각각ﬁ①Å",
    "ᄀ" * 50 + "ힹ",
    "\U0010ffff\ufffd\ufffe\ud7ff",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家",
    "#\u200d词" * 20 + "line\n" * 50,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
]


def odd_texts(number: int) -> list[str]:
    chance = Random(7)
    signs = [*(chr(code) for code in range(0x20)), *"ab \u00a0\u0301\u200d\u202e\u2028\x85\ufeff\r\n👍🏽界e", "\r\n"]
    return ["".join(chance.choices(signs, k=chance.randint(1, 40))) for _text in range(number)]


def test_browser_and_server_count_alike(tmp_path: Path) -> None:
    texts = [*TEXTS, *odd_texts(300)]
    source = ROOT / "cinnabar/design/assets/lib/units.ts"
    built = f"--outfile={tmp_path / 'units.mjs'}"
    build = [ROOT / "node_modules/.bin/esbuild", source, "--format=esm", built, "--log-level=error"]
    subprocess.run(build, check=True, env=PATH)
    (tmp_path / "ask.mjs").write_text(ASK, "utf-8")

    asked = subprocess.run(
        [NODE, tmp_path / "ask.mjs"], input=json.dumps(texts), capture_output=True, text=True, check=True
    )

    line = PlainText(most=10, required=False)
    for text, told in zip(texts, json.loads(asked.stdout), strict=True):
        assert told == [length(tidy(text)), units(tidy(text)), length(line.to_python(text))], repr(text)[:80]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text)[:16])
def test_what_was_tidied_once_is_tidy(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
