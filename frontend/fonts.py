"""Cut the Golos Text variable font down to the letters the pages use.

The npm package ships the font split by alphabet, and variable fonts cannot simply be joined, so
each alphabet stays a file of its own with its `unicode-range`: a browser fetches those it needs.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Golos Text"
WEIGHTS = (400, 700)
RUSSIAN = {*range(0x410, 0x450), 0x401, 0x451, 0x2116}
TATAR = {ord(letter) for letter in "ӘәӨөҮүҖҗҢңҺһ"}
LATIN = {
    *range(0x20, 0x7F),
    *(ord(sign) for sign in "\u00a0§©«°±²³µ·»½×–—‘’“”„•…€−↑↓\u2009"),
}
MONEY = {ord("₽")}
# file of the npm package -> our name and the characters kept from it
CUTS = {
    "cyrillic": ("golos-russian", RUSSIAN),
    "latin": ("golos-latin", LATIN),
    "cyrillic-ext": ("golos-tatar", TATAR),
    "latin-ext": ("golos-money", MONEY),
}
FEATURES = ["kern", "locl", "tnum", "calt"]


def cut(source: Path, characters: set[int]) -> tuple[bytes, list[int]]:
    """Return the woff2 bytes holding these characters, and which of them the font really has."""
    font = TTFont(source, recalcTimestamp=False)  # the same input, the same bytes
    present = sorted(characters & set(font.getBestCmap()))
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["VVAR", "vmtx", "vhea"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=present)
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue(), present


def unicode_range(characters: list[int]) -> str:
    """Write code points as CSS does: runs joined, hexadecimal."""
    runs: list[tuple[int, int]] = []
    for code in characters:
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def build_fonts(package: Path, target: Path) -> None:
    """Write the woff2 files and `font.css` that names them into the target folder."""
    target.mkdir(parents=True, exist_ok=True)
    faces = []
    for part, (name, characters) in CUTS.items():
        source = package / "files" / f"golos-text-{part}-wght-normal.woff2"
        data, present = cut(source, characters)
        (target / f"{name}.woff2").write_bytes(data)
        faces.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{WEIGHTS[0]} {WEIGHTS[1]};'
            "font-display:swap;"
            f'src:url("./{name}.woff2") format("woff2");unicode-range:{unicode_range(present)}}}'
        )
    (target / "font.css").write_text("\n".join(faces) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build_fonts(Path(sys.argv[1]), Path(sys.argv[2]))
