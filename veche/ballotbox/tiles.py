"""A log as static files: c2sp.org/tlog-tiles.

A tile holds up to 256 hashes of one level in a row, a bundle the entries of a tile of level 0.
Whole ones never change. Partial ones (`.p/`) are those at the right edge of a size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from veche.ballotbox import merkle
from veche.ballotbox.faults import Fault

WIDTH = 256
HEIGHT = 8
# The level of bundles, which hold entries instead of hashes.
ENTRIES = -1
LEVEL_MAX = 63
ENTRY_SIZE_MAX = 0xFFFF
_PATH = re.compile(r"tile/(entries|\d{1,2})/((?:x\d{3}/){0,5}\d{3})(?:\.p/(\d{1,3}))?", re.ASCII)


class Tile(NamedTuple):
    """One file: `width` hashes of `level` from the one at `number` * 256 on."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """Its place under the address of the log."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = str(self.number)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        return f"tile/{level}/{name}" + (f".p/{self.width}" if self.width < WIDTH else "")


Read = Callable[[Tile], bytes]


def parse_path(path: str) -> Tile:
    """The tile at a path; Fault for any form but the one that `Tile.path` writes."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise Fault("tile-path", "no path of a tile")
    level = ENTRIES if match[1] == "entries" else int(match[1])
    tile = Tile(level, int(match[2].replace("/", "").replace("x", "")), int(match[3] or WIDTH))
    if level > LEVEL_MAX or not 0 < tile.width <= WIDTH or tile.path != path:
        raise Fault("tile-path", "no path of a tile")
    return tile


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Tiles of hashes that a log of that size has, and had not when it was of the size `since`."""
    level = 0
    while size >> HEIGHT * level:
        yield from _row(level, size >> HEIGHT * level, since >> HEIGHT * level)
        level += 1


def bundles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """The bundles of entries of that size, likewise."""
    yield from _row(ENTRIES, size, since)


def _row(level: int, count: int, before: int) -> Iterator[Tile]:
    if count > before:
        for index in range(before // WIDTH, -(-count // WIDTH)):
            yield Tile(level, index, min(WIDTH, count - index * WIDTH))


def grow(size: int, leaves: Sequence[bytes], read: Read) -> Iterator[tuple[Tile, bytes]]:
    """Tiles of hashes, with their bytes, that a log of that size gets by these leaves.

    Of the tiles before only those at the right edge are read.
    """
    level, hashes = 0, list(leaves)
    while hashes:
        first, width = divmod(size, WIDTH)
        if width:
            edge = Tile(level, first, width)
            hashes = read_tile(edge, read(edge)) + hashes
        above = []
        for start in range(0, len(hashes), WIDTH):
            row = hashes[start : start + WIDTH]
            yield Tile(level, first + start // WIDTH, len(row)), b"".join(row)
            if len(row) == WIDTH:
                above.append(_root(row))
        level, size, hashes = level + 1, first, above


def write_tile(tile: Tile, perfect: merkle.Perfect) -> bytes:
    """The bytes of a tile of hashes."""
    start = tile.number * WIDTH
    level = tile.level * HEIGHT
    return b"".join(perfect(level, start + i) for i in range(tile.width))


def read_tile(tile: Tile, data: bytes) -> list[bytes]:
    """The hashes of a tile; Fault when there are more or fewer than its path says."""
    if len(data) != tile.width * merkle.HASH_SIZE:
        raise Fault("tile-length", tile.path)
    return [data[i : i + merkle.HASH_SIZE] for i in range(0, len(data), merkle.HASH_SIZE)]


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each after its length in 2 bytes."""
    parts = []
    for entry in entries:
        if len(entry) > ENTRY_SIZE_MAX:
            raise Fault("entry-length", "the length of an entry is told in 2 bytes")
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def read_bundle(tile: Tile, data: bytes) -> list[bytes]:
    """The entries of a bundle; Fault when there are more or fewer than its path says."""
    entries = []
    place = 0
    while place < len(data):
        start = place + 2
        place = start + int.from_bytes(data[place:start], "big")
        entries.append(data[start:place])
    if place != len(data) or len(entries) != tile.width:
        raise Fault("bundle-length", tile.path)
    return entries


def perfect_from(size: int, read: Read) -> merkle.Perfect:
    """Full subtrees of a log of that size out of its tiles: one tile read for each hash asked."""

    def perfect(level: int, index: int) -> bytes:
        tile_level, rest = divmod(level, HEIGHT)
        first = index << rest
        count = size >> HEIGHT * tile_level
        number = first // WIDTH
        tile = Tile(tile_level, number, min(WIDTH, count - number * WIDTH))
        hashes = read_tile(tile, read(tile))
        start = first % WIDTH
        return _root(hashes[start : start + (1 << rest)])

    return perfect


def _root(hashes: Sequence[bytes]) -> bytes:
    return merkle.range_hash(0, len(hashes), merkle.perfect_of(hashes))


def verify_tiles(size: int, root: bytes, read: Read) -> None:
    """Fault unless the tiles of that size are those under the root; it names the wrong one.

    First the right edge, whose tiles give the root together, then each whole tile against the one
    above it, from the top.
    """
    perfect = perfect_from(size, read)
    if merkle.range_hash(0, size, perfect) != root:
        edge = [tile.path for tile in tiles_of(size) if tile.width < WIDTH]
        raise Fault("tiles-root", f"not that of the checkpoint: {', '.join(edge)}")
    for above in sorted(tiles_of(size), reverse=True):
        if above.level == 0:
            break
        for offset, known in enumerate(read_tile(above, read(above))):
            tile = Tile(above.level - 1, above.number * WIDTH + offset, WIDTH)
            if _root(read_tile(tile, read(tile))) != known:
                raise Fault("tile-hash", tile.path)


def verify_bundle(tile: Tile, data: bytes, hashes: Sequence[bytes]) -> list[bytes]:
    """The entries of a bundle, each with the hash that the tile of level 0 has for it."""
    entries = read_bundle(tile, data)
    for offset, (entry, known) in enumerate(zip(entries, hashes, strict=True)):
        if merkle.leaf_hash(entry) != known:
            raise Fault("entry-hash", f"entry {tile.number * WIDTH + offset} in {tile.path}")
    return entries
